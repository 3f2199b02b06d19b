"""A frame: a dense run of events with the current HTML of everything that they touched.

Replay and live delivery are the same call. HTML may be newer than the run's last event, never
older: applying it again is harmless, and losing something is impossible.
"""

import json

from facilitation import fragments
from facilitation.models import LiveSession, SessionEvent

MOST_EVENTS = 100
# What of an event's particulars a browser needs; the rest stays in the log.
SHOWN = ("thing", "undo", "said", "reload", "out", "phase")


def frame_after(session_pk: int, after: int, audience: str) -> tuple[int, list[dict], str] | None:
    """The next run for a reader who has applied `after`: (last seq, events, JSON text).

    None when there is nothing new.
    """
    events = SessionEvent.objects.filter(session_id=session_pk, seq__gt=after)
    rows = list(events.order_by("seq")[:MOST_EVENTS])
    if not rows:
        return None
    # Read after the events: an older session row would draw a board that this run has left.
    session = LiveSession.objects.select_related("incident__team", "facilitator").get(pk=session_pk)
    targets = [address for row in rows for address in row.targets]
    drawn = fragments.pieces(session, targets, audience)
    events = [describe(row) for row in rows]
    body = {
        "t": "ev",
        "ev": events,
        "put": [piece.html for piece in drawn if piece.html is not None],
        "gone": [piece.id for piece in drawn if piece.html is None],
    }
    return rows[-1].seq, events, json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def describe(row: SessionEvent) -> dict:
    shown = {key: row.particulars[key] for key in SHOWN if key in row.particulars}
    return {"seq": row.seq, "op": row.op_id, "name": row.name, **shown}
