"""The channels that are there from the start, and who keeps channels in companies that exist already."""

from typing import Any

from django.db import migrations

CHANNELS = (("in_app", "In SalesOps"), ("mail", "Mail"))
VERB = "channel.change"
KEEPERS = ("ops_rep", "ops_manager", "admin")


def make(apps: Any, schema_editor: Any) -> None:
    channel = apps.get_model("inbox", "Channel")
    for kind, name in CHANNELS:
        channel.objects.get_or_create(kind=kind, defaults={"name": name, "audience": "everyone"})
    role, role_verb = apps.get_model("accounts", "Role"), apps.get_model("accounts", "RoleVerb")
    for row in role.objects.filter(preset=True, key__in=KEEPERS):
        role_verb.objects.get_or_create(role=row, verb=VERB)


def unmake(apps: Any, schema_editor: Any) -> None:
    apps.get_model("inbox", "Channel").objects.filter(kind__in=[kind for kind, _name in CHANNELS]).delete()
    apps.get_model("accounts", "RoleVerb").objects.filter(verb=VERB, role__preset=True).delete()


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial"), ("accounts", "0005_preset_second_factors")]

    operations = [migrations.RunPython(make, unmake)]
