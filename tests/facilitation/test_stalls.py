"""One slow question to the database keeps nobody else waiting.

What is slow here waits until the test lets it go: if an operation waited for it, it would never
be answered. So the test says nothing about the speed of the machine.
"""

import asyncio
import threading

import pytest
from channels.testing import HttpCommunicator

from facilitation import consumers
from facilitation.sync.pools import readers
from facilitation.views import room as pages
from postmortems.asgi import application

from .wire import Wire

pytestmark = [pytest.mark.django_db(transaction=True)]
OPERATIONS = 20


class Slow:
    """Stands in the way of a function until it is released."""

    def __init__(self, function, waits_for=lambda *arguments: True):
        self.function, self.waits_for = function, waits_for
        self.inside, self.released = threading.Semaphore(0), threading.Event()

    def __call__(self, *arguments):
        if self.waits_for(*arguments):
            self.inside.release()
            assert self.released.wait(60)
        return self.function(*arguments)

    async def reached(self, times=1):
        for _ in range(times):
            while not self.inside.acquire(blocking=False):
                await asyncio.sleep(0.01)


@pytest.fixture
def slow(monkeypatch):
    made = []

    def put(module, name, *waits_for) -> Slow:
        made.append(Slow(getattr(module, name), *waits_for))
        monkeypatch.setattr(module, name, made[-1])
        return made[-1]

    yield put
    for each in made:
        each.released.set()


async def write_and_read(line, writer, reader):
    """Each operation is acknowledged, and told to another socket."""
    for n in range(OPERATIONS):
        data = {"kind": "event", "when": line.when(hours=n % 20), "text": f"Note {n}"}
        assert (await writer.op("add_sticky", f"op-{n:08}", **data))["t"] == "ack"
    head = line.session.seq + OPERATIONS
    assert (await reader.events_until(head))[-1]["seq"] == head


async def test_people_whose_seat_is_slow_to_find_keep_nobody_waiting(line, wires, slow):
    ana, gil = await wires("ana"), await wires("gil")
    found = slow(consumers, "find_seat")
    late = [Wire(line.session, line.keys["ben"]) for _ in range(readers._max_workers + 1)]
    coming = [asyncio.create_task(wire.open()) for wire in late]
    await found.reached(readers._max_workers)
    async with asyncio.timeout(30):
        await write_and_read(line, ana, gil)
    found.released.set()
    assert await asyncio.gather(*coming) == [True] * len(late)
    for wire in late:
        assert (await wire.hello(line.session.seq))["t"] == "welcome"
        await wire.leave()


async def test_a_slow_page_keeps_no_socket_waiting(line, wires, slow):
    ana, gil = await wires("ana"), await wires("gil")
    drawn = slow(pages, "page_context")
    path, cookie = f"/session/{line.session.public_id}/", line.keys["ben"].encode()
    headers = [(b"host", b"testserver"), (b"cookie", cookie)]
    request = HttpCommunicator(application, "GET", path, headers=headers)
    page = asyncio.create_task(request.get_response(timeout=60))
    await drawn.reached()
    async with asyncio.timeout(30):
        await write_and_read(line, ana, gil)
    drawn.released.set()
    assert (await page)["status"] == 200


async def test_a_slow_call_out_keeps_no_operation_waiting(line, wires, slow):
    ana, gil, ben = [await wires(who) for who in ("ana", "gil", "ben")]
    called = slow(consumers.callouts, "call_out")
    await ben.send(t="op", op_id="op-callout", command="call_out_blame", data={})
    await called.reached()
    async with asyncio.timeout(30):
        await write_and_read(line, ana, gil)
    called.released.set()
    assert (await ben.next("ack"))["op_id"] == "op-callout"
