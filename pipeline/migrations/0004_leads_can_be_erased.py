"""A lead can be erased and stays so; erasure may blank the texts of a deal's log."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0040_erasure"),
        ("pipeline", "0003_cheaper_edits"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="opportunityversion",
            name="state_is_fixed",
        ),
        migrations.AddField(
            model_name="lead",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
                name="never_back",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF ((TG_OP = 'INSERT' OR NEW.email IS DISTINCT FROM OLD.email) AND accounts_is_suppressed('email', NEW.email)) OR ((TG_OP = 'INSERT' OR NEW.phone IS DISTINCT FROM OLD.phone) AND accounts_is_suppressed('phone', NEW.phone)) THEN\n                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="2d27ff7138d375ac72a516e65b565dc44b88b3f4",
                    operation='INSERT OR UPDATE OF "email", "phone"',
                    pgid="pgtrigger_never_back_9ff5d",
                    table="pipeline_lead",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
                name="stays_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.erased_at IS NOT NULL AND (OLD.name IS DISTINCT FROM NEW.name OR OLD.title IS DISTINCT FROM NEW.title OR OLD.email IS DISTINCT FROM NEW.email OR OLD.phone IS DISTINCT FROM NEW.phone))",
                    func="\n            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';\n        ",
                    hash="cad4205a99e37310910182d3ca32c78871faf924",
                    operation='UPDATE OF "name", "title", "email", "phone"',
                    pgid="pgtrigger_stays_erased_bd548",
                    table="pipeline_lead",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opportunityversion",
            trigger=pgtrigger.compiler.Trigger(
                name="state_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'pipeline_opportunityversion'::regclass) THEN RETURN NULL; END IF; RAISE EXCEPTION 'log_is_append_only: pipeline_opportunityversion' USING ERRCODE = 'restrict_violation';",
                    hash="ea0ab7f99032bffa7d42a9eca50b9f939ad08d0f",
                    level="STATEMENT",
                    operation='UPDATE OF "opportunity_id", "owner_id", "credit_owner_id", "stage_id", "status", "category_override", "subcategory_id", "omitted", "amount", "amount_basis", "currency", "product_id", "close_date", "close_basis", "closed_at", "amount_converted", "close_rate_id", "probability_manual", "next_step", "next_step_date", "kind", "loss_reason_id", "push_reason_id", "come_back_on", "deleted", "version", "valid_from", "recorded_at", "batch_id", "actor_id", "source", "changed_fields"',
                    pgid="pgtrigger_state_is_fixed_a57c2",
                    table="pipeline_opportunityversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
