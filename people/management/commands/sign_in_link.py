"""For an operator at the server: a new sign-in link for somebody who cannot get in."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from people.links import address, make_link_for
from people.models import User


class Command(BaseCommand):
    help = "Print a link that lets a person in once, within a day, to choose a password."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address of an account")
        parser.add_argument(
            "--base", default=settings.ORIGINS[0], help="where the app is reached, for the link"
        )

    def handle(self, *args, email, base, **options):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account with the address {email}.")
        self.stdout.write(address(base, make_link_for(user)))
