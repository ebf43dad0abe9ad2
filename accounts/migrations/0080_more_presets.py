"""Companies that exist already: the roles beside a rep's, as a new company gets them."""

from typing import Any

from django.db import migrations

ADDED = {
    "sdr": ("Sales development rep", {"forecast.see", "forecast.submit", "deal.close"}, set()),
    "am": ("Account manager", set(), set()),
    "csm": ("Customer success manager", set(), set()),
    "renewals": ("Renewals manager", set(), {"contract.change"}),
}
"""Name, verbs a rep has and this one has not, verbs a rep has not."""
REP = {
    "customer.see", "deal.see", "lead.see", "activity.see", "metrics.see", "forecast.see", "quota.see",
    "customer.change", "deal.change", "deal.close", "lead.change", "activity.log", "forecast.submit",
    "contract.see", "exit.see",
}  # fmt: skip


def add(apps: Any, schema_editor: Any) -> None:
    role, role_verb = apps.get_model("accounts", "Role"), apps.get_model("accounts", "RoleVerb")
    if not role.objects.filter(preset=True).exists():
        return
    for key, (name, less, more) in ADDED.items():
        row, made = role.objects.get_or_create(
            key=key, defaults={"name": name, "home": "rep", "preset": True, "scope": "own"}
        )
        if made:
            role_verb.objects.bulk_create(role_verb(role=row, verb=verb) for verb in sorted(REP - less | more))


def remove(apps: Any, schema_editor: Any) -> None:
    grants = apps.get_model("accounts", "RoleGrant").objects.values("role")
    apps.get_model("accounts", "Role").objects.filter(key__in=ADDED, preset=True).exclude(pk__in=grants).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0071_contract_approved_for")]

    operations = [migrations.RunPython(add, remove)]
