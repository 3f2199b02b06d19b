"""The timeline: notes with a time, marks, and the gaps that come out of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from facilitation import example
from facilitation.board import Board
from facilitation.models import Mark, Question, Sticky
from facilitation.registry import COMMANDS
from tests.factories import Room

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def line(room):
    return room.go_to("timeline")


def test_a_note_keeps_its_words_kind_and_time_and_no_author(line):
    event = line.do(
        "add_sticky", line.gil, kind="missed", when=line.when(hours=3), text=" No alert fired "
    )
    note = Sticky.objects.get()
    assert (note.kind, note.text, note.approximate, note.version) == (
        "missed", "No alert fired", False, 1
    )  # fmt: skip
    started = line.incident.started_at.replace(second=0, microsecond=0)
    assert note.at == started + timedelta(hours=3)
    assert (event.name, event.particulars["thing"]) == ("sticky_added", note.public_id)
    assert set(event.particulars) == {"thing", "back"}
    assert {field.name for field in Sticky._meta.get_fields()} & {
        "author",
        "user",
        "actor",
    } == set()


def test_an_approximate_time_stays_marked_as_one(line):
    when = line.when(hours=3)
    line.do("add_sticky", kind="event", when=f"~{when}", text="About then")
    assert Sticky.objects.get().approximate


def test_the_future_is_refused_at_its_field(line):
    refusal = line.refused("add_sticky", kind="event", when=line.when(hours=30), text="Soon")
    assert (refusal.code, refusal.fields) == (
        "future", {"when": "That time is in the future. Check the day."}
    )  # fmt: skip


def test_a_time_before_the_start_is_asked_once_and_then_taken(line):
    note = {"kind": "event", "when": line.when(hours=-2), "text": "The merge"}
    refusal = line.refused("add_sticky", **note)
    assert (refusal.code, refusal.confirm) == ("before_start", "before_start")
    line.do("add_sticky", **note, confirm=refusal.confirm)
    assert Sticky.objects.get().text == "The merge"


def test_another_confirmation_does_not_pass_for_that_one(line):
    note = {"kind": "event", "when": line.when(hours=-2), "text": "The merge", "confirm": "yes"}
    assert line.refused("add_sticky", **note).code == "before_start"


def test_a_time_after_the_end_is_taken_and_said_so(line):
    line.note("A letter", hours=20)
    board = Board(line.fresh())
    assert [(m.is_start, m.is_end, board.is_after(m.minute)) for m in board.moments] == [
        (True, False, False), (False, True, False), (False, False, True)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["", "question", "EVENT", None, "why"])
def test_a_note_is_an_event_or_a_signal_fired_or_missed(line, kind):
    refusal = line.refused("add_sticky", kind=kind, when=line.when(hours=1), text="Words")
    assert list(refusal.fields) == ["kind"]


def test_a_mark_moves_and_stands_on_one_note_only(line):
    one, other = line.note(hours=1), line.note(hours=2)
    line.do("mark_sticky", line.ben, sticky=one.public_id, mark="change")
    event = line.do("mark_sticky", line.ben, sticky=other.public_id, mark="change")
    assert [mark.sticky for mark in Mark.objects.all()] == [other]
    assert event.name == "sticky_marked"
    line.do("unmark_sticky", sticky=other.public_id, mark="change")
    assert Mark.objects.count() == 0


def test_unmarking_a_note_leaves_the_mark_of_another(line):
    one, other = line.note(hours=1), line.note(hours=2)
    line.do("mark_sticky", sticky=one.public_id, mark="change")
    line.do("unmark_sticky", sticky=other.public_id, mark="change")
    assert Mark.objects.get().sticky == one


def test_removing_is_undone_with_the_mark_still_on(line):
    note = line.note(hours=1)
    line.do("mark_sticky", sticky=note.public_id, mark="change")
    event = line.do("remove_sticky", sticky=note.public_id)
    assert event.particulars["back"] == ["restore_sticky", {"sticky": note.public_id}]
    assert Board(line.fresh()).marks == {}
    line.do("restore_sticky", sticky=note.public_id)
    assert Board(line.fresh()).marks == {"change": note}


def test_a_note_that_argues_becomes_a_parked_question(line):
    note = line.note("Why on a Friday?", hours=1)
    line.do("park_sticky", line.gil, sticky=note.public_id)
    note.refresh_from_db()
    assert note.removed_at is not None
    assert [(q.text, q.outcome) for q in Question.objects.all()] == [
        ("Why on a Friday?", "waiting")
    ]


def test_unmarked_gaps_are_unknown_and_say_what_is_missing(line):
    parts = Board(line.fresh()).measured["parts"]
    assert [(measure.words, missing) for measure, missing in parts] == [
        ("unknown", "mark the change"),
        ("unknown", "mark the first symptom"),
        ("unknown", "mark the detection"),
    ]


def test_marks_in_the_wrong_order_give_no_length(line):
    for hours, mark in ((5, "change"), (2, "symptom")):
        line.do("mark_sticky", sticky=line.note(hours=hours).public_id, mark=mark)
    first = Board(line.fresh()).measured["parts"][0]
    assert (first[0].words, first[1]) == ("unknown", "the first symptom is before the change")


def test_the_allergen_incident_measures_as_the_source_says(world, make_incident):
    change = datetime(2026, 3, 3, 16, 47, tzinfo=LONDON)
    ended = example.at(change, 1, "11:14")
    incident = make_incident(started_at=change, resolved_at=ended, zone="Europe/London")
    room = Room(incident, world.ana).go_to("timeline")
    for days, clock, kind, text, marks in example.LINE:
        when = f"{example.at(change, days, clock):%Y-%m-%d %H:%M}"
        sticky = room.thing("add_sticky", kind=kind, when=when, text=text)
        for mark in marks:
            room.do("mark_sticky", sticky=sticky, mark=mark)
    measured = Board(room.fresh()).measured
    assert [(m.words, m.is_widest, m.share, missing) for m, missing in measured["parts"]] == [
        ("12 h 43 min", True, 69, ""),
        ("3 h 30 min", False, 19, ""),
        ("2 h 14 min", False, 12, ""),
    ]
    assert measured["whole"] == timedelta(hours=18, minutes=27)


def test_no_command_of_the_line_takes_a_duration():
    line = ("add_sticky", "edit_sticky", "mark_sticky", "unmark_sticky")
    taken = {name: sorted(COMMANDS[name].form.base_fields) for name in line}
    assert taken == {
        "add_sticky": ["confirm", "kind", "text", "when"],
        "edit_sticky": ["base", "confirm", "kind", "sticky", "text", "when"],
        "mark_sticky": ["confirm", "mark", "sticky"],
        "unmark_sticky": ["confirm", "mark", "sticky"],
    }


def test_a_duration_that_is_sent_all_the_same_changes_nothing(line):
    one, other = line.note(hours=1), line.note(hours=2)
    for sticky, mark in ((one, "change"), (other, "symptom")):
        line.do("mark_sticky", sticky=sticky.public_id, mark=mark, duration="9 h", length=540)
    assert Board(line.fresh()).measured["parts"][0][0].words == "1 h"


def test_the_line_is_full_at_four_hundred(line):
    at = line.incident.started_at
    Sticky.objects.bulk_create(
        Sticky(session=line.session, kind="event", at=at, text="x") for _ in range(400)
    )
    refusal = line.refused("add_sticky", kind="event", when=line.when(hours=1), text="One more")
    assert refusal.code == "full"
