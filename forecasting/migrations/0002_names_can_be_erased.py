"""Erasure may blank names and notes in what was submitted; its figures and keys stay as they were signed."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

FUNCTIONS = """
-- The check sum of forecasting/queries/stored.py.
CREATE FUNCTION forecasting_rows_hash(submission bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(r::text, E'\\n' ORDER BY opportunity_id, person_key), ''),
        'UTF8')), 'hex')
    FROM (
        SELECT opportunity_id, person_key, version, name, customer_name, person_name, node_id, team, category,
            subcategory_id, amount, currency, converted, close_date, stage_name
        FROM forecasting_submissionrow
        WHERE submission_id = submission
    ) r
$$;

-- Names in stored rows. A submission whose rows still had their check sum gets it anew; one that had not keeps showing it.
CREATE FUNCTION forecasting_erase_rows(pattern text, whole text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    every text := pattern || CASE WHEN whole = '' THEN '' ELSE '|' || whole END;
    one record;
    here bigint;
    changed bigint := 0;
BEGIN
    FOR one IN
        SELECT s.id, s.row_hash = forecasting_rows_hash(s.id) AS is_whole FROM forecasting_submission s
        WHERE EXISTS (SELECT FROM forecasting_submissionrow r WHERE r.submission_id = s.id
            AND (r.name ~* pattern OR r.customer_name ~* pattern OR r.person_name ~* pattern))
    LOOP
        PERFORM set_config('salesops.erasing', 'on', true);
        UPDATE forecasting_submissionrow
        SET name = erased_text(name, every), customer_name = erased_text(customer_name, every),
            person_name = erased_text(person_name, every)
        WHERE submission_id = one.id AND (name ~* pattern OR customer_name ~* pattern OR person_name ~* pattern);
        GET DIAGNOSTICS here = ROW_COUNT;
        IF one.is_whole THEN
            UPDATE forecasting_submission SET row_hash = forecasting_rows_hash(one.id) WHERE id = one.id;
        END IF;
        PERFORM set_config('salesops.erasing', 'off', true);
        changed := changed + here;
    END LOOP;
    PERFORM erasure_noted('forecasting_submissionrow', changed);
    RETURN changed;
END
$$;
REVOKE EXECUTE ON FUNCTION forecasting_erase_rows(text, text) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'salesops_app') THEN
        GRANT EXECUTE ON FUNCTION forecasting_erase_rows(text, text) TO salesops_app;
    END IF;
END $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION forecasting_erase_rows(text, text);
DROP FUNCTION forecasting_rows_hash(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_erasing"),
        ("forecasting", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="forecastcall",
            name="append_only_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="forecastperiodevent",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="submission",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="submissioncall",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="submissionnode",
            name="append_only",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="submissionrow",
            name="append_only",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forecastcall",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE loose text[];",
                    func="\n        loose := '{}';\n        IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL THEN loose := array_append(loose, 'superseded_at'); END IF; IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL THEN loose := array_append(loose, 'withdrawn_at'); END IF; IF OLD.withdrawn_by_id IS NULL AND NEW.withdrawn_by_id IS NOT NULL THEN loose := array_append(loose, 'withdrawn_by_id'); END IF; IF OLD.withdrawn_reason IS NULL AND NEW.withdrawn_reason IS NOT NULL THEN loose := array_append(loose, 'withdrawn_reason'); END IF;\n        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_forecastcall'::regclass) THEN loose := loose || ARRAY['note', 'withdrawn_reason']; END IF;\n        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN\n            RAISE EXCEPTION 'log_is_append_only: forecasting_forecastcall' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="24bbc7a8b5de48109553b8a40c42286c437c331f",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_update_628a9",
                    table="forecasting_forecastcall",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forecastperiodevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'log_is_append_only: forecasting_forecastperiodevent' USING ERRCODE = 'restrict_violation';",
                    hash="462187d857e51bd31a89a3aa3aab8d9a9b4d00c1",
                    level="STATEMENT",
                    operation="DELETE OR TRUNCATE",
                    pgid="pgtrigger_append_only_d25ac",
                    table="forecasting_forecastperiodevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="forecastperiodevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE loose text[];",
                    func="\n        loose := '{}';\n        \n        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_forecastperiodevent'::regclass) THEN loose := loose || ARRAY['reason']; END IF;\n        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN\n            RAISE EXCEPTION 'log_is_append_only: forecasting_forecastperiodevent' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="5ca8343b4d9cbe0289d907b2d29c71411e2bdb88",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_update_498bc",
                    table="forecasting_forecastperiodevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'log_is_append_only: forecasting_submission' USING ERRCODE = 'restrict_violation';",
                    hash="e07b9f1d1d82d4c7dee3e9ca331f7f36dcc1f035",
                    level="STATEMENT",
                    operation="DELETE OR TRUNCATE",
                    pgid="pgtrigger_append_only_0d819",
                    table="forecasting_submission",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE loose text[];",
                    func="\n        loose := '{}';\n        \n        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submission'::regclass) THEN loose := loose || ARRAY['note', 'row_hash']; END IF;\n        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN\n            RAISE EXCEPTION 'log_is_append_only: forecasting_submission' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="c7b0f0ed1c650d96341430f3ef027a8dca5c93f1",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_update_67db3",
                    table="forecasting_submission",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submissioncall",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'log_is_append_only: forecasting_submissioncall' USING ERRCODE = 'restrict_violation';",
                    hash="5e12f1203468c7975f05d8a634b9a6809f845567",
                    level="STATEMENT",
                    operation="DELETE OR TRUNCATE",
                    pgid="pgtrigger_append_only_7962f",
                    table="forecasting_submissioncall",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submissioncall",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE loose text[];",
                    func="\n        loose := '{}';\n        \n        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submissioncall'::regclass) THEN loose := loose || ARRAY['note']; END IF;\n        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN\n            RAISE EXCEPTION 'log_is_append_only: forecasting_submissioncall' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="4b1067dcfa8ea33099869768e2200d5e0239bc09",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_update_75678",
                    table="forecasting_submissioncall",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submissionnode",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'log_is_append_only: forecasting_submissionnode' USING ERRCODE = 'restrict_violation';",
                    hash="21310eca01010890d4cb339ab64c2098eadff884",
                    level="STATEMENT",
                    operation="DELETE OR TRUNCATE",
                    pgid="pgtrigger_append_only_1d6ea",
                    table="forecasting_submissionnode",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submissionnode",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE loose text[];",
                    func="\n        loose := '{}';\n        \n        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submissionnode'::regclass) THEN loose := loose || ARRAY['name', 'title']; END IF;\n        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN\n            RAISE EXCEPTION 'log_is_append_only: forecasting_submissionnode' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="647c079a2f246d0ef996e15c0fde1b2730ded79e",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_update_29307",
                    table="forecasting_submissionnode",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submissionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'log_is_append_only: forecasting_submissionrow' USING ERRCODE = 'restrict_violation';",
                    hash="897a25b4558414554f18aeb7fe3e280a846347a9",
                    level="STATEMENT",
                    operation="DELETE OR TRUNCATE",
                    pgid="pgtrigger_append_only_9f8f9",
                    table="forecasting_submissionrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submissionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE loose text[];",
                    func="\n        loose := '{}';\n        \n        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submissionrow'::regclass) THEN loose := loose || ARRAY['name', 'customer_name', 'person_name']; END IF;\n        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN\n            RAISE EXCEPTION 'log_is_append_only: forecasting_submissionrow' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="a78af3471d301e6cd442f20e966c610dc5b6c437",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_update_6449a",
                    table="forecasting_submissionrow",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
    ]
