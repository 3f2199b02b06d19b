"""The open actions of a team. Anyone in the team may say that one is done, or is dropped."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from incidents import actions as life
from incidents.forms import DropForm
from incidents.models import Action
from people.models import Team


def show(request, team, status=200, **context):
    page = {
        "here": "actions",
        "team": team,
        "groups": life.groups(request.user, team),
        "finished": life.lately_finished(request.user, team),
        "drop_form": DropForm(),
    }
    return render(request, "incidents/actions.html", page | context, status=status)


def committed(request, action_id):
    return get_object_or_404(
        Action.objects.seen_by(request.user).committed().select_related("incident__team"),
        public_id=action_id,
    )


def back(action):
    return redirect("actions", action.incident.team.public_id)


@login_required
def actions(request, team_id):
    return show(request, get_object_or_404(Team.objects.seen_by(request.user), public_id=team_id))


@login_required
@require_POST
def action_done(request, action_id):
    action = committed(request, action_id)
    life.finish(action)
    return back(action)


@login_required
@require_POST
def action_drop(request, action_id):
    action = committed(request, action_id)
    form = DropForm(request.POST)
    if not form.is_valid():
        team = action.incident.team
        return show(request, team, status=400, drop_form=form, dropping=action)
    life.drop(action, form.cleaned_data["because"])
    return back(action)


@login_required
@require_POST
def action_reopen(request, action_id):
    action = committed(request, action_id)
    life.reopen(action)
    return back(action)


@login_required
@require_POST
def action_accept(request, action_id):
    action = committed(request, action_id)
    if not life.may_accept(request.user, action):
        raise PermissionDenied
    life.accept(action)
    return back(action)
