"""Nobody signs up by themselves: an account comes from a one-time link."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.shortcuts import redirect


class InvitationOnly(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That address and password do not fit together. Try again, "
        "or ask your team's lead for a new sign-in link.",
        "too_many_login_attempts": "That was a few tries in a row. Wait five minutes, please.",
    }

    def is_open_for_signup(self, request):
        return False

    def respond_user_inactive(self, request, user):
        messages.info(request, "This account is closed. Ask your team's lead to open it again.")
        return redirect("account_login")

    def add_message(self, *args, **kwargs):
        """Signing in and out speak for themselves."""
