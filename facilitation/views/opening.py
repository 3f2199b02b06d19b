"""Opening a session from the incident's page, and the panel that shows who comes and how."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from facilitation import access
from facilitation.board import Board
from facilitation.models import LiveSession
from facilitation.seating import open_session
from incidents.models import Incident

from .invite import join_address


@login_required
@require_POST
def open_for(request, public_id):
    incident = get_object_or_404(Incident.objects.seen_by(request.user), public_id=public_id)
    open_session(incident, request.user)
    return redirect("incident", public_id)


@login_required
@require_safe
def panel(request, public_id):
    """Who should be in the room and how they join, for the incident's page."""
    incident = get_object_or_404(Incident.objects.seen_by(request.user), public_id=public_id)
    session = LiveSession.objects.filter(incident=incident).select_related("facilitator").first()
    context = {"incident": incident, "session": session}
    if session:
        person = access.participant_of(request, session)
        context |= {
            "board": Board(session),
            "leads": bool(person) and person.pk == session.facilitator_id,
            "join_address": join_address(request, session),
        }
    return render(request, "facilitation/_panel.html", context)
