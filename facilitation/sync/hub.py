"""The in-process hub: who listens to which session, and one shared frame for all who are level.

Frames come from a small ring in memory, else from the database, by the same call. Between
processes the channel layer carries only "session s is at n"; whoever is behind reads the log.
"""

import asyncio
import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import close_old_connections
from redis.exceptions import RedisError

from .frames import frame_after

log = logging.getLogger(__name__)
RING = 200
# One thread writes, so that SQLite never waits for itself; two read, so that no reader waits long.
writer = ThreadPoolExecutor(1, thread_name_prefix="board-writer")
readers = ThreadPoolExecutor(2, thread_name_prefix="board-reader")


def _fresh(function, *arguments):
    close_old_connections()
    return function(*arguments)


async def write(function, *arguments):
    """Run a database write in the writer's thread."""
    return await asyncio.get_running_loop().run_in_executor(writer, _fresh, function, *arguments)


async def read(function, *arguments):
    return await asyncio.get_running_loop().run_in_executor(readers, _fresh, function, *arguments)


class Room:
    """The listeners of one session in this process."""

    def __init__(self, session_pk: int):
        self.session_pk = session_pk
        self.head = 0
        self.listeners = set()
        self.ring: OrderedDict[tuple[int, str], asyncio.Future] = OrderedDict()

    async def frame(self, after: int, audience: str):
        """The frame after a sequence number, drawn once for everybody who needs the same one."""
        key = (after, audience)
        task = self.ring.get(key)
        if task is None:
            task = asyncio.ensure_future(read(frame_after, self.session_pk, after, audience))
            self.ring[key] = task
            while len(self.ring) > RING:
                self.ring.popitem(last=False)
        try:
            found = await asyncio.shield(task)
        except Exception:
            self.ring.pop(key, None)
            raise
        if found is None:
            self.ring.pop(key, None)
        return found

    def here(self) -> list[str]:
        return sorted({listener.who for listener in self.listeners if listener.who})


class Hub:
    def __init__(self):
        self.rooms: dict[int, Room] = {}
        self.loop = None

    def join(self, session_pk: int, listener) -> Room:
        self.loop = asyncio.get_running_loop()
        room = self.rooms.setdefault(session_pk, Room(session_pk))
        room.listeners.add(listener)
        return room

    def leave(self, room: Room, listener) -> None:
        room.listeners.discard(listener)
        if not room.listeners:
            self.rooms.pop(room.session_pk, None)

    def ring_bell(self, session_pk: int, head: int) -> None:
        """Tell this process's listeners that a session is at `head`. From the loop's thread."""
        room = self.rooms.get(session_pk)
        if room is None:
            return
        room.head = max(room.head, head)
        for listener in room.listeners:
            listener.bell.set()

    def say(self, session_pk: int, message: dict) -> None:
        """Hand a passing message (presence, a call-out) to everybody; it is kept nowhere."""
        room = self.rooms.get(session_pk)
        for listener in list(room.listeners) if room else ():
            listener.pass_on(message)

    def announce_from_thread(self, session_pk: int, head: int) -> None:
        """After a commit made outside the loop, such as over HTTP."""
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.ring_bell, session_pk, head)
        if layer := get_channel_layer():
            message = {"type": "session.head", "head": head}
            with suppress_layer_faults():
                async_to_sync(layer.group_send)(group(session_pk), message)

    def say_from_thread(self, session_pk: int, message: dict) -> None:
        """The layer reaches this process's own sockets too, so it is one or the other."""
        if layer := get_channel_layer():
            passing = {"type": "session.passing", "message": message}
            async_to_sync(layer.group_send)(group(session_pk), passing)
        elif self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.say, session_pk, message)


@contextmanager
def suppress_layer_faults():
    """The layer carries hints only: when it is down, the log is still there and is read later."""
    try:
        yield
    except (OSError, RedisError) as fault:
        log.warning("The channel layer did not answer: %s", type(fault).__name__)


def group(session_pk: int) -> str:
    return f"session.{session_pk}"


hub = Hub()
