"""Somebody in the room without a screen: joins by the link and writes through the HTTP door."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid


class Hand:
    def __init__(self, link: str, name: str):
        self.base, token = link.split("/join/#")
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = self.get("/join/")
        page = self.post("/join/", page, token=token)
        page = self.post(self.path, page, name=name)
        self.csrf = found(r'data-csrf="([^"]+)"', page)
        self.door = found(r'data-do="([^"]+)"', page)

    def get(self, path: str) -> str:
        return self.open(urllib.request.Request(self.base + path))

    def post(self, path: str, page: str, **fields) -> str:
        fields["csrfmiddlewaretoken"] = found(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        body = urllib.parse.urlencode(fields).encode()
        return self.open(urllib.request.Request(self.base + path, data=body))

    def open(self, request) -> str:
        with self.opener.open(request, timeout=10) as answer:
            self.path = urllib.parse.urlsplit(answer.url).path
            return answer.read().decode()

    def do(self, command: str, **data) -> dict:
        message = {"op_id": str(uuid.uuid4()), "command": command, "data": data}
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.csrf}
        return json.loads(
            self.open(
                urllib.request.Request(
                    self.base + self.door, data=json.dumps(message).encode(), headers=headers
                )
            )
        )

    def write(self, words: str, when: str = "2026-03-03 17:00") -> dict:
        return self.do("add_sticky", kind="event", when=when, text=words)


def found(pattern: str, page: str) -> str:
    return re.search(pattern, page)[1]
