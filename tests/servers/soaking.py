"""People who join, write and leave, round after round, and what the server holds after each."""

import asyncio
import itertools
import json
import random
import time
from dataclasses import dataclass

from bench.chaos.door import Door
from bench.server import Server

from .gauges import fetch, gauge, handles, threads
from .sockets import Socket, new_op, note, until

PEOPLE = 6  # in each room at a time
WARM_UP = 3  # rounds: what a server makes once and keeps
ROUNDS = 6  # at least, however slow the machine is
DATABASE = "postmortems.sqlite3"


@dataclass(frozen=True)
class Held:
    """What the process holds when everybody has left."""

    sockets: int
    threads: int
    tasks: int
    consumers: int
    database: int
    rooms: float
    seats: float
    megabytes: float


@dataclass(frozen=True)
class Soaked:
    before: Held
    after: Held
    rounds: int
    visits: int


async def soak(server: Server, rooms, seconds: float) -> Soaked:
    people = [itertools.cycle(seats) for seats in rooms]
    began, rounds, before = time.monotonic(), 0, None
    while rounds < ROUNDS or time.monotonic() - began < seconds:
        groups = [[next(seats) for _ in range(PEOPLE)] for seats in people]
        await asyncio.gather(*(visit(server, seat) for room in groups for seat in room))
        await until(lambda: gauge(server, "board_rooms") == 0, "everybody has left")
        rounds += 1
        if rounds == WARM_UP:
            before = await held(server, next(people[0]))
    after = await held(server, next(people[0]))
    return Soaked(before, after, rounds, rounds * PEOPLE * len(rooms))


async def visit(server: Server, seat) -> None:
    """The page, the board, a note that is taken back, for boards that grow are not looked at; then
    away, half of them without a word."""
    page = await asyncio.to_thread(Door(server.port, server.origin).page, seat)
    socket = await Socket(server, seat, last=page.seq).enter()
    written = await socket.do(new_op(), note("Orders stop"))
    thing = {"sticky": written["event"]["thing"]}
    assert (await socket.do(new_op(), thing, "remove_sticky"))["t"] == "ack"
    await asyncio.sleep(random.uniform(0, 0.5))
    if random.random() < 0.5:
        socket.cut()
    await socket.close()


async def held(server: Server, seat) -> Held:
    """After one more visit, for a writer remembers whom it has answered last; and a moment later,
    for threads and connections need one to end."""
    await visit(server, seat)
    await until(lambda: gauge(server, "board_sockets") == 0, "everybody has left")
    found = look(server)
    for _ in range(10):
        await asyncio.sleep(0.2)
        last, found = found, look(server)
        if (found.sockets, found.threads) == (last.sockets, last.threads):
            break
    return found


def look(server: Server) -> Held:
    told = json.loads(fetch(server, "/tasks"))
    files = handles(server)
    return Held(
        sockets=sum(each.startswith("socket:") for each in files),
        threads=threads(server),
        tasks=told["tasks"],
        consumers=told["consumers"],
        database=sum(DATABASE in each for each in files),
        rooms=gauge(server, "board_rooms"),
        seats=gauge(server, "board_sockets"),
        megabytes=server.memory_mb(),
    )
