from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def let_in_who_is_here(apps, schema_editor):
    apps.get_model("facilitation", "Participant").objects.update(admitted_at=F("joined_at"))


class Migration(migrations.Migration):
    dependencies = [("facilitation", "0003_initial")]

    operations = [
        migrations.AddField(
            "livesession", "lobby", models.BooleanField(default=False)
        ),
        migrations.AddField(
            "livesession", "locked", models.BooleanField(default=False)
        ),
        migrations.AddField(
            "participant",
            "admitted_at",
            models.DateTimeField(blank=True, default=timezone.now, null=True),
        ),
        migrations.RunPython(let_in_who_is_here, migrations.RunPython.noop),
    ]
