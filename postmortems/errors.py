"""Pages for when something is not there or not allowed: they say what to do, never what exists."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    return render(request, "errors/403_csrf.html", status=403)
