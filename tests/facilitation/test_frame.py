"""The frame: starting, phases in one order, the clock, chairs and people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from facilitation.board import Board
from facilitation.clock import read_ruler
from facilitation.models import LiveSession, PhaseClock
from tests.factories import Room

pytestmark = pytest.mark.django_db


def test_an_incident_that_is_not_over_cannot_be_held(world, make_incident):
    room = Room(make_incident(resolved_at=None), world.ana)
    refusal = room.refused("start_session")
    assert (refusal.code, refusal.message) == (
        "not_resolved",
        "The incident is not over yet. Keep to the incident channel for now, and start when it "
        "has a resolution time.",
    )


def test_starting_sets_the_clock_once(room):
    assert room.do("start_session").name == "session_started"
    assert room.fresh().is_running
    assert room.refused("start_session").code == "already"


@pytest.mark.parametrize("phase", ["room", "whys", "factors", "actions"])
def test_a_phase_opens_only_from_the_one_before(room, phase):
    room.start()
    assert room.refused("advance_phase", phase=phase).code == "not_next"


def test_going_back_is_free_and_remembers_how_far_the_room_came(room):
    room.go_to("factors")
    room.do("go_back", phase="timeline")
    assert (room.fresh().phase, room.fresh().furthest) == ("timeline", 3)
    assert room.refused("go_back", phase="timeline").code == "not_back"


@pytest.mark.parametrize("because", ["", "   ", None])
def test_skipping_needs_a_reason(room, because):
    room.go_to("timeline")
    assert list(room.refused("skip_phase", phase="whys", because=because).fields) == ["because"]


def test_the_reason_for_skipping_is_kept_also_when_the_room_goes_back(room):
    room.go_to("timeline")
    room.do("skip_phase", phase="whys", because="Climbed in the channel")
    clock = PhaseClock.objects.get(session=room.session, phase="whys")
    assert (room.fresh().phase, clock.skipped_because) == ("factors", "Climbed in the channel")
    room.do("go_back", phase="whys")
    room.do("advance_phase", phase="factors")
    clock.refresh_from_db()
    assert clock.skipped_because == "Climbed in the channel"


def test_only_the_next_phase_can_be_left_out_and_never_the_last(room):
    room.go_to("timeline")
    assert room.refused("skip_phase", phase="factors", because="So").code == "not_next"
    room.go_to("factors")
    assert room.refused("skip_phase", phase="actions", because="So").code == "not_next"


# The clock


def test_the_plan_is_ninety_minutes_with_its_slack(room):
    ruler = read_ruler(room.fresh())
    assert [segment.minutes for segment in ruler.segments] == [5, 20, 25, 10, 15]
    assert sum(segment.minutes for segment in ruler.segments) + ruler.slack == 90


def ran(room, **ago):
    """As if the clock had been started that long ago."""
    LiveSession.objects.filter(pk=room.session.pk).update(
        clock_started_at=timezone.now() - timedelta(**ago)
    )


def test_pausing_keeps_what_has_run_and_nothing_runs_while_paused(room):
    room.go_to("timeline")
    ran(room, minutes=7)
    assert room.do("pause_clock").name == "clock_paused"
    assert read_ruler(room.fresh()).now.spent == 420
    assert room.refused("pause_clock").code == "already"
    LiveSession.objects.update(paused_at=timezone.now() - timedelta(minutes=30))
    room.do("resume_clock")
    fresh = read_ruler(room.fresh())
    assert (fresh.now.spent, fresh.running, room.fresh().sitting) == (420, True, 1)


def test_a_pause_of_hours_is_another_sitting_with_everything_kept(room):
    room.go_to("timeline").note("Orders stop")
    room.do("pause_clock")
    LiveSession.objects.update(paused_at=timezone.now() - timedelta(hours=20))
    room.do("resume_clock")
    assert (room.fresh().sitting, Board(room.fresh()).note_count) == (2, 1)


def test_what_a_phase_took_is_booked_to_that_phase(room):
    room.go_to("timeline")
    ran(room, minutes=21)
    room.do("advance_phase", phase="whys")
    spent = {s.phase.slug: s.spent for s in read_ruler(room.fresh()).segments}
    assert spent == {"room": 0, "timeline": 1260, "whys": 0, "factors": 0, "actions": 0}


def test_nobody_is_cut_off_past_the_planned_minutes(room):
    room.go_to("timeline")
    ran(room, minutes=40)
    room.note("Still writing")
    room.do("pause_clock")
    assert read_ruler(room.fresh()).now.left == -20 * 60


def test_minutes_are_taken_from_a_phase_that_is_still_ahead(room):
    room.go_to("timeline")
    room.do("take_minutes", phase="factors", minutes=5)
    ruler = read_ruler(room.fresh())
    assert [segment.minutes for segment in ruler.segments] == [5, 25, 25, 5, 15]
    assert ruler.slack == 15
    assert room.refused("take_minutes", phase="room", minutes=5).code == "not_later"
    assert room.refused("take_minutes", phase="factors", minutes=5).code == "no_minutes"


@pytest.mark.parametrize("minutes", [0, -5, 31, "x", None, 1.5])
def test_only_whole_sensible_minutes_are_added(room, minutes):
    room.go_to("timeline")
    assert list(room.refused("add_minutes", minutes=minutes).fields) == ["minutes"]


def test_reading_the_clock_writes_nothing_and_ticks_nothing(room, django_assert_num_queries):
    session = room.go_to("timeline").fresh()
    with django_assert_num_queries(1):
        ends = read_ruler(session).now.ends_at
    assert ends == session.clock_started_at + timedelta(minutes=20)
