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
    """From the database: the frame for a reader at `after`, None when there is nothing new."""
    events = SessionEvent.objects.filter(session_id=session_pk, seq__gt=after)
    rows = list(events.order_by("seq")[:MOST_EVENTS])
    if not rows:
        return None
    # Read after the events: an older session row would draw a board that this run has left.
    session = LiveSession.objects.select_related("incident__team", "facilitator").get(pk=session_pk)
    (frame,) = draw_run(Board(session), rows, [audience])
    # Half a run is a run too; one event alone may be larger, for nothing can be cut from it.
    while frame.size > MOST_BYTES and len(rows) > 1:
        rows = rows[: len(rows) // 2]
        (frame,) = draw_run(Board(session), rows, [audience])
    return frame


def draw_run(board: Board, rows: list[SessionEvent], audiences) -> list[Frame]:
    """The frame of a run of events for each visibility class, every piece drawn once."""
    targets = [address for row in rows for address in row.targets]
    drawn = fragments.pieces(board, targets, for_lead=fragments.LEAD in audiences)
    events = [describe(row) for row in rows]
    return [
        encode(rows, events, drawn if audience == fragments.LEAD else for_room(drawn))
        for audience in audiences
    ]


def draw_all(board: Board, rows: list[SessionEvent], audiences) -> dict[str, list[Frame]]:
    """The frames of a run, for each class; a run that grew too large becomes several."""
    frames = draw_run(board, rows, audiences)
    if len(rows) > 1 and any(frame.size > MOST_BYTES for frame in frames):
        middle = len(rows) // 2
        first = draw_all(board, rows[:middle], audiences)
        second = draw_all(board, rows[middle:], audiences)
        return {each: first[each] + second[each] for each in audiences}
    return {each: [frame] for each, frame in zip(audiences, frames, strict=True)}


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
