"""A backup is put back while people have the board open: nobody goes on from numbers that mean
something else now."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from bench.chaos.door import Door
from bench.chaos.notes import Board
from bench.chaos.outbox import Op

from .people import DATABASE, Person, file_of, is_dense, living, log_in_file, settled, writing
from .sockets import Socket, new_op, tell, until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]
PEOPLE = 8
RESET_WITHIN = 10.0


@pytest.fixture(scope="module")
def server(serve):
    return serve()


def copy_under_load(server) -> int:
    """A backup as docs/operating.md says, a few pages at a time; how far the log was in it."""
    copy = file_of(server).with_name("backup.sqlite3")
    with closing(sqlite3.connect(file_of(server))) as source, closing(sqlite3.connect(copy)) as to:
        source.backup(to, pages=50, sleep=0.01)
        assert to.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return to.execute("SELECT max(seq) FROM facilitation_livesession").fetchone()[0]


def put_back(server) -> None:
    for end in ("-wal", "-shm"):
        file_of(server).with_name(DATABASE + end).unlink(missing_ok=True)
    shutil.copy(file_of(server).with_name("backup.sqlite3"), file_of(server))
    server.manage("after_restore")


def set_back(server, room: str, seq: int) -> None:
    """As if an older state had been put back under the running server."""
    with closing(sqlite3.connect(file_of(server), timeout=10)) as file, file:
        pk = file.execute(
            "SELECT id FROM facilitation_livesession WHERE public_id = ?", [room]
        ).fetchone()[0]
        later = "FROM facilitation_sessionevent WHERE session_id = ? AND seq > ?"
        file.execute(
            f"DELETE FROM facilitation_sticky WHERE text IN (SELECT op_id {later})", [pk, seq]
        )
        file.execute(f"DELETE {later}", [pk, seq])
        file.execute("UPDATE facilitation_livesession SET seq = ? WHERE id = ?", [seq, pk])


def rotate(server, room: str, epoch: str) -> None:
    with closing(sqlite3.connect(file_of(server), timeout=10)) as file, file:
        file.execute(
            "UPDATE facilitation_livesession SET epoch = ? WHERE public_id = ?", [epoch, room]
        )


def epoch_in_file(server, room: str) -> str:
    with closing(sqlite3.connect(file_of(server))) as file:
        asked = "SELECT epoch FROM facilitation_livesession WHERE public_id = ?"
        return file.execute(asked, [room]).fetchone()[0]


async def come_in(server, seats) -> list[Person]:
    """With the page as it is now."""
    door = Door(server.port, server.origin)
    pages = [await asyncio.to_thread(door.page, seat) for seat in seats]
    return [Person(server, *each) for each in zip(seats, range(len(seats)), pages, strict=True)]


async def check_boards(server, people) -> None:
    """Everybody's board is that of a page loaded now, and their log the server's."""
    seat = people[0].seat
    log = log_in_file(file_of(server), seat.room)
    page = await asyncio.to_thread(Door(server.port, server.origin).page, seat)
    assert is_dense(log)
    assert {(each.last, each.epoch) for each in people} == {(page.seq, page.epoch)}
    for each in people:
        own = each.account.stretches[-1]
        assert [(seq, op) for seq, op, _ in own.events] == log[own.after :]
        assert not each.account.contradictions
    assert {tuple(each.board.marks()) for each in people} == {tuple(Board(page.html).marks())}


def has_all(server, people) -> bool:
    epoch = epoch_in_file(server, people[0].seat.room)
    return all(each.is_done and each.epoch == epoch for each in people)


def why_reset(people) -> list[set[str]]:
    return [{told["why"] for told in each.heard["reset"]} for each in people]


async def test_after_a_restore_every_open_page_loads_anew_and_no_words_are_lost(server, rooms):
    people = await come_in(server, rooms[0][:PEOPLE])
    start = people[0].last
    async with living(people):
        async with writing(people):
            await until(lambda: people[0].last > start + 40, "some notes")
            copied = await asyncio.to_thread(copy_under_load, server)
            await until(lambda: people[0].last > copied + 40, "notes that the copy lacks")
        await settled(people, "before the restore")
        last = people[0].last
        newest = people[0].board.stickies()[-1][0]
        server.kill()
        unsent = [await each.write() for each in people]
        too_late = Op(new_op(), "remove_sticky", {"sticky": newest})
        await people[0].ask(too_late)
        await asyncio.to_thread(put_back, server)
        server.start()
        await settled(people, "after the restore")

        assert why_reset(people) == [{"epoch"}] * PEOPLE
        assert all(op in each.account.acknowledged for each, op in zip(people, unsent, strict=True))
        assert [told["op_id"] for told in people[0].heard["refuse"]] == [too_late.op_id]
        assert people[0].last == copied + PEOPLE < last
        await check_boards(server, people)
    with closing(sqlite3.connect(file_of(server))) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_when_the_log_goes_back_under_a_running_server_pages_are_told(server, rooms):
    people = await come_in(server, rooms[1][:PEOPLE])
    start = people[0].last
    async with living(people):
        async with writing(people):
            await until(lambda: people[0].last > start + 40, "some notes")
        await settled(people, "before")
        set_back(server, people[0].seat.room, start + 20)
        await asyncio.to_thread(server.manage, "after_restore")
        # Some are told twice: that the log is shorter, and then that it is another one.
        took = await until(lambda: has_all(server, people), "everybody is told", RESET_WITHIN)
        tell(f"told after {took:.1f} s")
        for each in people:
            await each.write()
        await settled(people, "a note of everybody")
        assert people[0].last == start + 20 + PEOPLE
        await check_boards(server, people)


async def test_who_comes_in_after_a_restore_does_not_hide_it_from_the_others(server, rooms):
    people = await come_in(server, rooms[2][:PEOPLE])
    async with living(people):
        rotate(server, people[0].seat.room, "another epoch")
        seat = rooms[2][PEOPLE]
        async with Socket(server, replace(seat, epoch="another epoch"), people[0].last):
            await until(lambda: has_all(server, people), "everybody is told", RESET_WITHIN)
        await check_boards(server, people)
