import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facilitation", "0004_lobby_and_lock")]

    operations = [
        migrations.AddField(
            "chain", "version", models.PositiveIntegerField(default=1)
        ),
        migrations.AlterField(
            "sessionevent",
            "actor",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="facilitation.participant",
            ),
        ),
        migrations.AddIndex(
            "sessionevent", models.Index(fields=["actor", "seq"], name="last_steps")
        ),
    ]
