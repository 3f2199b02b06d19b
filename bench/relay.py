"""A bare relay in the product's place: hands each note to every socket of its path, stores nothing.

Plain ASGI, so that what is left is the price of the server itself. Its frame is as long as
BENCH_FRAME_BYTES says, which is what the product sent for one note in the same run.
"""

import json
import os
import time

LENGTH = int(os.environ.get("BENCH_FRAME_BYTES", "1000"))
rooms: dict[str, "Room"] = {}


class Room:
    def __init__(self):
        self.seq, self.sockets = 0, {}

    async def answer(self, send, message):
        kind = message.get("t")
        if kind == "op":
            return await self.pass_on(send, message["op_id"])
        if kind == "hello":
            self.sockets[id(send)] = send
            answer = {"t": "welcome", "epoch": message["epoch"], "head": self.seq, "you": ""}
            return await tell(send, answer | {"limits": {}, "here": [], "now": now_ms()})
        if kind == "ping":
            await tell(send, {"t": "pong", "head": self.seq, "now": now_ms()})

    async def pass_on(self, send, op_id):
        self.seq += 1
        event = {"seq": self.seq, "op": op_id, "name": "sticky_added"}
        await tell(send, {"t": "ack", "op_id": op_id, "seq": self.seq, "event": event})
        frame = {"t": "ev", "ev": [event], "put": [""], "gone": []}
        frame["put"] = ["." * max(0, LENGTH - len(packed(frame)))]
        text = packed(frame)
        for each in list(self.sockets.values()):
            await each({"type": "websocket.send", "text": text})


def packed(message: dict) -> str:
    return json.dumps(message, separators=(",", ":"))


async def tell(send, message: dict) -> None:
    await send({"type": "websocket.send", "text": packed(message)})


def now_ms() -> int:
    return int(time.time() * 1000)


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    room = rooms.setdefault(scope["path"], Room())
    try:
        while (message := await receive())["type"] == "websocket.receive":
            await room.answer(send, json.loads(message["text"]))
    finally:
        room.sockets.pop(id(send), None)
