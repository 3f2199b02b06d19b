"""The write-up's words, drafted from the rows of a session. Nothing here is typed or stored.

Authors, participants and chairs never enter: only owners of actions are named.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from facilitation import line
from facilitation.models import LiveSession
from facilitation.promises import live_ideas
from incidents.models import Action
from playbook import deadlines, durations, phases, ranking

from .rows import Row, timeline

NOT_KNOWN = "Not known yet."


@dataclass(frozen=True)
class Gap:
    """`step` is its width beside its neighbours, 4 to 18."""

    name: str
    words: str
    step: int


@dataclass(frozen=True)
class Promised:
    owner: str
    text: str
    deadline: str


@dataclass(frozen=True)
class Draft:
    """The seven parts in their order, as text. `notes` is the appendix at the foot."""

    title: str
    is_draft: bool
    dates: str
    happened: str
    impact: str
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    total: str
    root_cause: str
    factors: tuple[str, ...]
    actions: tuple[Promised, ...]
    follow_up: str
    notes: tuple[str, ...]

    @property
    def has_wide_times(self) -> bool:
        return any(row.dated or row.count > 1 for row in self.rows)


def draft(session: LiveSession) -> Draft:
    incident = session.incident
    stickies = list(session.stickies.filter(removed_at=None).order_by("at", "id"))
    marks = {m.kind: m.sticky for m in session.marks.select_related("sticky")}
    marks = {kind: sticky for kind, sticky in marks.items() if not sticky.removed_at}
    gaps, total = _gaps(stickies, marks)
    actions = _actions(session)
    return Draft(
        title=incident.title,
        is_draft=not session.is_closed,
        dates=dates_line(session),
        happened=incident.what_happened or NOT_KNOWN,
        impact=incident.impact or NOT_KNOWN,
        rows=timeline(stickies, marks, session.zone),
        gaps=gaps,
        total=total,
        root_cause=session.gap_sentence or NOT_KNOWN,
        factors=tuple(_factor(each) for each in session.factors.filter(removed_at=None)),
        actions=actions,
        follow_up=deadlines.long_day(session.follow_up_on) if session.follow_up_on else "",
        notes=_notes(session, len(actions)),
    )


def dates_line(session: LiveSession) -> str:
    """ "8 to 9 December 2026. Integration. Post-mortem held 10 December 2026." """
    incident, place = session.incident, ZoneInfo(session.zone)
    first = _local_day(incident.started_at, place)
    if incident.resolved_at:
        days = span(first, _local_day(incident.resolved_at, place))
    else:
        days = f"Since {span(first, first)}"
    kind = (incident.type.needs_words and incident.type_note) or incident.type.name
    if not session.is_closed:
        return f"{days}. {kind}. The post-mortem is still open."
    held = _local_day(session.closed_at, place)
    return f"{days}. {kind}. Post-mortem held {span(held, held)}."


def span(first: date, last: date) -> str:
    """ "9 December 2026", "8 to 9 December 2026", "30 November to 1 December 2026"."""
    month, year = deadlines.MONTHS[first.month - 1].title(), first.year
    end = f"{last.day} {deadlines.MONTHS[last.month - 1].title()} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    if first.year == last.year:
        return f"{first.day} {month} to {end}"
    return f"{first.day} {month} {year} to {end}"


def _local_day(at: datetime, place: ZoneInfo) -> date:
    return at.astimezone(place).date()


def _gaps(stickies, marks) -> tuple[tuple[Gap, ...], str]:
    """The three gaps and the total in words; "unknown" where an end is not marked."""
    at = {kind: line.minute(sticky.at) for kind, sticky in marks.items()}
    found, whole = line.measures(at, sorted({line.minute(each.at) for each in stickies}))
    # The sheet is narrow: a width by its own length, not the sum of the steps on the wall.
    gaps = tuple(
        Gap(m.name, m.words, durations.SHORTEST_STEP if m.length is None else _step(m.length))
        for m in found
    )
    return gaps, "unknown" if whole is None else durations.in_words(whole)


def _step(length) -> int:
    # Below 8 the words under a bracket would not fit beside a gap of a day.
    return max(durations.step(length), 8)


def _factor(factor) -> str:
    return f"A reasonable assumption: {factor.text}" if factor.assumption else factor.text


def _actions(session: LiveSession) -> tuple[Promised, ...]:
    """The incident's own once closed; before that what stands above the line."""
    if session.is_closed:
        found = Action.objects.committed().filter(incident=session.incident).order_by("position")
    else:
        found = live_ideas(session)[: ranking.MOST_ACTIONS]
    return tuple(
        Promised(each.owner_name or "No owner yet", each.text, _day(each.deadline))
        for each in found
    )


def _day(day: date | None) -> str:
    return f"{deadlines.day_words(day)} {day.year}" if day else "No date yet"


def _notes(session: LiveSession, count: int) -> tuple[str, ...]:
    """What was done otherwise than the playbook says, with the room's own reasons."""
    reasons = dict(session.clocks.values_list("phase", "skipped_because"))
    notes = [
        f"Left out, {phase.name}: {reasons[phase.slug]}"
        for phase in phases.PHASES
        if reasons.get(phase.slug)
    ]
    if session.close_to_it_because:
        notes.append(f"The facilitator was close to it, because: {session.close_to_it_because}")
    if session.single_action_because and count == 1:
        notes.append(f"One action alone, because: {session.single_action_because}")
    return tuple(notes)
