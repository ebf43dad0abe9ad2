"""Companies that exist already: the preset roles learn who merges accounts and who decides about claims."""

from typing import Any

from django.db import migrations

VERBS = {
    "customer.merge": ("ops_rep", "ops_manager"),
    "claim.decide": ("ops_rep", "vp", "ops_manager"),
    "ownership.change": ("ops_rep",),
}


def teach(apps: Any, schema_editor: Any) -> None:
    role, role_verb = apps.get_model("accounts", "Role"), apps.get_model("accounts", "RoleVerb")
    presets = {row.key: row.pk for row in role.objects.filter(preset=True)}
    rows = [
        role_verb(role_id=presets[key], verb=verb) for verb, keys in VERBS.items() for key in keys if key in presets
    ]
    role_verb.objects.bulk_create(rows, ignore_conflicts=True)


def forget(apps: Any, schema_editor: Any) -> None:
    verbs = apps.get_model("accounts", "RoleVerb").objects
    for verb, keys in VERBS.items():
        verbs.filter(verb=verb, role__preset=True, role__key__in=keys).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0031_contact_addresses")]

    operations = [migrations.RunPython(teach, forget)]
