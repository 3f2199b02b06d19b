"""The ways people type a date, tried one after another. Only reading, no judging.

`read` may raise ValueError or OverflowError for days no calendar has.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip

# Without a year, a day this far ahead is likelier a slip than a plan.
HALF_A_YEAR = timedelta(days=183)

WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
MONTH = r"(?P<month>[a-z]{3,9})\.?"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?: (?P<year>[0-9]{4}))?"
COUNT = r"(?P<count>[0-9]{1,3}|[a-z]+)"


@dataclass(frozen=True)
class Reading:
    """A day, whether it was spelled out in full, the weekday said with it, or a question."""

    day: date | None
    exact: bool = False
    weekday: int | None = None
    message: str = ""


def read(said: str, today: date) -> Reading | None:
    """The first reading that fits lower-case `said`, or None."""
    for pattern, reader in _READERS:
        match = re.fullmatch(pattern, said)
        if match and (reading := reader(match, today)):
            return reading
    return None


def _iso(match: re.Match[str], today: date) -> Reading:
    return Reading(date(*(int(part) for part in match.groups())), exact=True)


def _numbers(match: re.Match[str], today: date) -> Reading | None:
    first, second = int(match[1]), int(match[2])
    written = match[3]
    if max(first, second) > 31 or min(first, second) > 12 or not min(first, second):
        raise ValueError("no such day")
    if first != second and max(first, second) <= 12:
        one, other = f"{first} {_month(second)}", f"{second} {_month(first)}"
        return Reading(None, message=f"Is that {one} or {other}? Write the month as a word.")
    day, month = (second, first) if second > 12 else (first, second)
    if written is None:
        return Reading(_coming(day, month, today))
    year = int(written) if len(written) == 4 else 2000 + int(written)
    return Reading(date(year, month, day), exact=first == day and len(written) == 4)


def _month(number: int) -> str:
    return MONTHS[number - 1].title()


def _named(match: re.Match[str], today: date) -> Reading | None:
    month = next((n for n, name in enumerate(MONTHS, 1) if _short_for(match["month"], name)), 0)
    if not month:
        return None
    weekday = _weekday(match["weekday"]) if match["weekday"] else None
    if match["year"]:
        return Reading(date(int(match["year"]), month, int(match["day"])), True, weekday)
    return Reading(_coming(int(match["day"]), month, today), weekday=weekday)


def _short_for(said: str, name: str) -> bool:
    return name.startswith(said) or (said == "sept" and name == "september")


def _coming(day: int, month: int, today: date) -> date:
    if (month, day) == (2, 29) and not calendar.isleap(today.year):
        return date(today.year + 1, month, day)
    this_year = date(today.year, month, day)
    if this_year >= today or today.year == date.max.year:
        return this_year
    following = date(today.year + 1, month, day)
    return following if following - today <= HALF_A_YEAR else this_year


def _weekday(said: str) -> int:
    return next(n for n, name in enumerate(WEEKDAYS) if name.startswith(said[:3]))


def _weekday_ahead(match: re.Match[str], today: date) -> Reading:
    return Reading(_ahead(match["weekday"], today))


def _ahead(said: str, today: date) -> date:
    return today + timedelta(days=(_weekday(said) - today.weekday() - 1) % 7 + 1)


def _weekday_this_week(match: re.Match[str], today: date) -> Reading:
    return Reading(today + timedelta(days=(_weekday(match["weekday"]) - today.weekday()) % 7))


def _weekday_next_week(match: re.Match[str], today: date) -> Reading:
    monday = today + timedelta(days=7 - today.weekday())
    return Reading(monday + timedelta(days=_weekday(match["weekday"])))


def _week_after_weekday(match: re.Match[str], today: date) -> Reading:
    return Reading(_ahead(match["weekday"], today) + timedelta(days=7))


def _days_from(days: int) -> Callable[[re.Match[str], date], Reading]:
    return lambda match, today: Reading(today + timedelta(days=days))


def _in_some_time(match: re.Match[str], today: date) -> Reading | None:
    said, unit = match["count"], match["unit"]
    count = int(said) if said.isdigit() else NUMBERS.get(said)
    if count is None:
        return None
    if unit == "month":
        months = today.month - 1 + count
        year, month = today.year + months // 12, months % 12 + 1
        if year > date.max.year:
            raise ValueError("no such year")
        return Reading(date(year, month, min(today.day, calendar.monthrange(year, month)[1])))
    return Reading(today + timedelta(days=count * (7 if unit == "week" else 1)))


def _end_of_month(match: re.Match[str], today: date) -> Reading:
    return Reading(today.replace(day=calendar.monthrange(today.year, today.month)[1]))


_READERS: tuple[tuple[str, Callable[[re.Match[str], date], Reading | None]], ...] = (
    (r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", _iso),
    (r"([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{4}|[0-9]{2}))?", _numbers),
    (rf"(?:{WEEKDAY} )?(?:the )?{DAY} (?:of )?{MONTH}{YEAR}", _named),
    (rf"(?:{WEEKDAY} )?{MONTH} {DAY}{YEAR}", _named),
    (r"yesterday", _days_from(-1)),
    (r"today|tonight|now|eod|end of day|end of the day", _days_from(0)),
    (r"tomorrow", _days_from(1)),
    (r"(?:the )?day after tomorrow", _days_from(2)),
    (r"(?:in )?a fortnight(?:'s time)?", _days_from(14)),
    (rf"this (?:coming )?{WEEKDAY}", _weekday_this_week),
    (rf"(?:the )?(?:coming )?{WEEKDAY}", _weekday_ahead),
    (rf"{WEEKDAY} (?:of )?next week", _weekday_next_week),
    (rf"next week (?:on )?{WEEKDAY}", _weekday_next_week),
    (rf"next {WEEKDAY}", _weekday_next_week),
    (rf"(?:a )?week on {WEEKDAY}", _week_after_weekday),
    (rf"{WEEKDAY} week", _week_after_weekday),
    (rf"(?:in |within )?{COUNT} (?P<unit>day|week|month)s?(?:'s?)?(?: time| from now| from today)?",
     _in_some_time),
    (r"end of (?:the |this )?month", _end_of_month),
)  # fmt: skip
