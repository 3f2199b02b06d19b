"""What somebody sees who is not let in yet: that they wait, or that the room is locked."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from facilitation import access
from facilitation.models import LiveSession
from playbook import directive


def locked_page(request, public_id):
    """Says that the room is locked, and nothing else of it."""
    return render(request, "facilitation/locked.html", {"public_id": public_id})


@require_safe
def wait(request, public_id):
    """Asks again by itself, and shows nothing of the session.

    For those who asked to come in and were not let in yet; 404 for everybody else.
    """
    session = get_object_or_404(LiveSession, public_id=public_id)
    seat, now = access.seat_of(request, session), timezone.now()
    if seat is None:
        raise Http404
    if seat.may_enter(now):
        return moved(request, "live", public_id)
    if seat.admitted_at:
        raise Http404
    if seat.waits(now) and session.is_closed and not seat.is_guest:
        return moved(request, "join_room", public_id)
    state = state_of(seat, session, now)
    if state == "waits" and request.htmx:
        return HttpResponse(status=204)
    part = "_waiting" if request.htmx else "waiting"
    context = {"public_id": public_id, "seat": seat, "state": state, "directive": directive}
    return render(request, f"facilitation/{part}.html", context)


def state_of(seat, session, now) -> str:
    if seat.was_turned_away:
        return "away"
    return "waits" if seat.waits(now) and not session.is_closed else "over"


def moved(request, name, public_id):
    if request.htmx:
        return HttpResponseClientRedirect(reverse(name, args=[public_id]))
    return redirect(name, public_id)
