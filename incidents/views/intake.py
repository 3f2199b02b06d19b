"""Logging an incident, and putting its facts right later."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from incidents.forms import IncidentForm
from incidents.models import Incident
from people.models import Team


@login_required
def incident_new(request, team_id):
    team = get_object_or_404(Team.objects.seen_by(request.user), public_id=team_id)
    return ask(request, Incident(team=team, zone=team.zone))


@login_required
def incident_edit(request, incident_id):
    incident = get_object_or_404(
        Incident.objects.seen_by(request.user).select_related("team", "type"),
        public_id=incident_id,
    )
    return ask(request, incident)


FACTS = [
    *("title", "type", "type_note", "started_at", "resolved_at", "zone"),
    *("what_happened", "affected", "impact", "change_triggered", "other_teams"),
]


def save_facts(form) -> None:
    """A session may close while somebody edits: only the facts are written, not the outcome."""
    incident = form.save(commit=False)
    incident.save(update_fields=FACTS if incident.pk else None)


def ask(request, incident):
    heading = incident.title  # before a form that is refused writes into the row
    form = IncidentForm(request.POST or None, instance=incident)
    if request.method == "POST" and form.is_valid():
        save_facts(form)
        return redirect("incident", incident.public_id)
    context = {
        "here": "log",
        "team": incident.team,
        "incident": incident if incident.pk else None,
        "heading": heading,
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "incidents/incident_form.html", context, status=status)
