"""Calling out blame. It passes through memory to the screens that are open and is written nowhere:
no row, no event, no log line, no count, and never by whom."""

import time

from django.utils import timezone

from .models import Participant
from .refusals import Refusal

COMMAND = "call_out_blame"
PAUSE = 10.0
_last: dict[int, float] = {}


def call_out(participant_pk: int, data: dict) -> dict:
    """The passing message for the room. Refuses a second call within ten seconds."""
    now = time.monotonic()
    for pk in [pk for pk, then in _last.items() if now - then > PAUSE]:
        del _last[pk]
    if now - _last.get(participant_pk, -PAUSE) < PAUSE:
        raise Refusal("too_soon", "The room has just been told. Give it a moment.")
    person = Participant.objects.select_related("session").get(pk=participant_pk)
    if not person.may_enter(timezone.now()):
        raise Refusal("gone", "You are no longer in this session.")
    if person.session.is_closed:
        raise Refusal("closed", "The session is closed.")
    _last[participant_pk] = now
    return {"t": "eph", "blame": {"towards_facilitator": data.get("towards") in (True, "on")}}
