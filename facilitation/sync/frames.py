"""A frame: a dense run of events with the current HTML of everything that they touched.

Replay and live delivery make the same frames. HTML may be newer than the run's last event, never
older: applying it again is harmless, and losing something is impossible.
"""

import json
from dataclasses import dataclass

from facilitation import fragments
from facilitation.board import Board
from facilitation.models import LiveSession, SessionEvent

MOST_EVENTS = 100
MOST_BYTES = 64 * 1024
# Of HTML, before the quotes in it are escaped and the events are added.
MOST_DRAWN = 48 * 1024
SHARED = 25
# What of an event's particulars a browser needs; the rest stays in the log.
SHOWN = ("thing", "undo", "said", "reload", "out", "phase", "undoes")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a reader who has applied everything up to `after` gets next.

    last: the number that the reader has then. events: as the browser sees them. size: of the text,
    in bytes. out, reload: public ids of who leaves the room, and of whose page is loaded anew.
    """

    after: int
    last: int
    events: list[dict]
    text: str
    size: int
    out: frozenset[str]
    reload: frozenset[str]


def frame_after(session_pk: int, after: int, audience: str) -> tuple[int, list[dict], str] | None:
    """The next run for a reader who has applied `after`: (last seq, events, JSON text).

    None when there is nothing new.
    """
    frame = next_frame(session_pk, after, audience)
    return (frame.last, frame.events, frame.text) if frame else None


def next_frame(session_pk: int, after: int, audience: str) -> Frame | None:
    """From the database: the frame for a reader at `after`, None when there is nothing new.

    A run ends at the next of the shared bounds: readers who come from everywhere meet there, and
    from then on each frame is drawn once for all of them.
    """
    bound = (after // SHARED + 1) * SHARED
    events = SessionEvent.objects.filter(session_id=session_pk, seq__gt=after, seq__lte=bound)
    rows = list(events.order_by("seq"))
    if not rows:
        return None
    # Read after the events: an older session row would draw a board that this run has left.
    session = LiveSession.objects.select_related("incident__team", "facilitator").get(pk=session_pk)
    return next(draw_run(Board(session), rows, [audience]))[0]


def draw_run(board: Board, rows: list[SessionEvent], audiences):
    """Yields, for one part of a run after the other, its frame for each visibility class.

    Every piece of a part is drawn once. A part ends before the event that would make its frame too
    large; one event alone may be larger, for nothing can be cut from it.
    """
    for_lead = fragments.LEAD in audiences
    while rows:
        count, drawn = fit(board, rows, for_lead)
        part, rows = rows[:count], rows[count:]
        events = [describe(row) for row in part]
        yield [
            encode(part, events, drawn if audience == fragments.LEAD else for_room(drawn))
            for audience in audiences
        ]


def fit(board: Board, rows: list[SessionEvent], for_lead: bool) -> tuple[int, list]:
    """How many of these events make one frame, and its pieces."""
    found, told, size = {}, set(), 0
    for count, row in enumerate(rows[:MOST_EVENTS]):
        drawn = fragments.pieces(board, [t for t in row.targets if t not in told], for_lead)
        size += sum(len(piece.html or piece.id) for piece in drawn)
        if count and size > MOST_DRAWN:
            return count, list(found.values())
        told.update(row.targets)
        found.update((piece.id, piece) for piece in drawn)
    return min(len(rows), MOST_EVENTS), list(found.values())


def draw_all(board: Board, rows: list[SessionEvent], audiences) -> dict[str, list[Frame]]:
    """All frames of a run, for each class."""
    parts = list(draw_run(board, rows, audiences))
    return {each: [part[n] for part in parts] for n, each in enumerate(audiences)}


def for_room(pieces):
    return [piece for piece in pieces if not piece.lead_only]


def encode(rows, events, pieces) -> Frame:
    body = {
        "t": "ev",
        "ev": events,
        "put": [piece.html for piece in pieces if piece.html is not None],
        "gone": [piece.id for piece in pieces if piece.html is None],
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    out = frozenset(event["out"] for event in events if "out" in event)
    reload = frozenset(who for event in events for who in event.get("reload", ()))
    return Frame(rows[0].seq - 1, rows[-1].seq, events, text, len(text.encode()), out, reload)


def describe(row: SessionEvent) -> dict:
    shown = {key: row.particulars[key] for key in SHOWN if key in row.particulars}
    return {"seq": row.seq, "op": row.op_id, "name": row.name, **shown}
