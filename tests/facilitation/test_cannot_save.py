"""The database says no: nothing is acknowledged that was not saved, and it heals by itself."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager, nullcontext

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from facilitation.models import SessionEvent, Sticky
from facilitation.sync import counters
from tests.factories import GUEST_SECRET

from .faults import InTheWriter, locked_by_another, on_sqlite
from .wire import in_thread

pytestmark = [pytest.mark.django_db(transaction=True), on_sqlite]
OP_ID = "op-00000001"


@pytest.fixture
def in_writer(monkeypatch):
    return InTheWriter(monkeypatch)


def page_numbers() -> tuple[int, int]:
    with connection.cursor() as cursor:
        return tuple(
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("page_count", "freelist_count")
        )


def use_up_free_pages():
    """What was deleted before leaves room in the file; a full disk has none."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (filling BLOB)")
        while (free := page_numbers()[1]) > 0:
            cursor.execute("INSERT INTO ballast VALUES (zeroblob(%s))", [max(free - 1, 0) * 4000])
    return page_numbers()[0]


def let_free_pages_go():
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS ballast")


@asynccontextmanager
async def locked(in_writer):
    """For longer than the writer waits, which is made short."""
    in_writer.run("PRAGMA busy_timeout = 30")
    try:
        with locked_by_another():
            yield
    finally:
        in_writer.run("PRAGMA busy_timeout = 5000")


@asynccontextmanager
async def read_only(in_writer):
    in_writer.run("PRAGMA query_only = ON")
    try:
        yield
    finally:
        in_writer.run("PRAGMA query_only = OFF")


@asynccontextmanager
async def full(in_writer):
    size = await in_thread(use_up_free_pages)()
    in_writer.run(f"PRAGMA max_page_count = {size}")
    try:
        yield
    finally:
        in_writer.run("PRAGMA max_page_count = 1073741823")
        await in_thread(let_free_pages_go)()


FAULTS = {"locked": locked, "read-only": read_only, "full": full}


def note(line, hours=1):
    # Long enough not to fit into what is left of the pages.
    return {"kind": "event", "when": line.when(hours=hours), "text": "Orders stop. " * 150}


async def until_busy(writer, line) -> list[dict]:
    """On a full disk, the first notes may still find a place in pages that are there."""
    answers = []
    for n in range(20):
        answers.append(await writer.op("add_sticky", f"op-{n:08}", **note(line, n)))
        if answers[-1]["t"] == "refuse":
            return answers
    raise AssertionError("the disk did not get full")


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_cannot_be_saved_is_answered_busy_and_is_saved_once_when_it_can(
    line, wires, in_writer, fault, caplog
):
    ben, gil = await wires("ben"), await wires("gil")
    before = counters.FAULTS.labels("busy")._value.get()
    async with FAULTS[fault](in_writer):
        *saved, busy = await until_busy(ben, line)
        again = await ben.op("add_sticky", busy["op_id"], **note(line, len(saved)))
        assert await Sticky.objects.acount() == len(saved)
        assert await SessionEvent.objects.filter(op_id=busy["op_id"]).acount() == 0
    for answer in (busy, again):
        assert (answer["t"], answer["code"], answer["retry_after"]) == ("refuse", "busy", 1.0)
    assert counters.FAULTS.labels("busy")._value.get() == before + 2
    healed = [await ben.op("add_sticky", busy["op_id"], **note(line, len(saved))) for _ in range(2)]
    numbers = [answer["seq"] for answer in [*saved, *healed]]
    head = line.session.seq + len(saved) + 1
    assert numbers == [*range(line.session.seq + 1, head + 1), head]
    told = [(event["seq"], event["op"]) for event in await gil.events_until(head)]
    assert told == [(seq, f"op-{n:08}") for n, seq in enumerate(numbers[:-1])]
    assert await Sticky.objects.acount() == len(saved) + 1
    # The words are nobody's but the room's.
    assert "Orders stop" not in caplog.text


async def test_reading_goes_on_while_nothing_can_be_saved(line, wires, in_writer):
    ben = await wires("ben")
    async with locked(in_writer):
        await ben.send(t="ping")
        assert (await ben.next("pong"))["head"] == line.session.seq
        late = await wires("gil")
        assert (await late.op("add_sticky", OP_ID, **note(line)))["code"] == "busy"


@pytest.mark.parametrize("fault", ["locked", "read-only"])
async def test_the_http_door_says_the_same_and_heals_the_same(line, fault):
    def by_http():
        gil = Client()
        gil.cookies["guest"] = GUEST_SECRET
        url, answers = reverse("do", args=[line.session.public_id]), []
        body = {"op_id": OP_ID, "command": "add_sticky", "data": note(line)}
        wrong, right = {
            "locked": ("PRAGMA busy_timeout = 30", "PRAGMA busy_timeout = 5000"),
            "read-only": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        }[fault]
        with connection.cursor() as cursor:
            cursor.execute(wrong)
            try:
                with locked_by_another() if fault == "locked" else nullcontext():
                    answers.append(gil.post(url, body, content_type="application/json"))
            finally:
                cursor.execute(right)
        answers += [gil.post(url, body, content_type="application/json") for _ in range(2)]
        return answers

    busy, done, again = await in_thread(by_http)()
    assert (busy.status_code, busy.json()["code"], busy.json()["retry_after"]) == (503, "busy", 1.0)
    assert (done.status_code, done.json()["seq"]) == (200, line.session.seq + 1)
    assert again.json() == done.json()
    assert await Sticky.objects.acount() == 1


async def test_a_lock_that_is_let_go_in_time_is_only_waited_for(line, wires):
    ben = await wires("ben")
    with locked_by_another():
        await ben.send(t="op", op_id=OP_ID, command="add_sticky", data=note(line))
        await ben.send(t="ping")
        await ben.next("pong")
        await asyncio.sleep(0.2)
    assert (await ben.next("ack", "refuse"))["t"] == "ack"


async def test_a_reader_with_a_lock_of_its_own_does_not_stop_the_writer(line, wires):
    """A backup that is being taken reads for a long while."""
    ben = await wires("ben")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM facilitation_sticky").fetchone()
    assert (await ben.op("add_sticky", OP_ID, **note(line)))["t"] == "ack"
    other.close()
