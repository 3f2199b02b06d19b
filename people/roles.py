"""Who may look after a team. Asked anew for every request, so a changed role counts at once."""

from .models import Membership


def is_lead(user, team) -> bool:
    return Membership.objects.filter(team=team, user=user, role=Membership.Role.LEAD).exists()


def may_manage(user, team) -> bool:
    return user.is_administrator or is_lead(user, team)


def may_make_link(user, person) -> bool:
    """A link lets its holder act as that person, so a lead may reach no further than their teams.

    Otherwise a lead could become an administrator, or a member of a team they are not in.
    """
    if user.is_administrator:
        return True
    if person.is_administrator:
        return False
    led = Membership.objects.filter(user=user, role=Membership.Role.LEAD).values("team")
    return not Membership.objects.filter(user=person).exclude(team__in=led).exists()
