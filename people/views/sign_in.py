"""In and out by password. Everything else of allauth stays unreachable."""

from allauth.account.views import LoginView, LogoutView
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from people.models import User


class SignIn(LoginView):
    """Adds a hint for the very first visit, when there is nobody who could sign in yet."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        fields = context["form"].fields
        fields["login"].widget.attrs.update({"class": "in", "placeholder": ""})
        fields["password"].widget.attrs.update({"class": "in", "placeholder": ""})
        return context | {"nobody_yet": not User.objects.anybody_can_sign_in()}


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """Only by a button: a link could be followed by a prefetching browser."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        # Drafts in this browser are incident text; they leave with the person.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def sign_up(request):
    return render(request, "people/by_invitation.html")
