"""What a contributing factor did to the incident, and five one-tap ways to start naming one.

A reasonable assumption is a factor here and never a root cause.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """A column of the board. `icon` is a Lucide name."""

    slug: str
    name: str
    icon: str


@dataclass(frozen=True)
class Starter:
    """A kind of factor to begin from: `text` is an editable opening, `effect` a column's slug."""

    slug: str
    label: str
    text: str
    effect: str
    assumption: bool


EFFECTS = (
    Effect("worse", "Made it worse", "trending-up"),
    Effect("catch", "Harder to catch", "eye-off"),
    Effect("fix", "Harder to fix", "wrench"),
)

STARTERS = (
    Starter("alert", "Missing alert", "No alert on ", "catch", False),
    Starter("timing", "Timing", "It landed at a hard time: ", "worse", False),
    Starter("docs", "Stale documentation", "The page still described ", "fix", False),
    Starter("runbook", "Runbook mismatch", "The runbook didn't cover ", "fix", False),
    Starter("assumption", "Reasonable assumption", "It was reasonable to think ", "worse", True),
)

TOLD_BY = "How could the system have told them?"
