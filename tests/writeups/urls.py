"""Addresses for these tests alone: the write-up's, and stand-ins that its links lead to."""

from django.http import HttpResponse
from django.urls import include, path


def elsewhere(request, public_id=""):
    return HttpResponse("elsewhere")


urlpatterns = [
    path("", elsewhere, name="home"),
    path("sign-in/", elsewhere, name="account_login"),
    path("incidents/<str:public_id>/", elsewhere, name="incident"),
    path("teams/<str:public_id>/log/", elsewhere, name="log"),
    path("teams/<str:public_id>/actions/", elsewhere, name="actions"),
    path("teams/<str:public_id>/", elsewhere, name="team"),
    path("", include("writeups.urls")),
]
