"""A screen as the load plays it: says hello, receipts and pings, and checks every number it gets.

The work for each message is kept small: what is measured is the server, not this.
"""

import asyncio
import json
import uuid
from array import array
from collections import Counter
from time import perf_counter

from picows import WSListener, WSMsgType

RECEIPT_EVENTS, RECEIPT_SECONDS = 50, 2.0
PING_EVERY_BEATS = 3  # receipts beat every 2 s, so a ping goes out every 6
KEPT = 32
TEXT = WSMsgType.TEXT


class Room:
    """What the screens of one session share: what was sent and said, and the one order of it."""

    def __init__(self, faults: Counter):
        self.faults, self.screens = faults, []
        self.sent: dict[str, float] = {}
        self.texts: dict[str, str] = {}
        self.acked: dict[str, float] = {}
        self.ack_seq: dict[str, int] = {}
        self.refused: set[str] = set()
        self.op_at: dict[int, str] = {}
        self.seq_of: dict[str, int] = {}
        self.sizes: list[tuple[int, int]] = []
        self.known: dict[bytes, tuple] = {}

    def read(self, payload: bytes) -> tuple:
        """(kind, body). Fifty screens get the same bytes, which need parsing only once."""
        if (found := self.known.get(payload)) is not None:
            return found
        message = json.loads(payload)
        body = self.run_of(message["ev"], len(payload)) if message["t"] == "ev" else message
        if len(self.known) >= KEPT:
            self.known.clear()
        self.known[payload] = message["t"], body
        return message["t"], body

    def run_of(self, events: list[dict], size: int) -> tuple[int, int]:
        """First and last number of a frame; a hole in it, or two orders, are faults."""
        first = events[0]["seq"]
        for place, event in enumerate(events):
            if event["seq"] != first + place:
                self.faults["hole in a frame"] += 1
            if self.op_at.setdefault(event["seq"], event["op"]) != event["op"]:
                self.faults["two orders"] += 1
            self.seq_of.setdefault(event["op"], event["seq"])
        self.sizes.append((len(events), size))
        return first, events[-1]["seq"]

    @property
    def unanswered(self) -> int:
        return len(self.sent.keys() - self.acked.keys() - self.refused)

    @property
    def is_settled(self) -> bool:
        head = max(self.ack_seq.values(), default=0)
        return not self.unanswered and all(screen.seq >= head for screen in self.screens)


class Screen(WSListener):
    def __init__(self, room: Room, seat):
        self.room, self.seat = room, seat
        self.start = self.seq = self.receipted = seat.seq
        self.times = array("d")  # when number start + 1 + n was here
        self.frames = self.bytes = self.beats = self.head = 0
        self.welcomed_at = 0.0
        self.leaving, self.answered, self.beat = False, None, None

    # To the server

    def on_ws_connected(self, transport):
        self.transport = transport

    def say(self, **message):
        self.transport.send(TEXT, json.dumps(message, separators=(",", ":")).encode())

    def hello(self, seq: int):
        self.start = self.seq = self.receipted = seq
        self.say(t="hello", v=1, session=self.seat.room, epoch=self.seat.epoch, seq=seq)

    def write(self, when: str, text: str) -> None:
        op_id = str(uuid.uuid4())
        data = {"kind": "event", "when": when, "text": text}
        message = {"t": "op", "op_id": op_id, "command": "add_sticky", "data": data}
        packed = json.dumps(message).encode()
        self.room.texts[op_id] = text
        self.room.sent[op_id] = perf_counter()
        self.transport.send(TEXT, packed)

    def receipt(self):
        self.receipted = self.seq
        self.say(t="recv", seq=self.seq)

    def keep_alive(self, after: float = RECEIPT_SECONDS):
        """Receipts when something moved, and pings, from now until it leaves."""
        self.beat = asyncio.get_running_loop().call_later(after, self.on_beat)

    def on_beat(self):
        if self.leaving:
            return
        self.beats += 1
        if self.seq > self.receipted:
            self.receipt()
        if self.beats % PING_EVERY_BEATS == 0:
            self.say(t="ping")
        self.keep_alive()

    def leave(self):
        self.leaving = True
        if self.beat:
            self.beat.cancel()
        self.transport.send_close()
        self.transport.disconnect()

    # From the server

    def on_ws_frame(self, transport, frame):
        now = perf_counter()
        if frame.msg_type is not TEXT or not frame.fin:
            return self.other(frame)
        payload = frame.get_payload_as_bytes()
        self.bytes += len(payload)
        kind, body = self.room.read(payload)
        if kind == "ev":
            self.apply(body, now)
        elif (handler := self.HANDLERS.get(kind)) is not None:
            handler(self, body, now)

    def apply(self, run, now):
        first, last = run
        self.frames += 1
        if first != self.seq + 1:
            self.room.faults["gap" if first > self.seq + 1 else "duplicate"] += 1
        # After a fault the times stay in step with the numbers, so that the rest still counts.
        while self.seq < last:
            self.seq += 1
            self.times.append(now if self.seq >= first else float("inf"))
        if self.seq - self.receipted >= RECEIPT_EVENTS:
            self.receipt()

    def on_ack(self, body, now):
        self.room.acked.setdefault(body["op_id"], now)
        self.room.ack_seq[body["op_id"]] = body["seq"]
        if self.answered:
            self.answered(self)

    def on_refuse(self, body, now):
        self.room.faults[f"refused: {body['code']}"] += 1
        self.room.refused.add(body["op_id"])
        if self.answered:
            # A server in trouble is not asked again at once.
            asyncio.get_running_loop().call_later(0.1, self.answered, self)

    def on_welcome(self, body, now):
        self.welcomed_at, self.head = now, body["head"]
        if body["epoch"] != self.seat.epoch:
            self.room.faults["another epoch"] += 1

    def on_reset(self, body, now):
        self.room.faults[f"reset: {body.get('why', '')}"] += 1

    HANDLERS = {"ack": on_ack, "refuse": on_refuse, "welcome": on_welcome, "reset": on_reset}

    def other(self, frame):
        if frame.msg_type is WSMsgType.CLOSE:
            code = frame.get_close_code()
            if not self.leaving:
                self.room.faults[f"closed: {getattr(code, 'value', code)}"] += 1
            self.leave()
        elif frame.msg_type not in (WSMsgType.PING, WSMsgType.PONG):
            self.room.faults["unreadable message"] += 1

    def on_ws_disconnected(self, transport):
        if not self.leaving:
            self.leaving = True
            self.room.faults["connection lost"] += 1
