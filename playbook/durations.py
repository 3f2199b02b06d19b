"""Lengths of time as people say them, and as the timeline draws them."""

from datetime import timedelta
from math import log2

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# Below two days people still count in hours: "18 h 27 min" says more than a day and a bit.
DAYS_FROM = timedelta(hours=48)

SHORTEST_STEP = 4
LONGEST_STEP = 18


def in_words(delta: timedelta) -> str:
    """ "12 h 43 min", "3 d 4 h"; whole units, rounded down. ValueError when negative."""
    if delta < timedelta():
        raise ValueError("A length of time cannot be negative")
    if not delta:
        return "same minute"
    if delta < MINUTE:
        return "under a minute"
    if delta >= DAYS_FROM:
        return _pair(delta // DAY, "d", delta % DAY // HOUR, "h")
    return _pair(delta // HOUR, "h", delta % HOUR // MINUTE, "min")


def _pair(larger: int, larger_unit: str, smaller: int, smaller_unit: str) -> str:
    parts = ((larger, larger_unit), (smaller, smaller_unit))
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def step(delta: timedelta) -> int:
    """Width of a gap on the line, 4 to 18, growing with the logarithm of its minutes."""
    minutes = delta / MINUTE
    if minutes < 1:
        return SHORTEST_STEP
    width = round(1.94 * log2(minutes) - 3.3)
    return max(SHORTEST_STEP, min(width, LONGEST_STEP))


def share(part: timedelta, whole: timedelta) -> int:
    """`part` of `whole` in whole per cent; 0 when the whole is no time at all."""
    if not whole:
        return 0
    return round(100 * (part / whole))
