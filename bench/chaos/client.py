"""The model client: all that docs/protocol.md asks of a page, and a log of what it applied."""

import asyncio
import contextlib
import json
import time

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from bench.server import Seat

from .account import Account, Recovery, Stretch
from .door import Closed, Door, Page
from .notes import Board
from .outbox import Op, Outbox
from .patience import BEAT, PATIENCE, RECEIPT_EVENTS, RECEIPT_SECONDS, SILENCE, TICK, BackOff

FOR_GOOD = frozenset({4401, 4403, 4404, 4426})
QUIETLY = {"compression": None, "proxy": None, "ping_interval": None, "max_size": None}


class Client:
    """One person's page. `port` may be that of a proxy; `door` is the server's HTTP side."""

    def __init__(self, name: str, seat: Seat, page: Page, port: int, door: Door, rng):
        self.seat, self.door, self.rng = seat, door, rng
        self.url = f"ws://127.0.0.1:{port}{seat.path}"
        self.epoch, self.last, self.head = page.epoch, page.seq, page.seq
        self.account = Account(name, [Stretch(page.seq)])
        self.outbox = Outbox(self.account)
        self.board = Board(page.html)
        self.recovery = Recovery()
        self.wire, self.ready, self.asked = None, False, False
        self.gap, self.welcomes, self.back_off = None, 0, BackOff(rng)
        self.receipt = self.framed = self.pinged = self.receipted = 0.0

    # The connection

    async def live(self) -> None:
        """Stay connected until cancelled, or until the server says not to come back."""
        headers = {"Cookie": self.seat.cookie}
        wishes = {"origin": self.door.origin, "additional_headers": headers, **QUIETLY}
        while not self.account.shut_out:
            try:
                async with connect(self.url, open_timeout=5, close_timeout=0.5, **wishes) as wire:
                    await self.converse(wire)
            except (OSError, TimeoutError, WebSocketException, Closed):
                pass  # the network or the server went away: that is what reconnecting is for
            await asyncio.sleep(self.back_off.next())

    async def converse(self, wire) -> None:
        self.wire, self.receipt = wire, self.last
        self.pinged = self.receipted = time.monotonic()
        tending = asyncio.create_task(self.tend())
        try:
            await self.hello()
            while True:
                async with asyncio.timeout(SILENCE):
                    text = await wire.recv()
                await self.take(json.loads(text))
        except ConnectionClosed:
            if wire.close_code in FOR_GOOD:
                self.account.shut_out = f"closed with {wire.close_code}"
        finally:
            self.wire, self.ready = None, False
            tending.cancel()

    async def tend(self) -> None:
        """Heartbeats, receipts, and what has waited too long."""
        try:
            while True:
                await asyncio.sleep(TICK)
                now = time.monotonic()
                if now - self.pinged >= BEAT:
                    self.pinged = now
                    await self.say(t="ping")
                if self.last > self.receipt and now - self.receipted >= RECEIPT_SECONDS:
                    await self.acknowledge_receipt()
                if self.ready:
                    await self.send_due()
                    if self.last < self.head and now - self.framed >= PATIENCE:
                        self.asked = False
                        await self.missed(self.head)
        except ConnectionClosed:
            pass  # the reading side finds out as well, and connects again

    async def say(self, **message) -> None:
        if self.wire:
            await self.wire.send(json.dumps(message))

    async def hello(self) -> None:
        self.asked, self.framed = True, time.monotonic()
        await self.say(t="hello", v=1, session=self.seat.room, epoch=self.epoch, seq=self.last)

    async def send_due(self) -> None:
        for op in self.outbox.take_due(time.monotonic()):
            await self.say(**op.message())

    async def acknowledge_receipt(self) -> None:
        self.receipt, self.receipted = self.last, time.monotonic()
        await self.say(t="recv", seq=self.last)

    # What the server says

    async def take(self, message: dict) -> None:
        match message["t"]:
            case "welcome":
                await self.welcomed(message["head"])
            case "reset":
                await self.load_anew()
            case "ev":
                await self.apply(message)
            case "pong":
                self.told(message["head"])
            case "ack" if message["op_id"] in self.outbox.ops:
                self.outbox.acknowledged(message["op_id"], message["seq"])
            case "refuse" if message["op_id"] in self.outbox.ops:
                now, later = time.monotonic(), message.get("retry_after", 1)
                self.outbox.refused(message["op_id"], message["code"], now, later)
            case "bye":
                self.back_off.wished = message["retry_after"]
                await self.wire.close()

    async def welcomed(self, head: int) -> None:
        again = self.ready
        self.asked, self.ready = False, True
        self.back_off.welcomed()
        self.told(head)
        if again:
            return
        self.welcomes += 1
        self.account.reconnects += self.welcomes > 1
        self.outbox.welcomed(head)
        await self.send_due()

    def told(self, head: int) -> None:
        self.head = max(self.head, head)
        if self.ready:
            self.recovery.told(head, time.monotonic())
            self.recovery.reached(self.last, time.monotonic())

    async def apply(self, frame: dict) -> None:
        """Apply what continues at the next number; ignore what is known; ask at a gap."""
        first, last = frame["ev"][0]["seq"], frame["ev"][-1]["seq"]
        self.framed = time.monotonic()
        if last <= self.last:
            return
        if first > self.last + 1:
            return await self.missed(last)
        for event in frame["ev"][self.last + 1 - first :]:
            self.account.applied(event)
            self.outbox.seen(event["op"], event["seq"])
        self.board.apply(frame)
        self.last, self.head = last, max(self.head, last)
        if self.gap is not None and self.last >= self.gap:
            self.account.gaps_healed, self.gap = self.account.gaps_healed + 1, None
        self.recovery.reached(self.last, self.framed)
        if self.last - self.receipt >= RECEIPT_EVENTS:
            await self.acknowledge_receipt()

    async def missed(self, seq: int) -> None:
        """Something up to `seq` did not come. One question a loss: an open one is not repeated."""
        if self.gap is None:
            self.gap, self.account.gaps_seen = seq, self.account.gaps_seen + 1
        if not self.asked:
            await self.hello()

    async def load_anew(self) -> None:
        """The server went another way: take its page as it is, and follow from there."""
        self.account.resets += 1
        page = await asyncio.to_thread(self.door.page, self.seat)
        self.epoch, self.last, self.head, self.gap = page.epoch, page.seq, page.seq, None
        self.account.starts_anew(page.seq)
        self.board = Board(page.html)
        self.back_off.wished = 0.0
        await self.wire.close()

    # What the person does

    async def ask(self, op: Op) -> None:
        self.outbox.add(op)
        if self.ready:
            # Cut off meanwhile? It is kept, and goes out after the reconnect.
            with contextlib.suppress(ConnectionClosed):
                await self.send_due()

    async def repeat(self, op: Op) -> None:
        """Say once more what was answered long ago, as a page does that missed the answer."""
        with contextlib.suppress(ConnectionClosed):
            await self.say(**op.message())

    # What is done to it

    def lost(self, since: float) -> None:
        """The socket is dead, known or not; what it still says is from before."""
        self.ready = False
        self.recovery.begins(since)
