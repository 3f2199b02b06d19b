"""Orders that arrive together: one transaction, one frame, and no neighbour pays for another."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilitation.models import Sticky
from facilitation.refusals import Refusal

from .faults import locked_by_another, on_sqlite
from .orders import log_of, note, order, said, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def timeline(room):
    return room.go_to("timeline")


def texts() -> list[str]:
    return list(Sticky.objects.order_by("pk").values_list("text", flat=True))


def test_notes_that_arrive_together_are_written_by_three_statements(timeline):
    with CaptureQueriesContext(connection) as asked:
        outcome = together(timeline, *[note(timeline, f"Note {n}", hours=n) for n in range(12)])
    writing = [q["sql"].split(" ")[0:3] for q in asked if not q["sql"].startswith("SELECT")]
    wrote = [words for words in writing if words[0] in ("INSERT", "UPDATE")]
    assert [words[0] for words in wrote] == ["INSERT", "UPDATE", "INSERT"]
    assert said(outcome.answers) == ["sticky_added"] * 12
    assert len(texts()) == 12


def test_numbers_follow_the_order_of_arrival_without_a_hole(timeline):
    before = timeline.fresh().seq
    people = [timeline.ana, timeline.ben, timeline.gil] * 3
    outcome = together(timeline, *[note(timeline, f"N{n}", by) for n, by in enumerate(people)])
    assert [event.seq for event in outcome.events] == list(range(before + 1, before + 10))
    assert outcome.answers == outcome.events
    assert texts() == [f"N{n}" for n in range(9)]
    assert timeline.fresh().seq == before + 9


@pytest.mark.parametrize("wrong", ["an empty note", "somebody else's power", "a note that is gone"])
def test_one_that_is_refused_undoes_nothing_of_its_neighbours(timeline, wrong):
    bad = {
        "an empty note": note(timeline, ""),
        "somebody else's power": order(timeline.gil, "pause_clock"),
        "a note that is gone": order(timeline.gil, "remove_sticky", sticky="nowhere"),
    }[wrong]
    before = timeline.fresh().seq
    outcome = together(timeline, note(timeline, "One"), bad, note(timeline, "Two", hours=2))
    assert isinstance(outcome.answers[1], Refusal)
    assert [event.seq for event in outcome.events] == [before + 1, before + 2]
    assert texts() == ["One", "Two"]
    assert [seq for seq, _ in log_of(timeline)] == list(range(1, before + 3))


def test_the_same_op_id_twice_in_one_batch_is_one_note_with_one_number(timeline):
    one = note(timeline, "One", timeline.ben, "op-00000001")
    outcome = together(timeline, one, note(timeline, "Two"), one, replace(one))
    first, _, again, once_more = outcome.answers
    assert first.seq == again.seq == once_more.seq
    assert (texts(), outcome.repeats, len(outcome.events)) == (["One", "Two"], 2, 2)


def test_the_same_op_id_with_other_words_or_of_another_person_is_something_else(timeline):
    one = note(timeline, "One", timeline.ben, "op-00000001")
    other_words = note(timeline, "Other", timeline.ben, "op-00000001")
    of_gil = note(timeline, "Gil's", timeline.gil, "op-00000001")
    outcome = together(timeline, one, other_words, of_gil)
    assert said(outcome.answers) == ["sticky_added", "op_conflict", "sticky_added"]
    assert texts() == ["One", "Gil's"]


def test_who_is_removed_in_a_batch_is_not_heard_after_it(timeline):
    outcome = together(
        timeline,
        note(timeline, "Before", timeline.gil),
        order(timeline.ana, "remove_participant", participant=timeline.gil.public_id),
        note(timeline, "After", timeline.gil),
        order(timeline.gil, "park_question", text="After"),
    )
    assert said(outcome.answers) == ["sticky_added", "participant_removed", "gone", "gone"]
    assert texts() == ["Before"]


def test_a_phase_that_turns_in_a_batch_has_turned_for_what_follows(timeline):
    outcome = together(
        timeline,
        note(timeline, "Before"),
        order(timeline.ana, "advance_phase", phase="whys"),
        note(timeline, "After"),
    )
    assert said(outcome.answers) == ["sticky_added", "phase_advanced", "phase_over"]


def test_notes_before_and_after_another_command_keep_their_order(timeline):
    outcome = together(
        timeline,
        note(timeline, "One"),
        note(timeline, "Two", hours=1),
        order(timeline.ben, "park_question", text="Why?"),
        note(timeline, "Three", timeline.gil),
        order(timeline.ana, "pause_clock"),
        note(timeline, "Four", hours=3),
    )
    added = "sticky_added"
    names = [added, added, "question_parked", added, "clock_paused", added]
    assert said(outcome.answers) == names
    assert [name for _, name in log_of(timeline)][-6:] == names
    assert texts() == ["One", "Two", "Three", "Four"]


def test_a_command_sees_what_was_added_before_it_in_the_batch(timeline):
    first = together(timeline, note(timeline, "One")).answers[0].particulars["thing"]
    made = note(timeline, "Two", hours=1)
    outcome = together(
        timeline,
        made,
        order(timeline.ben, "mark_sticky", sticky=first, mark="change"),
        order(timeline.ana, "undo"),
    )
    assert said(outcome.answers) == ["sticky_added", "sticky_marked", "sticky_removed"]
    assert Sticky.objects.get(text="Two").removed_at is not None


@on_sqlite
@pytest.mark.django_db(transaction=True)
async def test_what_is_sent_without_waiting_arrives_in_fewer_frames_than_operations(line, wires):
    """The writer is held up for a moment, as by a slow disk, and takes all that waits at once."""
    ben, gil = await wires("ben"), await wires("gil")
    head = line.session.seq + 12
    with locked_by_another():
        for n in range(12):
            data = {"kind": "event", "when": line.when(hours=n), "text": f"Note {n}"}
            await ben.send(t="op", op_id=f"op-000000{n:02}", command="add_sticky", data=data)
        await ben.send(t="ping")
        await ben.next("pong")
    frames, seen = 0, []
    while not seen or seen[-1] < head:
        seen += [event["seq"] for event in (await gil.next("ev"))["ev"]]
        frames += 1
    assert seen == list(range(line.session.seq + 1, head + 1))
    assert frames <= 2
