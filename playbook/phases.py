"""The five phases in their one order, with the key question and the minutes of each.

Not a clock: it says how long a phase may take, never how long one took.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """One phase. `shortest`, `longest` and `planned` are minutes; `question` is the playbook's."""

    slug: str
    name: str
    short: str
    question: str
    aside: str
    shortest: int
    longest: int
    planned: int


PHASES = (
    Phase(
        slug="room",
        name="Set the room",
        short="Set the room",
        question="Are we agreed on the Prime Directive?",
        aside="Read it aloud. Nobody has to sign it.",
        shortest=5,
        longest=5,
        planned=5,
    ),
    Phase(
        slug="timeline",
        name="Timeline",
        short="Timeline",
        question="What happened, in what order?",
        aside="Facts only. Every why gets parked.",
        shortest=15,
        longest=25,
        planned=20,
    ),
    Phase(
        slug="whys",
        name="Root cause, 5 Whys",
        short="Root cause",
        question="Why did the system allow this?",
        aside="Run it twice from different symptoms, then compare",
        shortest=20,
        longest=30,
        planned=25,
    ),
    Phase(
        slug="factors",
        name="Contributing factors",
        short="Factors",
        question="What made it worse or harder to catch?",
        aside="Honest assumptions belong here.",
        shortest=10,
        longest=10,
        planned=10,
    ),
    Phase(
        slug="actions",
        name="Actions",
        short="Actions",
        question="What two or three things will we change?",
        aside="Rank by what would have helped most",
        shortest=15,
        longest=15,
        planned=15,
    ),
)

# What is left for reviewing old actions, closing, and the phase that runs long.
SLACK_MINUTES = 15
MEETING_MINUTES = 90

_ORDER = {phase.slug: place for place, phase in enumerate(PHASES)}


def by_slug(slug: str) -> Phase:
    """The phase with this slug. KeyError when there is none."""
    return PHASES[index(slug)]


def index(slug: str) -> int:
    """Zero-based place of the phase. KeyError when there is none."""
    return _ORDER[slug]


def following(slug: str) -> Phase | None:
    """The phase after this one, or None after the last."""
    place = index(slug) + 1
    return PHASES[place] if place < len(PHASES) else None


def preceding(slug: str) -> Phase | None:
    """The phase before this one, or None before the first."""
    place = index(slug)
    return PHASES[place - 1] if place else None
