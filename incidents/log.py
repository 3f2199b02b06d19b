"""What the log page shows: the tally, the rows, and causes that come back.

The number of queries does not depend on the number of incidents.
"""

from dataclasses import dataclass, field

from django.db.models import F, Q
from django.utils import timezone

from .models import Action, Incident, IncidentType
from .quarters import Quarter
from .recurrence import groups, normalised, structural, turns
from .tally import tally

SEARCHED = ("title", "what_happened", "affected", "impact", "root_cause", "type_note")
MOST_WORDS = 8


@dataclass(frozen=True)
class Filters:
    """What somebody asked the log to show. Anything unknown counts as not asked."""

    words: str = ""
    type: str = ""
    open_only: bool = False
    same_as: str = ""

    @classmethod
    def read(cls, query) -> "Filters":
        return cls(
            words=query.get("q", "").replace("\x00", "").strip()[:100],
            type=query.get("type", "")[:50],
            open_only=bool(query.get("open")),
            same_as=query.get("same", "")[:22],
        )

    @property
    def any(self) -> bool:
        return bool(self.words or self.type or self.open_only or self.same_as)

    def apply(self, incidents):
        for word in self.words.split()[:MOST_WORDS]:
            wanted = Q()
            for name in SEARCHED:
                wanted |= Q(**{f"{name}__icontains": word})
            incidents = incidents.filter(wanted)
        if self.type:
            incidents = incidents.filter(type__slug=self.type)
        if self.open_only:
            incidents = incidents.filter(action_count__gt=F("finished_count"))
        return incidents


@dataclass
class LogPage:
    quarters: list
    tally: list
    rows: list
    types: list
    structural: list = field(default_factory=list)
    finished_fixes: int = 0
    is_empty: bool = False

    @property
    def this_quarter(self) -> Quarter:
        return self.quarters[-1]


def log_page(user, team, filters: Filters) -> LogPage:
    mine = Incident.objects.seen_by(user).filter(team=team)
    # All of them, in their shortest form: a cause's turn must not change with a filter.
    everything = list(mine.only("started_at", "type_id", "root_cause", "public_id"))
    types = list(IncidentType.objects.all())
    quarters, strip = tally(everything, types, timezone.now(), team.zone)
    found = groups(everything, team.zone)
    together = structural(found, quarters[-1])
    return LogPage(
        quarters=quarters,
        tally=strip,
        rows=_rows(mine, filters, everything, turns(found), team.zone),
        types=types,
        structural=together,
        finished_fixes=_finished(together),
        is_empty=not everything,
    )


def _rows(mine, filters, everything, turn_of, zone):
    rows = filters.apply(mine.with_actions().select_related("type"))
    if filters.same_as:
        rows = rows.filter(pk__in=_same_as(filters.same_as, everything, zone))
    rows = list(rows.order_by("-started_at", "-pk"))  # a grouped query forgets the model's order
    for row in rows:
        row.turn = turn_of.get(row.pk)
    return rows


def _same_as(public_id, everything, zone) -> list[int]:
    """Incidents of the same quarter with the same cause as this one."""
    one = next((row for row in everything if row.public_id == public_id), None)
    if one is None:
        return []
    quarter, cause = Quarter.of(one.started_at, zone), normalised(one.root_cause)
    return [
        row.pk
        for row in everything
        if normalised(row.root_cause) == cause and Quarter.of(row.started_at, zone) == quarter
    ]


def _finished(incidents) -> int:
    if not incidents:
        return 0
    return (
        Action.objects.committed()
        .filter(incident__in=[one.pk for one in incidents], state=Action.State.DONE)
        .count()
    )
