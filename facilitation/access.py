"""Who somebody is in a session: a colleague's account, or a guest by the secret in a cookie."""

import hashlib
import secrets

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from incidents.models import Incident

from .models import LiveSession, Participant

GUEST_SALT = "facilitation.join"


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return secrets.token_urlsafe(24)


def join_token(session: LiveSession) -> str:
    """What the join link carries after its #: 128 bits that change with the session's round."""
    mark = salted_hmac(GUEST_SALT, f"{session.public_id}:{session.join_round}", algorithm="sha256")
    return f"{session.public_id}.{mark.hexdigest()[:32]}"


def session_for_token(token: str) -> LiveSession | None:
    public_id = token.split(".")[0]
    session = LiveSession.objects.filter(public_id=public_id, closed_at=None).first()
    if session and constant_time_compare(join_token(session), token):
        return session
    return None


def find_seat(session_pk: int, user_pk, guest_secret: str) -> Participant | None:
    """The person's seat in this session, also one that they wait for or have lost."""
    seats = Participant.objects.filter(session_id=session_pk).select_related("session", "user")
    found = seats.filter(user_id=user_pk).first() if user_pk else None
    if found is None and guest_secret:
        found = seats.filter(secret_hash=hashed(guest_secret)).first()
    return found


def find_participant(session_pk: int, user_pk, guest_secret: str) -> Participant | None:
    """The person's seat in this session, if they may enter now."""
    found = find_seat(session_pk, user_pk, guest_secret)
    return found if found and found.may_enter(timezone.now()) else None


def seat_of(request, session: LiveSession) -> Participant | None:
    """As `find_seat`, for whoever asks: show nothing of the session for this alone."""
    user_pk = None
    if request.user.is_authenticated and request.user.is_active:
        in_team = Incident.objects.seen_by(request.user).filter(pk=session.incident_id).exists()
        user_pk = request.user.pk if in_team else None
    secret = request.COOKIES.get(settings.GUEST_COOKIE_NAME, "")
    return find_seat(session.pk, user_pk, secret)


def participant_of(request, session: LiveSession) -> Participant | None:
    found = seat_of(request, session)
    return found if found and found.may_enter(timezone.now()) else None


def entered(request, public_id) -> tuple[LiveSession, Participant]:
    """The session and the reader's seat in it; 404 for anybody else, whether it exists or not."""
    rows = LiveSession.objects.select_related("incident__team", "incident__type", "facilitator")
    session = get_object_or_404(rows, public_id=public_id)
    person = participant_of(request, session)
    if person is None:
        raise Http404
    return session, person


def colleagues_session(request, public_id) -> LiveSession:
    """The session of an incident that the reader's own team holds; 404 otherwise."""
    rows = LiveSession.objects.select_related("incident__team", "incident__type", "facilitator")
    return get_object_or_404(
        rows, public_id=public_id, incident__in=Incident.objects.seen_by(request.user)
    )
