"""What a Board is made of: plain records for the templates."""

from dataclasses import dataclass, field

from . import line
from .models import Chain, Rung, Sticky


@dataclass
class Moment:
    """One minute on the line and the stickies that hang on it."""

    minute: int
    above: list[Sticky] = field(default_factory=list)
    below: list[Sticky] = field(default_factory=list)
    is_start: bool = False
    is_end: bool = False
    is_after: bool = False

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
