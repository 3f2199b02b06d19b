"""Who is in the room, who steers it, and which chairs are filled."""

from contextlib import suppress

import pytest
from django.utils import timezone

from facilitation.board import Board
from facilitation.models import CODE_ALPHABET, Chair, Participant
from facilitation.refusals import Refusal
from tests.factories import Room

pytestmark = pytest.mark.django_db


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
