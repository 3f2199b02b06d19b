from django.db import migrations

FIVE = ("Deployment", "Integration", "External", "Process", "Other")


def add(apps, schema_editor):
    types = apps.get_model("incidents", "IncidentType")
    for position, name in enumerate(FIVE):
        types.objects.get_or_create(slug=name.lower(), defaults={"name": name, "position": position})


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
