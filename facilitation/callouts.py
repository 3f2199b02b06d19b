"""Calling out blame. It passes through memory to the screens that are open and is written nowhere:
no row, no event, no log line, no count, and never by whom."""

import time

from .refusals import Refusal

COMMAND = "call_out_blame"
PAUSE = 10.0
_last: dict[int, float] = {}


def call_out(person, data: dict) -> dict:
    """The passing message for the room. Refuses a second call within ten seconds."""
    now = time.monotonic()
    if now - _last.get(person.pk, -PAUSE) < PAUSE:
        raise Refusal("too_soon", "The room has just been told. Give it a moment.")
    _last[person.pk] = now
    if person.session.closed_at:
        raise Refusal("closed", "The session is closed.")
    return {"t": "eph", "blame": {"towards_facilitator": data.get("towards") in (True, "on")}}
