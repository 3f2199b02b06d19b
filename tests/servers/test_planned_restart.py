"""A server is stopped while people write: they are told, come back spread out, and lose nothing."""

import asyncio
import signal
import time

import pytest

from .people import Person, file_of, is_dense, living, log_in_file, lost_or_twice, settled, writing
from .sockets import Socket, new_op, note, tell, until

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("servers"),
    pytest.mark.usefixtures("meanwhile"),
]
PEOPLE, STAYING = 25, 5
PLANNED, RESTART = 1012, 4012
SOONEST, LATEST, SPREAD = 0.5, 8.0, 5.0
ENDS_WITHIN = 10.0


@pytest.fixture(scope="module")
def server(serve):
    return serve()


async def ended(server) -> float:
    return await until(lambda: server.process.poll() is not None, "the process ends", ENDS_WITHIN)


async def test_everybody_is_told_when_to_come_back_and_nothing_is_lost(server, rooms):
    people = [Person(server, seat, n) for n, seat in enumerate(rooms[0][:PEOPLE])]
    staying = [Socket(server, seat) for seat in rooms[0][PEOPLE : PEOPLE + STAYING]]
    await asyncio.gather(*(each.enter() for each in staying))
    async with living(people):
        async with writing(people, pause=0.2):
            await until(lambda: people[0].last > people[0].seat.seq + 60, "some notes")
            server.process.send_signal(signal.SIGTERM)
            took = await ended(server)
            await until(lambda: all(each.code for each in staying), "their sockets are closed")
        waits = [each.heard["bye"][0]["retry_after"] for each in people]
        waits += [(await each.next("bye"))["retry_after"] for each in staying]
        server.start()
        began = time.monotonic()
        await settled(people, "everybody is back")
        back = time.monotonic() - began
    log = log_in_file(file_of(server), people[0].seat.room)
    again = sum(each.account.dedupe_hits for each in people)
    spread = max(waits) - min(waits)
    tell(f"ended after {took:.1f} s, {spread:.1f} s spread, all back in {back:.1f} s")
    tell(f"{len(log)} events, {again} sent again and known")
    assert min(waits) >= SOONEST and max(waits) <= LATEST and spread >= SPREAD
    assert {told["code"] for each in people for told in each.heard["bye"]} == {PLANNED}
    assert [each.code for each in staying] == [RESTART] * STAYING
    assert server.process.returncode != -signal.SIGKILL
    assert is_dense(log)
    assert lost_or_twice(people, log) == []
    assert [each.account.contradictions for each in people] == [[]] * PEOPLE
    assert all(each.account.reconnects == 1 for each in people)
    assert back < LATEST + 30


@pytest.mark.parametrize(
    "signals", [[signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]], ids=["interrupt", "twice"]
)
async def test_however_it_is_asked_to_stop_it_stops_and_keeps_what_it_acknowledged(
    server, rooms, signals
):
    if server.process.poll() is not None:
        server.start()
    room = rooms[1]
    async with Socket(server, room[0]) as socket:
        await until(lambda: socket.last >= socket.head, "caught up")
        notes = [asyncio.create_task(socket.do(new_op(), note(f"note {n}"))) for n in range(20)]
        await notes[0]
        for each in signals:
            server.process.send_signal(each)
        await ended(server)
        await until(lambda: socket.code, "the socket is closed")
        await asyncio.gather(*notes, return_exceptions=True)
    log = set(log_in_file(file_of(server), room[0].room))
    acknowledged = {(each["seq"], op) for op, each in socket.answers.items()}
    assert acknowledged and acknowledged <= log
    assert server.process.returncode in (0, *(-each for each in signals))
