"""Roles of one's own: what one is granted over, its version, and retiring it."""

from typing import Any

from django.db import migrations, models

SCOPES = {
    "manager": "subtree",
    "vp": "subtree",
    "ops_rep": "all",
    "analyst": "all",
    "ops_manager": "all",
    "enablement": "subtree",
    "finance": "all",
    "admin": "all",
}


def presets(apps: Any, schema_editor: Any) -> None:
    for key, scope in SCOPES.items():
        apps.get_model("accounts", "Role").objects.filter(key=key, preset=True).update(scope=scope)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0042_provider"),
    ]

    operations = [
        migrations.AddField(
            model_name="role",
            name="retired_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="role",
            name="row_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="role",
            name="scope",
            field=models.CharField(
                choices=[
                    ("own", "Own"),
                    ("subtree", "Own and everyone below"),
                    ("team", "Own team"),
                    ("all", "Everything"),
                ],
                default="own",
                max_length=8,
            ),
        ),
        migrations.RunPython(presets, migrations.RunPython.noop),
    ]
