"""Taking back one's own last step: whose, in which order, and what refuses it."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from facilitation import events, undoing
from facilitation.board import Board
from facilitation.commands import Order, perform_together
from facilitation.fragments import LEAD, ROOM
from facilitation.memory import Memory
from facilitation.models import (
    Candidate,
    Chain,
    LiveSession,
    Mark,
    Question,
    Rung,
    SessionEvent,
    Sticky,
)
from facilitation.refusals import Refusal
from facilitation.sync.frames import frame_after
from facilitation.when import as_typed, read_when

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(room):
    return room.go_to("timeline")


def edit(room, sticky, text, by=None, **fields):
    sticky.refresh_from_db()
    data = {"kind": sticky.kind, "when": room.when(hours=1), "base": sticky.version} | fields
    return room.do("edit_sticky", by, sticky=sticky.public_id, text=text, **data)


def words(sticky) -> str | None:
    sticky.refresh_from_db()
    return None if sticky.removed_at else sticky.text


# Whose, and in which order


def test_each_takes_back_their_own_last_step_and_nobody_elses(line):
    mine, theirs = line.note("Ben's", by=line.ben), line.note("Gil's", by=line.gil)
    line.do("undo", line.ben)
    assert (words(mine), words(theirs)) == (None, "Gil's")
    assert line.refused("undo", line.ben).message == "There is nothing of yours to take back."
    line.do("undo", line.gil)
    assert words(theirs) is None


def test_steps_are_taken_back_one_after_the_other_and_done_again_in_their_order(line):
    note = line.note("First", by=line.gil, hours=1)
    for text in ("Second", "Third"):
        edit(line, note, text, line.gil)
    seen = []
    for command in ("undo", "undo", "undo", "redo", "redo", "redo", "undo", "redo"):
        line.do(command, line.gil)
        seen.append(words(note))
    assert seen == ["Second", "First", None, "First", "Second", "Third", "Second", "Third"]
    assert line.refused("redo", line.gil).message == "There is nothing of yours to do again."


def test_what_was_taken_back_and_done_between_does_not_count_as_somebody_elses(line):
    note = line.note("First", by=line.gil, hours=1)
    edit(line, note, "Second", line.gil)
    line.do("park_sticky", line.gil, sticky=note.public_id)
    for command in ("undo", "redo", "undo", "undo"):
        line.do(command, line.gil)
    assert words(note) == "First"
    assert Question.objects.filter(removed_at=None).count() == 0


def test_a_new_step_ends_what_could_be_done_again(line):
    line.note("One", by=line.ben)
    line.do("undo", line.ben)
    line.note("Two", by=line.ben)
    assert line.refused("redo", line.ben).code == "nothing"


def test_one_step_can_be_taken_back_by_its_number_after_others(line):
    note = line.note("One", by=line.ben)
    removed = line.do("remove_sticky", line.ben, sticky=note.public_id)
    other = line.note("Two", by=line.ben)
    line.do("undo", line.ben, seq=removed.seq)
    assert (words(note), words(other)) == ("One", "Two")
    assert line.refused("undo", line.ben, seq=removed.seq).code == "nothing"
    assert line.refused("undo", line.gil, seq=other.pk).code == "nothing"


def test_steps_that_have_no_way_back_are_passed_over(line):
    note = line.note("One")
    line.do("change_join_code")
    line.do("undo")
    assert words(note) is None


def test_a_step_and_its_undo_may_arrive_together(line):
    data = {"kind": "event", "when": line.when(hours=1), "text": "Quick"}
    orders = [
        Order(line.gil.pk, "add_sticky", data, str(uuid.uuid4())),
        Order(line.gil.pk, "undo", {}, str(uuid.uuid4())),
    ]
    added, undone = perform_together(line.session.pk, orders).answers
    assert (undone.name, undone.particulars["undoes"]) == ("sticky_removed", added.seq)
    assert Sticky.objects.get().removed_at is not None


def test_the_same_undo_sent_twice_happens_once(line):
    line.note("One", by=line.ben)
    line.note("Two", by=line.ben)
    first = line.do("undo", line.ben, op_id="op-12345678")
    assert line.do("undo", line.ben, op_id="op-12345678").seq == first.seq
    assert Sticky.objects.filter(removed_at=None).count() == 1


# Nobody else's words or steps go with it


def test_an_edit_that_somebody_else_has_edited_since_stays(line):
    note = line.note("First", hours=1)
    edit(line, note, "Ben's", line.ben)
    edit(line, note, "Gil's", line.gil)
    refusal = line.refused("undo", line.ben)
    assert (refusal.code, refusal.message, refusal.current["text"]) == (
        "stale",
        "“Note changed” cannot be taken back now. Somebody has changed it since, and that stays.",
        "Gil's",
    )
    assert words(note) == "Gil's"


def test_a_note_that_somebody_else_has_reworded_is_not_removed_with_its_adding(line):
    note = line.note("Ben's", by=line.ben, hours=1)
    edit(line, note, "Gil's", line.gil)
    assert line.refused("undo", line.ben).code == "stale"
    assert words(note) == "Gil's"


def test_a_note_that_somebody_else_removed_is_gone_and_said_so(line):
    note = line.note("Ben's", by=line.ben, hours=1)
    line.do("remove_sticky", line.gil, sticky=note.public_id)
    assert line.refused("undo", line.ben).message == (
        "“Note added” cannot be taken back now. That is no longer on the board."
    )


def test_a_mark_that_somebody_else_has_moved_since_stays(line):
    one, two, three = line.note(hours=1), line.note(hours=2), line.note(hours=3)
    for note, who in ((one, line.ana), (two, line.ben), (three, line.gil)):
        line.do("mark_sticky", who, sticky=note.public_id, mark="change")
    line.do("mark_sticky", line.gil, sticky=one.public_id, mark="symptom")
    assert line.refused("undo", line.ben).code == "stale"
    assert Mark.objects.get(kind="change").sticky == three
    line.do("undo", line.gil)
    line.do("undo", line.gil)
    assert Mark.objects.get().sticky == two


def test_another_mark_moved_by_somebody_else_does_not_matter(line):
    one, two = line.note(hours=1), line.note(hours=2)
    line.do("mark_sticky", line.ben, sticky=one.public_id, mark="change")
    line.do("mark_sticky", line.gil, sticky=two.public_id, mark="symptom")
    line.do("undo", line.ben)
    assert [mark.kind for mark in Mark.objects.all()] == ["symptom"]


def test_an_owner_whom_somebody_else_has_changed_stays(room):
    (idea,) = room.go_to("actions").ideas("One")
    room.do("set_owner", room.ben, idea=idea, owner="Ben", was="")
    room.do("set_owner", room.gil, idea=idea, owner="Gil", was="Ben")
    assert room.refused("undo", room.ben).code == "stale"
    room.do("undo", room.gil)
    room.do("undo", room.ben)
    found = Candidate.objects.get()
    assert (found.owner_name, found.owner) == ("", None)


def test_an_owner_comes_back_as_the_same_person_of_two_with_one_name(room):
    twin = room.guest("Ben", "another secret")
    (idea,) = room.go_to("actions").ideas("One")
    room.do("set_owner", idea=idea, participant=twin.public_id, was="")
    room.do("set_owner", idea=idea, owner="Gil", was="Ben")
    room.do("undo")
    assert Candidate.objects.get().owner == twin


def test_an_idea_comes_back_to_its_place(room):
    one, two, three = room.go_to("actions").promised("One", "Two", "Three")
    for command in ("remove_idea", "park_idea"):
        room.do(command, idea=two)
        assert [idea.public_id for idea in Board(room.fresh()).ideas] == [one, three]
        room.do("undo")
        assert [idea.public_id for idea in Board(room.fresh()).ideas] == [one, two, three]


# Roles, phases, states


def test_a_step_of_a_phase_that_is_over_says_which_and_why(line):
    line.note("Ben's", by=line.ben)
    line.do("advance_phase", phase="whys")
    refusal = line.refused("undo", line.ben)
    assert (refusal.code, refusal.message) == (
        "phase_over",
        "“Note added” cannot be taken back now. The room is at “Root cause, 5 Whys” now.",
    )


def test_the_facilitators_steps_are_taken_back_by_who_facilitates_now(line):
    line.do("pause_clock")
    line.do("hand_over", participant=line.ben.public_id)
    refusal = line.refused("undo", line.ana)
    assert (refusal.code, refusal.message) == (
        "not_facilitator",
        "“Clock paused” cannot be taken back now. Only the facilitator steers this.",
    )
    assert line.refused("undo", line.ben).code == "nothing"


def test_a_turn_of_the_room_is_taken_back_only_while_it_stands(line):
    line.do("advance_phase", phase="whys")
    line.do("hand_over", participant=line.ben.public_id)
    line.do("advance_phase", line.ben, phase="factors")
    line.do("hand_over", line.ben, participant=line.ana.public_id)
    assert line.refused("undo", line.ana).code == "stale"
    assert line.fresh().phase == "factors"


def test_whoever_starts_a_chain_takes_it_back_while_nothing_hangs_on_it(room):
    room.go_to("whys")
    chain = room.thing("start_chain", room.gil, origin="Support hears first")
    room.do("undo", room.gil)
    assert Chain.objects.get(public_id=chain).removed_at is not None
    room.do("redo", room.gil)
    rung = {"question": "Why?", "text": "a format changed"}
    room.do("add_rung", room.ben, chain=chain, **rung)
    assert room.refused("undo", room.gil).code == "not_empty"


def test_a_rung_comes_back_only_to_the_end_that_it_left(room):
    chain = room.go_to("whys").session.chains.first().public_id
    rung = room.thing("add_rung", room.gil, chain=chain, question="Why?", text="a format changed")
    room.do("remove_rung", room.gil, rung=rung)
    room.do("add_rung", room.ben, chain=chain, question="Why?", text="nobody was told")
    assert room.refused("undo", room.gil).code == "not_the_end"
    assert Rung.objects.filter(removed_at=None).count() == 1


def test_an_owner_takes_a_yes_back_and_nobody_elses(room):
    one, _ = room.go_to("actions").promised("One", "Two")
    room.do("begin_reading")
    room.do("say_yes", room.ben, idea=one)
    assert room.refused("take_answer_back", room.gil, idea=one).code == "not_yours"
    room.do("undo", room.ben)
    assert Candidate.objects.get(public_id=one).answer == "waiting"


def test_the_reason_for_leaving_a_phase_out_goes_with_the_step(line):
    line.do("skip_phase", phase="whys", because="Climbed in the channel")
    line.do("undo")
    clock = line.session.clocks.get(phase="whys")
    assert (line.fresh().phase, clock.skipped_because) == ("timeline", "")


def test_a_closed_room_takes_nothing_back(line):
    line.note("Ben's", by=line.ben)
    line.do("pause_clock")
    LiveSession.objects.update(closed_at=timezone.now())
    assert line.refused("undo", line.ben).code == "closed"


def test_a_chair_is_emptied_again_before_the_start(room):
    chair = room.session.chairs.get(seat="oncall")
    room.do("fill_chair", chair=chair.public_id, name="Gil")
    room.do("undo")
    chair.refresh_from_db()
    assert chair.name == ""


# What is kept, and what is told


def test_nobody_is_told_the_words_that_a_step_keeps_to_be_taken_back(line):
    note = line.note("The secret first draft", by=line.gil, hours=1)
    before = line.fresh().seq
    edit(line, note, "Better", line.gil)
    for audience in (LEAD, ROOM):
        _, told, text = frame_after(line.session.pk, before, audience)
        assert "back" not in told[0]
        assert "secret" not in text
    assert "secret" in str(SessionEvent.objects.get(seq=before + 1).particulars["back"])


def test_the_event_looks_like_anybodys_and_its_words_name_no_one(line):
    line.note("Gil's own words", by=line.gil)
    before = line.fresh().seq
    line.do("undo", line.gil)
    _, (told,), _ = frame_after(line.session.pk, before, ROOM)
    assert (told["name"], told["said"]) == ("sticky_removed", "Note removed")
    assert line.gil.public_id not in str(told)


@pytest.mark.parametrize(
    ("steps", "said"),
    [(["undo"], "Note changed back"), (["undo", "redo"], "Note changed again")],
)
def test_an_edit_says_in_which_direction_it_went(line, steps, said):
    note = line.note("First", by=line.gil, hours=1)
    edit(line, note, "Second", line.gil)
    for command in steps:
        event = line.do(command, line.gil)
    assert event.particulars["said"] == said


def acting(room, person) -> events.Act:
    log = events.Log(Memory(room.fresh()))
    return events.Act(log, person, "some-op-id", "", timezone.now())


def test_the_last_step_is_found_by_one_query_that_has_an_end(line):
    line.note("One", by=line.ben)
    act = acting(line, line.ben)
    with CaptureQueriesContext(connection) as asked:
        step = undoing.step_back(act, redo=False)
    assert (step.command, len(asked)) == ("remove_sticky", 1)
    assert "LIMIT 200" in asked[0]["sql"]
    found = SessionEvent.objects.filter(actor_id=line.ben.pk).order_by("-seq")[:200]
    if connection.vendor == "sqlite":
        assert "last_steps" in found.explain()


def test_only_the_last_two_hundred_of_ones_own_events_are_looked_at(line):
    line.note("One", by=line.ben)
    SessionEvent.objects.bulk_create(
        SessionEvent(
            session=line.session, seq=1000 + n, actor=line.ben, op_id=f"op-{n:08}", body_hash="",
            name="ideas_ranked",
        )
        for n in range(200)
    )  # fmt: skip
    with pytest.raises(Refusal) as raised:
        undoing.step_back(acting(line, line.ben), redo=False)
    assert raised.value.code == "nothing"


# Times, exactly as they were


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC"]),
    approximate=st.booleans(),
)
def test_a_time_is_written_so_that_it_is_read_as_the_same_moment(at, zone, approximate):
    at = at.replace(second=0, microsecond=0)
    text = as_typed(at, approximate, zone)
    read, is_about = read_when(text, start=at, end=at, zone=zone)
    # In UTC: a moment of an hour that comes twice equals none of another zone.
    assert (read.astimezone(UTC), is_about) == (at, approximate)


@pytest.mark.parametrize("hour", [0, 1])
def test_the_hour_that_comes_twice_in_autumn_keeps_which_one_it_was(hour):
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    text = as_typed(at, False, "Europe/London")
    assert text == f"2026-10-25 01:30+0{1 - hour}:00"
    read, _ = read_when(text, start=at, end=at, zone="Europe/London")
    assert read.astimezone(UTC) == at
