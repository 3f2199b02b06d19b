"""How people come in: the link, its QR code, the short code, and the name they give."""

import io
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from facilitation import access
from facilitation.forms.invite import CodeForm, NameForm, TokenForm
from facilitation.models import LiveSession
from facilitation.seating import give_seat_up, take_seat
from facilitation.sync.hub import hub
from playbook import directive

INVITED = "invited"
TRIES_A_MINUTE = 10
WRONG = "That code opens no session. Check it on the wall, or ask the facilitator for a new one."
SLOW_DOWN = "That was a lot of tries. Wait a minute, then type the code from the wall."


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
        if too_many_tries(request):
            form.add_error("code", SLOW_DOWN)
        elif form.is_valid():
            code = form.cleaned_data["code"]
            session = LiveSession.objects.filter(join_code=code, closed_at=None).first()
            if session:
                return invite(request, session)
            form.add_error("code", WRONG)
    return render(request, "facilitation/join.html", {"form": form})


def too_many_tries(request) -> bool:
    key = f"join-tries:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > TRIES_A_MINUTE
    except ValueError:  # it ended between the two lines
        return False


def invite(request, session):
    request.session[INVITED] = [session.public_id, session.join_round]
    return redirect("join_room", session.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def join_room(request, public_id):
    """The invited person's last step: a name, or their account. Until then nothing is shown."""
    session = invited_session(request, public_id)
    if access.participant_of(request, session):
        return redirect("live", public_id)
    account = request.user if request.user.is_authenticated else None
    in_team = account and session.incident.team.members.filter(pk=account.pk).exists()
    form = NameForm(request.POST or None, initial={"name": account.name if in_team else ""})
    if in_team and session.participants.filter(user=account).exclude(removed_at=None).exists():
        messages.info(request, "You were taken out of this session. Ask the facilitator.")
        return redirect("incident", session.incident.public_id)
    if request.method == "POST" and form.is_valid():
        return enter(request, session, account if in_team else None, form.cleaned_data["name"])
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
    response = redirect("live", session.public_id)
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
    session, person = access.entered(request, public_id)
    if not person.is_guest:
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
