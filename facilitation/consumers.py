"""The board's socket: follows the log from a cursor and hands operations to the writer.

Transport only. Rules are asked of `commands.perform_together`, inside its transaction.
"""

import asyncio
import json
import logging
import random
import time
from collections import deque
from contextlib import suppress
from functools import partial

from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from . import callouts, fragments
from .build import build
from .commands import BROKEN, Order
from .entering import Seat, find_seat, is_signed_in, read_session
from .refusals import Refusal
from .steady import now_ms
from .sync import counters, farewell
from .sync.frames import describe
from .sync.hub import hub
from .sync.limits import TOO_FAST, WINDOW_BYTES, WINDOW_EVENTS, Bucket, Buckets, Window
from .sync.messages import FRAME_LIMIT, parse
from .sync.pools import read
from .sync.room import why_anew
from .sync.writer import Job

VERSION = 1
HELLO_WITHIN = 5.0
# A socket outlives a sign-out and a lost membership, so the seat is looked up again now and then.
RECHECK = 60.0
SILENT_FOR = 25.0
UNREAD_FOR = 20.0
# Every message costs something, and a page sends a few a second: more is a flood, not a person.
MESSAGES_A_SECOND, MESSAGES_AT_ONCE, TOO_MANY_OVER = 40, 200, 200
CONNECTS_A_SECOND, CONNECTS_AT_ONCE = 0.5, 30
# Each may ask for a whole log again; a page says it at most every five seconds.
HELLOS_A_SECOND, HELLOS_AT_ONCE = 0.2, 10
BYE_SPREAD = (0.5, 8.0)
LIMITS = {
    "frame": FRAME_LIMIT,
    "burst": settings.OPS_BURST,
    "a_second": settings.OPS_A_SECOND,
    "window_events": WINDOW_EVENTS,
    "window_bytes": WINDOW_BYTES,
    "receipt_events": 50,
    "receipt_seconds": 2,
}
BAD_MESSAGE, SIGNED_OUT, REMOVED, NO_SESSION = 4400, 4401, 4403, 4404
TOO_SLOW, FLOOD, OLD_PAGE = 4008, 4029, 4426
# The word for a restart is 1012, but Daphne raises instead of closing with a code below 3000.
PLANNED, RESTART = 1012, 4012
connects = Buckets(CONNECTS_A_SECOND, CONNECTS_AT_ONCE)
log = logging.getLogger(__name__)


class Gone(Exception):
    """The other side has left between two messages."""


