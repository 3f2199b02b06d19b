"""The server's HTTP side as one person uses it: the page, and operations without a socket."""

import json
import re
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from bench.server import Seat

WITHIN = 10


class Closed(Exception):
    """No answer, or not the one that was asked for."""


@dataclass(frozen=True)
class Page:
    html: str
    seq: int
    epoch: str
    csrf: str
    cookie: str


@dataclass(frozen=True)
class Door:
    port: int
    origin: str

    def request(self, method: str, path: str, headers: dict, body=None):
        """(status, headers, text) of one request; raises Closed when the server is not there."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, HTTPException) as error:
            raise Closed(str(error)) from error
        finally:
            connection.close()

    def page(self, seat: Seat) -> Page:
        status, headers, html = self.request(
            "GET", f"/session/{seat.room}/", {"Cookie": seat.cookie}
        )
        if status != 200:
            raise Closed(f"the page answered {status}")
        told = dict(re.findall(r'data-(seq|epoch|csrf)="([^"]*)"', html.split("<body", 1)[1]))
        cookies = [cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie", [])]
        return Page(html, int(told["seq"]), told["epoch"], told["csrf"], "; ".join(cookies))

    def do(self, seat: Seat, op_id: str, command: str, data: dict) -> tuple[int, dict]:
        """One operation by POST, with the token of a page of its own: (status, answer)."""
        page = self.page(seat)
        headers = {
            "Cookie": f"{seat.cookie}; {page.cookie}",
            "Content-Type": "application/json",
            "Origin": self.origin,
            "X-CSRFToken": page.csrf,
        }
        body = json.dumps({"op_id": op_id, "command": command, "data": data})
        status, _, text = self.request("POST", f"/session/{seat.room}/do/", headers, body)
        try:
            return status, json.loads(text)
        except ValueError:
            raise Closed(f"the door answered {status} and no JSON") from None
