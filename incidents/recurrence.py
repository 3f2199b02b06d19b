"""The same root cause more than once in a quarter. Here "same" is the same words; reading
two wordings as one is left to people."""

from collections import defaultdict
from dataclasses import dataclass

from .quarters import Quarter
from .tally import STRUCTURAL


@dataclass(frozen=True)
class Turn:
    """The how-manieth incident with this cause in its quarter, and how many there are."""

    number: int
    of: int
    quarter: Quarter

    @property
    def ordinal(self) -> str:
        ending = "th" if self.number % 100 in (11, 12, 13) else ENDINGS.get(self.number % 10, "th")
        return f"{self.number}{ending}"


ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def normalised(cause: str) -> str:
    return " ".join(cause.casefold().split()).rstrip(".")


def groups(incidents, zone: str) -> dict:
    """(quarter, normalised cause) to its incidents, oldest first; only causes that came back."""
    found = defaultdict(list)
    for incident in incidents:
        if cause := normalised(incident.root_cause):
            found[Quarter.of(incident.started_at, zone), cause].append(incident)
    return {
        key: sorted(members, key=lambda one: one.started_at)
        for key, members in found.items()
        if len(members) > 1
    }


def turns(found: dict) -> dict[int, Turn]:
    """Row id of an incident to its turn."""
    return {
        incident.pk: Turn(number, len(members), quarter)
        for (quarter, _), members in found.items()
        for number, incident in enumerate(members, start=1)
    }


def structural(found: dict, quarter: Quarter) -> list:
    """The largest group of this quarter, newest first; empty under three."""
    ours = [members for (when, _), members in found.items() if when == quarter]
    largest = max(ours, key=len, default=[])
    return largest[::-1] if len(largest) >= STRUCTURAL else []
