"""The load: screens in their rooms, and notes sent at a fixed rate or as fast as they are answered.

One process, one loop, on the machine of the server.
"""

import asyncio
import gc
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import uvloop
from picows import ws_connect

from .screen import RECEIPT_SECONDS, Room, Screen

WRITERS, OUTSTANDING = 10, 4
WARM_UP = 10
DRAIN_WITHIN = 15.0
AT_ONCE = 20
# The incident of the rooms lasts from 16:47 to 11:14 the next day, in UTC.
FIRST_MINUTE, MINUTES = 17 * 60, 18 * 60
STRIDE = 389  # shares no divisor with MINUTES, so notes visit all of them, far from the last one


@dataclass(frozen=True)
class Asked:
    people: int = 50
    rooms: int = 1
    rate: float = 5.0
    closed_loop: bool = False
    seconds: float = 10.0


@dataclass
class Recorded:
    """All that a run left to count: the rooms with their screens, and the window of measuring."""

    rooms: list[Room]
    faults: Counter
    since: float = 0.0
    until: float = 0.0
    frames: int = 0
    cpu_seconds: float = 0.0
    load_cpu_seconds: float = 0.0
    memory_mb: tuple[float, float] = (0.0, 0.0)
    late: list[float] = field(default_factory=list)


def note(number: int) -> tuple[str, str]:
    """When and text of one note; no two texts are the same."""
    minute = FIRST_MINUTE + number * STRIDE % MINUTES
    day, minute = 3 + minute // 1440, minute % 1440
    when = f"2026-03-{day:02d} {minute // 60:02d}:{minute % 60:02d}"
    return when, f"Note {number}: the queue of new orders stood still and nobody was told"


def run(server, seats, asked: Asked, at_start=lambda: None) -> Recorded:
    """Play the load against a started server. at_start: called when measuring begins."""
    return uvloop.run(_run(server, seats, asked, at_start))


async def _run(server, seats, asked, at_start) -> Recorded:
    faults: Counter = Counter()
    rooms = await open_rooms(server, seats, faults)
    recorded, numbers = Recorded(rooms, faults), count()
    await warm_up(rooms, numbers)
    with undisturbed():
        at_start()
        with measuring(server, recorded):
            if asked.closed_loop:
                await closed_loop(rooms, asked.seconds, numbers)
            else:
                await open_loop(recorded, asked, numbers)
        await drain(rooms)
    for room in rooms:
        faults["unanswered"] += room.unanswered
        for screen in room.screens:
            screen.leave()
    await asyncio.sleep(0.1)
    return recorded


async def connect(server, room: Room, seat) -> Screen:
    _, screen = await ws_connect(
        lambda: Screen(room, seat),
        server.origin.replace("http", "ws", 1) + seat.path,
        extra_headers={"Origin": server.origin, "Cookie": seat.cookie},
        websocket_handshake_timeout=30,
    )
    return screen


async def open_rooms(server, seats, faults) -> list[Room]:
    """Everybody comes in and is welcomed."""
    rooms: dict[str, Room] = {}
    door = asyncio.Semaphore(AT_ONCE)

    async def enter(place, seat):
        room = rooms.setdefault(seat.room, Room(faults))
        async with door:
            screen = await connect(server, room, seat)
            screen.hello(seat.seq)
            await wait_for(lambda: screen.welcomed_at or screen.leaving, 30)
        room.screens.append(screen)
        # Spread, as people come in at different moments.
        screen.keep_alive(RECEIPT_SECONDS * (1 + place / len(seats)))

    await asyncio.gather(*(enter(place, seat) for place, seat in enumerate(seats)))
    return list(rooms.values())


async def wait_for(is_done, within: float) -> bool:
    end = time.monotonic() + within
    while not is_done():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.01)
    return True


async def warm_up(rooms, numbers) -> None:
    """The first notes pay for templates and connections; they are checked and not timed."""
    for place in range(max(WARM_UP, len(rooms))):
        rooms[place % len(rooms)].screens[0].write(*note(next(numbers)))
        await asyncio.sleep(0.05)
    await drain(rooms)


async def drain(rooms) -> None:
    await wait_for(lambda: all(room.is_settled for room in rooms), DRAIN_WITHIN)


async def open_loop(recorded, asked, numbers) -> None:
    """Every note at its own time, whatever has come back until then."""
    loop, rooms = asyncio.get_running_loop(), recorded.rooms
    start = time.perf_counter()

    def send(place):
        recorded.late.append((time.perf_counter() - start - place / asked.rate) * 1000)
        turn, place = divmod(place, len(rooms))
        screens = rooms[place].screens
        screens[turn % len(screens)].write(*note(next(numbers)))

    for place in range(max(1, round(asked.rate * asked.seconds))):
        loop.call_later(place / asked.rate, send, place)
    await asyncio.sleep(asked.seconds)


async def closed_loop(rooms, seconds, numbers) -> None:
    """Each writer keeps four notes on the way: an answer is followed by the next one."""
    end = time.perf_counter() + seconds

    def send_next(screen):
        if time.perf_counter() < end and not screen.leaving:
            screen.write(*note(next(numbers)))

    for room in rooms:
        for screen in room.screens[:WRITERS]:
            screen.answered = send_next
            for _ in range(OUTSTANDING):
                send_next(screen)
    await asyncio.sleep(seconds)


@contextmanager
def undisturbed():
    """A collection of the load's own garbage would look like a pause of the server."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def measuring(server, recorded):
    def frames():
        return sum(screen.frames for room in recorded.rooms for screen in room.screens)

    cpu, own, memory = server.cpu_seconds(), time.process_time(), server.memory_mb()
    frames_before, recorded.since = frames(), time.perf_counter()
    yield
    recorded.until, recorded.frames = time.perf_counter(), frames() - frames_before
    recorded.cpu_seconds = server.cpu_seconds() - cpu
    recorded.load_cpu_seconds = time.process_time() - own
    recorded.memory_mb = (memory, server.memory_mb())
