"""Reads a deadline as people type it, and writes dates as people say them.

Anything not spelled out in full is proposed for a yes. A sprint, a quarter or "soon" is no date.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from . import _dates
from ._dates import MONTHS, WEEKDAYS

PASSED = "has passed. Pick a later date."
OTHER_DAY = "Check the weekday, or pick another date."
NOT_REAL = "That date isn't in the calendar. Check the day and the month."


@dataclass(frozen=True)
class Deadline:
    """`date` when one was understood; `confirm` when someone should say yes to it first."""

    date: date | None
    confirm: bool
    message: str


def day_words(day: date) -> str:
    """ "Fri 18 Dec", in English whatever the locale."""
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1][:3].title()}"


def long_day(day: date) -> str:
    """ "Friday 18 December 2026", in English whatever the locale."""
    weekday, month = WEEKDAYS[day.weekday()].title(), MONTHS[day.month - 1].title()
    return f"{weekday} {day.day} {month} {day.year}"


def read_deadline(text: str, today: date) -> Deadline:
    """Understand `text` as seen from `today`. Never raises; the message says what is missing."""
    said = _plain(text)
    try:
        reading = _dates.read(said, today)
    except (ValueError, OverflowError):
        return Deadline(None, False, NOT_REAL)
    if reading is None:
        return Deadline(None, False, _ask_for_a_date(said, today))
    if reading.message:
        return Deadline(None, False, reading.message)
    day = reading.day
    if reading.weekday is not None and reading.weekday != day.weekday():
        return Deadline(None, False, f"That date is {long_day(day)}. {OTHER_DAY}")
    if day == today:
        return Deadline(None, False, f"That is today, so its time {PASSED}")
    if day < today:
        return Deadline(None, False, f"{long_day(day)} {PASSED}")
    if reading.exact:
        return Deadline(day, False, "")
    return Deadline(day, True, f"That is {long_day(day)}. Is that right?")


def _plain(text: str) -> str:
    words = text.casefold().replace("’", "'").replace(",", " ").split()
    while words and words[0] in {"by", "before", "on", "due", "until", "till", "latest", "the"}:
        words.pop(0)
    return " ".join(words).rstrip(".!?;: ")


def _ask_for_a_date(said: str, today: date) -> str:
    try:
        example = f", such as {day_words(today + timedelta(days=14))}"
    except OverflowError:
        example = ""
    if re.search(r"sprint|iteration|cycle", said):
        return f"A sprint has no day on the calendar. Pick a date{example}."
    return f"Pick a calendar date{example}."
