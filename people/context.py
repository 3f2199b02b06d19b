"""The team whose pages a person is on, for the masthead of every page."""

from .models import Team

KEY = "team"


def current_team(request):
    """The team last looked at, else the first one; None for guests and strangers."""
    if not request.user.is_authenticated:
        return None
    teams = Team.objects.seen_by(request.user).order_by("name")
    chosen = request.session.get(KEY)
    return teams.filter(public_id=chosen).first() or teams.first()


def team(request):
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"team": current_team(request)}
