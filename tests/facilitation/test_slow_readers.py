"""A reader who does not keep up is sent so much and no more, and let go in the end."""

import asyncio

import pytest

from facilitation import consumers
from facilitation.sync import counters, limits
from facilitation.sync.frames import MOST_BYTES
from facilitation.sync.hub import hub
from facilitation.sync.limits import WINDOW_BYTES, WINDOW_EVENTS, Window

from .orders import note, together
from .wire import in_thread

pytestmark = [pytest.mark.django_db(transaction=True)]
MOST_IN_FLIGHT = WINDOW_BYTES + MOST_BYTES


@pytest.fixture
def busy_board(line, settings):
    """A log of more than two windows of bytes: notes as long as they may be."""
    settings.MOST_NOTES = 1000

    async def write(count=400, text="Orders stop. " * 150):
        def fill():
            for start in range(0, count, 50):
                notes = [note(line, f"{text} {n}", minutes=n) for n in range(start, start + 50)]
                together(line, *notes).let_go()
            return line.fresh().seq

        return await in_thread(fill)()

    return write


async def until_silent(wire) -> list[dict]:
    """Frames, until the server has nothing more to send: it answers a heartbeat in between."""
    found = []
    while True:
        await wire.send(t="ping")
        before = len(found)
        while (message := await wire.next("ev", "pong"))["t"] == "ev":
            found.append(message)
        if len(found) == before and await wire.socket.receive_nothing(0.5):
            return found


def size(frames) -> int:
    return sum(len("".join(frame["put"]).encode()) for frame in frames)


async def test_who_gives_no_receipt_is_sent_a_window_and_no_more(line, wires, busy_board):
    head = await busy_board()
    gil = await wires("gil")
    frames = await until_silent(gil)
    assert size(frames) < MOST_IN_FLIGHT
    assert frames[-1]["ev"][-1]["seq"] < head
    assert limits.WINDOW_BYTES == 512 * 1024


async def test_without_the_window_everything_is_sent_to_who_reads_nothing(
    line, wires, busy_board, monkeypatch
):
    """The control: what the window is for."""
    monkeypatch.setattr(Window, "is_full", property(lambda self: False))
    head = await busy_board()
    gil = await wires("gil")
    frames = await until_silent(gil)
    assert frames[-1]["ev"][-1]["seq"] == head
    assert size(frames) > MOST_IN_FLIGHT * 1.3


async def test_who_gives_receipts_gets_everything_in_order(line, wires, busy_board):
    head = await busy_board()
    gil = await wires("gil")
    seen = []
    while not seen or seen[-1] < head:
        seen += [event["seq"] for event in (await gil.next("ev"))["ev"]]
        await gil.send(t="recv", seq=seen[-1])
    assert seen == list(range(line.session.seq + 1, head + 1))


async def test_a_window_of_events_ends_as_well(line, wires, busy_board, monkeypatch):
    monkeypatch.setattr(limits, "WINDOW_EVENTS", 60)
    head = await busy_board(200, "Short")
    gil = await wires("gil")
    seen = [event["seq"] for frame in await until_silent(gil) for event in frame["ev"]]
    assert 60 <= len(seen) < 60 + 100
    await gil.send(t="recv", seq=seen[-1])
    assert (await gil.events_until(seen[-1] + 1))[0]["seq"] == seen[-1] + 1
    assert head > seen[-1] + 1


async def test_who_never_gives_a_receipt_is_closed_as_too_slow(
    line, wires, busy_board, monkeypatch
):
    monkeypatch.setattr(consumers, "UNREAD_FOR", 0.2)
    head = await busy_board()
    gil, ben = await wires("gil"), await wires("ben")
    seen = 0
    while seen < head:
        seen = (await ben.next("ev"))["ev"][-1]["seq"]
        await ben.send(t="recv", seq=seen)
    async with asyncio.timeout(20):
        assert await gil.closed_with() == consumers.TOO_SLOW
    await ben.send(t="ping")
    assert (await ben.next("pong"))["head"] == head


async def test_passing_messages_do_not_pile_up_for_who_does_not_read(line, wires, busy_board):
    await busy_board()
    gil, before = await wires("gil"), counters.DROPS._value.get()
    await until_silent(gil)
    for _ in range(30):
        hub.say(line.session.pk, {"t": "eph", "blame": {"towards_facilitator": False}})
    assert await gil.socket.receive_nothing(0.3)
    assert counters.DROPS._value.get() >= before + 30


async def test_saying_hello_again_and_again_does_not_open_the_window(line, wires, busy_board):
    """Otherwise each hello would be worth half a megabyte to somebody who reads nothing."""
    await busy_board()
    gil = await wires("gil")
    frames = await until_silent(gil)
    for _ in range(5):
        await gil.send(t="hello", v=1, epoch=line.session.epoch, seq=line.session.seq)
        frames += await until_silent(gil)
    assert size(frames) < MOST_IN_FLIGHT


async def test_an_honest_hello_at_a_gap_counts_as_a_receipt(line, wires, busy_board):
    head = await busy_board()
    gil = await wires("gil")
    seen = (await until_silent(gil))[-1]["ev"][-1]["seq"]
    await gil.send(t="hello", v=1, epoch=line.session.epoch, seq=seen)
    after = [event["seq"] for frame in await until_silent(gil) for event in frame["ev"]]
    assert after == list(range(seen + 1, after[-1] + 1))
    assert seen < after[-1] <= head


# The window by itself


class Sent:
    def __init__(self, last, count=1, size=100):
        self.last, self.events, self.size = last, range(count), size


def test_a_window_is_full_by_events_or_by_bytes_and_a_receipt_opens_it():
    window = Window()
    for seq in range(1, WINDOW_EVENTS):
        window.send(Sent(seq))
    assert not window.is_full
    window.send(Sent(WINDOW_EVENTS))
    assert window.is_full
    assert window.receipt(1)
    assert (window.events, window.is_full) == (WINDOW_EVENTS - 1, False)
    window.send(Sent(WINDOW_EVENTS + 1, size=WINDOW_BYTES))
    assert window.is_full
    assert not window.receipt(WINDOW_EVENTS)
    assert window.receipt(WINDOW_EVENTS + 1)
    assert (window.events, window.bytes) == (0, 0)


def test_a_receipt_that_says_nothing_new_changes_nothing():
    window = Window()
    window.send(Sent(9, count=9, size=WINDOW_BYTES))
    since = window.full_since
    assert not any(window.receipt(seq) for seq in (-5, 0, 8))
    assert (window.events, window.full_since) == (9, since)
    assert window.receipt(10**30)


def test_who_reads_slowly_but_reads_is_not_too_slow():
    window = Window()
    for seq in range(1, 10):
        window.send(Sent(seq, size=WINDOW_BYTES))
    first = window.full_since
    window.receipt(1)
    assert window.is_full
    assert window.full_since > first
