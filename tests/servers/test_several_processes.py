"""Three processes, one PostgreSQL: Redis comes and goes, a process dies, and one order stays."""

import asyncio
import time
from contextlib import asynccontextmanager
from itertools import chain

import pytest

from bench.chaos.door import Door

from .lease import Lease
from .people import Person, is_dense, living, lost_or_twice, settled, writing
from .several import Several, Watch
from .sockets import Socket, new_op, note, tell, until

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("servers"),
    pytest.mark.usefixtures("meanwhile"),
]
WITHOUT_HINTS = 10.0  # the heads are read every five seconds
WITH_HINTS = 2.0
OUTAGE = 10.0
LEASE_OVER = 30.0


@pytest.fixture(scope="module")
def several(folder, postgres, have):
    """Started while there is no Redis."""
    have("redis-server")
    made = Several(folder, postgres, 3)
    try:
        made.prepare(rooms=5, people=16)
        for server in made.servers:
            server.start()
        yield made
    finally:
        made.close()


async def across(writer: Socket, reader: Socket) -> float:
    """How long a note takes from one process to the other."""
    op, began = new_op(), time.monotonic()
    answer = await writer.do(op, note(op))
    assert answer["t"] == "ack"
    await until(lambda: reader.last >= answer["seq"] or reader.fault, "told across", 20)
    assert reader.fault is None
    return time.monotonic() - began


async def without_hints(pairs) -> float:
    """The longer of both ways, each in a room where nobody else writes."""
    return max(await asyncio.gather(*(across(*each) for each in pairs)))


async def quick(writer: Socket, reader: Socket) -> None:
    """Hints work: three in a row cannot all be the look that is taken every five seconds."""
    took = [await across(writer, reader) for _ in range(3)]
    while max(took[-3:]) > WITH_HINTS:
        assert len(took) < 10, f"no hints: {took}"
        took.append(await across(writer, reader))


@asynccontextmanager
async def both_ways(several):
    """Pairs of (writer, reader): from the first process to the second, and back."""
    a, b, _ = several.servers
    there, back = several.rooms[0][:2], several.rooms[3][:2]
    async with (
        Socket(a, there[0]) as one,
        Socket(b, there[1]) as other,
        Socket(b, back[0]) as three,
        Socket(a, back[1]) as four,
    ):
        yield [(one, other), (three, four)]


async def test_without_redis_from_the_start_each_process_serves(several):
    async with both_ways(several) as pairs:
        for writer, _ in pairs:
            path = f"/session/{writer.seat.room}/after/?after={writer.last}"
            asked = Door(writer.place.port, writer.place.origin).request
            answer = await asyncio.to_thread(asked, "GET", path, {"Cookie": writer.seat.cookie})
            assert answer[0] == 200
        took = await without_hints(pairs)
        tell(f"without Redis: {took:.1f} s across")
        assert took < WITHOUT_HINTS
        several.redis.start()
        for each in pairs:
            await quick(*each)


@pytest.fixture(scope="module")
def lease(several):
    """Begun early and watched beside the other tests, for it takes its time to run out."""
    several.redis.start()
    a, _, c = several.servers
    with Lease(a, c, several.rooms[1]) as watched:
        yield watched


async def test_redis_stops_for_a_while_and_nothing_is_lost(several, lease):
    several.redis.start()
    a, b, _ = several.servers
    room = several.rooms[2]
    people = [Person([a, b][n % 2], seat, n) for n, seat in enumerate(room[:6])]
    async with both_ways(several) as pairs, living(people):
        for each in pairs:
            await quick(*each)
        async with writing(people, pause=0.5):
            several.redis.stop()
            stopped, took = time.monotonic(), []
            while time.monotonic() - stopped < OUTAGE:
                took.append(await without_hints(pairs))
            several.redis.start()
        tell(f"Redis away: at most {max(took):.1f} s across")
        assert max(took) < WITHOUT_HINTS
        for each in pairs:
            await quick(*each)
        await settled(people, "everybody has everything")
    log = several.log(room[0].room)
    assert is_dense(log)
    assert lost_or_twice(people, log) == []
    for each in people:
        own = each.account.stretches[0]
        assert [(seq, op) for seq, op, _ in own.events] == log[own.after :]


async def test_both_processes_at_full_speed_commit_in_the_order_of_the_numbers(several):
    several.redis.start()
    a, b, _ = several.servers
    room = several.rooms[4]
    sockets = [Socket([a, b][n % 2], seat) for n, seat in enumerate(room)]
    await asyncio.gather(*(each.enter() for each in sockets))

    async def write(socket):
        return [(await socket.do(op, note(op))) for op in (new_op() for _ in range(25))]

    began = time.monotonic()
    with Watch(several, room[0].room) as watch:
        answers = list(chain(*await asyncio.gather(*(write(each) for each in sockets))))
        took = time.monotonic() - began
    assert {each["t"] for each in answers} == {"ack"}
    head = max(each["seq"] for each in answers)
    await until(lambda: all(each.last == head for each in sockets), "everybody has everything")
    tell(f"{len(answers)} notes in {took:.1f} s, looked at {watch.looks} times")
    log = several.log(room[0].room)
    assert watch.looks > 20
    assert watch.holes == []
    assert is_dense(log)
    assert {(each["seq"], each["op_id"]) for each in answers} <= set(log)
    assert [each.log == log[room[0].seq :] for each in sockets] == [True] * len(sockets)
    await asyncio.gather(*(each.close() for each in sockets))


async def test_when_a_process_is_killed_its_people_go_on_with_the_other(several):
    several.redis.start()
    a, b, _ = several.servers
    people = [Person([a, b][n % 2], seat, n) for n, seat in enumerate(several.rooms[3][2:10])]
    async with living(people):
        async with writing(people):
            await until(lambda: people[0].last > people[0].seat.seq + 40, "some notes")
            b.kill()
            for each in people:
                each.goes_to(a)
            at = people[0].last
            await until(lambda: people[0].last > at + 40, "notes after it")
        await settled(people, "everybody has everything")
    log = several.log(people[0].seat.room)
    assert is_dense(log)
    assert lost_or_twice(people, log) == []
    assert sum(each.account.reconnects for each in people) >= 4
    b.start()


def test_people_of_a_killed_process_are_away_when_their_lease_is_over(lease):
    took = lease.result()
    tell(f"away {took:.0f} s after their process was killed")
    assert took < LEASE_OVER
