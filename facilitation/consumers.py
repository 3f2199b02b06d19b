"""The board's socket: follows the log from a cursor and hands commands to the registry.

Transport only. Rules are asked of `commands.perform`, inside its transaction.
"""

import asyncio
import json
import logging
import time
from importlib import import_module

from channels.auth import get_user
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

from incidents.models import Incident

from . import access, callouts, commands, fragments
from .models import LiveSession
from .refusals import Refusal
from .sync.frames import describe
from .sync.hub import group, hub, read, suppress_layer_faults, write

VERSION = 1
BROKEN = Refusal("broken", "That could not be saved. Your words are still here.")
FRAME_LIMIT = 16 * 1024
HELLO_WITHIN = 5.0
# A socket outlives a sign-out and a lost membership, so the seat is looked up again now and then.
RECHECK = 60.0
SOCKETS_A_PERSON = 4
BURST, A_SECOND = 30, 10
LIMITS = {"frame": FRAME_LIMIT, "burst": BURST, "a_second": A_SECOND}

BAD_MESSAGE, REMOVED, NO_SESSION, TOO_MANY, OLD_PAGE = 4400, 4403, 4404, 4029, 4426
RESTART = 1012
SessionStore = import_module(settings.SESSION_ENGINE).SessionStore
log = logging.getLogger(__name__)


