"""How people come in: the link, its QR code, the short code, and the name they give."""

import io
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from facilitation import access, guesses
from facilitation.forms.invite import CodeForm, NameForm, TokenForm
from facilitation.models import LiveSession
from facilitation.refusals import Refusal
from facilitation.seating import WAITS, give_seat_up, take_seat
from facilitation.sync.hub import hub
from playbook import directive

from .lobby import locked_page

INVITED = "invited"
WRONG = "That code opens no session. Check it on the wall, or ask the facilitator for a new one."


def public_base(request) -> str:
    """Where other devices reach us: the first origin that is not this machine alone."""
    for origin in settings.ORIGINS:
        if urlsplit(origin).hostname not in ("127.0.0.1", "localhost", "testserver"):
            return origin
    return f"{request.scheme}://{request.get_host()}"


def join_address(request, session) -> str:
    return f"{public_base(request)}{reverse('join')}#{access.join_token(session)}"


def qr_svg(text: str) -> bytes:
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", scale=4, border=2, dark="#14182a", light="#ffffff", xmldecl=False
    )
    return out.getvalue()


@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """By short code, or by the token that page.js takes from after the # of a link."""
    form = CodeForm()
    if request.method == "POST" and "token" in request.POST:
        token = TokenForm(request.POST)
        session = access.session_for_token(token.cleaned()) if token.is_valid() else None
        if session:
            return invite(request, session)
        messages.info(request, "That link has ended. Type the code from the wall instead.")
    elif request.method == "POST":
        form = CodeForm(request.POST)
        session = session_for_code(request, form) if form.is_valid() else None
        if session:
            return invite(request, session)
    return render(request, "facilitation/join.html", {"form": form})


def session_for_code(request, form) -> LiveSession | None:
    """Looked up only while this address may guess; the form says why when it opens nothing."""
    attempt = guesses.attempt(request.META.get("REMOTE_ADDR", ""))
    if attempt.refusal:
        form.add_error("code", attempt.refusal)
        return None
    code = form.cleaned_data["code"]
    session = LiveSession.objects.filter(join_code=code, closed_at=None).first()
    if session:
        attempt.take_back()
    else:
        form.add_error("code", WRONG)
    return session


def invite(request, session):
    request.session[INVITED] = [session.public_id, session.join_round]
    return redirect("join_room", session.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def join_room(request, public_id):
    """The invited person's last step: a name, or their account. Until then nothing is shown."""
    session = invited_session(request, public_id)
    seat, now = access.seat_of(request, session), timezone.now()
    if seat and seat.may_enter(now):
        return redirect("live", public_id)
    if seat and seat.waits(now) and not session.is_closed:
        return redirect("wait", public_id)
    account = request.user if request.user.is_authenticated else None
    in_team = account and session.incident.team.members.filter(pk=account.pk).exists()
    if in_team and seat and seat.user_id and seat.admitted_at:
        messages.info(request, "You were taken out of this session. Ask the facilitator.")
        return redirect("incident", session.incident.public_id)
    if session.is_locked:
        return locked_page(request, public_id)
    form = NameForm(request.POST or None, initial={"name": account.name if in_team else ""})
    if request.method == "POST" and form.is_valid():
        try:
            return enter(request, session, account if in_team else None, form.cleaned_data["name"])
        except Refusal as refusal:
            if refusal.code == "locked":
                return locked_page(request, public_id)
            form.add_error("name", refusal.message)
    context = {
        "session": session,
        "form": form,
        "here": len(hub_here(session)),
        "directive": directive,
    }
    return render(request, "facilitation/join_room.html", context)


def enter(request, session, account, name):
    """A new seat gets a new session key; a guest also the cookie that is their only key."""
    secret = "" if account else access.new_secret()
    event = take_seat(session.pk, account, name, secret)
    hub.announce_from_thread(session.pk, event.seq)
    request.session.pop(INVITED, None)
    request.session.cycle_key()
    response = redirect("wait" if event.name == WAITS else "live", session.public_id)
    if secret:
        response.set_cookie(
            settings.GUEST_COOKIE_NAME,
            secret,
            max_age=24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
            path="/",
        )
    return response


@require_POST
def leave(request, public_id):
    """A guest's way out of a borrowed device: the key and everything kept here goes."""
    session = get_object_or_404(LiveSession, public_id=public_id)
    person = access.seat_of(request, session)
    if person is None or not person.is_guest or not person.is_valid(timezone.now()):
        raise Http404
    event = give_seat_up(person)
    hub.announce_from_thread(session.pk, event.seq)
    response = redirect("join")
    response.delete_cookie(settings.GUEST_COOKIE_NAME, path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def invited_session(request, public_id) -> LiveSession:
    rows = LiveSession.objects.select_related("incident__team")
    invited, at_round = request.session.get(INVITED) or ("", 0)
    if invited == public_id:
        found = rows.filter(public_id=public_id, join_round=at_round, closed_at=None).first()
        if found:
            return found
    session = (
        access.colleagues_session(request, public_id) if request.user.is_authenticated else None
    )
    if session is None:
        raise Http404
    return session


def hub_here(session) -> list[str]:
    room = hub.rooms.get(session.pk)
    return room.here() if room else []
