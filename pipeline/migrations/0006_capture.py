"""What comes in by itself, until it is an activity; and whose strength has to be computed anew."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0050_capture"),
        ("pipeline", "0005_open_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="Captured",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[("calendar", "Calendar"), ("mail", "Mail"), ("phone", "Phone")], max_length=8
                    ),
                ),
                ("external_id", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("unmatched", "To be matched"),
                            ("logged", "Logged"),
                            ("dismissed", "Dismissed"),
                            ("withdrawn", "Cancelled"),
                            ("private", "Private, time only"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("occurred_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "direction",
                    models.CharField(
                        choices=[("outbound", "Outbound"), ("inbound", "Inbound")], default="outbound", max_length=8
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("left_message", "Left a message"),
                            ("held", "Held"),
                            ("no_show", "No-show"),
                            ("cancelled", "Cancelled"),
                            ("sent", "Sent"),
                            ("replied", "Replied"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
                ("is_private", models.BooleanField(default=False)),
                ("party", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "captured",
                "ordering": ["-occurred_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="StaleStrength",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact", models.BigIntegerField()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="strength_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM new_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
                    hash="5a59ff69d7bd056cd58f05f82663476952d3a2a9",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_strength_insert_013db",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="pipeline_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="strength_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT unnest(ARRAY[o.contact_id, n.contact_id]) FROM old_rows o JOIN new_rows n ON n.id = o.id AND (n.owner_id, n.contact_id, n.kind, n.outcome, n.occurred_at, n.automated, n.bounced, n.source, n.deleted_at) IS DISTINCT FROM (o.owner_id, o.contact_id, o.kind, o.outcome, o.occurred_at, o.automated, o.bounced, o.source, o.deleted_at) UNION ALL SELECT p.contact_id FROM old_rows o JOIN new_rows n ON n.id = o.id AND (n.owner_id, n.contact_id, n.kind, n.outcome, n.occurred_at, n.automated, n.bounced, n.source, n.deleted_at) IS DISTINCT FROM (o.owner_id, o.contact_id, o.kind, o.outcome, o.occurred_at, o.automated, o.bounced, o.source, o.deleted_at) JOIN pipeline_activitycontact p ON p.activity_id = n.id) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
                    hash="fc78f8a7ca42fcea28d8552dca1dc064fec6e0ce",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_strength_update_ef9e5",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="pipeline_activity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activity",
            trigger=pgtrigger.compiler.Trigger(
                name="strength_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM old_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
                    hash="d65f64a910dfd817159390d6cea2f3eeca002ec1",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_strength_delete_662fc",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="pipeline_activity",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="activitycontact",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="others", to="pipeline.activity"
            ),
        ),
        migrations.AddField(
            model_name="activitycontact",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.contact"
            ),
        ),
        migrations.AddField(
            model_name="captured",
            name="activity",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="captured_as",
                to="pipeline.activity",
            ),
        ),
        migrations.AddField(
            model_name="captured",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="captured",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="captured",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="captured",
            name="source",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="captured",
                to="accounts.capturesource",
            ),
        ),
        migrations.AddConstraint(
            model_name="activitycontact",
            constraint=models.UniqueConstraint(fields=("activity", "contact"), name="activity_contact_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycontact",
            trigger=pgtrigger.compiler.Trigger(
                name="strength_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM new_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
                    hash="e4bad0425bcca12bb2f531d4b7e823c68ab46bff",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_strength_insert_7288f",
                    referencing="REFERENCING NEW TABLE AS new_rows ",
                    table="pipeline_activitycontact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycontact",
            trigger=pgtrigger.compiler.Trigger(
                name="strength_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM old_rows UNION ALL SELECT contact_id FROM new_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
                    hash="91580a237d0aaa3b00e948b7098c41892ae56e2b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_strength_update_119be",
                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                    table="pipeline_activitycontact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitycontact",
            trigger=pgtrigger.compiler.Trigger(
                name="strength_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM old_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;",
                    hash="57403f6969c2ffeede4af4ea73488fd007740fcd",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_strength_delete_60913",
                    referencing="REFERENCING OLD TABLE AS old_rows ",
                    table="pipeline_activitycontact",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="captured",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["ends_at"], name="captured_waiting"),
        ),
        migrations.AddIndex(
            model_name="captured",
            index=models.Index(fields=["person", "-occurred_at"], name="captured_of_person"),
        ),
        migrations.AddIndex(
            model_name="captured",
            index=models.Index(fields=["source", "ends_at"], name="captured_of_source"),
        ),
        migrations.AddConstraint(
            model_name="captured",
            constraint=models.UniqueConstraint(fields=("origin", "external_id"), name="captured_once"),
        ),
        migrations.AddConstraint(
            model_name="captured",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gte", models.F("occurred_at"))), name="captured_end_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="captured",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "logged"), _negated=True), ("activity__isnull", False), _connector="OR"
                ),
                name="captured_logged_has_activity",
            ),
        ),
        migrations.AddConstraint(
            model_name="captured",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["logged", "dismissed", "private"]), _negated=True),
                    models.Q(("note", ""), ("party", []), ("subject", "")),
                    _connector="OR",
                ),
                name="captured_remembers_nothing",
            ),
        ),
        # What was logged before there were triggers is added up once, the first night.
        migrations.RunSQL(
            "INSERT INTO pipeline_stalestrength (contact)"
            " SELECT contact_id FROM pipeline_activity WHERE contact_id IS NOT NULL"
            " UNION SELECT contact_id FROM accounts_relationship WHERE source = 'computed'",
            migrations.RunSQL.noop,
        ),
    ]
