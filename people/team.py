"""Adding a colleague to a team. There are no numbers about people here, and none are wanted."""

from django.db import transaction

from .models import Membership, User


@transaction.atomic
def add_colleague(*, team, name, email, role) -> User:
    """The person with this address joins; an account is made when there is none yet.

    Somebody who has an account keeps their own name and password.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name)
    Membership.objects.create(team=team, user=user, role=role)
    return user


def members(team):
    """Memberships by name, each with its person."""
    return (
        Membership.objects.filter(team=team, user__is_active=True)
        .select_related("user")
        .order_by("user__name", "pk")
    )
