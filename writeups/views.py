"""The write-up on the screen and as a PDF. Only the team and the session's guests see it."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from facilitation.access import participant_of
from facilitation.models import LiveSession
from incidents.models import Incident

from . import fits, pdf
from .draft import draft
from .markdown import markdown


@require_safe
def writeup(request, public_id):
    session, is_colleague = readable(request, public_id)
    if session is None:
        return redirect_to_login(request.get_full_path())
    whole = draft(session)
    best = fits.best(whole)
    is_long = best.fit in ("folded", "small")
    wants_folded = is_long and request.GET.get("timeline") == "folded"
    context = {
        "incident": session.incident,
        "is_colleague": is_colleague,
        "whole": whole,
        "folded": best.fold(whole),
        "style": best.style,
        "is_long": is_long,
        "wants_folded": wants_folded,
        "longest": fits.longest_part(whole) if is_long else "",
        "markdown": markdown(whole),
    }
    return render(request, "writeups/page.html", context)


@require_safe
def writeup_pdf(request, public_id):
    session, _ = readable(request, public_id)
    if session is None:
        return redirect_to_login(request.get_full_path())
    paper = request.GET.get("paper", "a4")
    if paper not in pdf.PAPERS:
        raise Http404
    try:
        printed = pdf.render(draft(session), paper)
    except pdf.NotNow:
        context = {"incident": session.incident}
        response = render(request, "writeups/not_now.html", context, status=503)
        response["Retry-After"] = "20"
        return response
    response = HttpResponse(printed.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(session.incident.title)}"'
    response["X-Write-Up-Fit"] = printed.fit
    return response


def readable(request, public_id) -> tuple[LiveSession | None, bool]:
    """The session and whether the reader is a colleague of its team.

    None for somebody who may still sign in; Http404 for whoever did and is not of the team.
    """
    sessions = LiveSession.objects.select_related("incident__type", "incident__team")
    seen = Incident.objects.seen_by(request.user).filter(public_id=public_id)
    if session := sessions.filter(incident__in=seen).first():
        return session, True
    session = sessions.filter(incident__public_id=public_id).first()
    if session and participant_of(request, session):
        return session, False
    if request.user.is_authenticated:
        raise Http404
    return None, False


def file_name(title: str) -> str:
    """ASCII letters, digits and hyphens, so that no title can break out of the header."""
    return f"write-up-{slugify(title)[:60].strip('-_') or 'incident'}.pdf"
