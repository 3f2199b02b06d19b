from django.http import HttpResponse
from django.urls import include, path


def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz),
    path("", include("people.urls")),
    path("", include("writeups.urls")),
    path("", include("facilitation.urls")),
    path("", include("incidents.urls")),
]
