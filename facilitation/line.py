"""The measured line: moments, the gaps between neighbours, and the gaps between the marks.

Pure arithmetic on times. Durations are computed here and nowhere typed.
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playbook import durations

SILENCE = timedelta(hours=6)
LONG = timedelta(hours=2)
MEASURES = (
    ("change", "symptom", "change to symptom"),
    ("symptom", "detection", "symptom to detection"),
    ("detection", "resolution", "detection to resolution"),
)
MARK_NAMES = {
    "change": "the change",
    "symptom": "the first symptom",
    "detection": "the detection",
    "resolution": "the resolution",
}


def minute(at: datetime) -> int:
    """Minutes since 1970: what names a moment. Stickies of one minute share one moment."""
    return int(at.timestamp() // 60)


def at_minute(number: int) -> datetime:
    return datetime.fromtimestamp(number * 60, UTC)


@dataclass(frozen=True)
class Gap:
    """What lies between two neighbouring moments."""

    after: int
    length: timedelta

    @property
    def words(self) -> str:
        return durations.in_words(self.length)

    @property
    def step(self) -> int:
        return durations.step(self.length)

    @property
    def style(self) -> str:
        if self.length > SILENCE:
            return "silence"
        return "long" if self.length > LONG else ""


def gap_between(one: int, other: int) -> Gap:
    return Gap(after=one, length=timedelta(minutes=other - one))


@dataclass(frozen=True)
class Measure:
    """The gap between two marks; without both of them there is no length."""

    name: str
    start: int | None
    end: int | None
    step: int = 4
    is_widest: bool = False
    share: int = 0

    @property
    def length(self) -> timedelta | None:
        if self.start is None or self.end is None or self.end < self.start:
            return None
        return timedelta(minutes=self.end - self.start)

    @property
    def words(self) -> str:
        return "unknown" if self.length is None else durations.in_words(self.length)


def measures(marks: dict[str, int], minutes: list[int]) -> tuple[list[Measure], timedelta | None]:
    """The three gaps and the total from change to resolution.

    marks: {mark: minute}. minutes: every moment on the line in order, so that a dimension line is
    as wide as the gaps above it. The total is None unless both its ends are marked.
    """
    found = [
        Measure(name, marks.get(a), marks.get(b), _steps(marks.get(a), marks.get(b), minutes))
        for a, b, name in MEASURES
    ]
    whole = Measure("", marks.get("change"), marks.get("resolution")).length
    lengths = [m.length for m in found if m.length]
    widest = max(lengths, default=None)
    result = []
    for m in found:
        inside = whole and m.length is not None and m.length <= whole
        share = durations.share(m.length, whole) if inside else 0
        is_widest = widest is not None and m.length == widest
        result.append(Measure(m.name, m.start, m.end, m.step, is_widest, share))
        if is_widest:
            widest = None
    return result, whole


def _steps(start: int | None, end: int | None, minutes: list[int]) -> int:
    """The sum of the steps that the line draws between two moments, at least 4."""
    if start is None or end is None or end < start:
        return 4
    inside = [m for m in minutes if start <= m <= end]
    total = sum(gap_between(a, b).step for a, b in itertools.pairwise(inside))
    return min(max(total, 4), 120)


def missing_mark(measure_name: str, marks: dict[str, int]) -> str:
    """ "mark the first symptom" where a measure lacks an end, else ""."""
    for a, b, name in MEASURES:
        if name == measure_name:
            for end in (a, b):
                if end not in marks:
                    return f"mark {MARK_NAMES[end]}"
            if marks[b] < marks[a]:
                return f"{MARK_NAMES[b]} is before {MARK_NAMES[a]}"
    return ""
