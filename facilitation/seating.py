"""Opening a session for an incident, and taking a seat in it."""

import secrets

from django.db import transaction
from django.utils import timezone

from incidents.models import Incident
from playbook import seats

from . import addresses as touched
from . import clock, events
from .access import hashed
from .models import Chair, LiveSession, Participant
from .operations.frame import new_code
from .refusals import Refusal

# A page draws them all; whoever floods the door must not flood the board.
MOST_WAITING = 40
WAITS = "participant_waits"


@transaction.atomic
def open_session(incident: Incident, user) -> LiveSession:
    """The incident's session, with its chairs; who opens it facilitates at first."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    found = LiveSession.objects.filter(incident=incident).first()
    if found:
        return found
    session = LiveSession.objects.create(incident=incident, join_code=new_code())
    clock.set_up(session)
    lead = Participant.objects.create(session=session, user=user, name=user.name)
    session.facilitator = lead
    session.save(update_fields=["facilitator"])
    set_chairs(session, user.name)
    incident.scheduled_for = incident.scheduled_for or timezone.now()
    incident.save(update_fields=["scheduled_for"])
    return session


def set_chairs(session: LiveSession, lead_name: str) -> None:
    incident = session.incident
    chairs = []
    for seat in seats.SEATS:
        if seat.needs_change and not incident.change_triggered:
            continue
        labels = [f"From {name}" for name in incident.team_names] if seat.per_team else [""]
        chairs += [
            Chair(
                session=session,
                seat=seat.slug,
                label=label,
                name=lead_name if seat.slug == "facilitator" else "",
            )
            for label in labels
        ]
    for place, chair in enumerate(chairs):
        chair.position = place
    Chair.objects.bulk_create(chairs)


def give_seat_up(person: Participant):
    """Somebody leaves: their key stops working and their sockets close. Returns the event."""
    with events.locked(person.session_id) as log:
        person.secret_hash, person.removed_at = "", timezone.now()
        person.save(update_fields=["secret_hash", "removed_at"])
        if person.admitted_at is None:
            return act_of(log, person).record("participant_left", touched.LOBBY)
        return act_of(log, person).record(
            "participant_left", touched.PEOPLE, touched.BALLOTS, out=person.public_id
        )


def take_seat(session_pk: int, user, name: str, secret: str):
    """Add somebody to the room, or to those at its door, and record it. Returns the event.

    Raises Refusal when the room is locked, or too many wait already.
    """
    with events.locked(session_pk) as log:
        session, now = log.session, timezone.now()
        found = session.participants.filter(user=user).first() if user else None
        key = hashed(secret) if secret else ""
        person = found or Participant(session=session, user=user, secret_hash=key)
        if not (found and found.may_enter(now)):
            person.admitted_at = None if must_wait(session, found) else now
        person.name, person.joined_at, person.removed_at = name, now, None
        person.save()
        act = act_of(log, person)
        if person.admitted_at is None:
            return act.record(WAITS, touched.LOBBY)
        return act.record("participant_joined", touched.PEOPLE, touched.BALLOTS)


def must_wait(session: LiveSession, found: Participant | None) -> bool:
    """Whether somebody new stops at the door; who was turned away stops there again."""
    if session.is_locked:
        raise Refusal("locked", "The room is locked.")
    turned_away = found is not None and found.was_turned_away and not session.is_closed
    waits = session.asks_first or turned_away
    if waits and session.participants.waiting().count() >= MOST_WAITING:
        raise Refusal("full", "Many people are at the door already. Try again in a moment.")
    return waits


def act_of(log: events.Log, person: Participant) -> events.Act:
    return events.Act(log, person, secrets.token_hex(8), "", timezone.now())
