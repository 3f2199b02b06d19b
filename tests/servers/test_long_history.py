"""An upgrade with a hundred thousand events: nothing is lost, and old pages load anew."""

import asyncio
import hashlib
import sqlite3
from contextlib import closing

import pytest

from .people import file_of
from .sockets import Socket, new_op, note, until

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]
EVENTS = 100_000
OLD_PAGE = 4426
# As events are written, but all at once.
COLUMNS = "session_id, seq, actor_id, op_id, body_hash, name, targets, particulars, at"
GROW = f"""
WITH RECURSIVE later(seq) AS (
    SELECT s.seq + 1 FROM facilitation_livesession s WHERE s.id = :session
    UNION ALL SELECT seq + 1 FROM later WHERE seq < :last
)
INSERT INTO facilitation_sessionevent ({COLUMNS})
SELECT :session, seq, :actor, printf('grown-%08d', seq), '', 'question_parked', '["parking"]',
    '{{}}', '2026-03-05 10:00:00' FROM later
"""


@pytest.fixture(scope="module")
def server(serve, rooms):
    """Stopped, grown, taken through the last migration back and forth, and started again."""
    made = serve()
    made.stop()
    grow(made, rooms[0][0].room)
    made.before = fingerprint(made)
    previous, last = migrations()
    made.manage("migrate", "facilitation", previous, "-v", "0")
    made.manage("migrate", "facilitation", last, "-v", "0")
    return made.start()


def grow(server, room: str) -> None:
    from facilitation.models import SessionEvent

    fields = {f.column for f in SessionEvent._meta.local_concrete_fields} - {"id"}
    assert fields == set(COLUMNS.split(", ")), "a new field needs a value here"
    with closing(sqlite3.connect(file_of(server))) as file, file:
        session, actor = file.execute(
            "SELECT s.id, s.facilitator_id FROM facilitation_livesession s WHERE public_id = ?",
            [room],
        ).fetchone()
        file.execute(GROW, {"session": session, "actor": actor, "last": EVENTS})
        file.execute("UPDATE facilitation_livesession SET seq = ? WHERE id = ?", [EVENTS, session])


def migrations() -> tuple[str, str]:
    """The names of the last two."""
    from django.db.migrations.loader import MigrationLoader

    names = sorted(
        name for app, name in MigrationLoader(None).disk_migrations if app == "facilitation"
    )
    return names[-2], names[-1]


def fingerprint(server) -> tuple[int, str]:
    """How many events there are, and a hash of all that they say."""
    with closing(sqlite3.connect(file_of(server))) as file:
        rows = file.execute(f"SELECT {COLUMNS} FROM facilitation_sessionevent ORDER BY id")
        found, count = hashlib.blake2b(), 0
        for row in rows:
            found.update(repr(row).encode())
            count += 1
    return count, found.hexdigest()


def test_a_migration_back_and_forth_loses_none_of_the_events(server):
    assert server.before[0] > EVENTS
    assert fingerprint(server) == server.before


@pytest.mark.parametrize("hello", [{"build": "an older one"}, {"v": 0}], ids=["page", "protocol"])
async def test_a_page_from_before_the_upgrade_is_told_to_load_anew(server, rooms, hello):
    socket = await Socket(server, rooms[0][0]).open(**hello)
    await until(lambda: socket.code, "closed")
    assert (socket.code, socket.said, socket.log) == (OLD_PAGE, {}, [])


async def test_a_page_that_is_far_behind_is_told_to_load_anew(server, rooms):
    socket = Socket(server, rooms[0][1])
    await socket.open()
    reset = await socket.next("reset")
    assert (reset["why"], reset["head"], socket.log) == ("far_behind", EVENTS, [])
    await socket.close()


async def test_a_page_that_is_a_little_behind_is_caught_up_without_a_hole(server, rooms):
    behind = [Socket(server, seat, last=EVENTS - 1_500) for seat in rooms[0][2:7]]
    await asyncio.gather(*(each.enter() for each in behind))
    await until(lambda: all(each.last == EVENTS for each in behind), "caught up")
    for each in behind:
        assert [seq for seq, _ in each.log] == list(range(EVENTS - 1_499, EVENTS + 1))
    assert (await behind[0].do(new_op(), note("one more")))["seq"] == EVENTS + 1
    await until(lambda: all(each.last == EVENTS + 1 for each in behind), "one more")
    for each in behind:
        await each.close()
