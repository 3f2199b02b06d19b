"""Who is let in: the lobby where people wait for the facilitator, and the lock on the room."""

from facilitation import addresses as touched
from facilitation.refusals import Refusal

ENTERS = (touched.PEOPLE, touched.BALLOTS, touched.LOBBY)


def set_lobby(act, *, on=False):
    """Whether the facilitator is asked first. Who waits already goes on waiting for an answer."""
    act.session.lobby = on
    act.session.save(update_fields=["lobby"])
    return act.record("lobby_set", touched.LOBBY)


def lock_room(act):
    return turn_key(act, True, "room_locked")


def unlock_room(act):
    return turn_key(act, False, "room_unlocked")


def turn_key(act, locked, name):
    if act.session.locked == locked:
        raise Refusal("already", f"The room is already {'locked' if locked else 'open'}.")
    act.session.locked = locked
    act.session.save(update_fields=["locked"])
    return act.record(name, touched.PEOPLE, touched.JOIN)


def admit_participant(act, *, participant):
    let_in(participant, act.now)
    return act.record("participant_admitted", *ENTERS, said=f"{participant.name} is in the room.")


def let_in(participant, now) -> None:
    if participant.admitted_at is None:
        participant.admitted_at = now
        participant.save(update_fields=["admitted_at"])


def admit_everybody(act):
    if not act.session.participants.waiting().update(admitted_at=act.now):
        raise Refusal("already", "Nobody waits at the door.")
    return act.record("everybody_admitted", *ENTERS, said="Everybody is in the room.")


def turn_away(act, *, participant):
    """Their key opens nothing any more. It still tells their own page so, in kind words."""
    participant.removed_at = act.now
    participant.save(update_fields=["removed_at"])
    # No name: what is said here reaches everybody in the room.
    return act.record("participant_turned_away", touched.LOBBY, said="Turned away.")
