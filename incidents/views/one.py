"""One incident: its facts, the hours left to meet, and what came out of meeting."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from incidents.freshness import draw
from incidents.models import Incident


@login_required
def incident(request, incident_id):
    incident = get_object_or_404(
        Incident.objects.seen_by(request.user).with_actions().select_related("team", "type"),
        public_id=incident_id,
    )
    actions = list(incident.action_set.all())
    context = {
        "here": "log",
        "team": incident.team,
        "incident": incident,
        "actions": [action for action in actions if action.kind == action.Kind.COMMITTED],
        "parked": [action for action in actions if action.kind == action.Kind.PARKED],
        "drawing": clock_of(incident),
    }
    return render(request, "incidents/incident.html", context)


def clock_of(incident):
    """The 48 hours as a drawing, while there is still something to meet about."""
    if incident.held_at or not incident.resolved_at:
        return None
    return draw(incident.resolved_at, incident.zone, timezone.now(), incident.scheduled_for)