class BoardConsumer(AsyncWebsocketConsumer):
    room = delivery = who = user_pk = None
    audience = fragments.ROOM
    said_hello = is_present = is_closing = is_shut = False

    async def __call__(self, scope, receive, send):
        """Without Channels' task and hop to a thread per message: a layer's messages do not come
        here, and nothing here touches a database connection."""
        self.scope, self.base_send, self.channel_layer = scope, send, None
        with suppress(StopConsumer):
            while True:
                message = await receive()
                await getattr(self, get_handler_name(message))(message)

    async def connect(self):
        self.opened = self.heard = self.checked = time.monotonic()
        self.bell = asyncio.Event()
        self.mail: deque[str] = deque()
        self.passing: set[asyncio.Task] = set()
        self.window = Window()
        self.cursor, self.over = 0, 0
        self.ops = Bucket(settings.OPS_A_SECOND, settings.OPS_BURST)
        self.hellos = Bucket(HELLOS_A_SECOND, HELLOS_AT_ONCE)
        self.messages = Bucket(
            MESSAGES_A_SECOND + settings.OPS_A_SECOND, MESSAGES_AT_ONCE + settings.OPS_BURST
        )
        farewell.listen(asyncio.get_running_loop())
        # A refused handshake gives the browser no code to act on, so accept first, then close.
        await self.accept()
        self.cookies = self.scope["cookies"]
        if hub.leaving:
            return await self.shut(RESTART)
        if connects.wait((self.scope.get("client") or [""])[0] + str(self.cookies)):
            return await self.shut(FLOOD)
        seat = await read(find_seat, self.scope["url_route"]["kwargs"]["public_id"], self.cookies)
        if seat is None:
            return await self.shut(await self.why_no_seat())
        await self.sit(seat)

    async def why_no_seat(self) -> int:
        """Nobody yet, who may sign in; or somebody who has no seat, whether there is one or not."""
        is_guest = bool(self.cookies.get(settings.GUEST_COOKIE_NAME))
        known = is_guest or await read(is_signed_in, self.cookies)
        return NO_SESSION if known else SIGNED_OUT

    async def sit(self, seat: Seat):
        self.seat, self.who, self.user_pk = seat, seat.who, seat.user_pk
        self.audience = seat.audience
        room = hub.rooms.get(seat.session_pk)
        others = room.listeners if room else ()
        own = sum(other.who == self.who for other in others)
        if own >= settings.SOCKETS_A_PERSON or len(others) >= settings.SOCKETS_A_SESSION:
            return await self.shut(FLOOD)
        self.room = hub.join(seat.session_pk, self)
        counters.SOCKETS.inc()
        self.delivery = asyncio.create_task(self.deliver())

    async def disconnect(self, code):
        if self.delivery:
            self.delivery.cancel()
        if self.room:
            counters.SOCKETS.dec()
            self.is_present = False
            hub.leave(self.room, self)

    # From the browser

    async def receive(self, text_data=None, bytes_data=None):
        if self.room is None or self.is_closing:
            return
        self.heard = time.monotonic()
        if self.messages.wait():
            return self.count_over()
        message = parse(text_data)
        if message is None:
            return await self.shut(BAD_MESSAGE)
        await self.HANDLERS[message["t"]](self, message)

    async def hello(self, message):
        if message.get("v") != VERSION or message.get("build", build()) != build():
            return await self.shut(OLD_PAGE)
        seq = message["seq"]
        if seq < 0:
            return await self.shut(BAD_MESSAGE)
        self.said_hello = True
        if self.hellos.wait():
            return await self.shut(FLOOD)
        # The hub was joined before the head is read, so nothing can fall between the two.
        epoch, head = await read(read_session, self.seat.session_pk)
        if why := why_anew(message["epoch"], seq, epoch, head):
            return self.start_anew(epoch, head, why)
        if seq < head:
            counters.RESYNCS.inc()
        # Not a new window: what was sent and not read lies in a buffer all the same.
        self.cursor = seq
        self.window.receipt(seq)
        self.room.goes_by(epoch, head)
        self.post(
            {
                "t": "welcome",
                "epoch": epoch,
                "head": head,
                "limits": LIMITS,
                "you": self.who,
                "here": self.room.here(),
                "now": now_ms(),
            }
        )
        self.is_present = True
        hub.news(self.seat.session_pk, head)
        hub.tell_presence(self.room)

    async def op(self, message):
        op_id = message["op_id"]
        order = Order(self.seat.person_pk, message["command"], message.get("data"), op_id)
        if wait := self.ops.wait():
            self.count_over()
            return self.answer(op_id, Refusal("too_fast", TOO_FAST, retry_after=wait))
        if order.command == callouts.COMMAND:
            return await self.call_out(order)
        if fault := order.fault():
            return self.answer(op_id, fault)
        hub.put(Job(self.seat.session_pk, order, partial(self.answer, op_id)))

    async def call_out(self, order: Order):
        data = order.data if isinstance(order.data, dict) else {}
        try:
            passing = await read(callouts.call_out, order.participant_id, data)
            hub.say_to_all(self.seat.session_pk, passing)
            self.post({"t": "ack", "op_id": order.op_id, "seq": None})
        except Refusal as refusal:
            self.answer(order.op_id, refusal)
        except Exception:
            log.exception("A call-out failed")
            self.answer(order.op_id, BROKEN)

    async def ping(self, message):
        self.post({"t": "pong", "head": self.room.head, "now": now_ms()})

    async def recv(self, message):
        if self.window.receipt(message["seq"]):
            self.bell.set()

    HANDLERS = {"hello": hello, "op": op, "ping": ping, "recv": recv}

    def count_over(self):
        """Honest pages wait when they are asked to; what goes on all the same is cut off."""
        self.over += 1
        if self.over == TOO_MANY_OVER:
            self.shut_soon(FLOOD)

    # To the browser

    def answer(self, op_id: str, answer):
        """An event or a refusal, in the loop's thread."""
        if isinstance(answer, Refusal):
            counters.OPERATIONS.labels(answer.code).inc()
            self.post({"t": "refuse", "op_id": op_id, **answer.as_dict()})
        else:
            counters.OPERATIONS.labels("done").inc()
            event = describe(answer)
            self.post({"t": "ack", "op_id": op_id, "seq": answer.seq, "event": event})

    def post(self, message: dict):
        # Escaped, so that half a character in somebody's op id cannot end the answer to it.
        self.mail.append(json.dumps(message, separators=(",", ":")))
        self.bell.set()

    def pass_on(self, text: str):
        """What may be lost: a reader who does not keep up goes without."""
        if self.window.is_full:
            return counters.DROPS.inc()
        self.mail.append(text)
        self.bell.set()

    async def deliver(self):
        """The one sender of this socket: answers first, then the log from the cursor on."""
        try:
            while True:
                await self.bell.wait()
                self.bell.clear()
                await self.send_mail()
                if self.is_present:
                    await self.catch_up()
        except Gone:
            await self.shut(RESTART)
        except Exception:
            # Say so by closing: a socket that only answers pings would look alive and be stale.
            log.exception("Delivery failed; the browser connects again")
            counters.FAULTS.labels("delivery").inc()
            await self.shut(RESTART)

    async def send_mail(self):
        while self.mail:
            await self.send_text(self.mail.popleft())

    async def send_text(self, text: str):
        if self.is_shut:
            raise Gone
        try:
            await self.base_send({"type": "websocket.send", "text": text})
        except Exception as fault:
            # Whatever a server raises here, it means that nobody is there any more.
            raise Gone from fault

    async def catch_up(self):
        """Replay and live delivery by the same path: frames in memory, else from the log."""
        room = self.room
        while not (self.is_closing or self.window.is_full):
            frame = room.frame(self.cursor, self.audience)
            if frame is None:
                if self.cursor >= room.head:
                    return
                frame = await room.draw(self.cursor, self.audience)
                if frame is None or frame.after != self.cursor:
                    return
            if self.who in frame.out:
                # Shut out, unless that is history: somebody may have come in again since.
                await self.look_up_seat()
                if self.is_closing:
                    return
            self.cursor = frame.last
            self.window.send(frame)
            await self.send_text(frame.text)
            if self.who in frame.reload:
                await self.look_up_seat()
            await self.send_mail()

    def start_anew(self, epoch: str, head: int, why: str = "epoch"):
        counters.RESETS.labels(why).inc()
        self.is_present = False
        self.post({"t": "reset", "epoch": epoch, "head": head, "why": why})

    def say_bye(self):
        """Each socket has its own time to come back, so that not all come at once."""
        wait = round(random.uniform(*BYE_SPREAD), 2)
        self.post({"t": "bye", "code": PLANNED, "retry_after": wait})

    # How it stands

    def look(self, now: float):
        """Once a second, from the hub."""
        if now - self.opened > HELLO_WITHIN and not self.said_hello:
            self.shut_soon(BAD_MESSAGE)
        elif now - self.heard > SILENT_FOR:
            self.shut_soon(RESTART)
        elif self.window.full_for() > UNREAD_FOR:
            self.shut_soon(TOO_SLOW)
        elif now - self.checked > RECHECK:
            self.checked = now
            self.run(self.look_up_seat())
        self.over = max(self.over - 10, 0)

    def look_up_soon(self):
        """After a sign-out has been told of, and before two seconds are over."""
        self.checked = time.monotonic() - RECHECK + 0.3

    async def look_up_seat(self):
        """Removal, a sign-out, a lost membership, another role: all of it shows in the seat."""
        self.checked = time.monotonic()
        public_id = self.scope["url_route"]["kwargs"]["public_id"]
        seat = await read(find_seat, public_id, self.cookies)
        if seat is None or seat.who != self.who:
            gone = self.user_pk and not await read(is_signed_in, self.cookies)
            return await self.shut(SIGNED_OUT if gone else REMOVED)
        if seat.audience != self.audience:
            self.audience = seat.audience
            self.room.sort_audiences()
            self.bell.set()

    async def shut(self, code: int):
        if not self.is_closing:
            self.is_closing = True
            counters.CLOSED.labels(str(code)).inc()
            with suppress(Gone):
                await self.send_mail()
                self.is_shut = True
                await self.close(code=code)

    def shut_soon(self, code: int = RESTART):
        self.run(self.shut(code))

    def run(self, coroutine):
        task = asyncio.ensure_future(coroutine)
        self.passing.add(task)
        task.add_done_callback(self.passing.discard)
