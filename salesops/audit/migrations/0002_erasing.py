"""Privacy erasure: the functions that may blank personal text, in append-only tables too (docs/algorithms/erasing.md).

They run as the owner of the tables, and only they set `salesops.erasing`, which the triggers of append-only tables ask
for. They replace text, never a key, a date or an amount, and each run leaves an audit row.
"""

from django.db import migrations

TEXTS = """
CREATE FUNCTION erased_text(value text, pattern text, put text DEFAULT '[erased]') RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(value, pattern, put, 'gi')
$$;

CREATE FUNCTION erased_json(given jsonb, pattern text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN CASE jsonb_typeof(given)
        WHEN 'string' THEN to_jsonb(erased_text(given #>> '{}', pattern))
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(erased_json(item, pattern) ORDER BY place), '[]')
            FROM jsonb_array_elements(given) WITH ORDINALITY AS held(item, place)
        )
        WHEN 'object' THEN (
            SELECT coalesce(jsonb_object_agg(erased_text(held.key, pattern), erased_json(held.value, pattern)), '{}')
            FROM jsonb_each(given) AS held
        )
        ELSE given
    END;
END
$$;

-- A column is text when it is text, JSON or a list of texts; what the database computes follows by itself.
CREATE FUNCTION erasable_columns(target regclass)
RETURNS TABLE (name name, type text, letters int, is_unique boolean)
LANGUAGE sql STABLE AS $$
    SELECT a.attname, format_type(a.atttypid, NULL),
        CASE WHEN a.atttypid = 'varchar'::regtype AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = target AND i.indisunique AND a.attnum = ANY(i.indkey))
    FROM pg_attribute a
    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype,
            'varchar[]'::regtype)
    ORDER BY a.attnum
$$;

-- Where any text of a row holds `pattern`, as a condition; NULL for a table without text.
CREATE FUNCTION erasable_where(target regclass) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(format('%I::text ~* $1', name), ' OR ') FROM erasable_columns(target)
$$;
"""

WORDS = """
-- In rows of the pages [first_page, last_page) that hold `pattern`: what fits it, and what fits `whole`, becomes
-- "[erased]". In a column that a unique index covers each replacement differs. Returns the rows changed.
CREATE FUNCTION erase_words(target regclass, pattern text, whole text, first_page bigint, last_page bigint)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    every text := pattern || CASE WHEN whole = '' THEN '' ELSE '|' || whole END;
    inside text := ' AND ctid >= format(''(%s,0)'', $2)::tid AND ctid < format(''(%s,0)'', $3)::tid';
    sets text;
    found boolean;
    changed bigint;
BEGIN
    IF target = 'audit_auditrecord'::regclass
        OR (SELECT relnamespace FROM pg_class WHERE oid = target) <> 'public'::regnamespace THEN
        RAISE EXCEPTION 'erase_words: not this table' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF erasable_where(target) IS NULL THEN
        RETURN 0;
    END IF;
    -- A table that takes no change at all is left alone while it holds nothing of the person.
    EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE (%s)%s)', target, erasable_where(target), inside)
        INTO found USING pattern, first_page, last_page;
    IF NOT found THEN
        RETURN 0;
    END IF;
    SELECT string_agg(format('%I = %s', name, CASE
        WHEN type = 'jsonb' THEN format('erased_json(%I, $4)', name)
        WHEN type LIKE '%[]' THEN format('CASE WHEN %1$I IS NOT NULL THEN ARRAY(SELECT erased_text(item, $4) FROM'
            ' unnest(%1$I) WITH ORDINALITY AS held(item, place) ORDER BY place) END', name)
        ELSE format('left(erased_text(%I, $4, %s), %s)', name,
            CASE WHEN is_unique THEN $q$'[erased ' || left(gen_random_uuid()::text, 8) || ']'$q$
                ELSE $q$'[erased]'$q$ END, coalesce(letters, 2147483647))
    END), ', ') INTO sets FROM erasable_columns(target);
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'row_version') THEN
        sets := sets || ', row_version = row_version + 1';
    END IF;
    PERFORM set_config('salesops.erasing', 'on', true);
    EXECUTE format('UPDATE %s SET %s WHERE (%s)%s', target, sets, erasable_where(target), inside)
        USING pattern, first_page, last_page, every;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('salesops.erasing', 'off', true);
    PERFORM erasure_noted(target, changed);
    RETURN changed;
END
$$;

-- The named columns of some rows of an append-only table: empty, or null where they may be.
CREATE FUNCTION erase_columns(target regclass, names text[], ids bigint[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sets text;
    held text;
    changed bigint;
BEGIN
    IF target = 'audit_auditrecord'::regclass
        OR (SELECT relnamespace FROM pg_class WHERE oid = target) <> 'public'::regnamespace THEN
        RAISE EXCEPTION 'erase_columns: not this table' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT string_agg(format('%I = %s', attname, CASE WHEN attnotnull THEN '''''' ELSE 'NULL' END), ', '),
        string_agg(format('%I %s', attname, CASE WHEN attnotnull THEN '<> ''''' ELSE 'IS NOT NULL' END), ' OR ')
    INTO sets, held FROM pg_attribute
    WHERE attrelid = target AND attname = ANY(names)
        AND atttypid IN ('text'::regtype, 'varchar'::regtype, 'inet'::regtype);
    PERFORM set_config('salesops.erasing', 'on', true);
    EXECUTE format('UPDATE %s SET %s WHERE id = ANY($1) AND (%s)', target, sets, held) USING ids;
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('salesops.erasing', 'off', true);
    PERFORM erasure_noted(target, changed);
    RETURN changed;
END
$$;

CREATE FUNCTION erasure_noted(target regclass, changed bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO audit_auditrecord (uid, at, by_id, verb, kind, after, reason, request_id)
    SELECT gen_random_uuid(), clock_timestamp(), nullif(current_setting('salesops.actor', true), '')::bigint,
        'texts.erased', 'table', jsonb_build_object('table', target::text, 'rows', changed), '', ''
    WHERE changed > 0
$$;
"""

