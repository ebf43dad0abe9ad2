"""Requests about personal data, the list of who must not come back, and the triggers that hold both."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FUNCTIONS = """
INSERT INTO accounts_suppressionlist ("only", salt)
VALUES (true, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- As it is compared: an address in small letters, a number by its digits without leading zeros, seven at least.
CREATE FUNCTION accounts_suppression_digest(kind text, value text) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(salt || convert_to(kind || ':' || CASE kind
        WHEN 'email' THEN nullif(lower(btrim(value)), '')
        ELSE substring(ltrim(regexp_replace(value, '[^0-9]', '', 'g'), '0') FROM '^[0-9]{7,}$')
    END, 'UTF8')) FROM accounts_suppressionlist
$$;

CREATE FUNCTION accounts_is_suppressed(kind text, value text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM accounts_suppressed)
        AND EXISTS (SELECT FROM accounts_suppressed WHERE digest = accounts_suppression_digest(kind, value))
$$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION accounts_is_suppressed(text, text);
DROP FUNCTION accounts_suppression_digest(text, text);
DELETE FROM accounts_suppressionlist;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0035_relationships"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasureRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("row_version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("access", "Access"), ("correct", "Correction"), ("erase", "Erasure")], max_length=7
                    ),
                ),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_uid", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("verified", "Identity verified"),
                            ("previewed", "Previewed"),
                            ("approved", "Approved"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("received_on", models.DateField()),
                ("due", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("verified_how", models.CharField(blank=True, max_length=300)),
                ("previewed_at", models.DateTimeField(null=True)),
                ("preview", models.JSONField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("approval_reason", models.CharField(blank=True, max_length=300)),
                ("sole_approver", models.BooleanField(default=False)),
                ("refused_reason", models.CharField(blank=True, max_length=300)),
                ("done_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                ("job_uid", models.UUIDField(null=True)),
                ("words", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="Suppressed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("email", "E-mail"), ("phone", "Phone")], max_length=5)),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="SuppressionList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("salt", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.AddField(
            model_name="contact",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="never_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF ((TG_OP = 'INSERT' OR NEW.email IS DISTINCT FROM OLD.email) AND accounts_is_suppressed('email', NEW.email)) OR ((TG_OP = 'INSERT' OR NEW.phone IS DISTINCT FROM OLD.phone) AND accounts_is_suppressed('phone', NEW.phone)) THEN\n                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="30afefb04cc19ccd851cc58797668aab9a149e15",
                    operation='INSERT OR UPDATE OF "email", "phone"',
                    pgid="pgtrigger_never_back_3f9bf",
                    table="accounts_contact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contact",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.erased_at IS NOT NULL AND (OLD.name IS DISTINCT FROM NEW.name OR OLD.title IS DISTINCT FROM NEW.title OR OLD.email IS DISTINCT FROM NEW.email OR OLD.phone IS DISTINCT FROM NEW.phone))",
                    func="\n            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';\n        ",
                    hash="36c6d83d8c6cd42ea4b1f0498de9ccd6656c1d02",
                    operation='UPDATE OF "name", "title", "email", "phone"',
                    pgid="pgtrigger_stays_erased_63d74",
                    table="accounts_contact",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="never_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF ((TG_OP = 'INSERT' OR NEW.email IS DISTINCT FROM OLD.email) AND accounts_is_suppressed('email', NEW.email)) THEN\n                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="595b404499eff0521e853387c847da8c4cda3064",
                    operation='INSERT OR UPDATE OF "email"',
                    pgid="pgtrigger_never_back_4420e",
                    table="accounts_user",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'erased' AND (OLD.name IS DISTINCT FROM NEW.name OR OLD.title IS DISTINCT FROM NEW.title OR OLD.email IS DISTINCT FROM NEW.email OR OLD.state IS DISTINCT FROM NEW.state))",
                    func="\n            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';\n        ",
                    hash="7500d942fa6b53a217db652271b905967a8015ad",
                    operation='UPDATE OF "name", "title", "email", "state"',
                    pgid="pgtrigger_stays_erased_bda71",
                    table="accounts_user",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="done_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="previewed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="received_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="verified_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="erasurerequest",
            index=models.Index(fields=["state", "due"], name="erasure_state_due"),
        ),
        migrations.AddIndex(
            model_name="erasurerequest",
            index=models.Index(fields=["subject_kind", "subject_uid"], name="erasure_subject"),
        ),
        migrations.AddConstraint(
            model_name="erasurerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("due__gte", models.F("received_on"))), name="erasure_due_after"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    ("previewed_by__isnull", True),
                    models.Q(("approved_by", models.F("previewed_by")), _negated=True),
                    ("sole_approver", True),
                    _connector="OR",
                ),
                name="erasure_checker_differs",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("refused_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="erasure_refused_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("done_at__isnull", False), ("words", "")),
                    _connector="OR",
                ),
                name="erasure_done_has_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["done", "refused"]), _negated=True),
                fields=("kind", "subject_kind", "subject_uid"),
                name="erasure_one_open",
            ),
        ),
    ]
