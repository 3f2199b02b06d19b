"""What a Board is made of: plain records for the templates."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse

from . import line
from .models import Chain, Rung, Sticky

ANY = "ANY-THING"


def note(session, sticky: Sticky, marks: list[str], is_after: bool) -> dict:
    """A sticky as the line shows it. A dict, because templates look into one at once and into an
    object only after failing to; on a busy board that is a third of a note's drawing."""
    minute = line.minute(sticky.at)
    side = "a" if sticky.kind == Sticky.Kind.EVENT else "b"
    return {
        "id": sticky.public_id,
        "kind": sticky.kind,
        "version": sticky.version,
        "text": sticky.text,
        "approximate": sticky.approximate,
        "at": sticky.at,
        "iso": sticky.at.isoformat(),
        "minute": minute,
        # Events first, then signals, each as they came.
        "key": f"{side}{int(sticky.at.timestamp()):012d}{sticky.pk:012d}",
        "url": _drawer(session.public_id).replace(ANY, sticky.public_id),
        "marks": marks,
        "is_after": is_after,
    }


@lru_cache(maxsize=1024)
def _drawer(session_id: str) -> str:
    return reverse("sticky_drawer", args=[session_id, ANY])


@dataclass
class Moment:
    """One minute on the line and the notes that hang on it."""

    minute: int
    above: list[dict] = field(default_factory=list)
    below: list[dict] = field(default_factory=list)
    is_start: bool = False
    is_end: bool = False

    @property
    def at(self):
        return line.at_minute(self.minute)

    @property
    def is_empty(self) -> bool:
        return not (self.above or self.below or self.is_start or self.is_end)


@dataclass(frozen=True)
class Ladder:
    """A chain with its rungs and the next why."""

    chain: Chain
    rungs: list[Rung]
    next_question: str
    nudge: str

    @property
    def has_gap(self) -> bool:
        return any(rung.is_gap for rung in self.rungs)


@dataclass(frozen=True)
class Ranked:
    """An idea in the room's order: its place, and whether the ballots left it tied."""

    idea: object
    place: int
    points: int
    tied: bool
    is_first: bool
    is_last: bool