# As before, and by what texts hold; a row that holds nothing is neither changed nor logged.
AUDIT = """
DROP FUNCTION audit_erase(bigint[], text[]);
CREATE FUNCTION audit_erase(record_ids bigint[], names text[], pattern text DEFAULT '') RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed bigint;
BEGIN
    PERFORM set_config('salesops.erasing', 'on', true);
    WITH blanked AS (
        SELECT id, coalesce(audit_blank(before, names), before) AS before,
            coalesce(audit_blank(after, names), after) AS after,
            CASE WHEN 'reason' = ANY(names) AND reason <> '' THEN '[erased]' ELSE reason END AS reason
        FROM audit_auditrecord WHERE id = ANY(record_ids)
    ), erased AS (
        SELECT id, CASE WHEN pattern = '' THEN before ELSE erased_json(before, pattern) END AS before,
            CASE WHEN pattern = '' THEN after ELSE erased_json(after, pattern) END AS after,
            CASE WHEN pattern = '' THEN reason ELSE erased_text(reason, pattern) END AS reason
        FROM blanked
    ), done AS (
        UPDATE audit_auditrecord r
        SET before = e.before, after = e.after, reason = e.reason, salt = NULL
        FROM erased e
        WHERE r.id = e.id AND (r.before, r.after, r.reason) IS DISTINCT FROM (e.before, e.after, e.reason)
        RETURNING r.uid
    ), logged AS (
        INSERT INTO audit_auditrecord (uid, at, by_id, verb, kind, record_uid, after, reason, request_id)
        SELECT gen_random_uuid(), clock_timestamp(), nullif(current_setting('salesops.actor', true), '')::bigint,
            'audit.erased', 'auditrecord', uid, jsonb_build_object('fields', names), '', ''
        FROM done RETURNING 1
    )
    SELECT count(*) INTO changed FROM logged;
    PERFORM set_config('salesops.erasing', 'off', true);
    RETURN changed;
END
$$;
"""
AUDIT_AS_IT_WAS = """
DROP FUNCTION audit_erase(bigint[], text[], text);
CREATE FUNCTION audit_erase(record_ids bigint[], names text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE changed bigint;
BEGIN
    PERFORM set_config('salesops.erasing', 'on', true);
    UPDATE audit_auditrecord
    SET before = audit_blank(before, names), after = audit_blank(after, names), salt = NULL,
        reason = CASE WHEN 'reason' = ANY(names) AND reason <> '' THEN '[erased]' ELSE reason END
    WHERE id = ANY(record_ids);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('salesops.erasing', 'off', true);
    INSERT INTO audit_auditrecord (uid, at, by_id, verb, kind, record_uid, after, reason, request_id)
    SELECT gen_random_uuid(), clock_timestamp(), nullif(current_setting('salesops.actor', true), '')::bigint,
        'audit.erased', 'auditrecord', uid, jsonb_build_object('fields', names), '', ''
    FROM audit_auditrecord WHERE id = ANY(record_ids);
    RETURN changed;
END
$$;
"""

# They write as the owner: who only reads must not reach them.
RIGHTS = """
REVOKE EXECUTE ON FUNCTION erase_words(regclass, text, text, bigint, bigint), erase_columns(regclass, text[], bigint[]),
    audit_erase(bigint[], text[], text) FROM PUBLIC;
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'salesops_app') THEN
        GRANT EXECUTE ON FUNCTION erase_words(regclass, text, text, bigint, bigint),
            erase_columns(regclass, text[], bigint[]), audit_erase(bigint[], text[], text) TO salesops_app;
    END IF;
END $$
"""
DROP_TEXTS = """
DROP FUNCTION erasable_where(regclass);
DROP FUNCTION erasable_columns(regclass);
DROP FUNCTION erased_json(jsonb, text);
DROP FUNCTION erased_text(text, text, text);
"""
DROP_WORDS = """
DROP FUNCTION erase_words(regclass, text, text, bigint, bigint);
DROP FUNCTION erase_columns(regclass, text[], bigint[]);
DROP FUNCTION erasure_noted(regclass, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(TEXTS, DROP_TEXTS),
        migrations.RunSQL(WORDS, DROP_WORDS),
        migrations.RunSQL(AUDIT, AUDIT_AS_IT_WAS),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
