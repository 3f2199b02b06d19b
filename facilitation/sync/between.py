"""What processes tell each other over the channel layer: hints and what passes, never facts.

"Session s is at n", who is here, a call-out. All of it may be lost: the heads are read from the
database every few seconds, and presence is a lease. Without a layer this does nothing.
"""

import asyncio
import logging
import secrets
import time
from collections import deque

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

GROUP = "boards"
AGAIN = 1.0
LEASE = 25.0
FAULTS = (OSError, RedisError, asyncio.TimeoutError)
log = logging.getLogger(__name__)


class Between:
    def __init__(self, hub):
        self.hub = hub
        self.me = secrets.token_hex(8)
        self.heads: dict[int, int] = {}
        self.passing: deque[dict] = deque(maxlen=500)
        self.wake: asyncio.Event | None = None
        self.tasks: list[asyncio.Task] = []

    @property
    def is_on(self) -> bool:
        return get_channel_layer() is not None

    def start(self) -> None:
        """In the hub's loop; again after a loop has ended, as tests do."""
        alive = self.tasks and not any(task.done() for task in self.tasks)
        if not self.is_on or (alive and self.tasks[0].get_loop() is self.hub.loop):
            return
        self.wake = asyncio.Event()
        self.tasks = [asyncio.ensure_future(self.listen()), asyncio.ensure_future(self.speak())]

    # Speaking

    def say_head(self, session_pk: int, head: int) -> None:
        """Hints of one session that wait together become one."""
        self.heads[session_pk] = max(head, self.heads.get(session_pk, 0))
        self.nudge()

    def say(self, session_pk: int, message: dict) -> None:
        self.put({"kind": "passing", "session": session_pk, "message": message})

    def say_here(self, room) -> None:
        self.put({"kind": "here", "session": room.session_pk, "here": room.own_here()})

    def put(self, message: dict) -> None:
        if self.is_on:
            self.passing.append(message)
            self.nudge()

    def nudge(self) -> None:
        if self.wake:
            self.wake.set()

    async def speak(self) -> None:
        while True:
            await self.wake.wait()
            self.wake.clear()
            heads, self.heads = self.heads, {}
            messages = [{"kind": "head", "session": s, "head": n} for s, n in heads.items()]
            while self.passing:
                messages.append(self.passing.popleft())
            for message in messages:
                await self.send(message)

    async def send(self, message: dict) -> None:
        try:
            layer = get_channel_layer()
            await asyncio.wait_for(
                layer.group_send(GROUP, {"type": "board.news", "from": self.me, **message}), AGAIN
            )
        except FAULTS as fault:
            log.warning("The channel layer did not answer: %s", type(fault).__name__)

    def from_thread(self, message: dict) -> None:
        """For a process whose loop may have no board open at all."""
        if self.is_on:
            async_to_sync(self.send)(message)

    # Listening

    async def listen(self) -> None:
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(GROUP, channel)
                while True:
                    self.heard(await layer.receive(channel))
            except FAULTS as fault:
                log.warning("The channel layer did not answer: %s", type(fault).__name__)
                await asyncio.sleep(AGAIN)

    def heard(self, message: dict) -> None:
        if message["from"] == self.me:
            return
        kind = message["kind"]
        if kind == "recheck":
            return self.hub.recheck(message["user"])
        room = self.hub.rooms.get(message["session"])
        if room is None:
            return
        if kind == "head":
            room.move_to(message["head"])
        elif kind == "passing":
            room.say(message["message"])
        elif kind == "here":
            room.hear_of(message["from"], time.monotonic() + LEASE, message["here"])
