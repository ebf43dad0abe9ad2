"""Companies that exist already: the preset roles learn the verbs of erasure, as a new company gets them."""

from typing import Any

from django.db import migrations

VERBS = {
    "erasure.see": ("ops_manager", "admin"),
    "erasure.preview": ("ops_manager",),
    "erasure.approve": ("admin",),
}


def teach(apps: Any, schema_editor: Any) -> None:
    role, role_verb = apps.get_model("accounts", "Role"), apps.get_model("accounts", "RoleVerb")
    presets = {row.key: row.pk for row in role.objects.filter(preset=True)}
    rows = [
        role_verb(role_id=presets[key], verb=verb) for verb, keys in VERBS.items() for key in keys if key in presets
    ]
    role_verb.objects.bulk_create(rows, ignore_conflicts=True)


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("accounts", "RoleVerb").objects.filter(verb__in=VERBS, role__preset=True).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0040_erasure")]

    operations = [migrations.RunPython(teach, forget)]
