"""Sockets for tests: a real handshake against the real application, and frames by their kind."""

import json

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import Client

from postmortems.asgi import application

ORIGIN = b"http://testserver"
WITHIN = 5


def cookies_of(user=None, secret="") -> str:
    pairs = []
    if user:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        pairs += [f"{name}={morsel.value}" for name, morsel in client.cookies.items()]
    if secret:
        pairs.append(f"guest={secret}")
    return "; ".join(pairs)


class Wire:
    """One browser's socket."""

    def __init__(self, session, cookies="", origin=ORIGIN, headers=()):
        sent = [(b"host", b"testserver"), *headers]
        if origin is not None:
            sent.append((b"origin", origin))
        if cookies:
            sent.append((b"cookie", cookies.encode()))
        self.session = session
        self.socket = WebsocketCommunicator(
            application, f"/session/{session.public_id}/socket/", headers=sent
        )

    async def open(self) -> bool:
        accepted, _ = await self.socket.connect(timeout=WITHIN)
        return accepted

    async def hello(self, seq=0, **other):
        fields = {"t": "hello", "v": 1, "epoch": self.session.epoch, "seq": seq} | other
        await self.send(**fields)
        return await self.next("welcome", "reset")

    async def enter(self, seq=0):
        await self.open()
        await self.hello(seq)
        return self

    async def send(self, **message):
        await self.socket.send_to(text_data=json.dumps(message))

    async def op(self, command, op_id, **data):
        """Send a command and wait for the server's answer to this one."""
        await self.send(t="op", op_id=op_id, command=command, data=data)
        while True:
            answer = await self.next("ack", "refuse")
            if answer["op_id"] == op_id:
                return answer

    async def next(self, *kinds) -> dict:
        """The next message of these kinds; presence and others in between are passed over."""
        while True:
            message = await self.any()
            if message["t"] in kinds:
                return message

    async def any(self) -> dict:
        return json.loads(await self.socket.receive_from(timeout=WITHIN))

    async def events_until(self, seq) -> list[dict]:
        found = []
        while not found or found[-1]["seq"] < seq:
            found += (await self.next("ev"))["ev"]
        return found

    async def closed_with(self) -> int:
        while True:
            output = await self.socket.receive_output(timeout=WITHIN)
            if output["type"] == "websocket.close":
                return output["code"]

    async def leave(self):
        await self.socket.disconnect(timeout=WITHIN)


in_thread = sync_to_async
