"""Which ideas stand above the line, and whether each is ready to be promised. Reads only."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone

from playbook import ranking
from playbook.readiness import Readiness, readiness

from .models import Candidate, LiveSession


@dataclass(frozen=True)
class Promise:
    idea: Candidate
    readiness: Readiness

    @property
    def is_ready(self) -> bool:
        return self.readiness.state == "ready"


def live_ideas(session: LiveSession):
    """Ideas that may still be chosen, best first."""
    return session.candidates.filter(removed_at=None, parked_because="").order_by("position", "id")


def parked_ideas(session: LiveSession):
    return session.candidates.filter(removed_at=None).exclude(parked_because="").order_by("id")


def today(session: LiveSession):
    return timezone.localdate(timezone=ZoneInfo(session.zone))


def promises(session: LiveSession) -> list[Promise]:
    """The two or three above the line."""
    chosen = live_ideas(session).select_related("owner")[: ranking.MOST_ACTIONS]
    return [
        Promise(idea, readiness(idea.text, idea.owner_name, idea.deadline, idea.done_when))
        for idea in chosen
    ]


def combined(session: LiveSession, ids: list[int]) -> ranking.Ranking:
    """The room's ballots over these ideas (primary keys), combined as the playbook part states."""
    by_public = dict(session.candidates.values_list("public_id", "pk"))
    ballots = [
        [by_public[each] for each in ballot.order if each in by_public]
        for ballot in session.ballots.filter(participant__removed_at=None)
    ]
    return ranking.combine(ballots, ids)


def why_not_read(session: LiveSession) -> str:
    """What keeps the reading from starting, in one short line; "" when all is ready."""
    found = promises(session)
    waiting = [promise for promise in found if not promise.is_ready]
    if not found:
        return "Choose two or three actions first"
    if len(waiting) == 1:
        word = waiting[0].readiness.word
        return f"One action {word[0].lower()}{word[1:]}"
    if waiting:
        return f"{len(waiting)} actions are not ready"
    if len(found) == 1 and not session.single_action_because:
        return "One action alone needs a reason"
    return ""
