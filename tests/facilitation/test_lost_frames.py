"""A frame that never arrives: the gap, or the silence after the last one, is seen and made good."""

import json
import random

import pytest

from facilitation.sync import counters
from facilitation.sync import room as room_module
from facilitation.sync.limits import Bucket

from .orders import note, together
from .tab import Tab

pytestmark = pytest.mark.django_db


class Listening(Tab):
    """Also keeps every event that the server sent, lost on the way or not."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.sent: list[int] = []

    def hear(self, text):
        if (message := json.loads(text))["t"] == "ev":
            self.sent += [event["seq"] for event in message["ev"]]
        super().hear(text)


@pytest.fixture
def timeline(room):
    return room.go_to("timeline")


@pytest.fixture
def write(timeline, server, ana, settings):
    """Somebody writes so many notes, each with a frame of its own, as fast as it goes."""
    settings.OPS_A_SECOND = settings.OPS_BURST = 10_000
    writer = Tab(server, timeline.session, ana, timeline.ana)
    writer.come_back()
    names = iter(range(10_000))

    def notes(count):
        for _ in range(count):
            n = next(names)
            data = {"kind": "event", "when": timeline.when(minutes=n), "text": f"Note {n}"}
            writer.op(f"op-{n:08}", "add_sticky", data)
            server.write()

    return notes


@pytest.fixture
def reader(timeline, server, ben):
    found = Listening(server, timeline.session, ben, timeline.ben)
    found.come_back()
    return found


def assert_whole(reader, room, since):
    head = room.fresh().seq
    assert [seq for seq, _ in reader.log] == list(range(since + 1, head + 1))


def test_a_gap_is_filled_with_exactly_what_is_missing_and_nothing_is_sent_twice(
    timeline, server, write, reader
):
    since = reader.seq
    write(3)
    reader.loses_next = True
    write(1)
    assert (reader.seq, reader.resyncs) == (since + 3, 0)
    write(1)
    reader.follow()
    assert_whole(reader, timeline, since)
    write(2)
    assert_whole(reader, timeline, since)
    assert (reader.lost, reader.resyncs) == (1, 1)
    # The lost one and the one that showed the gap are sent again; no other is.
    expected = list(range(since + 1, since + 6))
    assert reader.sent == [*expected, since + 4, since + 5, since + 6, since + 7]


def test_a_lost_last_frame_shows_at_the_next_heartbeat(timeline, write, reader):
    since = reader.seq
    write(2)
    reader.loses_next = True
    write(1)
    assert reader.seq == since + 2
    reader.say(t="ping")
    assert_whole(reader, timeline, since)
    assert reader.sent == [since + 1, since + 2, since + 3, since + 3]
    for _ in range(3):
        reader.say(t="ping")
    assert (reader.lost, reader.resyncs, len(reader.sent)) == (1, 1, 4)


def test_one_frame_in_twenty_is_lost_and_there_is_one_resync_for_each_at_most(
    timeline, write, reader, monkeypatch
):
    # What would take many minutes in a room happens here in a second.
    monkeypatch.setattr(reader.line.consumer, "hellos", Bucket(100, 100))
    chance, since = random.Random(5), reader.seq
    for _ in range(150):
        reader.loses_next = chance.random() < 0.05
        write(1)
        reader.follow()
    reader.loses_next = False
    reader.say(t="ping")
    assert_whole(reader, timeline, since)
    assert reader.lost >= 4
    assert reader.resyncs <= reader.lost


def test_resyncs_are_counted_and_a_plain_hello_is_none(timeline, write, reader):
    before = counters.RESYNCS._value.get()
    reader.hello()
    assert counters.RESYNCS._value.get() == before
    reader.loses_next = True
    write(1)
    reader.say(t="ping")
    assert counters.RESYNCS._value.get() == before + 1


def test_what_another_process_wrote_without_a_word_is_found_at_the_look_around(
    timeline, server, reader
):
    since, before = reader.seq, counters.CORRECTIONS._value.get()
    timeline.note("Written elsewhere")
    reader.say(t="ping")
    assert (reader.seq, reader.resyncs) == (since, 0)
    server.look_around()
    assert_whole(reader, timeline, since)
    assert reader.sent == [since + 1]
    assert counters.CORRECTIONS._value.get() == before + 1
    server.look_around()
    assert counters.CORRECTIONS._value.get() == before + 1


@pytest.mark.parametrize(("behind", "is_anew"), [(20, False), (21, True)])
def test_who_is_too_far_behind_loads_the_board_instead_of_its_history(
    timeline, server, reader, monkeypatch, behind, is_anew
):
    monkeypatch.setattr(room_module, "FAR_BEHIND", 20)
    before = counters.RESETS.labels("far_behind")._value.get()
    reader.go_away()
    together(timeline, *[note(timeline, f"Note {n}", hours=n % 20) for n in range(behind)])
    reader.come_back()
    assert reader.seq == timeline.fresh().seq
    assert (reader.sent == []) == is_anew
    assert counters.RESETS.labels("far_behind")._value.get() - before == is_anew


def test_frames_hold_a_hundred_events_at_most_and_follow_without_a_hole(timeline, server, reader):
    since = reader.seq
    reader.go_away()
    together(timeline, *[note(timeline, f"Note {n}", minutes=n) for n in range(130)])
    sizes = []
    listen, reader.hear_ev = reader.hear_ev, lambda f: (sizes.append(len(f["ev"])), listen(f))
    reader.come_back()
    assert_whole(reader, timeline, since)
    assert sum(sizes) == 130
    assert max(sizes) <= 100
