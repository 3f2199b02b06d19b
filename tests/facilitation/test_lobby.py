"""The lobby and the lock: who is let in, by whom, and who sees that somebody waits."""

import pytest
from django.utils import timezone

from facilitation import access
from facilitation.board import Board
from facilitation.fragments import LEAD, ROOM
from facilitation.models import LiveSession, Participant
from facilitation.refusals import Refusal
from facilitation.seating import MOST_WAITING, give_seat_up, take_seat
from facilitation.sync.frames import frame_after

from .wire import Wire, cookies_of, in_thread

pytestmark = pytest.mark.django_db


def knock(room, name="Zoe", user=None):
    """Somebody asks to come in; their seat."""
    take_seat(room.session.pk, user, name, "" if user else f"secret of {name}")
    return Participant.objects.get(session=room.session, name=name)


def frame(room, after, audience):
    return frame_after(room.session.pk, after, audience)[2]


def names_in(room) -> list[str]:
    return [person.name for person in Board(room.fresh()).people]


# Waiting


def test_with_the_lobby_off_everybody_comes_straight_in(room):
    assert knock(room).may_enter(timezone.now())
    assert names_in(room) == ["Ana", "Gil", "Ben", "Zoe"]


def test_whoever_is_new_waits_and_is_not_in_the_room(room):
    room.do("set_lobby", on=True)
    zoe = knock(room)
    assert (zoe.may_enter(timezone.now()), zoe.waits(timezone.now())) == (False, True)
    assert access.find_participant(room.session.pk, None, "secret of Zoe") is None
    assert names_in(room) == ["Ana", "Gil", "Ben"]
    assert room.refused("read_directive", zoe).code == "gone"


def test_a_colleague_who_is_new_waits_too_and_who_was_here_does_not(room, world):
    room.do("set_lobby", on=True)
    late = type(world.ben).objects.create_user("dot@example.org", "Dot", "seven grey herons")
    assert knock(room, "Dot", late).waits(timezone.now())
    assert knock(room, "Ben", world.ben).may_enter(timezone.now())


def test_only_the_facilitators_frames_say_who_waits(room):
    room.do("set_lobby", on=True)
    before = room.fresh().seq
    knock(room)
    event = room.session.events.latest("seq")
    assert (event.name, event.targets) == ("participant_waits", ["lobby"])
    assert "Zoe" in frame(room, before, LEAD)
    assert "Zoe" not in frame(room, before, ROOM)


def test_letting_somebody_in_opens_the_seat_they_wait_on(room):
    room.do("set_lobby", on=True)
    zoe = knock(room)
    event = room.do("admit_participant", participant=zoe.public_id)
    assert event.targets == ["people", "ballots", "lobby"]
    found = access.find_participant(room.session.pk, None, "secret of Zoe")
    assert found.pk == zoe.pk
    assert room.do("read_directive", found).name == "directive_read"


def test_everybody_at_the_door_comes_in_at_once(room):
    room.do("set_lobby", on=True)
    knock(room), knock(room, "Sam")
    room.do("admit_everybody")
    assert names_in(room) == ["Ana", "Gil", "Ben", "Zoe", "Sam"]
    assert room.refused("admit_everybody").code == "already"


def test_who_is_turned_away_has_a_key_that_opens_nothing_and_nobody_else_reads_the_name(room):
    room.do("set_lobby", on=True)
    zoe, before = knock(room), room.fresh().seq
    room.do("turn_away", participant=zoe.public_id)
    assert access.find_participant(room.session.pk, None, "secret of Zoe") is None
    assert "Zoe" not in frame(room, before, ROOM) + frame(room, before, LEAD)
    for command in ("admit_participant", "turn_away"):
        refusal = room.refused(command, participant=zoe.public_id)
        assert refusal.message == "They no longer wait at the door."


def test_who_was_turned_away_asks_again_and_waits_also_when_the_lobby_is_off(room, world):
    room.ben.delete()
    room.do("set_lobby", on=True)
    room.do("turn_away", participant=knock(room, "Ben", world.ben).public_id)
    room.do("set_lobby", on=False)
    assert knock(room, "Ben", world.ben).waits(timezone.now())


def test_who_waits_is_still_asked_about_when_the_lobby_is_switched_off(room):
    room.do("set_lobby", on=True)
    zoe = knock(room)
    room.do("set_lobby", on=False)
    zoe.refresh_from_db()
    assert zoe.waits(timezone.now())
    assert knock(room, "Sam").may_enter(timezone.now())


