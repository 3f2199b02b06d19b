"""The incident log, as a page or, for the filters, as its rows alone."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.vary import vary_on_headers

from incidents.log import Filters, log_page
from people.context import KEY
from people.models import Team


@login_required
@vary_on_headers("HX-Request")
def log(request, team_id):
    teams = list(Team.objects.seen_by(request.user).order_by("name"))
    team = get_object_or_404(Team.objects.seen_by(request.user), public_id=team_id)
    if request.session.get(KEY) != team.public_id:
        request.session[KEY] = team.public_id
    filters = Filters.read(request.GET)
    context = {
        "here": "log",
        "team": team,
        "teams": teams,
        "filters": filters,
        "page": log_page(request.user, team, filters),
    }
    part = request.htmx and not request.htmx.history_restore_request
    return render(request, "incidents/_rows.html" if part else "incidents/log.html", context)
