"""The team page: who is in it, and how somebody new gets in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from people import links, roles
from people.forms import ColleagueForm, TeamForm
from people.models import Team
from people.team import add_colleague, members


def show(request, team, status=200, **context):
    """The page, with a form as somebody left it or a link that is shown this once."""
    manages = roles.may_manage(request.user, team)
    rows = [(row, manages and roles.may_make_link(request.user, row.user)) for row in members(team)]
    page = {
        "here": "team",
        "team": team,
        "rows": rows,
        "manages": manages,
        "colleague": ColleagueForm(team=team),
        "team_form": TeamForm(instance=Team.objects.get(pk=team.pk)),
    }
    return render(request, "people/team.html", page | context, status=status)


def managed_team(request, team_id):
    team = get_object_or_404(Team.objects.seen_by(request.user), public_id=team_id)
    if not roles.may_manage(request.user, team):
        raise PermissionDenied
    return team


def show_link(request, team, person):
    token = links.make_link_for(person)
    link = links.address(request.build_absolute_uri("/"), token)
    return show(request, team, link=link, link_for=person)


@login_required
def team(request, team_id):
    return show(request, get_object_or_404(Team.objects.seen_by(request.user), public_id=team_id))


@login_required
@require_POST
def member_add(request, team_id):
    team = managed_team(request, team_id)
    form = ColleagueForm(request.POST, team=team)
    if not form.is_valid():
        return show(request, team, status=400, colleague=form)
    person = add_colleague(team=team, **form.cleaned_data)
    if person.has_usable_password() or not roles.may_make_link(request.user, person):
        messages.success(request, f"{person.name} has an account and sees this team from now on.")
        return redirect("team", team.public_id)
    return show_link(request, team, person)


@login_required
@require_POST
def member_link(request, team_id, person_id):
    team = managed_team(request, team_id)
    person = get_object_or_404(team.members.filter(is_active=True), public_id=person_id)
    if not roles.may_make_link(request.user, person):
        raise PermissionDenied
    return show_link(request, team, person)


@login_required
@require_POST
def team_edit(request, team_id):
    team = managed_team(request, team_id)
    # A copy, so that a refused name does not stand in the page's heading.
    form = TeamForm(request.POST, instance=Team.objects.get(pk=team.pk))
    if not form.is_valid():
        return show(request, team, status=400, team_form=form)
    form.save()
    messages.success(request, "Saved.")
    return redirect("team", team.public_id)
