"""A small client of the board's socket, notes to send, and waiting for what must come."""

import asyncio
import json
import sys
import time
import uuid

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

WITHIN = 30.0
# The machine may be busy: nothing but the server's own time-outs is looked at.
PATIENT = {
    "compression": None, "proxy": None, "ping_interval": None, "max_size": None,
    "open_timeout": WITHIN, "close_timeout": 0.5,
}  # fmt: skip
RECEIPT_EVENTS, RECEIPT_BYTES = 50, 64 * 1024


async def until(ready, what: str, within: float = WITHIN) -> float:
    """Wait for it, and say how long it took."""
    began = time.monotonic()
    while not ready():
        assert time.monotonic() - began < within, f"not within {within:.0f} s: {what}"
        await asyncio.sleep(0.02)
    return time.monotonic() - began


def tell(figure: str) -> None:
    """For who runs the tests with -s, or looks why one failed."""
    sys.stderr.write(f"\n{figure}\n")


def new_op() -> str:
    return uuid.uuid4().hex


def note(text: str, minute: int = 0) -> dict:
    """The fields of a note on the line of one of the bench's rooms."""
    hours, minutes = divmod(minute % 360, 60)
    return {"kind": "event", "when": f"2026-03-03 {17 + hours}:{minutes:02}", "text": text}


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


class Socket:
    """One page's socket: applies frames, gives receipts, and keeps what it is told.

    place: anything with a `port` and an `origin`. log: (seq, op id) as applied, without holes.
    said: the messages by their kind. here: who is present, as last told. fault: why it gave up.
    how: options of the connection.
    """

    def __init__(self, place, seat, last: int | None = None, **how):
        self.place, self.seat, self.how = place, seat, how
        self.last = self.head = seat.seq if last is None else last
        self.log: list[tuple[int, str]] = []
        self.asked: dict[str, asyncio.Future] = {}
        self.answers: dict[str, dict] = {}
        self.answered_at: dict[str, float] = {}
        self.applied_at: dict[str, float] = {}
        self.said: dict[str, list[dict]] = {}
        self.here: list[str] = []
        self.you = self.fault = self.code = None
        self.wire = self.reading = None
        self.receipted, self.unreceipted = self.last, 0

    async def open(self, **hello) -> "Socket":
        address = f"ws://127.0.0.1:{self.place.port}{self.seat.path}"
        headers = {"Cookie": self.seat.cookie}
        self.code = None
        self.wire = await connect(
            address, origin=self.place.origin, additional_headers=headers, **PATIENT, **self.how
        )
        self.reading = asyncio.create_task(self.read())
        known = {"v": 1, "epoch": self.seat.epoch, "seq": self.last}
        await self.say(t="hello", **known | hello)
        return self

    async def enter(self) -> "Socket":
        await self.open()
        self.head = (await self.next("welcome"))["head"]
        return self

    async def close(self) -> None:
        if self.wire:
            await self.wire.close()
            await self.reading

    async def __aenter__(self) -> "Socket":
        return self if self.wire else await self.enter()

    async def __aexit__(self, *_) -> None:
        await self.close()

    def cut(self) -> None:
        """As a network does it: no goodbye."""
        self.wire.transport.abort()

    async def say(self, **message) -> None:
        await self.wire.send(json.dumps(message))

    async def next(self, kind: str, within: float = WITHIN) -> dict:
        """The first message of this kind that nobody has taken yet."""
        what = f"{kind} to {self.seat.cookie[:12]}, closed with {self.code}"
        await until(lambda: self.said.get(kind) or self.code or self.fault, what, within)
        assert self.said.get(kind), f"{kind}: closed with {self.code} {self.fault or ''}"
        return self.said[kind].pop(0)

    async def do(self, op_id: str, data: dict, command="add_sticky") -> dict:
        """One operation and its answer."""
        self.asked[op_id] = answer = asyncio.get_running_loop().create_future()
        await self.say(t="op", op_id=op_id, command=command, data=data)
        async with asyncio.timeout(WITHIN):
            return await answer

    # What the server says

    async def read(self) -> None:
        try:
            async for text in self.wire:
                await self.take(json.loads(text), len(text))
        except ConnectionClosed:
            pass  # its code says why
        except AssertionError as fault:
            self.fault = str(fault)
        self.code = self.wire.close_code or 1006
        for asked in self.asked.values():
            asked.cancel()

    async def take(self, message: dict, size: int) -> None:
        match message["t"]:
            case "ev":
                await self.apply(message, size)
            case "ack" | "refuse":
                self.answers[message["op_id"]] = message
                self.answered_at[message["op_id"]] = time.monotonic()
                if asked := self.asked.pop(message["op_id"], None):
                    asked.set_result(message)
            case "eph" if "here" in message:
                self.here = message["here"]
            case kind:
                self.here = message.get("here", self.here)
                self.you = message.get("you", self.you)
                self.said.setdefault(kind, []).append(message)

    async def apply(self, frame: dict, size: int) -> None:
        now = time.monotonic()
        for event in frame["ev"]:
            assert event["seq"] == self.last + 1, f"{event['seq']} came after {self.last}"
            self.last = event["seq"]
            self.log.append((event["seq"], event["op"]))
            self.applied_at[event["op"]] = now
        self.unreceipted += size
        if self.last - self.receipted >= RECEIPT_EVENTS or self.unreceipted >= RECEIPT_BYTES:
            self.receipted, self.unreceipted = self.last, 0
            await self.say(t="recv", seq=self.last)
