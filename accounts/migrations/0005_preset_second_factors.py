"""The presets of a company that exists already: who sets up, steers or reads money must have a second factor."""

from django.db import migrations


def mark(apps, schema_editor):
    keys = ["ops_manager", "vp", "finance", "admin"]
    apps.get_model("accounts", "Role").objects.filter(preset=True, key__in=keys).update(second_factor=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_signing_in")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