class BoardConsumer(AsyncWebsocketConsumer):
    person = room = delivery = None

    async def connect(self):
        self.bell = asyncio.Event()
        self.said_hello = asyncio.Event()
        self.passing: set[asyncio.Task] = set()
        self.tokens, self.refilled = float(BURST), time.monotonic()
        self.checked = time.monotonic()
        self.person, self.audience = await read(find_seat, *await self.who_asks())
        # A refused handshake gives the browser no code to act on, so accept first, then close.
        await self.accept()
        if self.person is None:
            return await self.close(code=NO_SESSION)
        self.who = self.person.public_id
        self.session = self.person.session
        self.room = hub.join(self.session.pk, self)
        if sum(other.who == self.who for other in self.room.listeners) > SOCKETS_A_PERSON:
            return await self.close(code=TOO_MANY)
        if layer := get_channel_layer():
            with suppress_layer_faults():
                await layer.group_add(group(self.session.pk), self.channel_name)
        self.delivery = asyncio.create_task(self.deliver())

    async def who_asks(self):
        """The session's id, the account and the guest secret, with the sign-in read afresh."""
        key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME)
        user = await get_user({**self.scope, "session": SessionStore(key)})
        secret = self.scope["cookies"].get(settings.GUEST_COOKIE_NAME, "")
        return self.scope["url_route"]["kwargs"]["public_id"], user, secret

    async def disconnect(self, code):
        if self.delivery:
            self.delivery.cancel()
        if self.room:
            hub.leave(self.room, self)
            self.tell_presence()
            if layer := get_channel_layer():
                with suppress_layer_faults():
                    await layer.group_discard(group(self.session.pk), self.channel_name)

    # From the browser

    async def receive(self, text_data=None, bytes_data=None):
        message = parse(text_data)
        kind = message.get("t") if message else None
        handler = self.HANDLERS.get(kind) if isinstance(kind, str) else None
        if handler is None or self.room is None:
            return await self.close(code=BAD_MESSAGE)
        await handler(self, message)

    async def hello(self, message):
        if message.get("v") != VERSION:
            return await self.close(code=OLD_PAGE)
        seq, epoch = message.get("seq"), message.get("epoch")
        if type(seq) is not int or seq < 0:
            return await self.close(code=BAD_MESSAGE)
        # The hub was joined before the head is read, so nothing can fall between the two.
        session = await read(read_session, self.session.pk)
        if epoch != session.epoch or seq > session.seq:
            await self.send_json({"t": "reset", "epoch": session.epoch, "head": session.seq})
            return
        self.cursor = seq
        await self.send_json(
            {
                "t": "welcome",
                "epoch": session.epoch,
                "head": session.seq,
                "limits": LIMITS,
                "you": self.who,
                "now": now_ms(),
            }
        )
        self.said_hello.set()
        self.bell.set()
        self.tell_presence()

    async def op(self, message):
        op_id, command, data = (message.get(key) for key in ("op_id", "command", "data"))
        if not isinstance(op_id, str) or not isinstance(command, str):
            return await self.close(code=BAD_MESSAGE)
        if (wait := self.wait_for_token()) > 0:
            refusal = Refusal("too_fast", "That was a lot at once. It is sent again in a moment.")
            await self.refuse(op_id, refusal, retry_after=wait)
            return
        try:
            if command == callouts.COMMAND:
                body = data if isinstance(data, dict) else {}
                await self.pass_to_room(await read(callouts.call_out, self.person.pk, body))
                return await self.send_json({"t": "ack", "op_id": op_id, "seq": None})
            event = await write(commands.perform, self.person.pk, command, data, op_id)
        except Refusal as refusal:
            return await self.refuse(op_id, refusal)
        except Exception:
            # The browser sends until it is answered: without an answer it would do so for ever.
            log.exception("A command failed")
            return await self.refuse(op_id, BROKEN)
        await self.send_json(
            {"t": "ack", "op_id": op_id, "seq": event.seq, "event": describe(event)}
        )
        await self.announce(event.seq)

    async def ping(self, message):
        if get_channel_layer():
            # The layer may have dropped a hint; the database has not.
            hub.ring_bell(self.session.pk, await read(head_of, self.session.pk))
        await self.send_json({"t": "pong", "head": self.room.head, "now": now_ms()})

    async def recv(self, message):
        """Receipts: the reader's own account of how far it has come."""

    HANDLERS = {"hello": hello, "op": op, "ping": ping, "recv": recv}

    # To the browser

    async def deliver(self):
        """Follow the log from the cursor: replay first, then live, by the same path."""
        try:
            await asyncio.wait_for(self.said_hello.wait(), HELLO_WITHIN)
        except TimeoutError:
            return await self.close(code=BAD_MESSAGE)
        try:
            while await self.is_still_seated():
                await self.catch_up()
        except Exception:
            # Say so by closing: a socket that only answers pings would look alive and be stale.
            log.exception("Delivery failed; the browser connects again")
            await self.close(code=RESTART)

    async def is_still_seated(self) -> bool:
        """Wait for news; now and then look the seat up again, for sign-outs and lost membership."""
        try:
            await asyncio.wait_for(self.bell.wait(), RECHECK)
        except TimeoutError:
            self.bell.set()
        self.bell.clear()
        if time.monotonic() - self.checked < RECHECK:
            return True
        self.checked = time.monotonic()
        person, self.audience = await read(find_seat, *await self.who_asks())
        if person is None:
            await self.close(code=REMOVED)
        return person is not None

    async def catch_up(self):
        while found := await self.room.frame(self.cursor, self.audience):
            seq, events, text = found
            if any(event.get("out") == self.who for event in events):
                return await self.close(code=REMOVED)
            await self.send(text_data=text)
            self.cursor = seq
            self.room.head = max(self.room.head, seq)
            if any(self.who in event.get("reload", ()) for event in events):
                self.audience = await read(audience_of, self.person.pk)

    def pass_on(self, message):
        task = asyncio.ensure_future(self.send_json(message))
        self.passing.add(task)
        task.add_done_callback(self.passing.discard)

    async def send_json(self, message):
        await self.send(text_data=json.dumps(message, separators=(",", ":")))

    async def refuse(self, op_id, refusal, **extra):
        await self.send_json({"t": "refuse", "op_id": op_id, **refusal.as_dict(), **extra})

    # To and from the other sockets

    async def announce(self, head):
        hub.ring_bell(self.session.pk, head)
        if layer := get_channel_layer():
            message = {"type": "session.head", "head": head}
            # Committed is committed: other processes find it at the next heartbeat.
            with suppress_layer_faults():
                await layer.group_send(group(self.session.pk), message)

    async def pass_to_room(self, message):
        if layer := get_channel_layer():
            passing = {"type": "session.passing", "message": message}
            await layer.group_send(group(self.session.pk), passing)
        else:
            hub.say(self.session.pk, message)

    async def session_head(self, event):
        self.room.head = max(self.room.head, event["head"])
        self.bell.set()

    async def session_passing(self, event):
        await self.send_json(event["message"])

    def tell_presence(self):
        hub.say(self.session.pk, {"t": "eph", "here": self.room.here()})

    def wait_for_token(self) -> float:
        """Seconds until this socket may send its next operation; 0 now."""
        now = time.monotonic()
        self.tokens = min(BURST, self.tokens + (now - self.refilled) * A_SECOND)
        self.refilled = now
        if self.tokens < 1:
            return round((1 - self.tokens) / A_SECOND, 2)
        self.tokens -= 1
        return 0


def parse(text) -> dict | None:
    if not isinstance(text, str) or len(text.encode("utf-8", "replace")) > FRAME_LIMIT:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def find_seat(public_id, user, secret):
    session = LiveSession.objects.filter(public_id=public_id).first()
    if session is None:
        return None, fragments.ROOM
    in_team = (
        user.is_authenticated
        and Incident.objects.seen_by(user).filter(pk=session.incident_id).exists()
    )
    person = access.find_participant(session.pk, user.pk if in_team else None, secret)
    return person, audience_of(person.pk) if person else fragments.ROOM


def head_of(pk: int) -> int:
    return LiveSession.objects.values_list("seq", flat=True).get(pk=pk)


def read_session(pk: int) -> LiveSession:
    return LiveSession.objects.get(pk=pk)


def audience_of(participant_pk: int) -> str:
    leads = LiveSession.objects.filter(facilitator_id=participant_pk).exists()
    return fragments.LEAD if leads else fragments.ROOM


def now_ms() -> int:
    return int(time.time() * 1000)
