"""The product, broken on purpose at its socket's door: CHAOS_TWIN says how, CHAOS_SEED when.

Nothing in the product knows of this. Each twin must be found out, or the judge is blind.
"""

import asyncio
import json
import os
import random
import uuid

from asgiref.sync import sync_to_async

from postmortems.asgi import application as sound

OP_ID = 32  # characters of a client's own op id
SEED = int(os.environ.get("CHAOS_SEED", "0"))


class Twin:
    """Passes a socket's messages on; a twin changes what it is about. One object a socket."""

    def __init__(self, scope, receive, send):
        self.room = scope["path"].split("/")[2]
        self.scope, self.hear, self.tell = scope, receive, send
        self.inbox: asyncio.Queue = asyncio.Queue()
        self.rng = random.Random(f"{SEED} {uuid.uuid4()}")

    async def run(self) -> None:
        listening = asyncio.create_task(self.listen())
        try:
            await sound(self.scope, self.inbox.get, self.send)
        finally:
            listening.cancel()

    async def listen(self) -> None:
        while True:
            event = await self.hear()
            if event["type"] == "websocket.receive" and event.get("text"):
                await self.said(json.loads(event["text"]))
            else:
                self.inbox.put_nowait(event)

    async def send(self, event) -> None:
        if event["type"] != "websocket.send" or not event.get("text"):
            return await self.tell(event)
        if message := self.answered(json.loads(event["text"])):
            await self.answer(message)

    async def answer(self, message: dict) -> None:
        await self.tell({"type": "websocket.send", "text": json.dumps(message)})

    def pass_in(self, message: dict) -> None:
        self.inbox.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def said(self, message: dict) -> None:
        """From the browser to the product."""
        self.pass_in(message)

    def answered(self, message: dict) -> dict | None:
        """From the product to the browser; None is nothing."""
        return message


class AckBeforeCommit(Twin):
    """Answers at once, commits a moment later, and one in ten never."""

    head = 0

    async def said(self, message):
        if message["t"] != "op":
            return self.pass_in(message)
        self.head += 1
        await self.answer({"t": "ack", "op_id": message["op_id"], "seq": self.head})
        if self.rng.random() > 0.1:
            later = self.rng.uniform(0.2, 0.6)
            asyncio.get_running_loop().call_later(later, self.pass_in, message)

    def answered(self, message):
        heads = [message.get("head", 0), *(event["seq"] for event in message.get("ev", ()))]
        self.head = max(self.head, *heads)
        return None if message["t"] in ("ack", "refuse") else message


class NoDedupe(Twin):
    """What was done is done again: a known op id is made a new one, and looks old from outside."""

    async def said(self, message):
        if message["t"] == "op" and await sync_to_async(is_known)(message["op_id"]):
            message["op_id"] += f"-{self.rng.randrange(1000):03}"
        self.pass_in(message)

    def answered(self, message):
        if "op_id" in message:
            message["op_id"] = message["op_id"][:OP_ID]
        for event in (*message.get("ev", ()), message.get("event") or {}):
            if "op" in event:
                event["op"] = event["op"][:OP_ID]
        return message


class DropsEvents(Twin):
    """One frame in twenty vanishes, what was missed while away too, and the numbers hide it."""

    shown = 0

    async def said(self, message):
        if message["t"] == "hello":
            self.shown, message["seq"] = message["seq"], await sync_to_async(head_of)(self.room)
        self.pass_in(message)

    def answered(self, message):
        if message["t"] == "ev":
            if self.rng.random() < 0.05:
                return None
            for event in message["ev"]:
                self.shown += 1
                event["seq"] = self.shown
        elif message["t"] in ("welcome", "pong"):
            message["head"] = self.shown
        return message


def is_known(op_id: str) -> bool:
    from facilitation.models import SessionEvent

    return SessionEvent.objects.filter(op_id=op_id).exists()


def head_of(room: str) -> int:
    from facilitation.models import LiveSession

    return LiveSession.objects.values_list("seq", flat=True).get(public_id=room)


TWINS = {
    "ack-before-commit": AckBeforeCommit,
    "no-dedupe": NoDedupe,
    "drops-events": DropsEvents,
}


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        return await sound(scope, receive, send)
    await TWINS[os.environ["CHAOS_TWIN"]](scope, receive, send).run()
