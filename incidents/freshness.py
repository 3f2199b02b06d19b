"""The 48 hours after an incident as a drawing: one tick an hour, core hours shaded, now."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

WIDTH = 960
HOURS = 48
SPAN = timedelta(hours=HOURS)
HOUR = timedelta(hours=1)
CORE = (time(9), time(17))
# Nearer to an end than this, a day's name would run into the label there.
CLEAR = 110
SLOT = timedelta(minutes=90)


@dataclass(frozen=True)
class Drawing:
    """SVG numbers, in units of 960 by 92. `now_x` stays inside; `slot` is (x, width) or None."""

    ticks: str
    core: list
    days: list
    now_x: int
    now_anchor: str
    slot: tuple | None
    start: datetime
    end: datetime


def draw(resolved_at: datetime, zone: str, now: datetime, meets_at=None) -> Drawing:
    clock = _Line(resolved_at, ZoneInfo(zone))
    midnights = clock.midnights()
    now_x = min(max(clock.x(now), 0), WIDTH)
    return Drawing(
        ticks=clock.ticks(midnights),
        core=clock.core_hours(),
        days=[(clock.x(at), f"{at:%A}") for at in midnights if CLEAR < clock.x(at) < WIDTH - CLEAR],
        now_x=now_x,
        now_anchor="start" if now_x < 20 else "end" if now_x > WIDTH - 20 else "middle",
        slot=clock.slot(meets_at),
        start=clock.start,
        end=clock.end,
    )


@dataclass(frozen=True)
class _Line:
    start: datetime
    zone: ZoneInfo

    @property
    def end(self):
        return self.start + SPAN

    def x(self, at: datetime) -> int:
        # In UTC: subtracting two local times would ignore a change of the clocks between them.
        return round((at.astimezone(UTC) - self.start.astimezone(UTC)) / SPAN * WIDTH)

    def local_days(self):
        first = self.start.astimezone(self.zone).date()
        return [first + timedelta(days=n) for n in range(4)]

    def at(self, day, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    def midnights(self) -> list[datetime]:
        found = [self.at(day, time(0)) for day in self.local_days()]
        return [at for at in found if 0 < self.x(at) < WIDTH]

    def core_hours(self) -> list[tuple[int, int]]:
        """(x, width) of what lies inside, weekdays only."""
        found = []
        for day in self.local_days():
            left, right = (self.x(self.at(day, edge)) for edge in CORE)
            left, right = max(left, 0), min(right, WIDTH)
            if day.weekday() < 5 and left < right:
                found.append((left, right - left))
        return found

    def ticks(self, midnights) -> str:
        local = self.start.astimezone(self.zone)
        into_hour = timedelta(minutes=local.minute, seconds=local.second)
        first = self.start - into_hour
        tall = {self.x(at) for at in midnights}
        hours = [self.x(first + n * HOUR) for n in range(HOURS + 2)]
        parts = [f"M0 66H{WIDTH}", "M0 54V66", f"M{WIDTH} 54V66"]
        parts += [f"M{x} {50 if x in tall else 60}V66" for x in hours if 0 < x < WIDTH]
        return " ".join(parts)

    def slot(self, meets_at):
        if meets_at is None or not 0 <= self.x(meets_at) < WIDTH:
            return None
        left = self.x(meets_at)
        return left, min(round(SLOT / SPAN * WIDTH), WIDTH - left)
