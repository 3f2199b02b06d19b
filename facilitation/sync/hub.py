"""The in-process hub: the rooms, the writers, and a look around every second.

Between processes the channel layer carries only "session s is at n" and what passes; whoever is
behind reads the log.
"""

import asyncio
import logging
import time
from contextlib import suppress

from facilitation.models import LiveSession

from . import counters, polling
from .between import Between
from .pools import read
from .room import Room
from .writer import Done, Job, Writer, how_many

LOOK_AROUND = 1.0
READ_HEADS = 5.0
log = logging.getLogger(__name__)


class Hub:
    def __init__(self):
        self.rooms: dict[int, Room] = {}
        self.loop = None
        self.writers = [Writer(self.publish, self.audiences) for _ in range(how_many())]
        self.between = Between(self)
        self.looking: asyncio.Task | None = None
        self.leaving = False

    # Who listens

    def join(self, session_pk: int, listener) -> Room:
        self.loop = asyncio.get_running_loop()
        room = self.rooms.get(session_pk)
        if room is None:
            room = self.rooms[session_pk] = Room(session_pk)
        room.add(listener)
        self.between.start()
        if self.looking is None or self.looking.done() or self.looking.get_loop() != self.loop:
            self.looking = asyncio.ensure_future(self.look_around())
        return room

    def leave(self, room: Room, listener) -> None:
        room.remove(listener)
        if room.listeners:
            self.tell_presence(room)
        elif self.rooms.get(room.session_pk) is room:
            del self.rooms[room.session_pk]

    def audiences(self, session_pk: int) -> tuple[str, ...]:
        room = self.rooms.get(session_pk)
        return room.audiences if room else ()

    def here(self, session_pk: int) -> list[str]:
        """Public ids of who is in a room. From any thread."""
        room = self.rooms.get(session_pk)
        return room.here() if room else sorted(polling.here(session_pk))

    def saw_from_thread(self, session_pk: int, who: str) -> None:
        """A page that polls is here."""
        if polling.saw(session_pk, who) and self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.tell_of, session_pk)

    def tell_of(self, session_pk: int) -> None:
        if room := self.rooms.get(session_pk):
            self.tell_presence(room)

    def tell_presence(self, room: Room) -> None:
        room.tell_presence()
        self.between.say_here(room)

    # Writing

    def put(self, job: Job) -> None:
        self.writers[job.session_pk % len(self.writers)].put(job)

    def publish(self, done: Done) -> None:
        """From a writer's thread: answers first, then the frame, in the loop's thread."""
        with suppress(RuntimeError):  # the loop has ended, and everybody with it
            self.loop.call_soon_threadsafe(self.spread, done)

    def spread(self, done: Done) -> None:
        for job, answer in done.answers:
            job.answered(answer)
        room = self.rooms.get(done.session_pk)
        if room and done.head:
            for audience, frames in done.frames.items():
                for frame in frames:
                    room.take(frame, audience)
            room.move_to(done.head)
        if done.head:
            self.between.say_head(done.session_pk, done.head)

    # News

    def news(self, session_pk: int, head: int) -> None:
        """Somebody says that a session is at `head`. In the loop's thread."""
        if room := self.rooms.get(session_pk):
            room.move_to(head)

    def announce_from_thread(self, session_pk: int, head: int) -> None:
        """After a commit made outside the loop, such as over HTTP."""
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.news, session_pk, head)
        self.between.from_thread({"kind": "head", "session": session_pk, "head": head})

    def say(self, session_pk: int, message: dict) -> None:
        """A passing message for everybody in this process."""
        if room := self.rooms.get(session_pk):
            room.say(message)

    def say_to_all(self, session_pk: int, message: dict) -> None:
        """The same for every process."""
        self.say(session_pk, message)
        self.between.say(session_pk, message)

    def say_from_thread(self, session_pk: int, message: dict) -> None:
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.say, session_pk, message)
        self.between.from_thread({"kind": "passing", "session": session_pk, "message": message})

    def recheck(self, user_pk: int) -> None:
        """Somebody signed out or was taken out of a team: look their seats up at once."""
        for room in self.rooms.values():
            for listener in room.listeners:
                if listener.user_pk == user_pk:
                    listener.look_up_soon()

    def recheck_from_thread(self, user_pk: int) -> None:
        if self.loop and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.recheck, user_pk)
        self.between.from_thread({"kind": "recheck", "user": user_pk})

    # The look around

    async def look_around(self) -> None:
        """Once a second: who has fallen silent or behind; every five, how far the rooms are."""
        last_heads = time.monotonic()
        while self.rooms:
            await asyncio.sleep(LOOK_AROUND)
            for room in list(self.rooms.values()):
                try:
                    self.look_into(room)
                except Exception:
                    # One room's trouble must not end the look into all the others.
                    log.exception("A look into a room failed")
                    counters.FAULTS.labels("look").inc()
            if time.monotonic() - last_heads >= READ_HEADS:
                last_heads = time.monotonic()
                await self.read_heads()

    def look_into(self, room: Room) -> None:
        now = time.monotonic()
        for listener in list(room.listeners):
            listener.look(now)
        gone = [name for name, (until, _) in room.elsewhere.items() if until < now]
        for name in gone:
            del room.elsewhere[name]
        if gone:
            room.tell_presence()

    async def read_heads(self) -> None:
        """What the bell did not say: a hint that was lost, or a log that was put back."""
        before = {session_pk: room.head for session_pk, room in self.rooms.items()}
        try:
            found = await read(heads_of, list(before))
        except Exception:
            counters.FAULTS.labels("heads").inc()
            return
        for session_pk, was_at in before.items():
            room = self.rooms.get(session_pk)
            if room is None:
                continue
            epoch, head = found.get(session_pk, ("", 0))
            if (room.epoch and epoch != room.epoch) or head < was_at:
                room.start_anew(epoch, head)
            elif head > room.head:
                counters.CORRECTIONS.inc()
                room.move_to(head)
            self.between.say_here(room)

    # Goodbye

    def goodbye(self) -> None:
        """Before a planned restart: everybody is told when to come back, not all at once."""
        self.leaving = True
        for room in self.rooms.values():
            for listener in list(room.listeners):
                listener.say_bye()

    def shut_all(self) -> None:
        for room in self.rooms.values():
            for listener in list(room.listeners):
                listener.shut_soon()

    def waiting(self) -> int:
        return sum(writer.waiting() for writer in self.writers)

    def lag(self) -> int:
        """Events that the slowest reader has not been sent."""
        return max((room.lag() for room in list(self.rooms.values())), default=0)


def heads_of(session_pks: list[int]) -> dict[int, tuple[str, int]]:
    rows = LiveSession.objects.filter(pk__in=session_pks).values_list("pk", "epoch", "seq")
    return {pk: (epoch, seq) for pk, epoch, seq in rows}


hub = Hub()
