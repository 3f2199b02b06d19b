"""An address whose view breaks."""

from django.urls import path


def broken(request):
    raise RuntimeError("secret particulars")


urlpatterns = [path("broken/", broken)]
