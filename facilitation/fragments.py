"""Turns addresses into HTML of the current state. The same pieces make the page and the push.

Rendered once per visibility class (the facilitator's, the room's), never once per person: nothing
in a fragment depends on who is looking. A page hides what is not for its reader by attributes.
"""

from dataclasses import dataclass, replace

from django.template.loader import get_template

from . import line
from .board import Board

LEAD, ROOM = "lead", "room"
LEAD_ONLY = frozenset({"guide", "ready", "controls", "lobby"})


@dataclass(frozen=True)
class Piece:
    """One element to put on the page in place of the one with its id, or an id to take away."""

    id: str
    html: str | None
    lead_only: bool = False


def draw(board: Board, template: str, **context) -> str:
    text = get_template(f"facilitation/{template}.html").template.render(_context(board, context))
    return text.strip()


def _context(board, context):
    from django.template import Context

    return Context(
        {"board": board, "session": board.session, "zone": board.zone, **context}, autoescape=True
    )


def whole(name: str):
    """A fragment that stands once on the page, with its own template and id."""

    def render(board: Board, _):
        yield Piece(name, draw(board, f"_{name}"))

    return render


def line_piece(board: Board, argument: str):
    """A moment and the gaps on both sides of it."""
    minute = int(argument)
    before, after = board.neighbours(minute)
    moment = board.moment(minute)
    if moment.is_empty:
        yield Piece(f"m-{minute}", None)
        yield Piece(f"g-{minute}", None)
        if before is not None:
            yield gap_piece(board, before, after)
        return
    yield Piece(f"m-{minute}", draw(board, "_moment", moment=moment))
    yield gap_piece(board, minute, after)
    if before is not None:
        yield gap_piece(board, before, minute)


def sticky_piece(board: Board, public_id: str):
    """One note that joins a moment which is on the page already."""
    note = board.note(public_id)
    html = draw(board, "_flag", note=note) if note else None
    yield Piece(f"f-{public_id}", html)


def gap_piece(board: Board, one: int, other: int | None) -> Piece:
    if other is None:
        return Piece(f"g-{one}", None)
    return Piece(f"g-{one}", draw(board, "_gap", gap=line.gap_between(one, other)))


def thing_piece(kind: str, relation: str):
    def render(board: Board, public_id: str):
        thing = getattr(board.session, relation).filter(public_id=public_id).first()
        present = thing is not None and thing.removed_at is None
        present = present and not getattr(thing, "parked_because", "")
        html = draw(board, f"_{kind}", **{kind: thing}) if present else None
        yield Piece(f"{kind}-{public_id}", html)

    return render


def chain_piece(board: Board, public_id: str):
    ladder = next((la for la in board.ladders if la.chain.public_id == public_id), None)
    html = draw(board, "_chain", ladder=ladder) if ladder else None
    yield Piece(f"chain-{public_id}", html)


RENDERERS = {
    name: whole(name)
    for name in (
        "rail",
        "people",
        "board",
        "guide",
        "ready",
        "controls",
        "composer",
        "deliverables",
        "directive",
        "banner",
        "measures",
        "parking",
        "chairs",
        "join",
        "ideas",
        "ranking",
        "promises",
        "ballots",
        "vow",
        "closing",
        "context",
        "lobby",
    )
} | {
    "line": line_piece,
    "sticky": sticky_piece,
    "question": thing_piece("question", "questions"),
    "factor": thing_piece("factor", "factors"),
    "idea": thing_piece("idea", "candidates"),
    "chain": chain_piece,
}


def pieces(board: Board, targets: list[str], for_lead: bool) -> list[Piece]:
    """The current state of every address in `targets`.

    for_lead: with what only the facilitator sees; those pieces are marked `lead_only`.
    """
    found: dict[str, Piece] = {}
    for address in dict.fromkeys(targets):
        kind, _, argument = address.partition("@")
        lead_only = kind in LEAD_ONLY
        if lead_only and not for_lead:
            continue
        for piece in RENDERERS[kind](board, argument):
            found[piece.id] = replace(piece, lead_only=True) if lead_only else piece
    return list(found.values())
