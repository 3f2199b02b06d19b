"""One-time links: make one, look behind one, and use one up.

Each works once, ends after a day, and its token reaches the server only in a form, never in an
address, so that no log holds it.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .models import Membership, SignInLink, Team, User

FIRST_TEAM = "Our team"


class LinkGone(Exception):
    """The link was used or ended between the two pages."""


def address(base: str, token: str) -> str:
    """The link to hand over. What stands after # stays in the browser."""
    return f"{base.rstrip('/')}{reverse('welcome')}#{token}"


@transaction.atomic
def make_link_for(user) -> str:
    """The token of a new link. Earlier ones of the same person stop working."""
    _open_links(user).update(used_at=timezone.now())
    return SignInLink.issue(user)


def find(token: str) -> SignInLink | None:
    link = SignInLink.usable(token.strip())
    return link if link and _still_lets_in(link) else None


def still_open(link_id) -> SignInLink | None:
    """The link that an earlier request found, as long as it still works."""
    link = (
        SignInLink.objects.filter(pk=link_id, used_at=None, expires_at__gt=timezone.now())
        .select_related("user")
        .first()
    )
    return link if link and _still_lets_in(link) else None


@transaction.atomic
def let_in_first_person(link_id, *, name, email, password) -> User:
    """The first account: administrator, and lead of every team there is. LinkGone if too late."""
    _use_up(link_id, for_user=None)
    user = User.objects.create_user(email, name, password, is_administrator=True)
    teams = list(Team.objects.all()) or [Team.objects.create(name=FIRST_TEAM)]
    for team in teams:
        Membership.objects.create(team=team, user=user, role=Membership.Role.LEAD)
    return user


@transaction.atomic
def choose_password(link_id, user, password) -> User:
    """A new password ends every other signed-in session of that person. LinkGone if too late."""
    _use_up(link_id, for_user=user)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _open_links(user):
    return SignInLink.objects.filter(user=user, used_at=None)


def _use_up(link_id, for_user):
    """Lock every open link of the same kind, so that two people cannot both be the first."""
    locked = {link.pk for link in _open_links(for_user).select_for_update().order_by("pk")}
    link = still_open(link_id)
    if link is None or link.pk not in locked:
        raise LinkGone
    SignInLink.objects.filter(pk__in=locked).update(used_at=timezone.now())


def _still_lets_in(link) -> bool:
    if link.user is None:
        return not User.objects.anybody_can_sign_in()
    return link.user.is_active
