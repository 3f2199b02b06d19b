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
    with transaction.atomic():
        session = LiveSession.objects.select_for_update(of=("self",)).get(pk=person.session_id)
        person.secret_hash, person.removed_at = "", timezone.now()
        person.save(update_fields=["secret_hash", "removed_at"])
        act = events.Act(session, person, secrets.token_hex(8), "", timezone.now())
        return act.record("participant_left", touched.PEOPLE, touched.BALLOTS, out=person.public_id)


def take_seat(session_pk: int, user, name: str, secret: str):
    """Add somebody to the room and record it. Returns the event."""
    with transaction.atomic():
        session = LiveSession.objects.select_for_update(of=("self",)).get(pk=session_pk)
        fields = {"name": name, "removed_at": None, "joined_at": timezone.now()}
        if user:
            person, _ = Participant.objects.update_or_create(
                session=session, user=user, defaults=fields
            )
        else:
            person = Participant.objects.create(
                session=session, secret_hash=hashed(secret), **fields
            )
        act = events.Act(session, person, secrets.token_hex(8), "", timezone.now())
        return act.record("participant_joined", touched.PEOPLE, touched.BALLOTS)
