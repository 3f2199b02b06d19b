"""The frame: starting, phases in one order, the clock, chairs and people."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from facilitation.board import Board
from facilitation.clock import read_ruler
from facilitation.models import CODE_ALPHABET, Chair, LiveSession, Participant, PhaseClock
from facilitation.refusals import Refusal
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


def test_the_reason_for_skipping_is_kept_until_the_phase_is_held_after_all(room):
    room.go_to("timeline")
    room.do("skip_phase", phase="whys", because="Climbed in the channel")
    clock = PhaseClock.objects.get(session=room.session, phase="whys")
    assert (room.fresh().phase, clock.skipped_because) == ("factors", "Climbed in the channel")
    room.do("go_back", phase="whys")
    clock.refresh_from_db()
    assert clock.skipped_because == ""


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


# People and chairs


def test_the_role_passes_to_a_colleague_and_the_steering_with_it(room):
    room.go_to("timeline")
    event = room.do("hand_over", participant=room.ben.public_id)
    assert event.particulars["reload"] == [room.ana.public_id, room.ben.public_id]
    assert room.refused("pause_clock", room.ana).code == "not_facilitator"
    assert room.do("pause_clock", room.ben).name == "clock_paused"


def test_a_guest_cannot_hold_the_role(room):
    assert room.refused("hand_over", participant=room.gil.public_id).code == "needs_account"


def close(room, seat, name):
    chair = Chair.objects.get(session=room.session, seat=seat)
    room.do("fill_chair", chair=chair.public_id, name=name)


@pytest.mark.parametrize("seat", ["oncall", "responder"])
def test_whoever_was_close_to_it_takes_the_role_only_for_a_reason_that_all_see(room, seat):
    close(room, seat, "Ben")
    refusal = room.refused("hand_over", participant=room.ben.public_id)
    assert (refusal.code, list(refusal.fields)) == ("too_close", ["because"])
    room.do("hand_over", participant=room.ben.public_id, because="Nobody else is free")
    assert room.fresh().close_to_it_because == "Nobody else is free"
    room.do("hand_over", room.ben, participant=room.ana.public_id)
    assert room.fresh().close_to_it_because == ""


def test_the_reason_of_one_facilitator_is_not_the_next_ones(room):
    lead = Chair.objects.get(session=room.session, seat="facilitator")
    for seat, name in (("oncall", "Ben"), ("responder", "Ana")):
        chair = Chair.objects.get(session=room.session, seat=seat)
        room.do("fill_chair", chair=chair.public_id, name=name, because="Only us two")
    refusal = room.refused("fill_chair", chair=lead.public_id, name="Ben")
    assert refusal.code == "too_close"


def test_a_chair_by_the_facilitator_needs_the_reason_too(room):
    chair = Chair.objects.get(session=room.session, seat="oncall")
    assert room.refused("fill_chair", chair=chair.public_id, name="ana").code == "too_close"
    room.do("fill_chair", chair=chair.public_id, name="ana", because="A team of two")
    assert room.fresh().close_to_it_because == "A team of two"


def test_the_facilitators_chair_takes_a_colleague_who_can_then_steer(room):
    lead = Chair.objects.get(session=room.session, seat="facilitator")
    assert room.refused("fill_chair", chair=lead.public_id, name="Gil").code == "needs_account"
    event = room.do("fill_chair", chair=lead.public_id, name="Ben")
    assert event.particulars["reload"] == [room.ana.public_id, room.ben.public_id]
    assert room.do("start_session", room.ben).name == "session_started"


def test_the_room_is_never_left_to_a_facilitator_who_cannot_enter(room):
    lead = Chair.objects.get(session=room.session, seat="facilitator")
    room.do("remove_participant", participant=room.ben.public_id)
    with suppress(Refusal):
        room.do("fill_chair", chair=lead.public_id, name="Ben")
    assert room.fresh().facilitator.may_enter(timezone.now())


def test_the_chairs_follow_the_incident(world, make_incident):
    plain = Room(make_incident(change_triggered=False, other_teams=""), world.ana)
    full = Room(make_incident(change_triggered=True, other_teams="Stock, Post"), world.ana)
    seats = [[c.seat for c in room.session.chairs.all()] for room in (plain, full)]
    assert seats == [
        ["responder", "oncall", "facilitator", "sponsor"],
        ["responder", "oncall", "author", "voice", "voice", "facilitator", "sponsor"],
    ]


@pytest.mark.parametrize(("count", "warns"), [(4, True), (5, False), (8, False), (9, True)])
def test_four_or_nine_people_are_warned_and_let_in(room, count, warns):
    room.session.chairs.all().delete()
    Chair.objects.bulk_create(
        Chair(session=room.session, seat="responder", name=f"Person {n}") for n in range(count)
    )
    assert bool(Board(room.fresh()).people_note) is warns
    assert room.do("start_session").name == "session_started"


def test_the_facilitator_cannot_be_taken_out(room):
    refusal = room.refused("remove_participant", participant=room.ana.public_id)
    assert refusal.code == "is_facilitator"


def test_somebody_taken_out_can_do_nothing_more(room):
    event = room.do("remove_participant", participant=room.gil.public_id)
    assert event.particulars["out"] == room.gil.public_id
    assert room.refused("read_directive", room.gil).code == "gone"
    assert Participant.objects.get(pk=room.gil.pk).removed_at is not None


def test_a_new_code_ends_the_old_code_and_link(room):
    from facilitation.access import join_token, session_for_token

    token, code = join_token(room.session), room.session.join_code
    assert session_for_token(token) == room.session
    room.do("change_join_code")
    assert session_for_token(token) is None
    assert room.fresh().join_code != code
    assert set(room.fresh().join_code) <= set(CODE_ALPHABET)


def test_the_directive_is_ticked_by_whoever_read_it_and_stops_nobody(room):
    room.start()
    room.do("read_directive", room.gil)
    assert room.fresh().directive_read_by == "Gil"
    other = room.do("advance_phase", phase="timeline")
    assert other.name == "phase_advanced"


def test_the_room_moves_on_without_a_tick(room):
    room.start()
    assert room.do("advance_phase", phase="timeline").name == "phase_advanced"


@pytest.mark.parametrize("phase", ["room", "timeline", "whys", "factors", "actions"])
def test_the_directive_comes_up_from_any_phase(room, phase):
    room.go_to(phase)
    event = room.do("show_directive")
    assert (event.name, event.targets, room.fresh().directive_up) == (
        "directive_shown", ["directive"], True
    )  # fmt: skip
