"""Calendar quarters as the team's zone sees them."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo


class Quarter(NamedTuple):
    year: int
    number: int

    @classmethod
    def of(cls, at: datetime, zone: str) -> "Quarter":
        local = at.astimezone(ZoneInfo(zone))
        return cls(local.year, (local.month + 2) // 3)

    @property
    def before(self) -> "Quarter":
        if self.number == 1:
            return Quarter(self.year - 1, 4)
        return Quarter(self.year, self.number - 1)

    def __str__(self):
        return f"Q{self.number} {self.year}"


def last_five(now: datetime, zone: str) -> list[Quarter]:
    """The current quarter and the four before it, oldest first."""
    quarters = [Quarter.of(now, zone)]
    while len(quarters) < 5:
        quarters.append(quarters[-1].before)
    return quarters[::-1]
