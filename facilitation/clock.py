"""The clock: stored as seconds planned and spent per phase, and the moment it was last started.

Nothing ticks on the server or over the wire: browsers count down to an absolute end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from playbook import phases

from .models import LiveSession, PhaseClock

LONGEST = 3600
NEW_SITTING_AFTER = timedelta(hours=2)


@dataclass(frozen=True)
class Segment:
    """One phase on the ruler. Times in seconds; `ends_at` only while it runs."""

    phase: phases.Phase
    state: str
    planned: int
    spent: int
    ends_at: datetime | None
    skipped_because: str

    @property
    def minutes(self) -> int:
        return max(round(self.planned / 60), 1)

    @property
    def left(self) -> int:
        return self.planned - self.spent


@dataclass(frozen=True)
class Ruler:
    segments: tuple[Segment, ...]
    slack: int
    spent: int
    running: bool
    meeting_ends_at: datetime | None

    @property
    def now(self) -> Segment:
        return next(s for s in self.segments if s.state == "now")

    @property
    def left(self) -> int:
        return phases.MEETING_MINUTES * 60 - self.spent


def read_ruler(session: LiveSession) -> Ruler:
    clocks = {clock.phase: clock for clock in session.clocks.all()}
    here = phases.index(session.phase)
    segments = []
    for position, phase in enumerate(phases.PHASES):
        clock = clocks[phase.slug]
        state = "now" if position == here else "done" if position < here else "next"
        if state == "now" and session.is_closed:
            state = "done"
        left = timedelta(seconds=clock.planned - clock.spent)
        runs = state == "now" and session.is_running
        segments.append(
            Segment(
                phase,
                state,
                clock.planned,
                clock.spent,
                session.clock_started_at + left if runs else None,
                clock.skipped_because,
            )
        )
    spent = sum(clock.spent for clock in clocks.values())
    planned = sum(clock.planned for clock in clocks.values())
    ends = None
    if session.is_running:
        whole = timedelta(minutes=phases.MEETING_MINUTES)
        ends = session.clock_started_at + whole - timedelta(seconds=spent)
    slack = max(phases.MEETING_MINUTES * 60 - planned, 0)
    return Ruler(tuple(segments), round(slack / 60), spent, session.is_running, ends)


def set_up(session: LiveSession) -> None:
    PhaseClock.objects.bulk_create(
        PhaseClock(session=session, phase=phase.slug, planned=phase.planned * 60)
        for phase in phases.PHASES
    )


def book(session: LiveSession, now: datetime) -> None:
    """Write what has run since the last start to the current phase's clock, and save that."""
    if not session.is_running:
        return
    clock = session.clocks.get(phase=session.phase)
    clock.spent += max(int((now - session.clock_started_at).total_seconds()), 0)
    clock.save(update_fields=["spent"])
    session.clock_started_at = now
