"""The Prime Directive, the redirect, and what a meeting leaves with.

The two quotations are word for word and carry their sources; nothing here asks anyone to agree.
"""

from dataclasses import dataclass

PRIME_DIRECTIVE = (
    "Regardless of what we discover, we understand and truly believe that everyone did the best "
    "job they could, given what they knew at the time, their skills and abilities, the resources "
    "available, and the situation at hand."
)
DIRECTIVE_AUTHOR = "Norm Kerth"
DIRECTIVE_BOOK = "Project Retrospectives"
DIRECTIVE_YEAR = 2001
DIRECTIVE_SOURCE = f"{DIRECTIVE_AUTHOR}, {DIRECTIVE_BOOK}, {DIRECTIVE_YEAR}"
DIRECTIVE_SHORT = "…everyone did the best job they could, given what they knew at the time…"

REDIRECT = "That's a human action. What's the systemic condition that made that action risky?"
REDIRECT_SOURCE = "The Workshop"


@dataclass(frozen=True)
class Deliverable:
    """One of the three things a meeting leaves with."""

    slug: str
    name: str
    note: str


DELIVERABLES = (
    Deliverable("timeline", "A timeline", "Clear, and agreed by all of us"),
    Deliverable("cause", "A root cause", "Structural, not personal"),
    Deliverable("actions", "Two or three actions", "Each with a name and a date"),
)
