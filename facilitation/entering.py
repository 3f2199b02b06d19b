"""Who speaks on a socket: the seat behind its cookies, looked up afresh each time."""

from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user

from incidents.models import Incident

from . import access, fragments
from .models import LiveSession

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore


@dataclass(frozen=True)
class Seat:
    """who: the participant's public id. user_pk: of the account, None for a guest."""

    who: str
    person_pk: int
    session_pk: int
    user_pk: int | None
    audience: str


def find_seat(public_id: str, cookies: dict[str, str]) -> Seat | None:
    """The seat in this session, or None when these cookies may not enter it."""
    session = LiveSession.objects.filter(public_id=public_id).first()
    if session is None:
        return None
    user = who_signed_in(cookies)
    in_team = (
        user.is_authenticated
        and Incident.objects.seen_by(user).filter(pk=session.incident_id).exists()
    )
    secret = cookies.get(settings.GUEST_COOKIE_NAME, "")
    person = access.find_participant(session.pk, user.pk if in_team else None, secret)
    if person is None:
        return None
    leads = session.facilitator_id == person.pk
    audience = fragments.LEAD if leads else fragments.ROOM
    return Seat(person.public_id, person.pk, session.pk, person.user_id, audience)


def who_signed_in(cookies: dict[str, str]):
    store = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    return get_user(SimpleNamespace(session=store))


def is_signed_in(cookies: dict[str, str]) -> bool:
    return who_signed_in(cookies).is_authenticated


def read_session(pk: int) -> tuple[str, int]:
    """Its epoch and number."""
    return LiveSession.objects.values_list("epoch", "seq").get(pk=pk)