@pytest.mark.parametrize("command", ["remove_participant", "hand_over"])
def test_nobody_at_the_door_can_be_picked_as_if_they_were_in_the_room(room, world, command):
    room.ben.delete()
    waiting = room.waiting("Ben", user=world.ben)
    refusal = room.refused(command, participant=waiting.public_id)
    assert refusal.message == "They are no longer here."


def test_nobody_in_the_room_can_be_let_in_or_turned_away(room):
    for command in ("admit_participant", "turn_away"):
        assert room.refused(command, participant=room.gil.public_id).code == "invalid"


def test_no_action_is_bound_to_somebody_who_waits(room):
    room.waiting("Zoe")
    idea = room.go_to("actions").promised("A contract test", owner="Zoe")[0]
    assert room.session.candidates.get(public_id=idea).owner is None


def test_the_facilitators_chair_lets_a_colleague_in_who_waits(room, world):
    room.ben.delete()
    waiting = room.waiting("Ben", user=world.ben)
    lead = room.session.chairs.get(seat="facilitator")
    room.do("fill_chair", chair=lead.public_id, name="Ben")
    waiting.refresh_from_db()
    assert waiting.may_enter(timezone.now())
    assert room.fresh().facilitator == waiting


def test_who_stops_waiting_is_gone_from_the_facilitators_list(room):
    zoe = room.waiting("Zoe", "l")
    before = room.fresh().seq
    give_seat_up(zoe)
    assert Board(room.fresh()).waiting == []
    assert "Zoe" not in frame(room, before, LEAD)


def test_the_door_holds_only_so_many(room):
    room.do("set_lobby", on=True)
    for number in range(MOST_WAITING):
        room.waiting(f"Guest {number}")
    with pytest.raises(Refusal) as refused:
        knock(room)
    assert refused.value.code == "full"
    assert not Participant.objects.filter(name="Zoe").exists()


# The lock


def test_a_locked_room_takes_nobody_new_and_gives_nothing_away(room):
    room.do("lock_room")
    before = room.fresh().seq
    with pytest.raises(Refusal) as refused:
        knock(room)
    assert refused.value.code == "locked"
    assert room.fresh().seq == before
    assert not Participant.objects.filter(name="Zoe").exists()


def test_the_lock_turns_both_ways_and_says_so_when_it_is_turned_already(room):
    assert room.refused("unlock_room").message == "The room is already open."
    room.do("lock_room")
    assert room.refused("lock_room").message == "The room is already locked."
    room.do("unlock_room")
    assert knock(room).may_enter(timezone.now())


def test_who_has_a_seat_is_still_seated_in_a_locked_room(room, world):
    room.do("lock_room")
    now = timezone.now()
    assert all(person.may_enter(now) for person in (room.ana, room.ben, room.gil))
    assert knock(room, "Ben", world.ben).may_enter(now)


def test_who_waits_can_be_let_into_a_locked_room(room):
    zoe = room.waiting("Zoe", "l")
    room.do("lock_room")
    room.do("admit_participant", participant=zoe.public_id)
    assert "Zoe" in names_in(room)


def test_a_closed_session_is_neither_locked_nor_asks_first(room):
    """Nobody could let the team in any more, and its boards stay there to be looked at."""
    room.do("set_lobby", on=True)
    room.do("lock_room")
    LiveSession.objects.filter(pk=room.session.pk).update(closed_at=timezone.now())
    assert knock(room).may_enter(timezone.now())


# Sockets


@pytest.mark.django_db(transaction=True)
async def test_the_socket_of_somebody_who_waits_is_closed_as_if_there_were_no_session(line):
    await in_thread(line.waiting)("Zoe", "secret of Zoe")
    wire = Wire(line.session, cookies_of(secret="secret of Zoe"))
    await wire.open()
    assert await wire.closed_with() == 4404


@pytest.mark.django_db(transaction=True)
async def test_the_facilitator_hears_of_it_and_the_room_reads_no_name(line, wires):
    ana, gil = await wires("ana"), await wires("gil")
    await ana.op("set_lobby", "op-lobby-on", on=True)
    zoe = await in_thread(knock)(line)
    answer = await ana.op("admit_participant", "op-let-in", participant=zoe.public_id)
    seen = [await wire.events_until(answer["seq"]) for wire in (ana, gil)]
    names = [[event["name"] for event in events][-2:] for events in seen]
    assert names == [["participant_waits", "participant_admitted"]] * 2
