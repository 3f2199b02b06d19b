"""The seats a room needs, how many people fit, and when a facilitator sits too close.

It advises and explains; it never closes the door on anyone.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Seat:
    """A part someone plays in the room.

    `needs_change`: only when a change set the incident off. `per_team`: one for each affected
    team. `many`: several people may hold it.
    """

    slug: str
    name: str
    note: str
    needs_change: bool = False
    per_team: bool = False
    many: bool = False


SEATS = (
    Seat("responder", "Took part in the response", "Everyone with a hand in it", many=True),
    Seat("oncall", "Diagnosed it on call", "Drafts the timeline beforehand and leads it"),
    Seat("author", "Shipped the change", "Knows what it was for", needs_change=True),
    Seat("voice", "From the other team", "Tells us how it looked from there", per_team=True),
    Seat("facilitator", "Facilitates", "Not the person most affected by it"),
    Seat("sponsor", "Can commit to actions", "A lead or manager, worth having"),
)

FEWEST_PEOPLE = 5
MOST_PEOPLE = 8

_TOO_CLOSE = {
    "oncall": "diagnosed it on call",
    "author": "shipped the change",
    "responder": "took part in the response",
}


def people_note(count: int) -> str:
    """One sentence when `count` people, facilitator included, is under five or over eight."""
    if count < FEWEST_PEOPLE:
        return "Five to eight works best: with fewer, part of the story is often missing."
    if count > MOST_PEOPLE:
        return "Five to eight works best: with more, some voices don't get heard in the time."
    return ""


def too_close(seats: Iterable[str]) -> str:
    """Why a reason is needed when the would-be facilitator also holds `seats`, or ""."""
    held = set(seats)
    parts = [words for slug, words in _TOO_CLOSE.items() if slug in held]
    if not parts:
        return ""
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return (
        f"The same person {listed}, and asking why is easier with some distance, "
        "so please write a reason that everyone can read."
    )
