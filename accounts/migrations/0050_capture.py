"""Where activity enters by itself, and how old a computed strength is."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0044_dated_settings"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="capture_bodies",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="relationship",
            name="weighed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="CaptureSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("row_version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("calendar", "Calendar"),
                            ("mail_folder", "Mail folder"),
                            ("mail_hook", "Mail hook"),
                            ("phone_hook", "Phone hook"),
                        ],
                        max_length=11,
                    ),
                ),
                ("host", models.CharField(blank=True, max_length=300)),
                ("address", models.TextField(blank=True)),
                ("secret", models.TextField(blank=True)),
                ("key_digest", models.CharField(max_length=64, null=True, unique=True)),
                ("cursor", models.JSONField(default=dict, editable=False)),
                ("is_on", models.BooleanField(default=True)),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("last_ok_at", models.DateTimeField(editable=False, null=True)),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                ("last_error", models.CharField(blank=True, editable=False, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capture_sources",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "id"],
                "indexes": [models.Index(condition=models.Q(("is_on", True)), fields=["due_at"], name="capture_due")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("key_digest__isnull", True),
                                ("kind__in", ["calendar", "mail_folder"]),
                                models.Q(("address", ""), _negated=True),
                            ),
                            models.Q(
                                ("address", ""),
                                ("key_digest__isnull", False),
                                ("kind__in", ["mail_hook", "phone_hook"]),
                            ),
                            _connector="OR",
                        ),
                        name="capture_polled_or_called",
                    )
                ],
            },
        ),
    ]
