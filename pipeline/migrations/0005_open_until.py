"""Open deals at an instant are found by when their state ended: what is open now is a small part of the log."""

import datetime

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_preset_second_factors"),
        ("pipeline", "0004_leads_can_be_erased"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="opportunityversion",
            name="version_open_covering",
        ),
        migrations.AddIndex(
            model_name="opportunityversion",
            index=models.Index(
                condition=models.Q(
                    ("superseded_at", datetime.datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=datetime.UTC)),
                    ("deleted", False),
                    ("status", "open"),
                ),
                fields=["valid_to", "valid_from", "close_date"],
                include=(
                    "opportunity",
                    "owner",
                    "stage",
                    "category_override",
                    "omitted",
                    "amount",
                    "currency",
                    "kind",
                    "probability_manual",
                ),
                name="version_open_until",
            ),
        ),
    ]
