"""After a backup was put back every open page loads anew, for its numbers mean other things."""

from django.core.management.base import BaseCommand

from facilitation.models import LiveSession, new_epoch


class Command(BaseCommand):
    help = "Gives every session a new epoch. Run it once after putting a backup back."

    def handle(self, *args, **options):
        count = 0
        for pk in LiveSession.objects.values_list("pk", flat=True):
            count += LiveSession.objects.filter(pk=pk).update(epoch=new_epoch())
        rooms = "1 session" if count == 1 else f"{count} sessions"
        self.stdout.write(f"{rooms}: open pages load the board anew.")
