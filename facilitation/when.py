"""Reads a time as people say it in the room: "Wed 9:35 am", "16:47", "~9am", "2026-03-03 16:47".

Only what an incident's own span makes certain is understood; what could be two days is asked.
Pasted documents are another matter and are read elsewhere.
"""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHAPE = re.compile(
    r"""^(?P<about>~\s*|about\s+|around\s+|ca\.?\s*)?
    (?:(?P<date>\d{4}-\d{2}-\d{2})[T\s]+|(?P<day>[a-z]{3,9})\.?,?\s+)?
    (?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?
    (?P<offset>[+-]\d{2}:\d{2})?$""",
    re.VERBOSE | re.IGNORECASE,
)
EXAMPLE = "Write a time such as Wed 9:35 am or 09:35."


class Unclear(ValueError):
    """One sentence that says what to write instead."""


def read_when(text: str, *, start: datetime, end: datetime, zone: str) -> tuple[datetime, bool]:
    """The moment meant, aware and to the minute, and whether it is approximate.

    start, end: the incident's span, aware; days are looked for from one before to one after it.
    Raises Unclear with a sentence for the writer.
    """
    place = ZoneInfo(zone)
    match = SHAPE.match(" ".join(text.split()))
    if not match:
        raise Unclear(f"That is not a time yet. {EXAMPLE}")
    hour, minute = _hour(match), int(match["minute"] or 0)
    if hour > 23 or minute > 59:
        raise Unclear(f"There is no such time of day. {EXAMPLE}")
    if match["minute"] is None and not match["half"]:
        raise Unclear(f"Add the minutes, or am or pm. {EXAMPLE}")
    days = _days(match, start.astimezone(place).date(), end.astimezone(place).date())
    found = [at for day in days for at in _moments(day, hour, minute, place)]
    if match["offset"]:
        found = [at for at in found if at.isoformat().endswith(match["offset"])]
    if not found:
        raise Unclear("The clocks skipped that time when they changed. Take the hour after.")
    if len(found) > 1:
        # Times are typed to the minute, so the first minute may lie seconds before the start.
        floor = start.replace(second=0, microsecond=0)
        inside = [at for at in found if floor <= at <= end]
        found = inside or _nearest(found, start, end)
    if len({at.date() for at in found}) == 1:
        found = found[:1]
    if len(found) != 1:
        names = " or ".join(f"{at:%a} {at.day} {at:%b}" for at in found[:3])
        raise Unclear(f"Which day: {names}? Put the day before the time.")
    return found[0], bool(match["about"])


def as_typed(at: datetime, approximate: bool, zone: str) -> str:
    """A time as `read_when` takes it back without doubt: "~2026-12-09 09:35".

    The hour that the clocks show twice in autumn gets its offset: "2026-10-25 02:30+01:00".
    """
    local = at.astimezone(ZoneInfo(zone))
    shown_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    offset = local.isoformat()[-6:] if shown_twice else ""
    return f"{'~' if approximate else ''}{local:%Y-%m-%d %H:%M}{offset}"


def _moments(day, hour, minute, place) -> list[datetime]:
    """That time on that day: once, twice when the clocks go back, never when they skip it."""
    once = datetime(day.year, day.month, day.day, hour, minute, tzinfo=place)
    again = once.replace(fold=1)
    if once.utcoffset() == again.utcoffset():
        return [once]
    return [at for at in (once, again) if at.astimezone(UTC).astimezone(place).hour == hour]


def _hour(match) -> int:
    hour = int(match["hour"])
    half = (match["half"] or "").lower().replace(".", "")
    if not half:
        return hour
    if not 1 <= hour <= 12:
        # 13:55 pm says the same thing twice; 0:30 am is midnight said by a machine.
        return hour if (half == "pm") == (hour >= 12) else 99
    return hour % 12 + (12 if half == "pm" else 0)


def _days(match, first, last) -> list:
    if match["date"]:
        try:
            return [datetime.fromisoformat(match["date"]).date()]
        except ValueError as error:
            raise Unclear("That date is not in the calendar.") from error
    span = [first + timedelta(days=n) for n in range(-1, (last - first).days + 2)]
    if not match["day"]:
        return span
    word = match["day"].lower()
    if word[:3] not in DAYS or not _full_day(word):
        raise Unclear(f"“{match['day']}” is not a day of the week. {EXAMPLE}")
    named = [day for day in span if DAYS[day.weekday()] == word[:3]]
    if not named:
        week = [first + timedelta(days=n) for n in range(-3, 4)]
        named = [day for day in week if DAYS[day.weekday()] == word[:3]]
    return named


def _full_day(word: str) -> bool:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return any(name.startswith(word) for name in names) or word in {"tues", "thur", "thurs"}


def _nearest(found, start, end) -> list:
    """The one outside the span that is certainly meant: within six hours of either end."""
    near = timedelta(hours=6)
    return [at for at in found if start - near <= at <= end + near] or found
