from django.urls import include, path

from .health import healthz, metrics

urlpatterns = [
    path("healthz", healthz),
    path("metrics", metrics),
    path("", include("people.urls")),
    path("", include("writeups.urls")),
    path("", include("facilitation.urls")),
    path("", include("incidents.urls")),
]
