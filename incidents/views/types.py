"""The types of incident, for an administrator to add to. None is ever taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.shortcuts import redirect, render

from incidents.forms import TypeForm
from incidents.models import IncidentType


@login_required
def incident_types(request):
    if not request.user.is_administrator:
        raise PermissionDenied
    form = TypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last = IncidentType.objects.aggregate(last=Max("position"))["last"] or 0
        form.instance.position = last + 1
        form.save()
        messages.success(request, f"{form.instance.name} can be picked from now on.")
        return redirect("incident_types")
    context = {"here": "team", "form": form, "types": IncidentType.objects.all()}
    status = 400 if form.errors else 200
    return render(request, "incidents/types.html", context, status=status)
