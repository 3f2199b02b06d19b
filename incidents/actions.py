"""The life of a committed action after the session, and the groups its page shows.

An incident's status follows from these; nobody sets it.
"""

from datetime import timedelta

from django.utils import timezone

from people.roles import is_lead

from .models import Action

DONE_SHOWN = timedelta(days=90)


def may_accept(user, action) -> bool:
    """Somebody who was not in the room says yes later; else their lead does it for them."""
    return action.owner_id == user.pk or is_lead(user, action.incident.team)


def finish(action):
    _set(action, state=Action.State.DONE, finished_at=timezone.now(), dropped_because="")


def drop(action, because: str):
    _set(action, state=Action.State.DROPPED, finished_at=timezone.now(), dropped_because=because)


def reopen(action):
    _set(action, state=Action.State.OPEN, finished_at=None, dropped_because="")


def accept(action):
    if action.accepted_at is None:
        _set(action, accepted_at=timezone.now())


def _set(action, **values):
    for name, value in values.items():
        setattr(action, name, value)
    action.save(update_fields=list(values))


def groups(user, team):
    """(title, actions) for late, due and not yet accepted, soonest first; empty ones left out."""
    lead = is_lead(user, team)
    unfinished = _of(user, team).unfinished().order_by("deadline", "position", "pk")
    late, due, waiting = [], [], []
    for action in unfinished:
        action.can_accept = action.accepted_at is None and (lead or action.owner_id == user.pk)
        if action.accepted_at is None:
            waiting.append(action)
        else:
            (late if action.is_late else due).append(action)
    named = (("Late", late), ("Due", due), ("Not yet accepted", waiting))
    return [(title, actions) for title, actions in named if actions]


def lately_finished(user, team):
    """Done and dropped in the last 90 days, newest first."""
    since = timezone.now() - DONE_SHOWN
    return (
        _of(user, team)
        .committed()
        .exclude(state=Action.State.OPEN)
        .filter(finished_at__gte=since)
        .order_by("-finished_at")
    )


def _of(user, team):
    return Action.objects.seen_by(user).filter(incident__team=team).select_related("incident")
