"""The front door: straight to the log of the team a person last looked at."""

from django.shortcuts import redirect, render

from people.context import current_team


def home(request):
    if not request.user.is_authenticated:
        return redirect("account_login")
    team = current_team(request)
    if team is None:
        return render(request, "incidents/no_team.html")
    return redirect("log", team.public_id)
