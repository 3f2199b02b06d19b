"""Rows of the write-up's timeline: events with the signals of their minute beside them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from facilitation import line
from facilitation.models import Sticky
from postmortems.templatetags.words import clock, dated_moment, moment

# Over a week the name of a weekday no longer says which day it was.
ONE_WEEK = timedelta(days=6)
WORDS = {"missed": "Missed", "fired": "Fired"}


@dataclass(frozen=True)
class Signal:
    kind: str
    text: str

    @property
    def word(self) -> str:
        return WORDS[self.kind]


@dataclass(frozen=True)
class Row:
    """One row, or `count` neighbouring rows folded into one. `marks` are names such as "change"."""

    when: str
    what: str
    signals: tuple[Signal, ...]
    marks: tuple[str, ...]
    after: bool
    at: datetime
    zone: str
    count: int = 1
    dated: bool = False


def timeline(stickies: list[Sticky], marks: dict[str, Sticky], zone: str) -> tuple[Row, ...]:
    """stickies: in order of time, none removed. marks: {kind: sticky}."""
    if not stickies:
        return ()
    dated = stickies[-1].at - stickies[0].at > ONE_WEEK
    end = line.minute(marks["resolution"].at) if "resolution" in marks else None
    rows = []
    for minute, group in groupby(stickies, key=lambda each: line.minute(each.at)):
        after = end is not None and minute > end
        rows += _minute(list(group), marks, zone, after, dated)
    return tuple(rows)


def _minute(together, marks, zone, after, dated) -> list[Row]:
    """The rows of one minute: its signals stand beside the first event, or alone."""
    events = [each for each in together if each.kind == Sticky.Kind.EVENT]
    beside = [each for each in together if each.kind != Sticky.Kind.EVENT]
    signals = tuple(Signal(each.kind, each.text) for each in beside)
    rows = []
    for sticky in events or together[:1]:
        is_first = not rows
        here = [sticky, *beside] if is_first else [sticky]
        rows.append(
            Row(
                when=when(sticky.at, zone, dated, sticky.approximate),
                what=sticky.text if events else "",
                signals=signals if is_first else (),
                marks=tuple(kind for kind, marked in marks.items() if marked in here),
                after=after,
                at=sticky.at,
                zone=zone,
                dated=dated,
            )
        )
    return rows


def when(at: datetime, zone: str, dated: bool, approximate: bool = False) -> str:
    words = dated_moment(at, zone) if dated else moment(at, zone)
    return f"~{words}" if approximate else words


def between(first: Row, last: Row) -> str:
    """ "Wed 9:15 to 9:35 am", "Wed 11:50 am to 12:10 pm", "Tue 4:47 pm to Wed 9:00 am"."""
    if first.when == last.when:
        return first.when
    place = ZoneInfo(first.zone)
    one, other = first.at.astimezone(place), last.at.astimezone(place)
    if one.date() != other.date():
        return f"{first.when} to {last.when}"
    start = first.when
    if (one.hour < 12) == (other.hour < 12):
        start = start.removesuffix(" am").removesuffix(" pm")
    return f"{start} to {clock(last.at, last.zone)}"
