-- What all migrations leave in an empty database. Written by tools/write_schema.py; never by hand.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
                DECLARE
                    _pgtrigger_ignore TEXT[];
                    _result BOOLEAN;
                BEGIN
                    BEGIN
                        SELECT INTO _pgtrigger_ignore
                            CURRENT_SETTING('pgtrigger.ignore');
                        EXCEPTION WHEN OTHERS THEN
                    END;
                    IF _pgtrigger_ignore IS NOT NULL THEN
                        SELECT trigger_name = ANY(_pgtrigger_ignore)
                        INTO _result;
                        RETURN _result;
                    ELSE
                        RETURN FALSE;
                    END IF;
                END;
            $$;
CREATE FUNCTION public.accounts_is_suppressed(kind text, value text) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT EXISTS (SELECT FROM accounts_suppressed)
        AND EXISTS (SELECT FROM accounts_suppressed WHERE digest = accounts_suppression_digest(kind, value))
$$;
CREATE FUNCTION public.accounts_suppression_digest(kind text, value text) RETURNS bytea
    LANGUAGE sql STABLE
    AS $_$
    SELECT sha256(salt || convert_to(kind || ':' || CASE kind
        WHEN 'email' THEN nullif(lower(btrim(value)), '')
        ELSE substring(ltrim(regexp_replace(value, '[^0-9]', '', 'g'), '0') FROM '^[0-9]{7,}$')
    END, 'UTF8')) FROM accounts_suppressionlist
$_$;
CREATE FUNCTION public.audit_blank(payload jsonb, names text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN jsonb_typeof(payload) = 'object' THEN (
        SELECT jsonb_object_agg(key, CASE WHEN key = ANY(names) THEN '"[erased]"'::jsonb ELSE value END)
        FROM jsonb_each(payload)
    ) ELSE payload END
$$;
CREATE FUNCTION public.audit_erase(record_ids bigint[], names text[], pattern text DEFAULT ''::text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.audit_payload_hash(salt uuid, before jsonb, after jsonb, reason text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT sha256(convert_to(salt::text || jsonb_build_array(before, after, reason)::text, 'UTF8'))
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.audit_auditrecord (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    verb character varying(80) NOT NULL,
    kind character varying(60) NOT NULL,
    record_uid uuid,
    before jsonb,
    after jsonb,
    reason text NOT NULL,
    batch_id bigint,
    request_id character varying(64) NOT NULL,
    salt uuid DEFAULT gen_random_uuid(),
    payload_hash bytea,
    row_hash bytea,
    acting_for_id bigint,
    by_id bigint
);
CREATE FUNCTION public.audit_row_hash(audited public.audit_auditrecord) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        audited.id, audited.uid, extract(epoch FROM audited.at), audited.by_id, audited.acting_for_id, audited.verb,
        audited.kind, audited.record_uid, audited.batch_id, audited.request_id, encode(audited.payload_hash, 'hex')
    )::text, 'UTF8'))
$$;
CREATE FUNCTION public.erasable_columns(target regclass) RETURNS TABLE(name name, type text, letters integer, is_unique boolean)
    LANGUAGE sql STABLE
    AS $$
    SELECT a.attname, format_type(a.atttypid, NULL),
        CASE WHEN a.atttypid = 'varchar'::regtype AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
        EXISTS (SELECT FROM pg_index i WHERE i.indrelid = target AND i.indisunique AND a.attnum = ANY(i.indkey))
    FROM pg_attribute a
    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype,
            'varchar[]'::regtype)
    ORDER BY a.attnum
$$;
CREATE FUNCTION public.erasable_where(target regclass) RETURNS text
    LANGUAGE sql STABLE
    AS $_$
    SELECT string_agg(format('%I::text ~* $1', name), ' OR ') FROM erasable_columns(target)
$_$;
CREATE FUNCTION public.erase_columns(target regclass, names text[], ids bigint[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;
CREATE FUNCTION public.erase_words(target regclass, pattern text, whole text, first_page bigint, last_page bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
$_$;
CREATE FUNCTION public.erased_json(given jsonb, pattern text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
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
CREATE FUNCTION public.erased_text(value text, pattern text, put text DEFAULT '[erased]'::text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT regexp_replace(value, pattern, put, 'gi')
$$;
CREATE FUNCTION public.erasure_noted(target regclass, changed bigint) RETURNS void
    LANGUAGE sql
    AS $$
    INSERT INTO audit_auditrecord (uid, at, by_id, verb, kind, after, reason, request_id)
    SELECT gen_random_uuid(), clock_timestamp(), nullif(current_setting('salesops.actor', true), '')::bigint,
        'texts.erased', 'table', jsonb_build_object('table', target::text, 'rows', changed), '', ''
    WHERE changed > 0
$$;
CREATE FUNCTION public.forecasting_erase_rows(pattern text, whole text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.forecasting_rows_hash(submission bigint) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT encode(sha256(convert_to(coalesce(string_agg(r::text, E'\n' ORDER BY opportunity_id, person_key), ''),
        'UTF8')), 'hex')
    FROM (
        SELECT opportunity_id, person_key, version, name, customer_name, person_name, node_id, team, category,
            subcategory_id, amount, currency, converted, close_date, stage_name
        FROM forecasting_submissionrow
        WHERE submission_id = submission
    ) r
$$;
CREATE FUNCTION public.imports_analyze(tables oid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE named text;
BEGIN
    FOR named IN
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = ANY(tables) AND n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
    LOOP
        EXECUTE 'ANALYZE ' || named;
    END LOOP;
END $$;
CREATE FUNCTION public.imports_date(value text, day_first boolean) RETURNS date
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
DECLARE
    found text[];
    short_year integer;
BEGIN
    found := regexp_match(value, '^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})([T ].*)?$');
    IF found IS NOT NULL THEN RETURN imports_day(found[1]::int, found[2]::int, found[3]::int); END IF;
    found := regexp_match(value, '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})([ T].*)?$');
    IF found IS NOT NULL THEN
        short_year := found[3]::int + CASE WHEN length(found[3]) = 4 THEN 0 WHEN found[3]::int < 70 THEN 2000 ELSE 1900 END;
        IF day_first THEN RETURN imports_day(short_year, found[2]::int, found[1]::int); END IF;
        RETURN imports_day(short_year, found[1]::int, found[2]::int);
    END IF;
    found := regexp_match(lower(value), '^(\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\d{4}|\d{2})$');
    IF found IS NULL THEN
        found := regexp_match(lower(value), '^([a-z]{3})[a-z]*[- ]+(\d{1,2}),?[- ]+(\d{4}|\d{2})$');
        IF found IS NOT NULL THEN found := ARRAY[found[2], found[1], found[3]]; END IF;
    END IF;
    IF found IS NOT NULL THEN
        short_year := found[3]::int + CASE WHEN length(found[3]) = 4 THEN 0 WHEN found[3]::int < 70 THEN 2000 ELSE 1900 END;
        RETURN imports_day(
            short_year,
            array_position(ARRAY['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec'], found[2]),
            found[1]::int
        );
    END IF;
    -- A workbook's serial day: 1 is 1900-01-01, and its 1900 has a 29 February that never was.
    IF value ~ '^\d{5}(\.\d+)?$' AND value::numeric BETWEEN 20000 AND 80000 THEN
        RETURN date '1899-12-30' + floor(value::numeric)::int;
    END IF;
    RETURN NULL;
END $_$;
CREATE FUNCTION public.imports_day(y integer, m integer, d integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE
        WHEN y NOT BETWEEN 1900 AND 2200 OR m NOT BETWEEN 1 AND 12 OR d NOT BETWEEN 1 AND 31 THEN NULL
        WHEN d > extract(day FROM make_date(y, m, 1) + interval '1 month' - interval '1 day') THEN NULL
        ELSE make_date(y, m, d)
    END
$$;
CREATE FUNCTION public.imports_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT lower(normalize(btrim(value), NFC)) $$;
CREATE FUNCTION public.imports_moment(value text, day_first boolean, zone text) RETURNS timestamp with time zone
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $_$
DECLARE
    day date := imports_date(value, day_first);
    found text[];
BEGIN
    IF day IS NULL THEN RETURN NULL; END IF;
    found := regexp_match(value, '[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*(Z|[-+]\d{2}:?\d{2})?$');
    IF found IS NULL THEN RETURN day::timestamp AT TIME ZONE zone; END IF;
    IF found[1]::int > 23 OR found[2]::int > 59 OR coalesce(found[3], '0')::numeric >= 60 THEN RETURN NULL; END IF;
    IF found[4] IS NULL THEN
        RETURN (day + make_time(found[1]::int, found[2]::int, coalesce(found[3], '0')::float)) AT TIME ZONE zone;
    END IF;
    RETURN ((day + make_time(found[1]::int, found[2]::int, coalesce(found[3], '0')::float))::text || found[4])::timestamptz;
END $_$;
CREATE FUNCTION public.imports_norm(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT regexp_replace(lower(normalize(value, NFKD)), '[^[:alnum:]]', '', 'g') $$;
CREATE FUNCTION public.imports_number(value text, decimal_mark text) RETURNS numeric
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
DECLARE
    stripped text := regexp_replace(btrim(value), '[[:space:]  ''’]', '', 'g');
    negative boolean := false;
BEGIN
    IF stripped ~ '^\(.*\)$' THEN
        negative := true;
        stripped := substr(stripped, 2, length(stripped) - 2);
    END IF;
    stripped := replace(stripped, '−', '-');
    stripped := regexp_replace(stripped, '^(-?)[A-Za-z]{3}', '\1');
    stripped := regexp_replace(stripped, '(?:[A-Za-z]{3}|%)$', '');
    stripped := regexp_replace(stripped, '[$€£¥₹]', '', 'g');
    IF decimal_mark = ',' THEN
        IF stripped !~ '^[-+]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?$' THEN RETURN NULL; END IF;
        stripped := replace(replace(stripped, '.', ''), ',', '.');
    ELSE
        IF stripped !~ '^[-+]?(\d{1,3}(,\d{2,3})+|\d+)?(\.\d+)?([eE][-+]?\d{1,2})?$' THEN RETURN NULL; END IF;
        stripped := replace(stripped, ',', '');
    END IF;
    IF stripped !~ '\d' OR length(stripped) > 40 THEN RETURN NULL; END IF;
    RETURN CASE WHEN negative THEN -stripped::numeric ELSE stripped::numeric END;
END $_$;
CREATE FUNCTION public.pgtrigger_append_only_0d819() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_submission' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_0f401() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_forecastcall' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_1d6ea() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_submissionnode' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_2ad0e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: inbox_commentcopy' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_35d5b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_forecasttypeversion' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_4de12() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: audit_seal' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_74d69() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: audit_auditrecord' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_78ba7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: accounts_signinevent' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_7962f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_submissioncall' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_7c00f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: accounts_settingschange' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_9f8f9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_submissionrow' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_d25ac() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: forecasting_forecastperiodevent' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_29307() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submissionnode'::regclass) THEN loose := loose || ARRAY['name', 'title']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: forecasting_submissionnode' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_3e04d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'accounts_settingschange'::regclass) THEN loose := loose || ARRAY['before', 'values']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: accounts_settingschange' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_498bc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_forecastperiodevent'::regclass) THEN loose := loose || ARRAY['reason']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: forecasting_forecastperiodevent' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_628a9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        IF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL THEN loose := array_append(loose, 'superseded_at'); END IF; IF OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL THEN loose := array_append(loose, 'withdrawn_at'); END IF; IF OLD.withdrawn_by_id IS NULL AND NEW.withdrawn_by_id IS NOT NULL THEN loose := array_append(loose, 'withdrawn_by_id'); END IF; IF OLD.withdrawn_reason IS NULL AND NEW.withdrawn_reason IS NOT NULL THEN loose := array_append(loose, 'withdrawn_reason'); END IF;
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_forecastcall'::regclass) THEN loose := loose || ARRAY['note', 'withdrawn_reason']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: forecasting_forecastcall' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_6449a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submissionrow'::regclass) THEN loose := loose || ARRAY['name', 'customer_name', 'person_name']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: forecasting_submissionrow' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_67db3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submission'::regclass) THEN loose := loose || ARRAY['note', 'row_hash']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: forecasting_submission' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_75678() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'forecasting_submissioncall'::regclass) THEN loose := loose || ARRAY['note']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: forecasting_submissioncall' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_81110() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'accounts_signinevent'::regclass) THEN loose := loose || ARRAY['address_digest', 'ip', 'device']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: accounts_signinevent' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_aa9de() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'audit_auditrecord'::regclass) THEN loose := loose || ARRAY['before', 'after', 'reason', 'salt']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: audit_auditrecord' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_append_only_update_b943d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
        loose := '{}';
        
        IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'inbox_commentcopy'::regclass) THEN loose := loose || ARRAY['body']; END IF;
        IF (to_jsonb(NEW) - loose) IS DISTINCT FROM (to_jsonb(OLD) - loose) THEN
            RAISE EXCEPTION 'log_is_append_only: inbox_commentcopy' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    
                END;
            $$;
CREATE FUNCTION public.pgtrigger_contract_file_signed_da063() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE loose text[];
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    IF EXISTS (SELECT 1 FROM accounts_contract WHERE id = OLD.contract_id
        AND state NOT IN ('draft', 'in_review', 'sent', 'void')) THEN
        IF TG_OP = 'DELETE' THEN
            IF OLD.blocked_at IS NOT NULL AND EXISTS (SELECT 1 FROM accounts_contract WHERE id = OLD.contract_id
                AND upper(during) + interval '10 years' <= statement_timestamp()) THEN
                RETURN OLD;
            END IF;
        ELSE
            loose := CASE WHEN OLD.blocked_at IS NULL THEN '{blocked_at}'::text[] ELSE '{}' END;
            IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'accounts_contractfile'::regclass) THEN loose := array_append(loose, 'name'); END IF;
            IF (to_jsonb(NEW) - loose) = (to_jsonb(OLD) - loose) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'contract_file_signed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_contract_line_sum_b82ce() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE asked bigint;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    asked := (CASE WHEN TG_OP = 'DELETE' THEN OLD.contract_id ELSE NEW.contract_id END);
    IF (SELECT coalesce(sum(line.value), 0) FROM accounts_contractline line WHERE line.contract_id = asked)
        IS DISTINCT FROM (SELECT value FROM accounts_contract WHERE id = asked)
        AND EXISTS (SELECT 1 FROM accounts_contract WHERE id = asked) THEN
        RAISE EXCEPTION 'contract_lines_sum' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_lines_sum';
    END IF;
    RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_contract_lines_sum_4f1d1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE asked bigint;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    asked := (CASE WHEN TG_OP = 'DELETE' THEN OLD.id ELSE NEW.id END);
    IF (SELECT coalesce(sum(line.value), 0) FROM accounts_contractline line WHERE line.contract_id = asked)
        IS DISTINCT FROM (SELECT value FROM accounts_contract WHERE id = asked)
        AND EXISTS (SELECT 1 FROM accounts_contract WHERE id = asked) THEN
        RAISE EXCEPTION 'contract_lines_sum' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_lines_sum';
    END IF;
    RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_employment_holds_jobs_2de34() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    IF EXISTS (
        SELECT FROM changed JOIN accounts_jobassignment job ON job.employment_id = changed.id
        JOIN accounts_employment spell ON spell.id = job.employment_id WHERE NOT job.during <@ spell.during
    ) THEN
        RAISE EXCEPTION 'job_inside_employment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'job_inside_employment';
    END IF;
    RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_hash_row_5d2dc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    NEW.salt := coalesce(NEW.salt, gen_random_uuid());
    NEW.payload_hash := audit_payload_hash(NEW.salt, NEW.before, NEW.after, NEW.reason);
    NEW.row_hash := audit_row_hash(NEW);
    RETURN NEW;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_job_begins_inside_fb2f8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    IF EXISTS (
        SELECT FROM changed JOIN accounts_jobassignment job ON job.id = changed.id
        JOIN accounts_employment spell ON spell.id = job.employment_id WHERE NOT job.during <@ spell.during
    ) THEN
        RAISE EXCEPTION 'job_inside_employment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'job_inside_employment';
    END IF;
    RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_job_stays_inside_3594d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    IF EXISTS (
        SELECT FROM changed JOIN accounts_jobassignment job ON job.id = changed.id
        JOIN accounts_employment spell ON spell.id = job.employment_id WHERE NOT job.during <@ spell.during
    ) THEN
        RAISE EXCEPTION 'job_inside_employment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'job_inside_employment';
    END IF;
    RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_keep_rows_80d9e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: pipeline_opportunity rows are marked deleted, never removed' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_line_no_cycle_49348() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE found bigint;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    WITH RECURSIVE up(id, during) AS (
                        SELECT NEW.manager_id, NEW.during
                        UNION
                        SELECT l.manager_id, l.during * up.during
                        FROM accounts_reportingline l JOIN up ON l.person_id = up.id
                        WHERE l.during && up.during
                    )
                    SELECT id INTO found FROM up WHERE id = NEW.person_id LIMIT 1;
                    IF found IS NOT NULL THEN
                        RAISE EXCEPTION 'line_no_cycle: a person would stand above themselves'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_no_cycle';
                    END IF;
                    RETURN NULL;
                
                END;
            $$;
CREATE FUNCTION public.pgtrigger_log_insert_b6d71() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                DECLARE stamp timestamptz;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    stamp := coalesce(nullif(current_setting('salesops.at', true), '')::timestamptz, statement_timestamp());
    IF current_setting('cluster_name') <> 'salesops-test' THEN
        stamp := least(greatest(stamp, transaction_timestamp()), clock_timestamp());
    END IF;
 EXECUTE $q$
        INSERT INTO pipeline_opportunityversion (opportunity_id, version, valid_from, recorded_at, valid_to, superseded_at, batch_id, actor_id, source, reconstructed, reason, changed_fields, owner_id, credit_owner_id, stage_id, status, category_override, subcategory_id, omitted, amount, amount_basis, currency, product_id, close_date, close_basis, closed_at, amount_converted, close_rate_id, probability_manual, next_step, next_step_date, kind, loss_reason_id, push_reason_id, come_back_on, deleted)
        SELECT n.id, 1, $1, $1, 'infinity', 'infinity', 
    nullif(current_setting('salesops.batch', true), '')::bigint,
    nullif(current_setting('salesops.actor', true), '')::bigint,
    coalesce(nullif(current_setting('salesops.source', true), ''), 'sql'), false,
    coalesce(current_setting('salesops.reason', true), '')
, '{}'::text[], n.owner_id, n.credit_owner_id, n.stage_id, n.status, n.category_override, n.subcategory_id, n.omitted, n.amount, n.amount_basis, n.currency, n.product_id, n.close_date, n.close_basis, n.closed_at, n.amount_converted, n.close_rate_id, n.probability_manual, n.next_step, n.next_step_date, n.kind, n.loss_reason_id, n.push_reason_id, n.come_back_on, n.deleted
        FROM new_rows n
        LEFT JOIN LATERAL (
            SELECT v.owner_id, v.credit_owner_id, v.stage_id, v.status, v.category_override, v.subcategory_id, v.omitted, v.amount, v.amount_basis, v.currency, v.product_id, v.close_date, v.close_basis, v.closed_at, v.amount_converted, v.close_rate_id, v.probability_manual, v.next_step, v.next_step_date, v.kind, v.loss_reason_id, v.push_reason_id, v.come_back_on, v.deleted, v.version FROM pipeline_opportunityversion v
            WHERE v.opportunity_id = n.id ORDER BY v.version DESC LIMIT 1
        ) v ON true
        WHERE v.version IS NULL OR (n.owner_id, n.credit_owner_id, n.stage_id, n.status, n.category_override, n.subcategory_id, n.omitted, n.amount, n.amount_basis, n.currency, n.product_id, n.close_date, n.close_basis, n.closed_at, n.amount_converted, n.close_rate_id, n.probability_manual, n.next_step, n.next_step_date, n.kind, n.loss_reason_id, n.push_reason_id, n.come_back_on, n.deleted) IS DISTINCT FROM (v.owner_id, v.credit_owner_id, v.stage_id, v.status, v.category_override, v.subcategory_id, v.omitted, v.amount, v.amount_basis, v.currency, v.product_id, v.close_date, v.close_basis, v.closed_at, v.amount_converted, v.close_rate_id, v.probability_manual, v.next_step, v.next_step_date, v.kind, v.loss_reason_id, v.push_reason_id, v.come_back_on, v.deleted)
    $q$ USING stamp; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_log_update_93797() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                DECLARE stamp timestamptz;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
    stamp := coalesce(nullif(current_setting('salesops.at', true), '')::timestamptz, statement_timestamp());
    IF current_setting('cluster_name') <> 'salesops-test' THEN
        stamp := least(greatest(stamp, transaction_timestamp()), clock_timestamp());
    END IF;
 EXECUTE $q$
        WITH closed AS (
            UPDATE pipeline_opportunityversion last
            SET valid_to = greatest($1, last.valid_from)
            FROM new_rows n
            WHERE last.opportunity_id = n.id AND last.valid_to = 'infinity' AND last.superseded_at = 'infinity'
                AND (n.owner_id, n.credit_owner_id, n.stage_id, n.status, n.category_override, n.subcategory_id, n.omitted, n.amount, n.amount_basis, n.currency, n.product_id, n.close_date, n.close_basis, n.closed_at, n.amount_converted, n.close_rate_id, n.probability_manual, n.next_step, n.next_step_date, n.kind, n.loss_reason_id, n.push_reason_id, n.come_back_on, n.deleted) IS DISTINCT FROM (last.owner_id, last.credit_owner_id, last.stage_id, last.status, last.category_override, last.subcategory_id, last.omitted, last.amount, last.amount_basis, last.currency, last.product_id, last.close_date, last.close_basis, last.closed_at, last.amount_converted, last.close_rate_id, last.probability_manual, last.next_step, last.next_step_date, last.kind, last.loss_reason_id, last.push_reason_id, last.come_back_on, last.deleted)
            RETURNING last.opportunity_id, last.valid_to, array_remove(ARRAY[CASE WHEN n.owner_id IS DISTINCT FROM last.owner_id THEN 'owner_id' END, CASE WHEN n.credit_owner_id IS DISTINCT FROM last.credit_owner_id THEN 'credit_owner_id' END, CASE WHEN n.stage_id IS DISTINCT FROM last.stage_id THEN 'stage_id' END, CASE WHEN n.status IS DISTINCT FROM last.status THEN 'status' END, CASE WHEN n.category_override IS DISTINCT FROM last.category_override THEN 'category_override' END, CASE WHEN n.subcategory_id IS DISTINCT FROM last.subcategory_id THEN 'subcategory_id' END, CASE WHEN n.omitted IS DISTINCT FROM last.omitted THEN 'omitted' END, CASE WHEN n.amount IS DISTINCT FROM last.amount THEN 'amount' END, CASE WHEN n.amount_basis IS DISTINCT FROM last.amount_basis THEN 'amount_basis' END, CASE WHEN n.currency IS DISTINCT FROM last.currency THEN 'currency' END, CASE WHEN n.product_id IS DISTINCT FROM last.product_id THEN 'product_id' END, CASE WHEN n.close_date IS DISTINCT FROM last.close_date THEN 'close_date' END, CASE WHEN n.close_basis IS DISTINCT FROM last.close_basis THEN 'close_basis' END, CASE WHEN n.closed_at IS DISTINCT FROM last.closed_at THEN 'closed_at' END, CASE WHEN n.amount_converted IS DISTINCT FROM last.amount_converted THEN 'amount_converted' END, CASE WHEN n.close_rate_id IS DISTINCT FROM last.close_rate_id THEN 'close_rate_id' END, CASE WHEN n.probability_manual IS DISTINCT FROM last.probability_manual THEN 'probability_manual' END, CASE WHEN n.next_step IS DISTINCT FROM last.next_step THEN 'next_step' END, CASE WHEN n.next_step_date IS DISTINCT FROM last.next_step_date THEN 'next_step_date' END, CASE WHEN n.kind IS DISTINCT FROM last.kind THEN 'kind' END, CASE WHEN n.loss_reason_id IS DISTINCT FROM last.loss_reason_id THEN 'loss_reason_id' END, CASE WHEN n.push_reason_id IS DISTINCT FROM last.push_reason_id THEN 'push_reason_id' END, CASE WHEN n.come_back_on IS DISTINCT FROM last.come_back_on THEN 'come_back_on' END, CASE WHEN n.deleted IS DISTINCT FROM last.deleted THEN 'deleted' END], NULL) AS changed_fields, n.owner_id, n.credit_owner_id, n.stage_id, n.status, n.category_override, n.subcategory_id, n.omitted, n.amount, n.amount_basis, n.currency, n.product_id, n.close_date, n.close_basis, n.closed_at, n.amount_converted, n.close_rate_id, n.probability_manual, n.next_step, n.next_step_date, n.kind, n.loss_reason_id, n.push_reason_id, n.come_back_on, n.deleted
        )
        INSERT INTO pipeline_opportunityversion (opportunity_id, version, valid_from, recorded_at, valid_to, superseded_at, batch_id, actor_id, source, reconstructed, reason, changed_fields, owner_id, credit_owner_id, stage_id, status, category_override, subcategory_id, omitted, amount, amount_basis, currency, product_id, close_date, close_basis, closed_at, amount_converted, close_rate_id, probability_manual, next_step, next_step_date, kind, loss_reason_id, push_reason_id, come_back_on, deleted)
        SELECT n.opportunity_id, seen.version + 1, n.valid_to, greatest($1, seen.recorded_at + interval '1 microsecond'),
            'infinity', 'infinity', 
    nullif(current_setting('salesops.batch', true), '')::bigint,
    nullif(current_setting('salesops.actor', true), '')::bigint,
    coalesce(nullif(current_setting('salesops.source', true), ''), 'sql'), false,
    coalesce(current_setting('salesops.reason', true), '')
, n.changed_fields, n.owner_id, n.credit_owner_id, n.stage_id, n.status, n.category_override, n.subcategory_id, n.omitted, n.amount, n.amount_basis, n.currency, n.product_id, n.close_date, n.close_basis, n.closed_at, n.amount_converted, n.close_rate_id, n.probability_manual, n.next_step, n.next_step_date, n.kind, n.loss_reason_id, n.push_reason_id, n.come_back_on, n.deleted
        FROM closed n
        JOIN (
            SELECT v.opportunity_id, max(v.version) AS version, max(v.recorded_at) AS recorded_at FROM pipeline_opportunityversion v
            WHERE v.opportunity_id IN (SELECT id FROM new_rows) GROUP BY v.opportunity_id
        ) seen ON seen.opportunity_id = n.opportunity_id
    $q$ USING stamp; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_never_back_3f9bf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
            IF ((TG_OP = 'INSERT' OR NEW.email IS DISTINCT FROM OLD.email) AND accounts_is_suppressed('email', NEW.email)) OR ((TG_OP = 'INSERT' OR NEW.phone IS DISTINCT FROM OLD.phone) AND accounts_is_suppressed('phone', NEW.phone)) THEN
                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
            END IF;
            RETURN NEW;
        
                END;
            $$;
CREATE FUNCTION public.pgtrigger_never_back_4420e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
            IF ((TG_OP = 'INSERT' OR NEW.email IS DISTINCT FROM OLD.email) AND accounts_is_suppressed('email', NEW.email)) THEN
                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
            END IF;
            RETURN NEW;
        
                END;
            $$;
CREATE FUNCTION public.pgtrigger_never_back_9ff5d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
            IF ((TG_OP = 'INSERT' OR NEW.email IS DISTINCT FROM OLD.email) AND accounts_is_suppressed('email', NEW.email)) OR ((TG_OP = 'INSERT' OR NEW.phone IS DISTINCT FROM OLD.phone) AND accounts_is_suppressed('phone', NEW.phone)) THEN
                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
            END IF;
            RETURN NEW;
        
                END;
            $$;
CREATE FUNCTION public.pgtrigger_no_delete_341d6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: pipeline_opportunityversion' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_renewal_shares_sum_e561a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE asked bigint;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    asked := (CASE WHEN TG_OP = 'DELETE' THEN OLD.new_id ELSE NEW.new_id END);
    IF (SELECT sum(link.share) FROM accounts_contractrenewal link WHERE link.new_id = asked) <> 1 THEN
        RAISE EXCEPTION 'renewal_shares_sum' USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_shares_sum';
    END IF;
    RETURN NULL;
                END;
            $$;
CREATE FUNCTION public.pgtrigger_state_is_fixed_a57c2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    IF current_setting('salesops.erasing', true) = 'on' AND current_user = (SELECT relowner::regrole::name FROM pg_class WHERE oid = 'pipeline_opportunityversion'::regclass) THEN RETURN NULL; END IF; RAISE EXCEPTION 'log_is_append_only: pipeline_opportunityversion' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_stays_erased_63d74() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
        
                END;
            $$;
CREATE FUNCTION public.pgtrigger_stays_erased_bd548() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
        
                END;
            $$;
CREATE FUNCTION public.pgtrigger_stays_erased_bda71() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
        
                END;
            $$;
CREATE FUNCTION public.pgtrigger_strength_delete_60913() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM old_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_strength_delete_662fc() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM old_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_strength_insert_013db() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM new_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_strength_insert_7288f() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM new_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_strength_update_119be() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT contact_id FROM old_rows UNION ALL SELECT contact_id FROM new_rows) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_strength_update_ef9e5() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    EXECUTE $q$INSERT INTO pipeline_stalestrength (contact) SELECT DISTINCT contact_id FROM (SELECT unnest(ARRAY[o.contact_id, n.contact_id]) FROM old_rows o JOIN new_rows n ON n.id = o.id AND (n.owner_id, n.contact_id, n.kind, n.outcome, n.occurred_at, n.automated, n.bounced, n.source, n.deleted_at) IS DISTINCT FROM (o.owner_id, o.contact_id, o.kind, o.outcome, o.occurred_at, o.automated, o.bounced, o.source, o.deleted_at) UNION ALL SELECT p.contact_id FROM old_rows o JOIN new_rows n ON n.id = o.id AND (n.owner_id, n.contact_id, n.kind, n.outcome, n.occurred_at, n.automated, n.bounced, n.source, n.deleted_at) IS DISTINCT FROM (o.owner_id, o.contact_id, o.kind, o.outcome, o.occurred_at, o.automated, o.bounced, o.source, o.deleted_at) JOIN pipeline_activitycontact p ON p.activity_id = n.id) AS t(contact_id) WHERE contact_id IS NOT NULL$q$; RETURN NULL;
                END;
            $_$;
CREATE FUNCTION public.pgtrigger_superseded_once_98699() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'log_is_append_only: pipeline_opportunityversion' USING ERRCODE = 'restrict_violation';
                END;
            $$;
CREATE FUNCTION public.pgtrigger_team_no_cycle_dec75() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE found bigint;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    WITH RECURSIVE up(id, during) AS (
                        SELECT NEW.parent_id, NEW.during
                        UNION
                        SELECT p.parent_id, p.during * up.during
                        FROM accounts_teamparent p JOIN up ON p.team_id = up.id
                        WHERE p.during && up.during
                    )
                    SELECT id INTO found FROM up WHERE id = NEW.team_id LIMIT 1;
                    IF found IS NOT NULL THEN
                        RAISE EXCEPTION 'team_no_cycle: a team would be part of itself'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'team_no_cycle';
                    END IF;
                    RETURN NULL;
                
                END;
            $$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_accountownership (
    id bigint NOT NULL,
    role character varying(8) NOT NULL,
    valid daterange NOT NULL,
    source character varying(20) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone NOT NULL,
    account_id bigint NOT NULL,
    seat_id bigint NOT NULL
);
ALTER TABLE public.accounts_accountownership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_accountownership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_apitoken (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(120) NOT NULL,
    prefix character varying(12) NOT NULL,
    digest character varying(64) NOT NULL,
    scopes character varying(40)[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    user_id bigint NOT NULL
);
ALTER TABLE public.accounts_apitoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_apitoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_capturesource (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(11) NOT NULL,
    host character varying(300) NOT NULL,
    address text NOT NULL,
    secret text NOT NULL,
    key_digest character varying(64),
    cursor jsonb NOT NULL,
    is_on boolean NOT NULL,
    due_at timestamp with time zone,
    last_ok_at timestamp with time zone,
    failing_since timestamp with time zone,
    last_error character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_id bigint,
    CONSTRAINT accounts_capturesource_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT capture_polled_or_called CHECK ((((key_digest IS NULL) AND ((kind)::text = ANY ((ARRAY['calendar'::character varying, 'mail_folder'::character varying])::text[])) AND (NOT (address = ''::text))) OR ((address = ''::text) AND (key_digest IS NOT NULL) AND ((kind)::text = ANY ((ARRAY['mail_hook'::character varying, 'phone_hook'::character varying])::text[])))))
);
ALTER TABLE public.accounts_capturesource ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_capturesource_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_contact (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(300) NOT NULL,
    title character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    email_norm character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    opted_out_at timestamp with time zone,
    archived_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    customer_id bigint,
    consent character varying(7) NOT NULL,
    merged_into_id bigint,
    phone_e164 character varying(16) NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT accounts_contact_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT contact_merged_is_archived CHECK (((merged_into_id IS NULL) OR ((archived_at IS NOT NULL) AND (NOT ((merged_into_id = id) AND (merged_into_id IS NOT NULL))))))
);
ALTER TABLE public.accounts_contact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_contactmerge (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    choices jsonb NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    moved jsonb NOT NULL,
    reason character varying(300) NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    kept jsonb NOT NULL,
    loser_id bigint NOT NULL,
    merged_by_id bigint,
    survivor_id bigint NOT NULL,
    undone_by_id bigint,
    CONSTRAINT contact_merge_distinct CHECK ((NOT (survivor_id = loser_id)))
);
ALTER TABLE public.accounts_contactmerge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contactmerge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_contract (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    number character varying(60) NOT NULL,
    type character varying(8) NOT NULL,
    opportunity_uid uuid,
    during daterange NOT NULL,
    auto_renew boolean NOT NULL,
    notice_days smallint NOT NULL,
    notice_by date GENERATED ALWAYS AS (((upper(during) - 1) - (notice_days)::integer)) STORED,
    renewal_months smallint NOT NULL,
    value numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    compared_value numeric(19,4) NOT NULL,
    renewal_value numeric(19,4) NOT NULL,
    state character varying(10) NOT NULL,
    signed_on date,
    refused_on date,
    terminated_on date,
    approved_at timestamp with time zone,
    approval_reason character varying(300) NOT NULL,
    sole_approver boolean NOT NULL,
    notice_told_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    approved_by_id bigint,
    customer_id bigint NOT NULL,
    made_by_id bigint,
    owner_id bigint,
    approved_for_id bigint,
    CONSTRAINT accounts_contract_notice_days_check CHECK ((notice_days >= 0)),
    CONSTRAINT accounts_contract_renewal_months_check CHECK ((renewal_months >= 0)),
    CONSTRAINT accounts_contract_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT contract_checker_differs CHECK (((approved_by_id IS NULL) OR (made_by_id IS NULL) OR (NOT ((approved_by_id = made_by_id) AND (approved_by_id IS NOT NULL) AND (made_by_id IS NOT NULL))) OR sole_approver)),
    CONSTRAINT contract_end_after_start CHECK (((NOT isempty(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during)))),
    CONSTRAINT contract_signed_has_day CHECK (((NOT ((state)::text = ANY ((ARRAY['signed'::character varying, 'active'::character varying, 'renewed'::character varying, 'expired'::character varying, 'terminated'::character varying])::text[]))) OR (signed_on IS NOT NULL))),
    CONSTRAINT contract_terminated_has_day CHECK (((NOT ((state)::text = 'terminated'::text)) OR (terminated_on IS NOT NULL))),
    CONSTRAINT contract_value_sign CHECK (((compared_value >= (0)::numeric) AND (renewal_value >= (0)::numeric) AND (value >= (0)::numeric)))
);
ALTER TABLE public.accounts_contract ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contract_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_contractfile (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(200) NOT NULL,
    version smallint NOT NULL,
    content_type character varying(100) NOT NULL,
    content character varying(200) NOT NULL,
    size bigint NOT NULL,
    digest character varying(64) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    contract_id bigint NOT NULL,
    uploaded_by_id bigint,
    blocked_at timestamp with time zone,
    CONSTRAINT accounts_contractfile_size_check CHECK ((size >= 0)),
    CONSTRAINT accounts_contractfile_version_check CHECK ((version >= 0))
);
ALTER TABLE public.accounts_contractfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contractfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_contractline (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    product_uid uuid,
    recurring boolean NOT NULL,
    value numeric(19,4) NOT NULL,
    yearly_value numeric(19,4) NOT NULL,
    contract_id bigint NOT NULL,
    CONSTRAINT contract_line_sign CHECK (((value >= (0)::numeric) AND (yearly_value >= (0)::numeric))),
    CONSTRAINT contract_line_yearly CHECK ((recurring OR (yearly_value = (0)::numeric)))
);
ALTER TABLE public.accounts_contractline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contractline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_contractrenewal (
    id bigint NOT NULL,
    share numeric(9,8) NOT NULL,
    signed_on date,
    new_id bigint NOT NULL,
    old_id bigint NOT NULL,
    CONSTRAINT renewal_not_itself CHECK ((NOT (old_id = new_id))),
    CONSTRAINT renewal_share_range CHECK (((share >= (0)::numeric) AND (share <= (1)::numeric)))
);
ALTER TABLE public.accounts_contractrenewal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_contractrenewal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_currency (
    code character varying(3) NOT NULL,
    name character varying(80) NOT NULL,
    minor_units smallint NOT NULL,
    CONSTRAINT accounts_currency_minor_units_check CHECK ((minor_units >= 0))
);
CREATE TABLE public.accounts_customeraccount (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(300) NOT NULL,
    domains character varying(253)[] NOT NULL,
    account_type character varying(40) NOT NULL,
    sector character varying(80) NOT NULL,
    country character varying(80) NOT NULL,
    employees integer,
    annual_revenue numeric(19,4),
    annual_revenue_currency character varying(3),
    founded_year smallint,
    archived_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    parent_id bigint,
    merged_into_id bigint,
    CONSTRAINT accounts_customeraccount_employees_check CHECK ((employees >= 0)),
    CONSTRAINT accounts_customeraccount_founded_year_check CHECK ((founded_year >= 0)),
    CONSTRAINT accounts_customeraccount_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT customer_merged_is_archived CHECK (((merged_into_id IS NULL) OR ((archived_at IS NOT NULL) AND (NOT ((merged_into_id = id) AND (merged_into_id IS NOT NULL)))))),
    CONSTRAINT customer_not_own_parent CHECK (((parent_id IS NULL) OR (NOT ((parent_id = id) AND (parent_id IS NOT NULL)))))
);
ALTER TABLE public.accounts_customeraccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_customeraccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_customermember (
    id bigint NOT NULL,
    role character varying(40) NOT NULL,
    during daterange NOT NULL,
    customer_id bigint NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.accounts_customermember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_customermember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_customermerge (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    choices jsonb NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    moved jsonb NOT NULL,
    reason character varying(300) NOT NULL,
    merged_at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    kept jsonb NOT NULL,
    loser_id bigint NOT NULL,
    merged_by_id bigint,
    survivor_id bigint NOT NULL,
    undone_by_id bigint,
    CONSTRAINT merge_distinct CHECK ((NOT (survivor_id = loser_id)))
);
ALTER TABLE public.accounts_customermerge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_customermerge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_delegation (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    during daterange NOT NULL,
    verbs character varying(60)[] NOT NULL,
    reason character varying(300) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    delegate_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT delegation_has_days CHECK (((NOT isempty(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during)))),
    CONSTRAINT delegation_names_verbs CHECK ((
CASE
    WHEN (verbs IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(verbs, 1), 0)
END > 0)),
    CONSTRAINT delegation_not_self CHECK ((NOT (person_id = delegate_id)))
);
ALTER TABLE public.accounts_delegation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_delegation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_employment (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    during daterange NOT NULL,
    exit_kind character varying(13) NOT NULL,
    reason character varying(300) NOT NULL,
    regretted boolean,
    person_id bigint NOT NULL,
    CONSTRAINT accounts_employment_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT employment_exit_complete CHECK ((((upper(during) IS NULL) AND ((exit_kind)::text = ''::text) AND ((reason)::text = ''::text) AND (regretted IS NULL)) OR ((upper(during) IS NOT NULL) AND (NOT ((exit_kind)::text = ''::text))))),
    CONSTRAINT employment_has_start CHECK (((NOT isempty(during)) AND (lower(during) IS NOT NULL)))
);
ALTER TABLE public.accounts_employment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_employment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_erasurerequest (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(7) NOT NULL,
    subject_kind character varying(20) NOT NULL,
    subject_uid uuid NOT NULL,
    state character varying(9) NOT NULL,
    received_on date NOT NULL,
    due date NOT NULL,
    note text NOT NULL,
    verified_at timestamp with time zone,
    verified_how character varying(300) NOT NULL,
    previewed_at timestamp with time zone,
    preview jsonb,
    approved_at timestamp with time zone,
    approval_reason character varying(300) NOT NULL,
    sole_approver boolean NOT NULL,
    refused_reason character varying(300) NOT NULL,
    done_at timestamp with time zone,
    outcome character varying(300) NOT NULL,
    job_uid uuid,
    words text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    approved_by_id bigint,
    done_by_id bigint,
    previewed_by_id bigint,
    received_by_id bigint,
    verified_by_id bigint,
    CONSTRAINT accounts_erasurerequest_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT erasure_checker_differs CHECK (((approved_by_id IS NULL) OR (previewed_by_id IS NULL) OR (NOT ((approved_by_id = previewed_by_id) AND (approved_by_id IS NOT NULL) AND (previewed_by_id IS NOT NULL))) OR sole_approver)),
    CONSTRAINT erasure_done_has_moment CHECK (((NOT ((state)::text = 'done'::text)) OR ((done_at IS NOT NULL) AND (words = ''::text)))),
    CONSTRAINT erasure_due_after CHECK ((due >= received_on)),
    CONSTRAINT erasure_refused_has_reason CHECK (((NOT ((state)::text = 'refused'::text)) OR (NOT ((refused_reason)::text = ''::text))))
);
ALTER TABLE public.accounts_erasurerequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_erasurerequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_fiscalperiod (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    level character varying(7) NOT NULL,
    key character varying(16) NOT NULL,
    label character varying(40) NOT NULL,
    fiscal_year smallint NOT NULL,
    index smallint NOT NULL,
    start_date date NOT NULL,
    end_date date NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT accounts_fiscalperiod_fiscal_year_check CHECK ((fiscal_year >= 0)),
    CONSTRAINT accounts_fiscalperiod_index_check CHECK ((index >= 0)),
    CONSTRAINT period_end_after_start CHECK ((end_date >= start_date))
);
ALTER TABLE public.accounts_fiscalperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_fiscalperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_fxrate (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    from_currency character varying(3) NOT NULL,
    to_currency character varying(3) NOT NULL,
    kind character varying(4) NOT NULL,
    rate numeric(20,10) NOT NULL,
    valid daterange NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone NOT NULL,
    CONSTRAINT rate_positive CHECK ((rate > (0)::numeric))
);
ALTER TABLE public.accounts_fxrate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_fxrate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_holiday (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    date date NOT NULL,
    name character varying(200) NOT NULL,
    calendar_id bigint NOT NULL
);
ALTER TABLE public.accounts_holiday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_holiday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_installedproduct (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(300) NOT NULL,
    product_uid uuid,
    competitor character varying(200) NOT NULL,
    during daterange NOT NULL,
    source character varying(40) NOT NULL,
    customer_id bigint NOT NULL
);
ALTER TABLE public.accounts_installedproduct ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_installedproduct_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_jobassignment (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    function character varying(10) NOT NULL,
    job_role character varying(120) NOT NULL,
    cost_centre character varying(60) NOT NULL,
    location character varying(120) NOT NULL,
    during daterange NOT NULL,
    employment_id bigint NOT NULL,
    CONSTRAINT accounts_jobassignment_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT job_has_start CHECK (((NOT isempty(during)) AND (lower(during) IS NOT NULL)))
);
ALTER TABLE public.accounts_jobassignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_jobassignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_leave (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(10) NOT NULL,
    during daterange NOT NULL,
    minutes smallint,
    note character varying(300) NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT accounts_leave_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT accounts_leave_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT leave_has_days CHECK (((NOT isempty(during)) AND (NOT lower_inf(during)) AND (NOT upper_inf(during)))),
    CONSTRAINT leave_part_of_one_day CHECK (((minutes IS NULL) OR (((minutes >= 1) AND (minutes <= 1439)) AND ((upper(during) - lower(during)) = 1))))
);
ALTER TABLE public.accounts_leave ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_leave_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_notduplicate (
    id bigint NOT NULL,
    kind character varying(8) NOT NULL,
    first_uid uuid NOT NULL,
    second_uid uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint,
    CONSTRAINT not_duplicate_in_order CHECK ((first_uid < second_uid))
);
ALTER TABLE public.accounts_notduplicate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_notduplicate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_obligation (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(300) NOT NULL,
    due date NOT NULL,
    recurrence character varying(7) NOT NULL,
    done_at timestamp with time zone,
    told_at timestamp with time zone,
    contract_id bigint NOT NULL,
    owner_id bigint,
    CONSTRAINT accounts_obligation_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.accounts_obligation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_obligation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_order (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    source character varying(40) NOT NULL,
    number character varying(80) NOT NULL,
    ordered_on date NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    customer_id bigint NOT NULL
);
ALTER TABLE public.accounts_order ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_orderline (
    id bigint NOT NULL,
    name character varying(300) NOT NULL,
    product_uid uuid,
    quantity numeric(15,3) NOT NULL,
    amount numeric(19,4) NOT NULL,
    order_id bigint NOT NULL,
    CONSTRAINT order_line_quantity CHECK ((quantity > (0)::numeric))
);
ALTER TABLE public.accounts_orderline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_orderline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_organisation (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    "only" boolean NOT NULL,
    name character varying(200) NOT NULL,
    time_zone character varying(64) NOT NULL,
    currency character varying(3) NOT NULL,
    fiscal_start_month smallint NOT NULL,
    fiscal_pattern character varying(10) NOT NULL,
    fiscal_year_named_by character varying(5) NOT NULL,
    won_follows character varying(6) NOT NULL,
    category_labels jsonb NOT NULL,
    areas jsonb NOT NULL,
    history_from timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    capture_bodies boolean NOT NULL,
    CONSTRAINT accounts_organisation_fiscal_start_month_check CHECK ((fiscal_start_month >= 0)),
    CONSTRAINT accounts_organisation_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT organisation_only_one CHECK ("only"),
    CONSTRAINT organisation_start_month CHECK (((fiscal_start_month >= 1) AND (fiscal_start_month <= 12)))
);
ALTER TABLE public.accounts_organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_ownershipclaim (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    reason character varying(1000) NOT NULL,
    state character varying(8) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    starts_on date,
    decided_at timestamp with time zone,
    note character varying(1000) NOT NULL,
    sole_approver boolean NOT NULL,
    claimed_by_id bigint NOT NULL,
    customer_id bigint NOT NULL,
    decided_by_id bigint,
    CONSTRAINT claim_decided_has_instant CHECK ((((decided_at IS NULL) AND ((state)::text = 'open'::text)) OR ((NOT ((state)::text = 'open'::text)) AND (decided_at IS NOT NULL)))),
    CONSTRAINT claim_second_person CHECK (((decided_by_id IS NULL) OR (NOT ((decided_by_id = claimed_by_id) AND (decided_by_id IS NOT NULL))) OR sole_approver))
);
ALTER TABLE public.accounts_ownershipclaim ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_ownershipclaim_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_peoplechange (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(6) NOT NULL,
    state character varying(9) NOT NULL,
    effective date NOT NULL,
    choices jsonb NOT NULL,
    rows jsonb NOT NULL,
    taken jsonb NOT NULL,
    trouble character varying(300) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    made_by_id bigint,
    manager_id bigint,
    person_id bigint,
    saved_by_id bigint,
    access_ended_at timestamp with time zone,
    CONSTRAINT accounts_peoplechange_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT change_has_person CHECK ((((state)::text = ANY ((ARRAY['draft'::character varying, 'cancelled'::character varying])::text[])) OR (person_id IS NOT NULL)))
);
ALTER TABLE public.accounts_peoplechange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_peoplechange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_personcalendar (
    id bigint NOT NULL,
    during daterange NOT NULL,
    person_id bigint NOT NULL,
    calendar_id bigint NOT NULL
);
ALTER TABLE public.accounts_personcalendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_personcalendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_personmove (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    changes_manager boolean NOT NULL,
    changes_team boolean NOT NULL,
    manager_id bigint,
    person_id bigint NOT NULL,
    team_id bigint,
    reorganisation_id bigint NOT NULL,
    CONSTRAINT move_changes_something CHECK ((changes_manager OR changes_team)),
    CONSTRAINT move_not_under_self CHECK (((manager_id IS NULL) OR (NOT ((manager_id = person_id) AND (manager_id IS NOT NULL)))))
);
ALTER TABLE public.accounts_personmove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_personmove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_personsession (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    key character varying(40) NOT NULL,
    epoch integer NOT NULL,
    ip inet,
    device character varying(120) NOT NULL,
    since timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    person_id bigint NOT NULL,
    CONSTRAINT accounts_personsession_epoch_check CHECK ((epoch >= 0))
);
ALTER TABLE public.accounts_personsession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_personsession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_provideridentity (
    id bigint NOT NULL,
    issuer character varying(300) NOT NULL,
    subject character varying(255) NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.accounts_provideridentity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_provideridentity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_relationship (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    source character varying(8) NOT NULL,
    weight double precision NOT NULL,
    seen_on date NOT NULL,
    consent boolean NOT NULL,
    removed_at timestamp with time zone,
    contact_id bigint NOT NULL,
    person_id bigint NOT NULL,
    weighed_on date,
    CONSTRAINT relationship_weight CHECK ((weight >= (0.0)::double precision))
);
ALTER TABLE public.accounts_relationship ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_relationship_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_reorganisation (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(120) NOT NULL,
    effective date NOT NULL,
    state character varying(9) NOT NULL,
    kept jsonb,
    made_by_id bigint,
    CONSTRAINT accounts_reorganisation_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.accounts_reorganisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_reorganisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_reportingline (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    during daterange NOT NULL,
    manager_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT line_not_self CHECK ((NOT (person_id = manager_id)))
);
ALTER TABLE public.accounts_reportingline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_reportingline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_role (
    id bigint NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    home character varying(12) NOT NULL,
    preset boolean NOT NULL,
    second_factor boolean NOT NULL,
    retired_at timestamp with time zone,
    row_version integer NOT NULL,
    scope character varying(8) NOT NULL,
    CONSTRAINT accounts_role_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.accounts_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_rolegrant (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    scope character varying(8) NOT NULL,
    during daterange NOT NULL,
    reason character varying(300) NOT NULL,
    granted_by_id bigint,
    role_id bigint NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.accounts_rolegrant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_rolegrant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_roleverb (
    id bigint NOT NULL,
    verb character varying(60) NOT NULL,
    role_id bigint NOT NULL
);
ALTER TABLE public.accounts_roleverb ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_roleverb_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_seat (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(300) NOT NULL,
    kind character varying(8) NOT NULL,
    person_id bigint
);
ALTER TABLE public.accounts_seat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_seat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_seatoccupancy (
    id bigint NOT NULL,
    during daterange NOT NULL,
    person_id bigint NOT NULL,
    seat_id bigint NOT NULL
);
ALTER TABLE public.accounts_seatoccupancy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_seatoccupancy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_settingschange (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    names character varying(40)[] NOT NULL,
    before jsonb NOT NULL,
    "values" jsonb NOT NULL,
    by_id bigint
);
ALTER TABLE public.accounts_settingschange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_settingschange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_signinevent (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(14) NOT NULL,
    method character varying(14) NOT NULL,
    address_digest character varying(64) NOT NULL,
    ip inet,
    device character varying(120) NOT NULL,
    until timestamp with time zone,
    by_id bigint,
    person_id bigint
);
ALTER TABLE public.accounts_signinevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_signinevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_signinlink (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    kind character varying(10) NOT NULL,
    address_digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    used_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    made_by_id bigint,
    person_id bigint NOT NULL,
    CONSTRAINT link_used_or_withdrawn CHECK (((used_at IS NULL) OR (withdrawn_at IS NULL)))
);
ALTER TABLE public.accounts_signinlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_signinlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_suppressed (
    id bigint NOT NULL,
    kind character varying(5) NOT NULL,
    digest bytea NOT NULL,
    since timestamp with time zone NOT NULL
);
ALTER TABLE public.accounts_suppressed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_suppressed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_suppressionlist (
    id bigint NOT NULL,
    "only" boolean NOT NULL,
    salt bytea NOT NULL
);
ALTER TABLE public.accounts_suppressionlist ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_suppressionlist_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_team (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(120) NOT NULL,
    kind character varying(40) NOT NULL,
    CONSTRAINT accounts_team_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.accounts_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_teamcalendar (
    id bigint NOT NULL,
    during daterange NOT NULL,
    team_id bigint NOT NULL,
    calendar_id bigint NOT NULL
);
ALTER TABLE public.accounts_teamcalendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_teamcalendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_teammembership (
    id bigint NOT NULL,
    "primary" boolean NOT NULL,
    during daterange NOT NULL,
    person_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE public.accounts_teammembership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_teammembership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_teammove (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    parent_id bigint,
    reorganisation_id bigint NOT NULL,
    team_id bigint NOT NULL
);
ALTER TABLE public.accounts_teammove ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_teammove_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_teamparent (
    id bigint NOT NULL,
    during daterange NOT NULL,
    parent_id bigint NOT NULL,
    team_id bigint NOT NULL,
    CONSTRAINT team_not_its_parent CHECK ((NOT (team_id = parent_id)))
);
ALTER TABLE public.accounts_teamparent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_teamparent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_usagesignal (
    id bigint NOT NULL,
    product character varying(300) NOT NULL,
    day date NOT NULL,
    measure character varying(80) NOT NULL,
    value numeric(19,4) NOT NULL,
    source character varying(40) NOT NULL,
    customer_id bigint NOT NULL,
    CONSTRAINT usage_not_negative CHECK ((value >= (0)::numeric))
);
ALTER TABLE public.accounts_usagesignal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_usagesignal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    email character varying(254),
    name character varying(300) NOT NULL,
    title character varying(120) NOT NULL,
    state character varying(12) NOT NULL,
    time_zone character varying(64) NOT NULL,
    language character varying(12) NOT NULL,
    theme character varying(6) NOT NULL,
    single_keys boolean NOT NULL,
    auth_epoch integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT accounts_user_auth_epoch_check CHECK ((auth_epoch >= 0)),
    CONSTRAINT accounts_user_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT user_email_when_not_listed CHECK ((((state)::text = 'listed'::text) OR ((state)::text = 'erased'::text) OR (email IS NOT NULL)))
);
ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_workcalendar (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(120) NOT NULL,
    time_zone character varying(64) NOT NULL,
    "default" boolean NOT NULL,
    CONSTRAINT accounts_workcalendar_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.accounts_workcalendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_workcalendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_workhours (
    id bigint NOT NULL,
    weekday smallint NOT NULL,
    opens smallint NOT NULL,
    closes smallint NOT NULL,
    calendar_id bigint NOT NULL,
    CONSTRAINT accounts_workhours_closes_check CHECK ((closes >= 0)),
    CONSTRAINT accounts_workhours_opens_check CHECK ((opens >= 0)),
    CONSTRAINT accounts_workhours_weekday_check CHECK ((weekday >= 0)),
    CONSTRAINT hours_in_order CHECK (((closes > opens) AND (closes <= (opens + 1440)) AND (opens < 1440) AND ((weekday >= 1) AND (weekday <= 7))))
);
ALTER TABLE public.accounts_workhours ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_workhours_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.audit_auditrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_auditrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.audit_seal (
    id bigint NOT NULL,
    "table" character varying(63) NOT NULL,
    first_id bigint NOT NULL,
    last_id bigint NOT NULL,
    rows bigint NOT NULL,
    hash bytea NOT NULL,
    previous bytea NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    CONSTRAINT seal_not_empty CHECK ((last_id >= first_id))
);
ALTER TABLE public.audit_seal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.audit_seal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accessattempt (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    get_data text NOT NULL,
    post_data text NOT NULL,
    failures_since_start integer NOT NULL,
    CONSTRAINT axes_accessattempt_failures_since_start_check CHECK ((failures_since_start >= 0))
);
ALTER TABLE public.axes_accessattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accessattemptexpiration (
    access_attempt_id integer NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.axes_accessfailurelog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    locked_out boolean NOT NULL
);
ALTER TABLE public.axes_accessfailurelog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accessfailurelog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.axes_accesslog (
    id integer NOT NULL,
    user_agent character varying(255) NOT NULL,
    ip_address inet,
    username character varying(255),
    http_accept character varying(1025) NOT NULL,
    path_info character varying(255) NOT NULL,
    attempt_time timestamp with time zone NOT NULL,
    logout_time timestamp with time zone,
    session_hash character varying(64) NOT NULL
);
ALTER TABLE public.axes_accesslog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.axes_accesslog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.forecasting_forecastcall (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    measure character varying(6) NOT NULL,
    mode character varying(7) NOT NULL,
    value numeric(19,4) NOT NULL,
    base numeric(19,4) NOT NULL,
    currency character varying(3) NOT NULL,
    reason_code character varying(40) NOT NULL,
    note text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    superseded_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_reason character varying(300),
    acting_for_id bigint,
    forecaster_id bigint NOT NULL,
    node_id bigint NOT NULL,
    period_id bigint NOT NULL,
    supersedes_id bigint,
    withdrawn_by_id bigint,
    type_id bigint NOT NULL,
    CONSTRAINT call_expiry_after_made CHECK (((expires_at IS NULL) OR (expires_at > made_at))),
    CONSTRAINT call_judgement_has_note CHECK (((forecaster_id = node_id) OR (NOT (note = ''::text))))
);
ALTER TABLE public.forecasting_forecastcall ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_forecastcall_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_forecastperiodevent (
    id bigint NOT NULL,
    before character varying(9) NOT NULL,
    after character varying(9) NOT NULL,
    at timestamp with time zone NOT NULL,
    reason character varying(300) NOT NULL,
    by_id bigint,
    state_id bigint NOT NULL
);
ALTER TABLE public.forecasting_forecastperiodevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_forecastperiodevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_forecastperiodstate (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    state character varying(9) NOT NULL,
    opened_at timestamp with time zone,
    due_at timestamp with time zone,
    locked_at timestamp with time zone,
    seq integer NOT NULL,
    node_id bigint,
    period_id bigint NOT NULL,
    type_id bigint NOT NULL,
    CONSTRAINT forecasting_forecastperiodstate_seq_check CHECK ((seq >= 0))
);
ALTER TABLE public.forecasting_forecastperiodstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_forecastperiodstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_forecasttype (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    key character varying(40) NOT NULL,
    name character varying(80) NOT NULL,
    "position" smallint NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT forecasting_forecasttype_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.forecasting_forecasttype ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_forecasttype_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_forecasttypeversion (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    number integer NOT NULL,
    kinds character varying(9)[] NOT NULL,
    policy character varying(4) NOT NULL,
    judgement_visible boolean NOT NULL,
    stale_share numeric(5,4) NOT NULL,
    stale_amount numeric(19,4),
    headline character varying(6) NOT NULL,
    deadline_weekday smallint,
    deadline_time time without time zone NOT NULL,
    quota_measure character varying(24) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    type_id bigint NOT NULL,
    CONSTRAINT forecast_type_weekday CHECK (((deadline_weekday IS NULL) OR (deadline_weekday <= 6))),
    CONSTRAINT forecasting_forecasttypeversion_deadline_weekday_check CHECK ((deadline_weekday >= 0)),
    CONSTRAINT forecasting_forecasttypeversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.forecasting_forecasttypeversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_forecasttypeversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_submission (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    seq integer NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    as_of timestamp with time zone NOT NULL,
    hierarchy_as_of date NOT NULL,
    won_follows character varying(6) NOT NULL,
    fx_policy character varying(4) NOT NULL,
    currency character varying(3) NOT NULL,
    totals jsonb NOT NULL,
    quota numeric(19,4),
    note text NOT NULL,
    row_count integer NOT NULL,
    row_hash character varying(64) NOT NULL,
    late boolean NOT NULL,
    forecaster_id bigint NOT NULL,
    node_id bigint NOT NULL,
    period_id bigint NOT NULL,
    type_id bigint NOT NULL,
    type_version_id bigint NOT NULL,
    CONSTRAINT forecasting_submission_row_count_check CHECK ((row_count >= 0)),
    CONSTRAINT forecasting_submission_seq_check CHECK ((seq >= 0))
);
ALTER TABLE public.forecasting_submission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_submission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_submissioncall (
    id bigint NOT NULL,
    node_id bigint NOT NULL,
    forecaster_id bigint NOT NULL,
    measure character varying(6) NOT NULL,
    mode character varying(7) NOT NULL,
    value numeric(19,4) NOT NULL,
    base numeric(19,4) NOT NULL,
    note text NOT NULL,
    call_id bigint NOT NULL,
    submission_id bigint NOT NULL
);
ALTER TABLE public.forecasting_submissioncall ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_submissioncall_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_submissionnode (
    id bigint NOT NULL,
    node_id bigint NOT NULL,
    parent_id bigint,
    "position" integer NOT NULL,
    name character varying(300) NOT NULL,
    title character varying(300) NOT NULL,
    vacant boolean NOT NULL,
    quota numeric(19,4),
    seen_commit numeric(19,4) NOT NULL,
    seen_upside numeric(19,4) NOT NULL,
    submission_id bigint NOT NULL,
    CONSTRAINT forecasting_submissionnode_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.forecasting_submissionnode ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.forecasting_submissionnode_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.forecasting_submissionrow (
    person_key bigint NOT NULL,
    version integer NOT NULL,
    name character varying(300) NOT NULL,
    customer_name character varying(300) NOT NULL,
    person_name character varying(300) NOT NULL,
    node_id bigint,
    team bigint[] NOT NULL,
    category character varying(9) NOT NULL,
    subcategory_id bigint,
    amount numeric(19,4),
    currency character varying(3) NOT NULL,
    converted numeric(19,4),
    close_date date,
    stage_name character varying(120) NOT NULL,
    opportunity_id bigint NOT NULL,
    submission_id bigint NOT NULL,
    CONSTRAINT forecasting_submissionrow_version_check CHECK ((version >= 0))
);
CREATE TABLE public.imports_batchrecord (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    record_id bigint NOT NULL,
    action character varying(8) NOT NULL,
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    batch_id bigint NOT NULL
);
ALTER TABLE public.imports_batchrecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_batchrecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.imports_externalid (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    kind character varying(40) NOT NULL,
    external_id character varying(300) NOT NULL,
    record_id bigint NOT NULL,
    batch_id bigint
);
ALTER TABLE public.imports_externalid ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_externalid_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.imports_importbatch (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    state character varying(10) NOT NULL,
    mode character varying(8) NOT NULL,
    source character varying(40) NOT NULL,
    options jsonb NOT NULL,
    counts jsonb NOT NULL,
    history_from timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    checked_at timestamp with time zone,
    committed_at timestamp with time zone,
    undone_at timestamp with time zone,
    committed_by_id bigint,
    created_by_id bigint,
    undone_by_id bigint,
    CONSTRAINT imports_importbatch_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.imports_importbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_importbatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.imports_importfile (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    object_key character varying(40) NOT NULL,
    name character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    size bigint NOT NULL,
    encoding character varying(40) NOT NULL,
    encoding_guessed boolean NOT NULL,
    delimiter character varying(1) NOT NULL,
    header jsonb NOT NULL,
    has_header boolean NOT NULL,
    rows integer NOT NULL,
    mapping jsonb NOT NULL,
    batch_id bigint NOT NULL,
    derived_from_id bigint,
    CONSTRAINT imports_importfile_rows_check CHECK ((rows >= 0)),
    CONSTRAINT imports_importfile_size_check CHECK ((size >= 0))
);
ALTER TABLE public.imports_importfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_importfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.imports_plannedrow (
    file_id bigint NOT NULL,
    row_number integer NOT NULL,
    action character varying(10) NOT NULL,
    matched_by character varying(20) DEFAULT ''::character varying NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    before jsonb DEFAULT '{}'::jsonb NOT NULL,
    after jsonb DEFAULT '{}'::jsonb NOT NULL
);
CREATE TABLE public.imports_problem (
    id bigint NOT NULL,
    row_number integer NOT NULL,
    "column" character varying(300) NOT NULL,
    field character varying(40) NOT NULL,
    code character varying(40) NOT NULL,
    value text NOT NULL,
    suggestion text NOT NULL,
    blocking boolean NOT NULL,
    file_id bigint NOT NULL
);
ALTER TABLE public.imports_problem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_problem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.imports_savedmapping (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(120) NOT NULL,
    version integer NOT NULL,
    object_key character varying(40) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    content jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint,
    CONSTRAINT imports_savedmapping_version_check CHECK ((version >= 0))
);
ALTER TABLE public.imports_savedmapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.imports_savedmapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.imports_stagedrow (
    file_id bigint NOT NULL,
    row_number integer NOT NULL,
    cells text[] NOT NULL
);
CREATE TABLE public.inbox_channel (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(120) NOT NULL,
    audience character varying(8) NOT NULL,
    address text NOT NULL,
    host character varying(300) NOT NULL,
    secret text NOT NULL,
    former_secret text NOT NULL,
    is_on boolean NOT NULL,
    last_ok_at timestamp with time zone,
    failing_since timestamp with time zone,
    failures integer NOT NULL,
    last_error character varying(300) NOT NULL,
    owner_id bigint,
    team_id bigint,
    CONSTRAINT channel_out_has_owner CHECK ((((kind)::text = ANY ((ARRAY['in_app'::character varying, 'mail'::character varying])::text[])) OR ((owner_id IS NOT NULL) AND (NOT (address = ''::text))))),
    CONSTRAINT channel_team_named CHECK (((NOT ((audience)::text = 'team'::text)) OR (team_id IS NOT NULL))),
    CONSTRAINT inbox_channel_failures_check CHECK ((failures >= 0)),
    CONSTRAINT inbox_channel_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.inbox_channel ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_channel_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_comment (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(40) NOT NULL,
    record_uid uuid NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    edited_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    author_id bigint NOT NULL,
    CONSTRAINT comment_says_something CHECK ((NOT (body = ''::text))),
    CONSTRAINT inbox_comment_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.inbox_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_commentcopy (
    id bigint NOT NULL,
    body text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    replaced_at timestamp with time zone NOT NULL,
    comment_id bigint NOT NULL
);
ALTER TABLE public.inbox_commentcopy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_commentcopy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_delivery (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    state character varying(6) NOT NULL,
    in_digest boolean NOT NULL,
    due_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    tried_since timestamp with time zone,
    sent_at timestamp with time zone,
    attempts smallint NOT NULL,
    reason character varying(20) NOT NULL,
    error character varying(300) NOT NULL,
    scope_hash character varying(64) NOT NULL,
    as_of timestamp with time zone,
    channel_id bigint NOT NULL,
    person_id bigint NOT NULL,
    news_id bigint NOT NULL,
    CONSTRAINT delivery_sent_has_moment CHECK ((((sent_at IS NOT NULL) AND ((state)::text = 'sent'::text)) OR ((NOT ((state)::text = 'sent'::text)) AND (sent_at IS NULL)))),
    CONSTRAINT inbox_delivery_attempts_check CHECK ((attempts >= 0))
);
ALTER TABLE public.inbox_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_follow (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    record_uid uuid NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.inbox_follow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_follow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_mention (
    id bigint NOT NULL,
    comment_id bigint NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.inbox_mention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_mention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_mute (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    record_uid uuid NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.inbox_mute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_mute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_news (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    key character varying(200) NOT NULL,
    kind character varying(40) NOT NULL,
    record_kind character varying(40) NOT NULL,
    record_uid uuid NOT NULL,
    about_uid uuid,
    facts jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint
);
ALTER TABLE public.inbox_news ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_news_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_notification (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    scope_hash character varying(64) NOT NULL,
    news_id bigint NOT NULL,
    person_id bigint NOT NULL,
    snoozed_until timestamp with time zone
);
ALTER TABLE public.inbox_notification ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_notification_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_preference (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    mail character varying(7) NOT NULL,
    digest_hour smallint NOT NULL,
    quiet_from time without time zone,
    quiet_to time without time zone,
    switched_off character varying(40)[] NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT inbox_preference_digest_hour_check CHECK ((digest_hour >= 0)),
    CONSTRAINT inbox_preference_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT preference_digest_hour CHECK ((digest_hour <= 23)),
    CONSTRAINT preference_quiet_both CHECK ((((quiet_from IS NULL) AND (quiet_to IS NULL)) OR ((quiet_from IS NOT NULL) AND (quiet_to IS NOT NULL))))
);
ALTER TABLE public.inbox_preference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_preference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.inbox_task (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(40) NOT NULL,
    record_uid uuid NOT NULL,
    title character varying(300) NOT NULL,
    due date,
    state character varying(4) NOT NULL,
    origin character varying(10) NOT NULL,
    source_uid uuid,
    created_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    assignee_id bigint,
    done_by_id bigint,
    made_by_id bigint,
    CONSTRAINT inbox_task_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT task_done_has_moment CHECK ((((done_at IS NULL) AND ((state)::text = 'open'::text)) OR ((done_at IS NOT NULL) AND ((state)::text = 'done'::text))))
);
ALTER TABLE public.inbox_task ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.inbox_task_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.jobs_job (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(100) NOT NULL,
    key character varying(200),
    period_key character varying(100),
    args jsonb NOT NULL,
    queue character varying(20) NOT NULL,
    state character varying(10) NOT NULL,
    attempt integer NOT NULL,
    last_attempt integer NOT NULL,
    claimed_until timestamp with time zone,
    progress bigint NOT NULL,
    progress_total bigint,
    progress_text character varying(300) NOT NULL,
    result jsonb,
    error_code character varying(60) NOT NULL,
    error text NOT NULL,
    run_after timestamp with time zone NOT NULL,
    woken_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    requested_by_id bigint,
    CONSTRAINT job_ended_has_moment CHECK (((finished_at IS NOT NULL) OR ((state)::text = ANY ((ARRAY['waiting'::character varying, 'running'::character varying])::text[])))),
    CONSTRAINT job_running_is_claimed CHECK (((NOT ((state)::text = 'running'::text)) OR (claimed_until IS NOT NULL))),
    CONSTRAINT jobs_job_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT jobs_job_last_attempt_check CHECK ((last_attempt >= 0)),
    CONSTRAINT jobs_job_progress_check CHECK ((progress >= 0)),
    CONSTRAINT jobs_job_progress_total_check CHECK ((progress_total >= 0))
);
ALTER TABLE public.jobs_job ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.jobs_jobfile (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(200) NOT NULL,
    content_type character varying(100) NOT NULL,
    content character varying(200) NOT NULL,
    rows bigint NOT NULL,
    size bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    job_id bigint NOT NULL,
    CONSTRAINT jobs_jobfile_rows_check CHECK ((rows >= 0)),
    CONSTRAINT jobs_jobfile_size_check CHECK ((size >= 0))
);
ALTER TABLE public.jobs_jobfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.jobs_jobfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_activity (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    kind character varying(8) NOT NULL,
    direction character varying(8) NOT NULL,
    outcome character varying(12) NOT NULL,
    subject character varying(300) NOT NULL,
    note text NOT NULL,
    automated boolean NOT NULL,
    bounced boolean NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    minutes smallint,
    source character varying(20) NOT NULL,
    external_id character varying(200) NOT NULL,
    deleted_at timestamp with time zone,
    contact_id bigint,
    customer_id bigint,
    owner_id bigint NOT NULL,
    lead_id bigint,
    opportunity_id bigint,
    CONSTRAINT pipeline_activity_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT pipeline_activity_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.pipeline_activity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_activity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_activitycontact (
    id bigint NOT NULL,
    activity_id bigint NOT NULL,
    contact_id bigint NOT NULL
);
ALTER TABLE public.pipeline_activitycontact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_activitycontact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_captured (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    origin character varying(8) NOT NULL,
    external_id character varying(64) NOT NULL,
    state character varying(9) NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    direction character varying(8) NOT NULL,
    outcome character varying(12) NOT NULL,
    subject character varying(300) NOT NULL,
    note text NOT NULL,
    is_private boolean NOT NULL,
    party jsonb NOT NULL,
    decided_at timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL,
    activity_id bigint,
    decided_by_id bigint,
    person_id bigint NOT NULL,
    source_id bigint,
    CONSTRAINT captured_end_after_start CHECK ((ends_at >= occurred_at)),
    CONSTRAINT captured_logged_has_activity CHECK (((NOT ((state)::text = 'logged'::text)) OR (activity_id IS NOT NULL))),
    CONSTRAINT captured_remembers_nothing CHECK (((NOT ((state)::text = ANY ((ARRAY['logged'::character varying, 'dismissed'::character varying, 'private'::character varying])::text[]))) OR ((note = ''::text) AND (party = '[]'::jsonb) AND ((subject)::text = ''::text))))
);
ALTER TABLE public.pipeline_captured ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_captured_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_lead (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(300) NOT NULL,
    company character varying(300) NOT NULL,
    title character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    email_norm character varying(254) NOT NULL,
    phone character varying(40) NOT NULL,
    source character varying(80) NOT NULL,
    sourced_by character varying(10) NOT NULL,
    channel character varying(8) NOT NULL,
    state character varying(12) NOT NULL,
    disqualified_reason character varying(200) NOT NULL,
    converted_at timestamp with time zone,
    is_test boolean NOT NULL,
    is_spam boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    contact_id bigint,
    customer_id bigint,
    owner_id bigint,
    opportunity_id bigint,
    erased_at timestamp with time zone,
    CONSTRAINT lead_converted_has_instant CHECK (((NOT ((state)::text = 'converted'::text)) OR (converted_at IS NOT NULL))),
    CONSTRAINT lead_disqualified_has_reason CHECK (((NOT ((state)::text = 'disqualified'::text)) OR (NOT ((disqualified_reason)::text = ''::text)))),
    CONSTRAINT pipeline_lead_row_version_check CHECK ((row_version >= 0))
);
ALTER TABLE public.pipeline_lead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_lead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_leadevent (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    detail jsonb NOT NULL,
    by_id bigint,
    lead_id bigint NOT NULL
);
ALTER TABLE public.pipeline_leadevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_leadevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_opportunity (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    status character varying(4) NOT NULL,
    category_override character varying(8) NOT NULL,
    omitted boolean NOT NULL,
    amount numeric(19,4),
    amount_basis character varying(10) NOT NULL,
    currency character varying(3) NOT NULL,
    close_date date,
    close_basis character varying(8) NOT NULL,
    closed_at timestamp with time zone,
    amount_converted numeric(19,4),
    probability_manual numeric(7,6),
    next_step character varying(300) NOT NULL,
    next_step_date date,
    kind character varying(9) NOT NULL,
    come_back_on date,
    deleted boolean NOT NULL,
    name character varying(300) NOT NULL,
    sourced_by character varying(10) NOT NULL,
    source character varying(80) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    close_rate_id bigint,
    credit_owner_id bigint,
    customer_id bigint,
    owner_id bigint,
    process_id bigint NOT NULL,
    product_id bigint,
    loss_reason_id bigint,
    push_reason_id bigint,
    stage_id bigint NOT NULL,
    subcategory_id bigint,
    CONSTRAINT deal_closed_has_instant CHECK ((((status)::text = 'open'::text) OR (closed_at IS NOT NULL))),
    CONSTRAINT deal_open_not_closed CHECK (((NOT ((status)::text = 'open'::text)) OR (closed_at IS NULL))),
    CONSTRAINT deal_probability_ratio CHECK (((probability_manual IS NULL) OR ((probability_manual >= (0)::numeric) AND (probability_manual <= (1)::numeric)))),
    CONSTRAINT pipeline_opportunity_row_version_check CHECK ((row_version >= 0))
)
WITH (fillfactor='70');
ALTER TABLE public.pipeline_opportunity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_opportunity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_opportunitymember (
    id bigint NOT NULL,
    role character varying(40) NOT NULL,
    during tstzrange NOT NULL,
    opportunity_id bigint NOT NULL,
    person_id bigint NOT NULL
);
ALTER TABLE public.pipeline_opportunitymember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_opportunitymember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_opportunityversion (
    version integer NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone NOT NULL,
    batch_id bigint,
    actor_id bigint,
    source character varying(8) NOT NULL,
    reconstructed boolean NOT NULL,
    reason text NOT NULL,
    status character varying(4) NOT NULL,
    category_override character varying(8) NOT NULL,
    omitted boolean NOT NULL,
    amount numeric(19,4),
    amount_basis character varying(10) NOT NULL,
    currency character varying(3) NOT NULL,
    close_date date,
    close_basis character varying(8) NOT NULL,
    closed_at timestamp with time zone,
    amount_converted numeric(19,4),
    probability_manual numeric(7,6),
    next_step character varying(300) NOT NULL,
    next_step_date date,
    kind character varying(9) NOT NULL,
    come_back_on date,
    deleted boolean NOT NULL,
    changed_fields character varying(40)[] NOT NULL,
    close_rate_id bigint,
    credit_owner_id bigint,
    opportunity_id bigint NOT NULL,
    owner_id bigint,
    product_id bigint,
    loss_reason_id bigint,
    push_reason_id bigint,
    stage_id bigint NOT NULL,
    subcategory_id bigint,
    CONSTRAINT pipeline_opportunityversion_version_check CHECK ((version >= 0)),
    CONSTRAINT version_amount_sign CHECK (((amount IS NULL) OR (amount >= (0)::numeric) OR ((status)::text = 'won'::text))),
    CONSTRAINT version_interval CHECK ((valid_from <= valid_to)),
    CONSTRAINT version_known CHECK ((recorded_at < superseded_at))
);
CREATE TABLE public.pipeline_processversion (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(120) NOT NULL,
    number integer NOT NULL,
    methodology character varying(80) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    retired_at timestamp with time zone,
    "default" boolean NOT NULL,
    CONSTRAINT pipeline_processversion_number_check CHECK ((number >= 0))
);
ALTER TABLE public.pipeline_processversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_processversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_product (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(200) NOT NULL,
    code character varying(60) NOT NULL,
    family character varying(80) NOT NULL,
    list_price numeric(19,4),
    currency character varying(3),
    problem text NOT NULL,
    value text NOT NULL,
    how_it_works text NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT pipeline_product_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT product_price_has_currency CHECK (((list_price IS NULL) OR (currency IS NOT NULL)))
);
ALTER TABLE public.pipeline_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_reason (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    list character varying(8) NOT NULL,
    key character varying(40) NOT NULL,
    label character varying(120) NOT NULL,
    excluded boolean NOT NULL,
    retired_at timestamp with time zone,
    parent_id bigint
);
ALTER TABLE public.pipeline_reason ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_reason_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_stage (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    name character varying(120) NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(4) NOT NULL,
    counts_as_pipeline boolean NOT NULL,
    probability numeric(7,6) NOT NULL,
    exit_criteria text NOT NULL,
    process_id bigint NOT NULL,
    CONSTRAINT pipeline_stage_position_check CHECK (("position" >= 0)),
    CONSTRAINT stage_probability_ratio CHECK (((probability >= (0)::numeric) AND (probability <= (1)::numeric)))
);
ALTER TABLE public.pipeline_stage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_stage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_stagecategory (
    id bigint NOT NULL,
    category character varying(8) NOT NULL,
    valid tstzrange NOT NULL,
    stage_id bigint NOT NULL,
    subcategory_id bigint
);
ALTER TABLE public.pipeline_stagecategory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_stagecategory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_stalestrength (
    id bigint NOT NULL,
    contact bigint NOT NULL
);
ALTER TABLE public.pipeline_stalestrength ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_stalestrength_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.pipeline_subcategory (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    category character varying(8) NOT NULL,
    key character varying(40) NOT NULL,
    label character varying(80) NOT NULL
);
ALTER TABLE public.pipeline_subcategory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.pipeline_subcategory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.reporting_metricdefinition (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    version smallint NOT NULL,
    hash character varying(64) NOT NULL,
    spec jsonb NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    change_note text NOT NULL,
    author_id bigint,
    CONSTRAINT reporting_metricdefinition_version_check CHECK ((version >= 0))
);
ALTER TABLE public.reporting_metricdefinition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reporting_metricdefinition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territories_quota (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    measure character varying(24) NOT NULL,
    amount numeric(19,4) NOT NULL,
    currency character varying(3),
    method character varying(9) NOT NULL,
    override_reason character varying(300) NOT NULL,
    batch_id bigint,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone NOT NULL,
    period_id bigint NOT NULL,
    recorded_by_id bigint,
    seat_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    valid_from timestamp with time zone NOT NULL,
    valid_to timestamp with time zone NOT NULL,
    CONSTRAINT quota_not_negative CHECK ((amount >= (0)::numeric)),
    CONSTRAINT quota_stood_forwards CHECK ((valid_to >= valid_from)),
    CONSTRAINT quota_unit CHECK ((((currency IS NOT NULL) AND ((measure)::text = ANY ((ARRAY['bookings'::character varying, 'new_arr'::character varying, 'renewal_arr'::character varying, 'margin'::character varying])::text[]))) OR ((NOT ((measure)::text = ANY ((ARRAY['bookings'::character varying, 'new_arr'::character varying, 'renewal_arr'::character varying, 'margin'::character varying])::text[]))) AND (currency IS NULL))))
);
ALTER TABLE public.territories_quota ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territories_quota_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.territories_quotaplan (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    row_version integer NOT NULL,
    name character varying(120) NOT NULL,
    version integer NOT NULL,
    state character varying(7) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint,
    CONSTRAINT territories_quotaplan_row_version_check CHECK ((row_version >= 0)),
    CONSTRAINT territories_quotaplan_version_check CHECK ((version >= 0))
);
ALTER TABLE public.territories_quotaplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.territories_quotaplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.web_idempotentanswer (
    id bigint NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL,
    CONSTRAINT web_idempotentanswer_status_check CHECK ((status >= 0))
);
ALTER TABLE public.web_idempotentanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.web_idempotentanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.web_savedview (
    id bigint NOT NULL,
    uid uuid NOT NULL,
    table_key character varying(60) NOT NULL,
    name character varying(60) NOT NULL,
    query character varying(2000) NOT NULL,
    shared boolean NOT NULL,
    owner_id bigint NOT NULL
);
ALTER TABLE public.web_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.web_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_accountownership
    ADD CONSTRAINT accounts_accountownership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_capturesource
    ADD CONSTRAINT accounts_capturesource_key_digest_key UNIQUE (key_digest);
ALTER TABLE ONLY public.accounts_capturesource
    ADD CONSTRAINT accounts_capturesource_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_capturesource
    ADD CONSTRAINT accounts_capturesource_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_contact
    ADD CONSTRAINT accounts_contact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_contact
    ADD CONSTRAINT accounts_contact_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_contactmerge
    ADD CONSTRAINT accounts_contactmerge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_contactmerge
    ADD CONSTRAINT accounts_contactmerge_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_number_key UNIQUE (number);
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_contractfile
    ADD CONSTRAINT accounts_contractfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_contractfile
    ADD CONSTRAINT accounts_contractfile_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_contractline
    ADD CONSTRAINT accounts_contractline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_contractrenewal
    ADD CONSTRAINT accounts_contractrenewal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_currency
    ADD CONSTRAINT accounts_currency_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.accounts_customeraccount
    ADD CONSTRAINT accounts_customeraccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_customeraccount
    ADD CONSTRAINT accounts_customeraccount_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_customermember
    ADD CONSTRAINT accounts_customermember_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_customermerge
    ADD CONSTRAINT accounts_customermerge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_customermerge
    ADD CONSTRAINT accounts_customermerge_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_employment
    ADD CONSTRAINT accounts_employment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_employment
    ADD CONSTRAINT accounts_employment_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequest_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_fiscalperiod
    ADD CONSTRAINT accounts_fiscalperiod_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_fiscalperiod
    ADD CONSTRAINT accounts_fiscalperiod_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_fxrate
    ADD CONSTRAINT accounts_fxrate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_fxrate
    ADD CONSTRAINT accounts_fxrate_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_holiday
    ADD CONSTRAINT accounts_holiday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_holiday
    ADD CONSTRAINT accounts_holiday_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_installedproduct
    ADD CONSTRAINT accounts_installedproduct_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_installedproduct
    ADD CONSTRAINT accounts_installedproduct_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_jobassignment
    ADD CONSTRAINT accounts_jobassignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_jobassignment
    ADD CONSTRAINT accounts_jobassignment_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_leave
    ADD CONSTRAINT accounts_leave_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_leave
    ADD CONSTRAINT accounts_leave_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_notduplicate
    ADD CONSTRAINT accounts_notduplicate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_obligation
    ADD CONSTRAINT accounts_obligation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_obligation
    ADD CONSTRAINT accounts_obligation_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_order
    ADD CONSTRAINT accounts_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_order
    ADD CONSTRAINT accounts_order_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_orderline
    ADD CONSTRAINT accounts_orderline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_only_key UNIQUE ("only");
ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_ownershipclaim
    ADD CONSTRAINT accounts_ownershipclaim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_ownershipclaim
    ADD CONSTRAINT accounts_ownershipclaim_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_peoplechange
    ADD CONSTRAINT accounts_peoplechange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_peoplechange
    ADD CONSTRAINT accounts_peoplechange_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_personcalendar
    ADD CONSTRAINT accounts_personcalendar_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT accounts_personmove_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT accounts_personmove_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_personsession
    ADD CONSTRAINT accounts_personsession_key_key UNIQUE (key);
ALTER TABLE ONLY public.accounts_personsession
    ADD CONSTRAINT accounts_personsession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_personsession
    ADD CONSTRAINT accounts_personsession_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_provideridentity
    ADD CONSTRAINT accounts_provideridentity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_relationship
    ADD CONSTRAINT accounts_relationship_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_relationship
    ADD CONSTRAINT accounts_relationship_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_reorganisation
    ADD CONSTRAINT accounts_reorganisation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_reorganisation
    ADD CONSTRAINT accounts_reorganisation_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_key_key UNIQUE (key);
ALTER TABLE ONLY public.accounts_role
    ADD CONSTRAINT accounts_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_rolegrant
    ADD CONSTRAINT accounts_rolegrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_rolegrant
    ADD CONSTRAINT accounts_rolegrant_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_roleverb
    ADD CONSTRAINT accounts_roleverb_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_seat
    ADD CONSTRAINT accounts_seat_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_seat
    ADD CONSTRAINT accounts_seat_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_seatoccupancy
    ADD CONSTRAINT accounts_seatoccupancy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_settingschange
    ADD CONSTRAINT accounts_settingschange_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_settingschange
    ADD CONSTRAINT accounts_settingschange_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_signinevent
    ADD CONSTRAINT accounts_signinevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_signinevent
    ADD CONSTRAINT accounts_signinevent_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_suppressed
    ADD CONSTRAINT accounts_suppressed_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.accounts_suppressed
    ADD CONSTRAINT accounts_suppressed_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_suppressionlist
    ADD CONSTRAINT accounts_suppressionlist_only_key UNIQUE ("only");
ALTER TABLE ONLY public.accounts_suppressionlist
    ADD CONSTRAINT accounts_suppressionlist_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT accounts_team_name_key UNIQUE (name);
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT accounts_team_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_team
    ADD CONSTRAINT accounts_team_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_teamcalendar
    ADD CONSTRAINT accounts_teamcalendar_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_teammembership
    ADD CONSTRAINT accounts_teammembership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_teammove
    ADD CONSTRAINT accounts_teammove_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_teammove
    ADD CONSTRAINT accounts_teammove_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_teamparent
    ADD CONSTRAINT accounts_teamparent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_usagesignal
    ADD CONSTRAINT accounts_usagesignal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_workcalendar
    ADD CONSTRAINT accounts_workcalendar_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_workcalendar
    ADD CONSTRAINT accounts_workcalendar_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_workhours
    ADD CONSTRAINT accounts_workhours_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_activitycontact
    ADD CONSTRAINT activity_contact_once UNIQUE (activity_id, contact_id);
ALTER TABLE ONLY public.audit_auditrecord
    ADD CONSTRAINT audit_auditrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_auditrecord
    ADD CONSTRAINT audit_auditrecord_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accessattempt
    ADD CONSTRAINT axes_accessattempt_username_ip_address_user_agent_8ea22282_uniq UNIQUE (username, ip_address, user_agent);
ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptexpiration_pkey PRIMARY KEY (access_attempt_id);
ALTER TABLE ONLY public.axes_accessfailurelog
    ADD CONSTRAINT axes_accessfailurelog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.axes_accesslog
    ADD CONSTRAINT axes_accesslog_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_batchrecord
    ADD CONSTRAINT batch_record_once UNIQUE (batch_id, kind, record_id);
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT captured_once UNIQUE (origin, external_id);
ALTER TABLE ONLY public.accounts_contractfile
    ADD CONSTRAINT contract_file_version UNIQUE (contract_id, name, version);
ALTER TABLE ONLY public.pipeline_opportunitymember
    ADD CONSTRAINT deal_member_no_overlap EXCLUDE USING gist (opportunity_id WITH =, person_id WITH =, during WITH &&);
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT delegation_no_overlap EXCLUDE USING gist (person_id WITH =, delegate_id WITH =, during WITH &&);
ALTER TABLE ONLY public.inbox_delivery
    ADD CONSTRAINT delivery_once UNIQUE (news_id, person_id, channel_id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.accounts_employment
    ADD CONSTRAINT employment_no_overlap EXCLUDE USING gist (person_id WITH =, during WITH &&) WHERE ((NOT ((exit_kind)::text = 'did_not_start'::text)));
ALTER TABLE ONLY public.imports_externalid
    ADD CONSTRAINT external_id_once UNIQUE (source, kind, external_id);
ALTER TABLE ONLY public.inbox_follow
    ADD CONSTRAINT follow_once UNIQUE (person_id, kind, record_uid);
ALTER TABLE ONLY public.forecasting_forecasttypeversion
    ADD CONSTRAINT forecast_type_version_once UNIQUE (type_id, number);
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecastcall_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecastcall_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.forecasting_forecastperiodevent
    ADD CONSTRAINT forecasting_forecastperiodevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_forecastperiodstate
    ADD CONSTRAINT forecasting_forecastperiodstate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_forecastperiodstate
    ADD CONSTRAINT forecasting_forecastperiodstate_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.forecasting_forecasttype
    ADD CONSTRAINT forecasting_forecasttype_key_key UNIQUE (key);
ALTER TABLE ONLY public.forecasting_forecasttype
    ADD CONSTRAINT forecasting_forecasttype_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_forecasttype
    ADD CONSTRAINT forecasting_forecasttype_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.forecasting_forecasttypeversion
    ADD CONSTRAINT forecasting_forecasttypeversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_forecasttypeversion
    ADD CONSTRAINT forecasting_forecasttypeversion_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submission_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.forecasting_submissioncall
    ADD CONSTRAINT forecasting_submissioncall_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_submissionnode
    ADD CONSTRAINT forecasting_submissionnode_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.forecasting_submissionrow
    ADD CONSTRAINT forecasting_submissionrow_pkey PRIMARY KEY (submission_id, opportunity_id, person_key);
ALTER TABLE ONLY public.accounts_rolegrant
    ADD CONSTRAINT grant_no_overlap EXCLUDE USING gist (user_id WITH =, role_id WITH =, during WITH &&);
ALTER TABLE ONLY public.accounts_holiday
    ADD CONSTRAINT holiday_once UNIQUE (calendar_id, date);
ALTER TABLE ONLY public.accounts_workhours
    ADD CONSTRAINT hours_no_overlap EXCLUDE USING gist (calendar_id WITH =, int4multirange(VARIADIC ARRAY[int4range((((weekday - 1) * 1440) + opens), LEAST((((weekday - 1) * 1440) + closes), 10080)), int4range(0, GREATEST(((((weekday - 1) * 1440) + closes) - 10080), 0))]) WITH &&);
ALTER TABLE ONLY public.imports_importfile
    ADD CONSTRAINT import_object_once UNIQUE (batch_id, object_key);
ALTER TABLE ONLY public.imports_batchrecord
    ADD CONSTRAINT imports_batchrecord_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_externalid
    ADD CONSTRAINT imports_externalid_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_importbatch
    ADD CONSTRAINT imports_importbatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_importbatch
    ADD CONSTRAINT imports_importbatch_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.imports_importfile
    ADD CONSTRAINT imports_importfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_importfile
    ADD CONSTRAINT imports_importfile_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.imports_plannedrow
    ADD CONSTRAINT imports_plannedrow_pkey PRIMARY KEY (file_id, row_number);
ALTER TABLE ONLY public.imports_problem
    ADD CONSTRAINT imports_problem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_savedmapping
    ADD CONSTRAINT imports_savedmapping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.imports_savedmapping
    ADD CONSTRAINT imports_savedmapping_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.imports_stagedrow
    ADD CONSTRAINT imports_stagedrow_pkey PRIMARY KEY (file_id, row_number);
ALTER TABLE ONLY public.inbox_channel
    ADD CONSTRAINT inbox_channel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_channel
    ADD CONSTRAINT inbox_channel_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.inbox_comment
    ADD CONSTRAINT inbox_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_comment
    ADD CONSTRAINT inbox_comment_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.inbox_commentcopy
    ADD CONSTRAINT inbox_commentcopy_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_delivery
    ADD CONSTRAINT inbox_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_delivery
    ADD CONSTRAINT inbox_delivery_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.inbox_follow
    ADD CONSTRAINT inbox_follow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_mention
    ADD CONSTRAINT inbox_mention_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_mute
    ADD CONSTRAINT inbox_mute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_news
    ADD CONSTRAINT inbox_news_key_key UNIQUE (key);
ALTER TABLE ONLY public.inbox_news
    ADD CONSTRAINT inbox_news_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_news
    ADD CONSTRAINT inbox_news_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.inbox_notification
    ADD CONSTRAINT inbox_notification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_notification
    ADD CONSTRAINT inbox_notification_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.inbox_preference
    ADD CONSTRAINT inbox_preference_person_id_key UNIQUE (person_id);
ALTER TABLE ONLY public.inbox_preference
    ADD CONSTRAINT inbox_preference_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_preference
    ADD CONSTRAINT inbox_preference_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.inbox_task
    ADD CONSTRAINT inbox_task_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.inbox_task
    ADD CONSTRAINT inbox_task_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_installedproduct
    ADD CONSTRAINT installed_no_overlap EXCLUDE USING gist (customer_id WITH =, name WITH =, competitor WITH =, during WITH &&);
ALTER TABLE ONLY public.accounts_jobassignment
    ADD CONSTRAINT job_no_overlap EXCLUDE USING gist (employment_id WITH =, during WITH &&);
ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT job_period_once UNIQUE (name, period_key);
ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT jobs_jobfile_job_id_key UNIQUE (job_id);
ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT jobs_jobfile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT jobs_jobfile_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_leave
    ADD CONSTRAINT leave_no_overlap EXCLUDE USING gist (person_id WITH =, during WITH &&);
ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT line_one_manager EXCLUDE USING gist (person_id WITH =, during WITH &&);
ALTER TABLE ONLY public.imports_savedmapping
    ADD CONSTRAINT mapping_version_once UNIQUE (name, version);
ALTER TABLE ONLY public.accounts_customermember
    ADD CONSTRAINT member_no_overlap EXCLUDE USING gist (customer_id WITH =, person_id WITH =, role WITH =, during WITH &&);
ALTER TABLE ONLY public.accounts_teammembership
    ADD CONSTRAINT membership_one_primary EXCLUDE USING gist (person_id WITH =, during WITH &&) WHERE ("primary");
ALTER TABLE ONLY public.inbox_mention
    ADD CONSTRAINT mention_once UNIQUE (comment_id, person_id);
ALTER TABLE ONLY public.reporting_metricdefinition
    ADD CONSTRAINT metric_definition_once UNIQUE (key, version);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT move_once UNIQUE (reorganisation_id, person_id);
ALTER TABLE ONLY public.inbox_mute
    ADD CONSTRAINT mute_once UNIQUE (person_id, kind, record_uid);
ALTER TABLE ONLY public.accounts_accountownership
    ADD CONSTRAINT no_two_owners EXCLUDE USING gist (account_id WITH =, role WITH =, valid WITH &&) WHERE ((superseded_at = 'infinity'::timestamp with time zone));
ALTER TABLE ONLY public.accounts_notduplicate
    ADD CONSTRAINT not_duplicate_once UNIQUE (kind, first_uid, second_uid);
ALTER TABLE ONLY public.inbox_notification
    ADD CONSTRAINT notification_once UNIQUE (news_id, person_id);
ALTER TABLE ONLY public.accounts_order
    ADD CONSTRAINT order_number_once UNIQUE (source, number);
ALTER TABLE ONLY public.accounts_fiscalperiod
    ADD CONSTRAINT period_key_unique UNIQUE (level, key);
ALTER TABLE ONLY public.accounts_fiscalperiod
    ADD CONSTRAINT period_no_overlap EXCLUDE USING gist (level WITH =, daterange(start_date, end_date, '[]'::text) WITH &&);
ALTER TABLE ONLY public.forecasting_forecastperiodstate
    ADD CONSTRAINT period_state_once UNIQUE NULLS NOT DISTINCT (type_id, period_id, node_id);
ALTER TABLE ONLY public.accounts_personcalendar
    ADD CONSTRAINT person_one_calendar EXCLUDE USING gist (person_id WITH =, during WITH &&);
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_activitycontact
    ADD CONSTRAINT pipeline_activitycontact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_activity_id_key UNIQUE (activity_id);
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_lead
    ADD CONSTRAINT pipeline_lead_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_lead
    ADD CONSTRAINT pipeline_lead_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_leadevent
    ADD CONSTRAINT pipeline_leadevent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_opportunitymember
    ADD CONSTRAINT pipeline_opportunitymember_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_opportunityversion
    ADD CONSTRAINT pipeline_opportunityversion_pkey PRIMARY KEY (opportunity_id, version);
ALTER TABLE ONLY public.pipeline_processversion
    ADD CONSTRAINT pipeline_processversion_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_processversion
    ADD CONSTRAINT pipeline_processversion_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_product
    ADD CONSTRAINT pipeline_product_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_product
    ADD CONSTRAINT pipeline_product_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_reason
    ADD CONSTRAINT pipeline_reason_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_reason
    ADD CONSTRAINT pipeline_reason_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_stage
    ADD CONSTRAINT pipeline_stage_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_stage
    ADD CONSTRAINT pipeline_stage_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_stagecategory
    ADD CONSTRAINT pipeline_stagecategory_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_stalestrength
    ADD CONSTRAINT pipeline_stalestrength_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_subcategory
    ADD CONSTRAINT pipeline_subcategory_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pipeline_subcategory
    ADD CONSTRAINT pipeline_subcategory_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.pipeline_processversion
    ADD CONSTRAINT process_version_once UNIQUE (name, number);
ALTER TABLE ONLY public.pipeline_product
    ADD CONSTRAINT product_name_unique UNIQUE (name);
ALTER TABLE ONLY public.accounts_provideridentity
    ADD CONSTRAINT provider_person_once UNIQUE (issuer, person_id);
ALTER TABLE ONLY public.accounts_provideridentity
    ADD CONSTRAINT provider_subject_once UNIQUE (issuer, subject);
ALTER TABLE ONLY public.territories_quotaplan
    ADD CONSTRAINT quota_plan_version_once UNIQUE (name, version);
ALTER TABLE ONLY public.accounts_fxrate
    ADD CONSTRAINT rate_no_overlap EXCLUDE USING gist (from_currency WITH =, to_currency WITH =, kind WITH =, valid WITH &&) WHERE ((superseded_at = 'infinity'::timestamp with time zone));
ALTER TABLE ONLY public.pipeline_reason
    ADD CONSTRAINT reason_key_unique UNIQUE (list, key);
ALTER TABLE ONLY public.accounts_relationship
    ADD CONSTRAINT relationship_unique UNIQUE (person_id, contact_id, source);
ALTER TABLE ONLY public.accounts_contractrenewal
    ADD CONSTRAINT renewal_once UNIQUE (old_id, new_id);
ALTER TABLE ONLY public.reporting_metricdefinition
    ADD CONSTRAINT reporting_metricdefinition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_roleverb
    ADD CONSTRAINT role_verb_once UNIQUE (role_id, verb);
ALTER TABLE ONLY public.web_savedview
    ADD CONSTRAINT saved_view_once_per_name UNIQUE (owner_id, table_key, name);
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT seal_chain_is_a_line UNIQUE ("table", previous);
ALTER TABLE ONLY public.audit_seal
    ADD CONSTRAINT seal_starts_once UNIQUE ("table", first_id);
ALTER TABLE ONLY public.accounts_seatoccupancy
    ADD CONSTRAINT seat_one_person EXCLUDE USING gist (seat_id WITH =, during WITH &&);
ALTER TABLE ONLY public.pipeline_stagecategory
    ADD CONSTRAINT stage_category_no_overlap EXCLUDE USING gist (stage_id WITH =, valid WITH &&);
ALTER TABLE ONLY public.pipeline_stage
    ADD CONSTRAINT stage_id_kind UNIQUE (id, kind);
ALTER TABLE ONLY public.pipeline_stage
    ADD CONSTRAINT stage_name_once UNIQUE (process_id, name);
ALTER TABLE ONLY public.pipeline_stage
    ADD CONSTRAINT stage_position_once UNIQUE (process_id, "position");
ALTER TABLE ONLY public.pipeline_subcategory
    ADD CONSTRAINT subcategory_key_uniq UNIQUE (category, key);
ALTER TABLE ONLY public.forecasting_submissioncall
    ADD CONSTRAINT submission_call_once UNIQUE (submission_id, call_id);
ALTER TABLE ONLY public.forecasting_submissionnode
    ADD CONSTRAINT submission_node_once UNIQUE (submission_id, node_id);
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT submission_seq_uniq UNIQUE (type_id, period_id, node_id, seq);
ALTER TABLE ONLY public.inbox_task
    ADD CONSTRAINT task_source_once UNIQUE (origin, source_uid);
ALTER TABLE ONLY public.accounts_teammove
    ADD CONSTRAINT team_move_once UNIQUE (reorganisation_id, team_id);
ALTER TABLE ONLY public.accounts_teamcalendar
    ADD CONSTRAINT team_one_calendar EXCLUDE USING gist (team_id WITH =, during WITH &&);
ALTER TABLE ONLY public.accounts_teamparent
    ADD CONSTRAINT team_one_parent EXCLUDE USING gist (team_id WITH =, during WITH &&);
ALTER TABLE ONLY public.territories_quota
    ADD CONSTRAINT territories_quota_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territories_quota
    ADD CONSTRAINT territories_quota_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.territories_quotaplan
    ADD CONSTRAINT territories_quotaplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.territories_quotaplan
    ADD CONSTRAINT territories_quotaplan_uid_key UNIQUE (uid);
ALTER TABLE ONLY public.accounts_usagesignal
    ADD CONSTRAINT usage_once UNIQUE (customer_id, product, day, measure);
ALTER TABLE ONLY public.web_idempotentanswer
    ADD CONSTRAINT web_answer_once_per_user_and_key UNIQUE (user_id, key);
ALTER TABLE ONLY public.web_idempotentanswer
    ADD CONSTRAINT web_idempotentanswer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_savedview
    ADD CONSTRAINT web_savedview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.web_savedview
    ADD CONSTRAINT web_savedview_uid_key UNIQUE (uid);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_accountownership_account_id_c08a66cb ON public.accounts_accountownership USING btree (account_id);
CREATE INDEX accounts_accountownership_seat_id_0fac25ae ON public.accounts_accountownership USING btree (seat_id);
CREATE INDEX accounts_apitoken_digest_63ccb187_like ON public.accounts_apitoken USING btree (digest varchar_pattern_ops);
CREATE INDEX accounts_apitoken_user_id_bbee13e0 ON public.accounts_apitoken USING btree (user_id);
CREATE INDEX accounts_capturesource_key_digest_6c7b7214_like ON public.accounts_capturesource USING btree (key_digest varchar_pattern_ops);
CREATE INDEX accounts_capturesource_person_id_7ad57ba2 ON public.accounts_capturesource USING btree (person_id);
CREATE INDEX accounts_contact_customer_id_5fb54066 ON public.accounts_contact USING btree (customer_id);
CREATE INDEX accounts_contact_merged_into_id_900a1e6c ON public.accounts_contact USING btree (merged_into_id);
CREATE INDEX accounts_contactmerge_loser_id_6b9d572e ON public.accounts_contactmerge USING btree (loser_id);
CREATE INDEX accounts_contactmerge_merged_by_id_f055e83c ON public.accounts_contactmerge USING btree (merged_by_id);
CREATE INDEX accounts_contactmerge_survivor_id_985c90c4 ON public.accounts_contactmerge USING btree (survivor_id);
CREATE INDEX accounts_contactmerge_undone_by_id_742c9953 ON public.accounts_contactmerge USING btree (undone_by_id);
CREATE INDEX accounts_contract_approved_by_id_6a0d1215 ON public.accounts_contract USING btree (approved_by_id);
CREATE INDEX accounts_contract_approved_for_id_93bf82be ON public.accounts_contract USING btree (approved_for_id);
CREATE INDEX accounts_contract_customer_id_e591e234 ON public.accounts_contract USING btree (customer_id);
CREATE INDEX accounts_contract_made_by_id_bf520501 ON public.accounts_contract USING btree (made_by_id);
CREATE INDEX accounts_contract_number_1c61df78_like ON public.accounts_contract USING btree (number varchar_pattern_ops);
CREATE INDEX accounts_contract_owner_id_25af6b1b ON public.accounts_contract USING btree (owner_id);
CREATE INDEX accounts_contractfile_contract_id_4068482d ON public.accounts_contractfile USING btree (contract_id);
CREATE INDEX accounts_contractfile_uploaded_by_id_03c939c0 ON public.accounts_contractfile USING btree (uploaded_by_id);
CREATE INDEX accounts_contractline_contract_id_a4cddc63 ON public.accounts_contractline USING btree (contract_id);
CREATE INDEX accounts_contractrenewal_new_id_c063663e ON public.accounts_contractrenewal USING btree (new_id);
CREATE INDEX accounts_contractrenewal_old_id_c57432d8 ON public.accounts_contractrenewal USING btree (old_id);
CREATE INDEX accounts_currency_code_2b8ca60a_like ON public.accounts_currency USING btree (code varchar_pattern_ops);
CREATE INDEX accounts_customeraccount_merged_into_id_eb7025d2 ON public.accounts_customeraccount USING btree (merged_into_id);
CREATE INDEX accounts_customeraccount_parent_id_79496d36 ON public.accounts_customeraccount USING btree (parent_id);
CREATE INDEX accounts_customermember_customer_id_90d8af97 ON public.accounts_customermember USING btree (customer_id);
CREATE INDEX accounts_customermember_person_id_1a819c8a ON public.accounts_customermember USING btree (person_id);
CREATE INDEX accounts_customermerge_loser_id_826ba799 ON public.accounts_customermerge USING btree (loser_id);
CREATE INDEX accounts_customermerge_merged_by_id_af92d466 ON public.accounts_customermerge USING btree (merged_by_id);
CREATE INDEX accounts_customermerge_survivor_id_5286c84b ON public.accounts_customermerge USING btree (survivor_id);
CREATE INDEX accounts_customermerge_undone_by_id_9cd8785b ON public.accounts_customermerge USING btree (undone_by_id);
CREATE INDEX accounts_delegation_delegate_id_238f8464 ON public.accounts_delegation USING btree (delegate_id);
CREATE INDEX accounts_delegation_person_id_5f0fb149 ON public.accounts_delegation USING btree (person_id);
CREATE INDEX accounts_employment_person_id_41f9b5fd ON public.accounts_employment USING btree (person_id);
CREATE INDEX accounts_erasurerequest_approved_by_id_0752ec30 ON public.accounts_erasurerequest USING btree (approved_by_id);
CREATE INDEX accounts_erasurerequest_done_by_id_259c1db2 ON public.accounts_erasurerequest USING btree (done_by_id);
CREATE INDEX accounts_erasurerequest_previewed_by_id_3fe0d825 ON public.accounts_erasurerequest USING btree (previewed_by_id);
CREATE INDEX accounts_erasurerequest_received_by_id_c96c3486 ON public.accounts_erasurerequest USING btree (received_by_id);
CREATE INDEX accounts_erasurerequest_verified_by_id_b7774887 ON public.accounts_erasurerequest USING btree (verified_by_id);
CREATE INDEX accounts_holiday_calendar_id_a8c7af6c ON public.accounts_holiday USING btree (calendar_id);
CREATE INDEX accounts_installedproduct_customer_id_4c33a4d1 ON public.accounts_installedproduct USING btree (customer_id);
CREATE INDEX accounts_jobassignment_employment_id_52ed7d39 ON public.accounts_jobassignment USING btree (employment_id);
CREATE INDEX accounts_leave_person_id_a14eb5c7 ON public.accounts_leave USING btree (person_id);
CREATE INDEX accounts_notduplicate_by_id_00b1dcb6 ON public.accounts_notduplicate USING btree (by_id);
CREATE INDEX accounts_obligation_contract_id_76967b50 ON public.accounts_obligation USING btree (contract_id);
CREATE INDEX accounts_obligation_owner_id_90bc6d4c ON public.accounts_obligation USING btree (owner_id);
CREATE INDEX accounts_order_customer_id_23c59287 ON public.accounts_order USING btree (customer_id);
CREATE INDEX accounts_orderline_order_id_dbf614be ON public.accounts_orderline USING btree (order_id);
CREATE INDEX accounts_ownershipclaim_claimed_by_id_0458461c ON public.accounts_ownershipclaim USING btree (claimed_by_id);
CREATE INDEX accounts_ownershipclaim_customer_id_e0bca923 ON public.accounts_ownershipclaim USING btree (customer_id);
CREATE INDEX accounts_ownershipclaim_decided_by_id_8fd02740 ON public.accounts_ownershipclaim USING btree (decided_by_id);
CREATE INDEX accounts_peoplechange_made_by_id_c1f4bf5b ON public.accounts_peoplechange USING btree (made_by_id);
CREATE INDEX accounts_peoplechange_manager_id_fa04dc7a ON public.accounts_peoplechange USING btree (manager_id);
CREATE INDEX accounts_peoplechange_person_id_3d1738cb ON public.accounts_peoplechange USING btree (person_id);
CREATE INDEX accounts_peoplechange_saved_by_id_3f040b12 ON public.accounts_peoplechange USING btree (saved_by_id);
CREATE INDEX accounts_personcalendar_calendar_id_1e24625d ON public.accounts_personcalendar USING btree (calendar_id);
CREATE INDEX accounts_personcalendar_person_id_28a44534 ON public.accounts_personcalendar USING btree (person_id);
CREATE INDEX accounts_personmove_manager_id_a0336e42 ON public.accounts_personmove USING btree (manager_id);
CREATE INDEX accounts_personmove_person_id_4d044eb5 ON public.accounts_personmove USING btree (person_id);
CREATE INDEX accounts_personmove_reorganisation_id_ad175685 ON public.accounts_personmove USING btree (reorganisation_id);
CREATE INDEX accounts_personmove_team_id_894542dd ON public.accounts_personmove USING btree (team_id);
CREATE INDEX accounts_personsession_key_c62d579b_like ON public.accounts_personsession USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_personsession_person_id_7f32797f ON public.accounts_personsession USING btree (person_id);
CREATE INDEX accounts_provideridentity_person_id_4bb641cf ON public.accounts_provideridentity USING btree (person_id);
CREATE INDEX accounts_relationship_contact_id_75a752e6 ON public.accounts_relationship USING btree (contact_id);
CREATE INDEX accounts_relationship_person_id_1cdcec3e ON public.accounts_relationship USING btree (person_id);
CREATE INDEX accounts_reorganisation_made_by_id_1d43c616 ON public.accounts_reorganisation USING btree (made_by_id);
CREATE INDEX accounts_reportingline_manager_id_a8378b32 ON public.accounts_reportingline USING btree (manager_id);
CREATE INDEX accounts_reportingline_person_id_33a8c9cd ON public.accounts_reportingline USING btree (person_id);
CREATE INDEX accounts_role_key_82a0f15e_like ON public.accounts_role USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_rolegrant_granted_by_id_7c2165d8 ON public.accounts_rolegrant USING btree (granted_by_id);
CREATE INDEX accounts_rolegrant_role_id_3fc2ca40 ON public.accounts_rolegrant USING btree (role_id);
CREATE INDEX accounts_rolegrant_user_id_0601f056 ON public.accounts_rolegrant USING btree (user_id);
CREATE INDEX accounts_roleverb_role_id_1c1bbd08 ON public.accounts_roleverb USING btree (role_id);
CREATE INDEX accounts_seat_person_id_626e2fef ON public.accounts_seat USING btree (person_id);
CREATE INDEX accounts_seatoccupancy_person_id_e476019a ON public.accounts_seatoccupancy USING btree (person_id);
CREATE INDEX accounts_seatoccupancy_seat_id_290eabed ON public.accounts_seatoccupancy USING btree (seat_id);
CREATE INDEX accounts_settingschange_by_id_5682887c ON public.accounts_settingschange USING btree (by_id);
CREATE INDEX accounts_signinevent_by_id_386f6e6f ON public.accounts_signinevent USING btree (by_id);
CREATE INDEX accounts_signinevent_person_id_b7ef67d7 ON public.accounts_signinevent USING btree (person_id);
CREATE INDEX accounts_signinlink_made_by_id_6ee1bca2 ON public.accounts_signinlink USING btree (made_by_id);
CREATE INDEX accounts_signinlink_person_id_dee18432 ON public.accounts_signinlink USING btree (person_id);
CREATE INDEX accounts_team_name_52f5137c_like ON public.accounts_team USING btree (name varchar_pattern_ops);
CREATE INDEX accounts_teamcalendar_calendar_id_9fd1cc7d ON public.accounts_teamcalendar USING btree (calendar_id);
CREATE INDEX accounts_teamcalendar_team_id_b5093b52 ON public.accounts_teamcalendar USING btree (team_id);
CREATE INDEX accounts_teammembership_person_id_e0db15dc ON public.accounts_teammembership USING btree (person_id);
CREATE INDEX accounts_teammembership_team_id_6a396f76 ON public.accounts_teammembership USING btree (team_id);
CREATE INDEX accounts_teammove_parent_id_461c5561 ON public.accounts_teammove USING btree (parent_id);
CREATE INDEX accounts_teammove_reorganisation_id_ebddcb5e ON public.accounts_teammove USING btree (reorganisation_id);
CREATE INDEX accounts_teammove_team_id_7602bb1c ON public.accounts_teammove USING btree (team_id);
CREATE INDEX accounts_teamparent_parent_id_24b785bf ON public.accounts_teamparent USING btree (parent_id);
CREATE INDEX accounts_teamparent_team_id_5a402c7d ON public.accounts_teamparent USING btree (team_id);
CREATE INDEX accounts_usagesignal_customer_id_7a2dd65f ON public.accounts_usagesignal USING btree (customer_id);
CREATE INDEX accounts_user_email_b2644a56_like ON public.accounts_user USING btree (email varchar_pattern_ops);
CREATE INDEX accounts_workhours_calendar_id_e5e0951a ON public.accounts_workhours USING btree (calendar_id);
CREATE INDEX activity_deal_when ON public.pipeline_activity USING btree (opportunity_id, occurred_at DESC);
CREATE UNIQUE INDEX activity_external_uniq ON public.pipeline_activity USING btree (source, external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE INDEX activity_owner_when ON public.pipeline_activity USING btree (owner_id, occurred_at) INCLUDE (kind, opportunity_id, lead_id) WHERE (deleted_at IS NULL);
CREATE INDEX activity_when ON public.pipeline_activity USING btree (occurred_at) WHERE (deleted_at IS NULL);
CREATE INDEX audit_auditrecord_acting_for_id_d496366b ON public.audit_auditrecord USING btree (acting_for_id);
CREATE INDEX audit_auditrecord_by_id_830fd712 ON public.audit_auditrecord USING btree (by_id);
CREATE INDEX audit_by_person ON public.audit_auditrecord USING btree (by_id, at DESC);
CREATE INDEX audit_newest ON public.audit_auditrecord USING btree (at DESC, id DESC);
CREATE INDEX audit_of_record ON public.audit_auditrecord USING btree (kind, record_uid, at DESC);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX axes_accessattempt_ip_address_10922d9c ON public.axes_accessattempt USING btree (ip_address);
CREATE INDEX axes_accessattempt_user_agent_ad89678b ON public.axes_accessattempt USING btree (user_agent);
CREATE INDEX axes_accessattempt_user_agent_ad89678b_like ON public.axes_accessattempt USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessattempt_username_3f2d4ca0 ON public.axes_accessattempt USING btree (username);
CREATE INDEX axes_accessattempt_username_3f2d4ca0_like ON public.axes_accessattempt USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_ip_address_2e9f5a7f ON public.axes_accessfailurelog USING btree (ip_address);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda ON public.axes_accessfailurelog USING btree (user_agent);
CREATE INDEX axes_accessfailurelog_user_agent_ea145dda_like ON public.axes_accessfailurelog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4 ON public.axes_accessfailurelog USING btree (username);
CREATE INDEX axes_accessfailurelog_username_a8b7e8a4_like ON public.axes_accessfailurelog USING btree (username varchar_pattern_ops);
CREATE INDEX axes_accesslog_ip_address_86b417e5 ON public.axes_accesslog USING btree (ip_address);
CREATE INDEX axes_accesslog_user_agent_0e659004 ON public.axes_accesslog USING btree (user_agent);
CREATE INDEX axes_accesslog_user_agent_0e659004_like ON public.axes_accesslog USING btree (user_agent varchar_pattern_ops);
CREATE INDEX axes_accesslog_username_df93064b ON public.axes_accesslog USING btree (username);
CREATE INDEX axes_accesslog_username_df93064b_like ON public.axes_accesslog USING btree (username varchar_pattern_ops);
CREATE INDEX batch_record_record ON public.imports_batchrecord USING btree (kind, record_id);
CREATE UNIQUE INDEX calendar_name_unique ON public.accounts_workcalendar USING btree (lower((name)::text));
CREATE UNIQUE INDEX calendar_one_default ON public.accounts_workcalendar USING btree ("default") WHERE "default";
CREATE INDEX call_lookup ON public.forecasting_forecastcall USING btree (type_id, period_id, node_id, measure, made_at DESC);
CREATE UNIQUE INDEX call_one_live ON public.forecasting_forecastcall USING btree (type_id, period_id, forecaster_id, node_id, measure) WHERE ((superseded_at IS NULL) AND (withdrawn_at IS NULL));
CREATE INDEX capture_due ON public.accounts_capturesource USING btree (due_at) WHERE is_on;
CREATE INDEX captured_of_person ON public.pipeline_captured USING btree (person_id, occurred_at DESC);
CREATE INDEX captured_of_source ON public.pipeline_captured USING btree (source_id, ends_at);
CREATE INDEX captured_waiting ON public.pipeline_captured USING btree (ends_at) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX change_due ON public.accounts_peoplechange USING btree (effective) WHERE ((state)::text = 'scheduled'::text);
CREATE UNIQUE INDEX change_one_leave ON public.accounts_peoplechange USING btree (person_id) WHERE (((kind)::text = 'leave'::text) AND ((state)::text = 'scheduled'::text));
CREATE INDEX change_person ON public.accounts_peoplechange USING btree (person_id);
CREATE UNIQUE INDEX channel_built_in_once ON public.inbox_channel USING btree (kind) WHERE ((kind)::text = ANY ((ARRAY['in_app'::character varying, 'mail'::character varying])::text[]));
CREATE UNIQUE INDEX claim_one_open ON public.accounts_ownershipclaim USING btree (customer_id, claimed_by_id) WHERE ((state)::text = 'open'::text);
CREATE INDEX claim_state_made ON public.accounts_ownershipclaim USING btree (state, made_at DESC);
CREATE INDEX comment_of_record ON public.inbox_comment USING btree (kind, record_uid, id);
CREATE INDEX contact_email_norm ON public.accounts_contact USING btree (email_norm);
CREATE UNIQUE INDEX contact_merged_once ON public.accounts_contactmerge USING btree (loser_id) WHERE (undone_at IS NULL);
CREATE INDEX contract_customer ON public.accounts_contract USING btree (customer_id);
CREATE INDEX contract_opportunity ON public.accounts_contract USING btree (opportunity_uid);
CREATE INDEX contract_owner_state ON public.accounts_contract USING btree (owner_id, state);
CREATE INDEX contract_state_notice ON public.accounts_contract USING btree (state, notice_by);
CREATE INDEX customer_name_trgm ON public.accounts_customeraccount USING gin (name public.gin_trgm_ops);
CREATE INDEX deal_close_rate ON public.pipeline_opportunity USING btree (close_rate_id) WHERE (close_rate_id IS NOT NULL);
CREATE INDEX deal_created ON public.pipeline_opportunity USING btree (created_at);
CREATE INDEX deal_credit_owner ON public.pipeline_opportunity USING btree (credit_owner_id);
CREATE INDEX deal_customer ON public.pipeline_opportunity USING btree (customer_id);
CREATE INDEX deal_loss_reason ON public.pipeline_opportunity USING btree (loss_reason_id) WHERE (loss_reason_id IS NOT NULL);
CREATE INDEX deal_owner_status_close ON public.pipeline_opportunity USING btree (owner_id, status, close_date);
CREATE INDEX deal_product ON public.pipeline_opportunity USING btree (product_id) WHERE (product_id IS NOT NULL);
CREATE INDEX deal_push_reason ON public.pipeline_opportunity USING btree (push_reason_id) WHERE (push_reason_id IS NOT NULL);
CREATE INDEX deal_stage ON public.pipeline_opportunity USING btree (stage_id);
CREATE INDEX deal_status_close ON public.pipeline_opportunity USING btree (status, close_date) WHERE (NOT deleted);
CREATE INDEX deal_subcategory ON public.pipeline_opportunity USING btree (subcategory_id) WHERE (subcategory_id IS NOT NULL);
CREATE INDEX delivery_log ON public.inbox_delivery USING btree (channel_id, id DESC);
CREATE INDEX delivery_of_digest ON public.inbox_delivery USING btree (person_id, due_at) WHERE (in_digest AND ((state)::text = 'held'::text));
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX employment_person ON public.accounts_employment USING btree (person_id);
CREATE UNIQUE INDEX erasure_one_open ON public.accounts_erasurerequest USING btree (kind, subject_kind, subject_uid) WHERE (NOT ((state)::text = ANY ((ARRAY['done'::character varying, 'refused'::character varying])::text[])));
CREATE INDEX erasure_state_due ON public.accounts_erasurerequest USING btree (state, due);
CREATE INDEX erasure_subject ON public.accounts_erasurerequest USING btree (subject_kind, subject_uid);
CREATE INDEX external_id_record ON public.imports_externalid USING btree (kind, record_id);
CREATE INDEX follow_of_record ON public.inbox_follow USING btree (record_uid);
CREATE INDEX forecasting_forecastcall_acting_for_id_b79fd3c8 ON public.forecasting_forecastcall USING btree (acting_for_id);
CREATE INDEX forecasting_forecastcall_forecaster_id_cfb87d2d ON public.forecasting_forecastcall USING btree (forecaster_id);
CREATE INDEX forecasting_forecastcall_node_id_fc4a6d4f ON public.forecasting_forecastcall USING btree (node_id);
CREATE INDEX forecasting_forecastcall_period_id_341cfe98 ON public.forecasting_forecastcall USING btree (period_id);
CREATE INDEX forecasting_forecastcall_reason_code_f4710f50 ON public.forecasting_forecastcall USING btree (reason_code);
CREATE INDEX forecasting_forecastcall_reason_code_f4710f50_like ON public.forecasting_forecastcall USING btree (reason_code varchar_pattern_ops);
CREATE INDEX forecasting_forecastcall_supersedes_id_196d53ac ON public.forecasting_forecastcall USING btree (supersedes_id);
CREATE INDEX forecasting_forecastcall_type_id_36a41a6d ON public.forecasting_forecastcall USING btree (type_id);
CREATE INDEX forecasting_forecastcall_withdrawn_by_id_16239867 ON public.forecasting_forecastcall USING btree (withdrawn_by_id);
CREATE INDEX forecasting_forecastperiodevent_by_id_763519e5 ON public.forecasting_forecastperiodevent USING btree (by_id);
CREATE INDEX forecasting_forecastperiodevent_state_id_7031fd28 ON public.forecasting_forecastperiodevent USING btree (state_id);
CREATE INDEX forecasting_forecastperiodstate_node_id_fe4b8f7f ON public.forecasting_forecastperiodstate USING btree (node_id);
CREATE INDEX forecasting_forecastperiodstate_period_id_8aca8504 ON public.forecasting_forecastperiodstate USING btree (period_id);
CREATE INDEX forecasting_forecastperiodstate_type_id_f0e33d2a ON public.forecasting_forecastperiodstate USING btree (type_id);
CREATE INDEX forecasting_forecasttype_key_e6f56b23_like ON public.forecasting_forecasttype USING btree (key varchar_pattern_ops);
CREATE INDEX forecasting_forecasttypeversion_made_by_id_859dbfe9 ON public.forecasting_forecasttypeversion USING btree (made_by_id);
CREATE INDEX forecasting_forecasttypeversion_type_id_77a65552 ON public.forecasting_forecasttypeversion USING btree (type_id);
CREATE INDEX forecasting_submission_forecaster_id_5e616743 ON public.forecasting_submission USING btree (forecaster_id);
CREATE INDEX forecasting_submission_node_id_2e4f3750 ON public.forecasting_submission USING btree (node_id);
CREATE INDEX forecasting_submission_period_id_eb864536 ON public.forecasting_submission USING btree (period_id);
CREATE INDEX forecasting_submission_type_id_608dd3fd ON public.forecasting_submission USING btree (type_id);
CREATE INDEX forecasting_submission_type_version_id_e984fc8a ON public.forecasting_submission USING btree (type_version_id);
CREATE INDEX forecasting_submissioncall_call_id_acae72a2 ON public.forecasting_submissioncall USING btree (call_id);
CREATE INDEX forecasting_submissioncall_submission_id_4c771f62 ON public.forecasting_submissioncall USING btree (submission_id);
CREATE INDEX forecasting_submissionnode_submission_id_651cdc6c ON public.forecasting_submissionnode USING btree (submission_id);
CREATE INDEX forecasting_submissionrow_opportunity_id_7ac4d76e ON public.forecasting_submissionrow USING btree (opportunity_id);
CREATE INDEX forecasting_submissionrow_submission_id_92cffad0 ON public.forecasting_submissionrow USING btree (submission_id);
CREATE INDEX imports_batchrecord_batch_id_d7941f38 ON public.imports_batchrecord USING btree (batch_id);
CREATE INDEX imports_externalid_batch_id_244899e4 ON public.imports_externalid USING btree (batch_id);
CREATE INDEX imports_importbatch_committed_by_id_91acdfb8 ON public.imports_importbatch USING btree (committed_by_id);
CREATE INDEX imports_importbatch_created_by_id_8de9c79b ON public.imports_importbatch USING btree (created_by_id);
CREATE INDEX imports_importbatch_undone_by_id_3b69124e ON public.imports_importbatch USING btree (undone_by_id);
CREATE INDEX imports_importfile_batch_id_44e356a0 ON public.imports_importfile USING btree (batch_id);
CREATE INDEX imports_importfile_derived_from_id_70de93f3 ON public.imports_importfile USING btree (derived_from_id);
CREATE INDEX imports_problem_file_id_5105999b ON public.imports_problem USING btree (file_id);
CREATE INDEX imports_savedmapping_created_by_id_cc9dee40 ON public.imports_savedmapping USING btree (created_by_id);
CREATE INDEX inbox_channel_owner_id_abab86b4 ON public.inbox_channel USING btree (owner_id);
CREATE INDEX inbox_channel_team_id_4f9ce226 ON public.inbox_channel USING btree (team_id);
CREATE INDEX inbox_comment_author_id_eaf3d5c0 ON public.inbox_comment USING btree (author_id);
CREATE INDEX inbox_comment_kind_f4332c30 ON public.inbox_comment USING btree (kind);
CREATE INDEX inbox_comment_kind_f4332c30_like ON public.inbox_comment USING btree (kind varchar_pattern_ops);
CREATE INDEX inbox_commentcopy_comment_id_deb2948e ON public.inbox_commentcopy USING btree (comment_id);
CREATE INDEX inbox_delivery_channel_id_4ebb2c94 ON public.inbox_delivery USING btree (channel_id);
CREATE INDEX inbox_delivery_news_id_ba061a18 ON public.inbox_delivery USING btree (news_id);
CREATE INDEX inbox_delivery_person_id_6cc74988 ON public.inbox_delivery USING btree (person_id);
CREATE INDEX inbox_follow_kind_f2b0ffd0 ON public.inbox_follow USING btree (kind);
CREATE INDEX inbox_follow_kind_f2b0ffd0_like ON public.inbox_follow USING btree (kind varchar_pattern_ops);
CREATE INDEX inbox_follow_person_id_583ff6be ON public.inbox_follow USING btree (person_id);
CREATE INDEX inbox_mention_comment_id_6e063c92 ON public.inbox_mention USING btree (comment_id);
CREATE INDEX inbox_mention_person_id_ad5a1c40 ON public.inbox_mention USING btree (person_id);
CREATE INDEX inbox_mute_kind_8c63088a ON public.inbox_mute USING btree (kind);
CREATE INDEX inbox_mute_kind_8c63088a_like ON public.inbox_mute USING btree (kind varchar_pattern_ops);
CREATE INDEX inbox_mute_person_id_17a90983 ON public.inbox_mute USING btree (person_id);
CREATE INDEX inbox_news_by_id_6ab9ad14 ON public.inbox_news USING btree (by_id);
CREATE INDEX inbox_news_key_63b37693_like ON public.inbox_news USING btree (key varchar_pattern_ops);
CREATE INDEX inbox_news_kind_2eb4feb6 ON public.inbox_news USING btree (kind);
CREATE INDEX inbox_news_kind_2eb4feb6_like ON public.inbox_news USING btree (kind varchar_pattern_ops);
CREATE INDEX inbox_news_record_kind_f32c7aa9 ON public.inbox_news USING btree (record_kind);
CREATE INDEX inbox_news_record_kind_f32c7aa9_like ON public.inbox_news USING btree (record_kind varchar_pattern_ops);
CREATE INDEX inbox_notification_news_id_9b5de57e ON public.inbox_notification USING btree (news_id);
CREATE INDEX inbox_notification_person_id_a378d743 ON public.inbox_notification USING btree (person_id);
CREATE INDEX inbox_task_assignee_id_0a39bf68 ON public.inbox_task USING btree (assignee_id);
CREATE INDEX inbox_task_done_by_id_3266ec17 ON public.inbox_task USING btree (done_by_id);
CREATE INDEX inbox_task_kind_987b3183 ON public.inbox_task USING btree (kind);
CREATE INDEX inbox_task_kind_987b3183_like ON public.inbox_task USING btree (kind varchar_pattern_ops);
CREATE INDEX inbox_task_made_by_id_9bc5c4ec ON public.inbox_task USING btree (made_by_id);
CREATE INDEX job_by_requester ON public.jobs_job USING btree (requested_by_id, created_at DESC);
CREATE INDEX job_claims ON public.jobs_job USING btree (claimed_until) WHERE ((state)::text = 'running'::text);
CREATE INDEX job_due ON public.jobs_job USING btree (run_after) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX job_employment ON public.accounts_jobassignment USING btree (employment_id);
CREATE INDEX job_newest ON public.jobs_job USING btree (created_at DESC);
CREATE UNIQUE INDEX job_waiting_once ON public.jobs_job USING btree (name, key) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX jobs_job_requested_by_id_b12e9296 ON public.jobs_job USING btree (requested_by_id);
CREATE INDEX jobs_jobfile_expires_at_fedd9f03 ON public.jobs_jobfile USING btree (expires_at);
CREATE INDEX lead_company_trgm ON public.pipeline_lead USING gin (company public.gin_trgm_ops);
CREATE INDEX lead_created ON public.pipeline_lead USING btree (created_at);
CREATE UNIQUE INDEX lead_open_email_uniq ON public.pipeline_lead USING btree (email_norm) WHERE ((NOT ((email_norm)::text = ''::text)) AND (NOT ((state)::text = ANY ((ARRAY['converted'::character varying, 'disqualified'::character varying])::text[]))));
CREATE INDEX lead_owner_created ON public.pipeline_lead USING btree (owner_id, created_at);
CREATE UNIQUE INDEX link_one_open ON public.accounts_signinlink USING btree (person_id, kind) WHERE ((used_at IS NULL) AND (withdrawn_at IS NULL));
CREATE INDEX mapping_for_header ON public.imports_savedmapping USING btree (object_key, fingerprint, created_at DESC);
CREATE UNIQUE INDEX merged_once ON public.accounts_customermerge USING btree (loser_id) WHERE (undone_at IS NULL);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX news_of_record ON public.inbox_news USING btree (record_kind, record_uid);
CREATE INDEX notification_newest ON public.inbox_notification USING btree (person_id, id DESC);
CREATE INDEX notification_unread ON public.inbox_notification USING btree (person_id) WHERE (read_at IS NULL);
CREATE INDEX obligation_open_due ON public.accounts_obligation USING btree (due) WHERE (done_at IS NULL);
CREATE INDEX order_customer_day ON public.accounts_order USING btree (customer_id, ordered_on DESC);
CREATE INDEX pipeline_activity_contact_id_d92460eb ON public.pipeline_activity USING btree (contact_id);
CREATE INDEX pipeline_activity_customer_id_9fd4f4ef ON public.pipeline_activity USING btree (customer_id);
CREATE INDEX pipeline_activity_lead_id_30f7427f ON public.pipeline_activity USING btree (lead_id);
CREATE INDEX pipeline_activity_opportunity_id_611a0b4b ON public.pipeline_activity USING btree (opportunity_id);
CREATE INDEX pipeline_activity_owner_id_babba9f0 ON public.pipeline_activity USING btree (owner_id);
CREATE INDEX pipeline_activitycontact_activity_id_8d094443 ON public.pipeline_activitycontact USING btree (activity_id);
CREATE INDEX pipeline_activitycontact_contact_id_ce5bf457 ON public.pipeline_activitycontact USING btree (contact_id);
CREATE INDEX pipeline_captured_decided_by_id_6f2c2324 ON public.pipeline_captured USING btree (decided_by_id);
CREATE INDEX pipeline_lead_contact_id_2e502dd3 ON public.pipeline_lead USING btree (contact_id);
CREATE INDEX pipeline_lead_customer_id_79b498ed ON public.pipeline_lead USING btree (customer_id);
CREATE INDEX pipeline_lead_opportunity_id_adedb99f ON public.pipeline_lead USING btree (opportunity_id);
CREATE INDEX pipeline_lead_owner_id_54a0b58b ON public.pipeline_lead USING btree (owner_id);
CREATE INDEX pipeline_leadevent_by_id_ce4a8bec ON public.pipeline_leadevent USING btree (by_id);
CREATE INDEX pipeline_leadevent_lead_id_01cdb4db ON public.pipeline_leadevent USING btree (lead_id);
CREATE INDEX pipeline_opportunity_process_id_d2039d7b ON public.pipeline_opportunity USING btree (process_id);
CREATE INDEX pipeline_opportunitymember_opportunity_id_9bee19ba ON public.pipeline_opportunitymember USING btree (opportunity_id);
CREATE INDEX pipeline_opportunitymember_person_id_70c18c87 ON public.pipeline_opportunitymember USING btree (person_id);
CREATE INDEX pipeline_reason_key_e8232ac9 ON public.pipeline_reason USING btree (key);
CREATE INDEX pipeline_reason_key_e8232ac9_like ON public.pipeline_reason USING btree (key varchar_pattern_ops);
CREATE INDEX pipeline_reason_parent_id_0d43a3a2 ON public.pipeline_reason USING btree (parent_id);
CREATE INDEX pipeline_stage_process_id_156220ee ON public.pipeline_stage USING btree (process_id);
CREATE INDEX pipeline_stagecategory_stage_id_d0fa79dc ON public.pipeline_stagecategory USING btree (stage_id);
CREATE INDEX pipeline_stagecategory_subcategory_id_5cf5449c ON public.pipeline_stagecategory USING btree (subcategory_id);
CREATE INDEX pipeline_subcategory_key_dea5c91d ON public.pipeline_subcategory USING btree (key);
CREATE INDEX pipeline_subcategory_key_dea5c91d_like ON public.pipeline_subcategory USING btree (key varchar_pattern_ops);
CREATE INDEX problem_group ON public.imports_problem USING btree (file_id, code, field);
CREATE UNIQUE INDEX process_one_default ON public.pipeline_processversion USING btree ("default") WHERE "default";
CREATE INDEX quota_batch ON public.territories_quota USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX quota_measure_period ON public.territories_quota USING btree (measure, period_id) INCLUDE (seat_id, amount, currency, plan_id, valid_from, valid_to) WHERE (superseded_at = 'infinity'::timestamp with time zone);
CREATE UNIQUE INDEX quota_once ON public.territories_quota USING btree (plan_id, seat_id, measure, period_id) WHERE ((superseded_at = 'infinity'::timestamp with time zone) AND (valid_to = 'infinity'::timestamp with time zone));
CREATE UNIQUE INDEX quota_plan_one_current ON public.territories_quotaplan USING btree (state) WHERE ((state)::text = 'current'::text);
CREATE INDEX relationship_contact ON public.accounts_relationship USING btree (contact_id);
CREATE INDEX reporting_metricdefinition_author_id_04988609 ON public.reporting_metricdefinition USING btree (author_id);
CREATE INDEX saved_view_of_table ON public.web_savedview USING btree (table_key, owner_id);
CREATE UNIQUE INDEX seat_one_personal ON public.accounts_seat USING btree (person_id) WHERE ((kind)::text = 'personal'::text);
CREATE INDEX session_of_person ON public.accounts_personsession USING btree (person_id, seen_at DESC);
CREATE INDEX settings_change_from ON public.accounts_settingschange USING btree (valid_from);
CREATE INDEX sign_in_event_newest ON public.accounts_signinevent USING btree (at DESC, id DESC);
CREATE INDEX sign_in_event_of_address ON public.accounts_signinevent USING btree (address_digest, at DESC);
CREATE INDEX task_of_record ON public.inbox_task USING btree (kind, record_uid);
CREATE INDEX task_open_of_person ON public.inbox_task USING btree (assignee_id, due) WHERE ((state)::text = 'open'::text);
CREATE INDEX territories_quota_period_id_cad2b4e1 ON public.territories_quota USING btree (period_id);
CREATE INDEX territories_quota_plan_id_79a40431 ON public.territories_quota USING btree (plan_id);
CREATE INDEX territories_quota_recorded_by_id_4148f7e0 ON public.territories_quota USING btree (recorded_by_id);
CREATE INDEX territories_quota_seat_id_467c2da0 ON public.territories_quota USING btree (seat_id);
CREATE INDEX territories_quotaplan_made_by_id_77b47a37 ON public.territories_quotaplan USING btree (made_by_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE UNIQUE INDEX user_email_unique ON public.accounts_user USING btree (lower((email)::text));
CREATE INDEX version_batch ON public.pipeline_opportunityversion USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX version_closed_covering ON public.pipeline_opportunityversion USING btree (close_date, valid_from, valid_to) INCLUDE (opportunity_id, credit_owner_id, status, amount_converted, amount, currency, kind) WHERE ((superseded_at = 'infinity'::timestamp with time zone) AND (NOT ((status)::text = 'open'::text)) AND (NOT deleted));
CREATE INDEX version_deal_order ON public.pipeline_opportunityversion USING btree (opportunity_id, valid_from DESC, version DESC) INCLUDE (superseded_at, valid_to, stage_id, status, owner_id, deleted);
CREATE UNIQUE INDEX version_one_current ON public.pipeline_opportunityversion USING btree (opportunity_id) WHERE ((superseded_at = 'infinity'::timestamp with time zone) AND (valid_to = 'infinity'::timestamp with time zone));
CREATE INDEX version_open_until ON public.pipeline_opportunityversion USING btree (valid_to, valid_from, close_date) INCLUDE (opportunity_id, owner_id, stage_id, category_override, omitted, amount, currency, kind, probability_manual) WHERE ((superseded_at = 'infinity'::timestamp with time zone) AND (NOT deleted) AND ((status)::text = 'open'::text));
CREATE INDEX version_owner_from ON public.pipeline_opportunityversion USING btree (owner_id, valid_from) INCLUDE (valid_to) WHERE (superseded_at = 'infinity'::timestamp with time zone);
CREATE INDEX web_idempotentanswer_created_at_6bf63990 ON public.web_idempotentanswer USING btree (created_at);
CREATE INDEX web_idempotentanswer_user_id_6aab3059 ON public.web_idempotentanswer USING btree (user_id);
CREATE INDEX web_savedview_owner_id_5d101d46 ON public.web_savedview USING btree (owner_id);
CREATE TRIGGER pgtrigger_append_only_0d819 BEFORE DELETE OR TRUNCATE ON public.forecasting_submission FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_0d819();
CREATE TRIGGER pgtrigger_append_only_0f401 BEFORE DELETE OR TRUNCATE ON public.forecasting_forecastcall FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_0f401();
CREATE TRIGGER pgtrigger_append_only_1d6ea BEFORE DELETE OR TRUNCATE ON public.forecasting_submissionnode FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_1d6ea();
CREATE TRIGGER pgtrigger_append_only_2ad0e BEFORE DELETE OR TRUNCATE ON public.inbox_commentcopy FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_2ad0e();
CREATE TRIGGER pgtrigger_append_only_35d5b BEFORE DELETE OR UPDATE OR TRUNCATE ON public.forecasting_forecasttypeversion FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_35d5b();
CREATE TRIGGER pgtrigger_append_only_4de12 BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_4de12();
CREATE TRIGGER pgtrigger_append_only_74d69 BEFORE DELETE OR TRUNCATE ON public.audit_auditrecord FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_74d69();
CREATE TRIGGER pgtrigger_append_only_78ba7 BEFORE DELETE OR TRUNCATE ON public.accounts_signinevent FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_78ba7();
CREATE TRIGGER pgtrigger_append_only_7962f BEFORE DELETE OR TRUNCATE ON public.forecasting_submissioncall FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_7962f();
CREATE TRIGGER pgtrigger_append_only_7c00f BEFORE DELETE OR TRUNCATE ON public.accounts_settingschange FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_7c00f();
CREATE TRIGGER pgtrigger_append_only_9f8f9 BEFORE DELETE OR TRUNCATE ON public.forecasting_submissionrow FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_9f8f9();
CREATE TRIGGER pgtrigger_append_only_d25ac BEFORE DELETE OR TRUNCATE ON public.forecasting_forecastperiodevent FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_append_only_d25ac();
CREATE TRIGGER pgtrigger_append_only_update_29307 BEFORE UPDATE ON public.forecasting_submissionnode FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_29307();
CREATE TRIGGER pgtrigger_append_only_update_3e04d BEFORE UPDATE ON public.accounts_settingschange FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_3e04d();
CREATE TRIGGER pgtrigger_append_only_update_498bc BEFORE UPDATE ON public.forecasting_forecastperiodevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_498bc();
CREATE TRIGGER pgtrigger_append_only_update_628a9 BEFORE UPDATE ON public.forecasting_forecastcall FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_628a9();
CREATE TRIGGER pgtrigger_append_only_update_6449a BEFORE UPDATE ON public.forecasting_submissionrow FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_6449a();
CREATE TRIGGER pgtrigger_append_only_update_67db3 BEFORE UPDATE ON public.forecasting_submission FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_67db3();
CREATE TRIGGER pgtrigger_append_only_update_75678 BEFORE UPDATE ON public.forecasting_submissioncall FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_75678();
CREATE TRIGGER pgtrigger_append_only_update_81110 BEFORE UPDATE ON public.accounts_signinevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_81110();
CREATE TRIGGER pgtrigger_append_only_update_aa9de BEFORE UPDATE ON public.audit_auditrecord FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_aa9de();
CREATE TRIGGER pgtrigger_append_only_update_b943d BEFORE UPDATE ON public.inbox_commentcopy FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_append_only_update_b943d();
CREATE TRIGGER pgtrigger_contract_file_signed_da063 BEFORE DELETE OR UPDATE ON public.accounts_contractfile FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_contract_file_signed_da063();
CREATE CONSTRAINT TRIGGER pgtrigger_contract_line_sum_b82ce AFTER INSERT OR DELETE OR UPDATE ON public.accounts_contractline DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_contract_line_sum_b82ce();
CREATE CONSTRAINT TRIGGER pgtrigger_contract_lines_sum_4f1d1 AFTER INSERT OR UPDATE ON public.accounts_contract DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_contract_lines_sum_4f1d1();
CREATE TRIGGER pgtrigger_employment_holds_jobs_2de34 AFTER UPDATE ON public.accounts_employment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_employment_holds_jobs_2de34();
CREATE TRIGGER pgtrigger_hash_row_5d2dc BEFORE INSERT ON public.audit_auditrecord FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_hash_row_5d2dc();
CREATE TRIGGER pgtrigger_job_begins_inside_fb2f8 AFTER INSERT ON public.accounts_jobassignment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_job_begins_inside_fb2f8();
CREATE TRIGGER pgtrigger_job_stays_inside_3594d AFTER UPDATE ON public.accounts_jobassignment REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_job_stays_inside_3594d();
CREATE TRIGGER pgtrigger_keep_rows_80d9e BEFORE DELETE ON public.pipeline_opportunity FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_keep_rows_80d9e();
CREATE TRIGGER pgtrigger_line_no_cycle_49348 AFTER INSERT OR UPDATE ON public.accounts_reportingline FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_line_no_cycle_49348();
CREATE TRIGGER pgtrigger_log_insert_b6d71 AFTER INSERT ON public.pipeline_opportunity REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_log_insert_b6d71();
CREATE TRIGGER pgtrigger_log_update_93797 AFTER UPDATE ON public.pipeline_opportunity REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_log_update_93797();
CREATE TRIGGER pgtrigger_never_back_3f9bf BEFORE INSERT OR UPDATE OF email, phone ON public.accounts_contact FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_never_back_3f9bf();
CREATE TRIGGER pgtrigger_never_back_4420e BEFORE INSERT OR UPDATE OF email ON public.accounts_user FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_never_back_4420e();
CREATE TRIGGER pgtrigger_never_back_9ff5d BEFORE INSERT OR UPDATE OF email, phone ON public.pipeline_lead FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_never_back_9ff5d();
CREATE TRIGGER pgtrigger_no_delete_341d6 BEFORE DELETE ON public.pipeline_opportunityversion FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_no_delete_341d6();
CREATE CONSTRAINT TRIGGER pgtrigger_renewal_shares_sum_e561a AFTER INSERT OR DELETE OR UPDATE ON public.accounts_contractrenewal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_renewal_shares_sum_e561a();
CREATE TRIGGER pgtrigger_state_is_fixed_a57c2 BEFORE UPDATE OF opportunity_id, owner_id, credit_owner_id, stage_id, status, category_override, subcategory_id, omitted, amount, amount_basis, currency, product_id, close_date, close_basis, closed_at, amount_converted, close_rate_id, probability_manual, next_step, next_step_date, kind, loss_reason_id, push_reason_id, come_back_on, deleted, version, valid_from, recorded_at, batch_id, actor_id, source, changed_fields ON public.pipeline_opportunityversion FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_state_is_fixed_a57c2();
CREATE TRIGGER pgtrigger_stays_erased_63d74 BEFORE UPDATE OF name, title, email, phone ON public.accounts_contact FOR EACH ROW WHEN (((old.erased_at IS NOT NULL) AND (((old.name)::text IS DISTINCT FROM (new.name)::text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR ((old.email)::text IS DISTINCT FROM (new.email)::text) OR ((old.phone)::text IS DISTINCT FROM (new.phone)::text)))) EXECUTE FUNCTION public.pgtrigger_stays_erased_63d74();
CREATE TRIGGER pgtrigger_stays_erased_bd548 BEFORE UPDATE OF name, title, email, phone ON public.pipeline_lead FOR EACH ROW WHEN (((old.erased_at IS NOT NULL) AND (((old.name)::text IS DISTINCT FROM (new.name)::text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR ((old.email)::text IS DISTINCT FROM (new.email)::text) OR ((old.phone)::text IS DISTINCT FROM (new.phone)::text)))) EXECUTE FUNCTION public.pgtrigger_stays_erased_bd548();
CREATE TRIGGER pgtrigger_stays_erased_bda71 BEFORE UPDATE OF name, title, email, state ON public.accounts_user FOR EACH ROW WHEN ((((old.state)::text = 'erased'::text) AND (((old.name)::text IS DISTINCT FROM (new.name)::text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR ((old.email)::text IS DISTINCT FROM (new.email)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text)))) EXECUTE FUNCTION public.pgtrigger_stays_erased_bda71();
CREATE TRIGGER pgtrigger_strength_delete_60913 AFTER DELETE ON public.pipeline_activitycontact REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_strength_delete_60913();
CREATE TRIGGER pgtrigger_strength_delete_662fc AFTER DELETE ON public.pipeline_activity REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_strength_delete_662fc();
CREATE TRIGGER pgtrigger_strength_insert_013db AFTER INSERT ON public.pipeline_activity REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_strength_insert_013db();
CREATE TRIGGER pgtrigger_strength_insert_7288f AFTER INSERT ON public.pipeline_activitycontact REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_strength_insert_7288f();
CREATE TRIGGER pgtrigger_strength_update_119be AFTER UPDATE ON public.pipeline_activitycontact REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_strength_update_119be();
CREATE TRIGGER pgtrigger_strength_update_ef9e5 AFTER UPDATE ON public.pipeline_activity REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_strength_update_ef9e5();
CREATE TRIGGER pgtrigger_superseded_once_98699 AFTER UPDATE ON public.pipeline_opportunityversion FOR EACH ROW WHEN (((old.superseded_at <> 'infinity'::timestamp with time zone) AND (new.superseded_at IS DISTINCT FROM old.superseded_at))) EXECUTE FUNCTION public.pgtrigger_superseded_once_98699();
CREATE TRIGGER pgtrigger_team_no_cycle_dec75 AFTER INSERT OR UPDATE ON public.accounts_teamparent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_team_no_cycle_dec75();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_accountownership
    ADD CONSTRAINT accounts_accountowne_account_id_c08a66cb_fk_accounts_ FOREIGN KEY (account_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_accountownership
    ADD CONSTRAINT accounts_accountownership_seat_id_0fac25ae_fk_accounts_seat_id FOREIGN KEY (seat_id) REFERENCES public.accounts_seat(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_apitoken
    ADD CONSTRAINT accounts_apitoken_user_id_bbee13e0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_capturesource
    ADD CONSTRAINT accounts_capturesource_person_id_7ad57ba2_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contact
    ADD CONSTRAINT accounts_contact_customer_id_5fb54066_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contact
    ADD CONSTRAINT accounts_contact_merged_into_id_900a1e6c_fk_accounts_contact_id FOREIGN KEY (merged_into_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contactmerge
    ADD CONSTRAINT accounts_contactmerg_survivor_id_985c90c4_fk_accounts_ FOREIGN KEY (survivor_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contactmerge
    ADD CONSTRAINT accounts_contactmerge_loser_id_6b9d572e_fk_accounts_contact_id FOREIGN KEY (loser_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contactmerge
    ADD CONSTRAINT accounts_contactmerge_merged_by_id_f055e83c_fk_accounts_user_id FOREIGN KEY (merged_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contactmerge
    ADD CONSTRAINT accounts_contactmerge_undone_by_id_742c9953_fk_accounts_user_id FOREIGN KEY (undone_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_approved_by_id_6a0d1215_fk_accounts_user_id FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_approved_for_id_93bf82be_fk_accounts_user_id FOREIGN KEY (approved_for_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_customer_id_e591e234_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_made_by_id_bf520501_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contract
    ADD CONSTRAINT accounts_contract_owner_id_25af6b1b_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contractfile
    ADD CONSTRAINT accounts_contractfil_contract_id_4068482d_fk_accounts_ FOREIGN KEY (contract_id) REFERENCES public.accounts_contract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contractfile
    ADD CONSTRAINT accounts_contractfil_uploaded_by_id_03c939c0_fk_accounts_ FOREIGN KEY (uploaded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contractline
    ADD CONSTRAINT accounts_contractlin_contract_id_a4cddc63_fk_accounts_ FOREIGN KEY (contract_id) REFERENCES public.accounts_contract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contractrenewal
    ADD CONSTRAINT accounts_contractren_new_id_c063663e_fk_accounts_ FOREIGN KEY (new_id) REFERENCES public.accounts_contract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_contractrenewal
    ADD CONSTRAINT accounts_contractren_old_id_c57432d8_fk_accounts_ FOREIGN KEY (old_id) REFERENCES public.accounts_contract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customeraccount
    ADD CONSTRAINT accounts_customeracc_merged_into_id_eb7025d2_fk_accounts_ FOREIGN KEY (merged_into_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customeraccount
    ADD CONSTRAINT accounts_customeracc_parent_id_79496d36_fk_accounts_ FOREIGN KEY (parent_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customermember
    ADD CONSTRAINT accounts_customermem_customer_id_90d8af97_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customermember
    ADD CONSTRAINT accounts_customermember_person_id_1a819c8a_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customermerge
    ADD CONSTRAINT accounts_customermer_loser_id_826ba799_fk_accounts_ FOREIGN KEY (loser_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customermerge
    ADD CONSTRAINT accounts_customermer_merged_by_id_af92d466_fk_accounts_ FOREIGN KEY (merged_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customermerge
    ADD CONSTRAINT accounts_customermer_survivor_id_5286c84b_fk_accounts_ FOREIGN KEY (survivor_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_customermerge
    ADD CONSTRAINT accounts_customermer_undone_by_id_9cd8785b_fk_accounts_ FOREIGN KEY (undone_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_delegate_id_238f8464_fk_accounts_user_id FOREIGN KEY (delegate_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_delegation
    ADD CONSTRAINT accounts_delegation_person_id_5f0fb149_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_employment
    ADD CONSTRAINT accounts_employment_person_id_41f9b5fd_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequ_approved_by_id_0752ec30_fk_accounts_ FOREIGN KEY (approved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequ_previewed_by_id_3fe0d825_fk_accounts_ FOREIGN KEY (previewed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequ_received_by_id_c96c3486_fk_accounts_ FOREIGN KEY (received_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequ_verified_by_id_b7774887_fk_accounts_ FOREIGN KEY (verified_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_erasurerequest
    ADD CONSTRAINT accounts_erasurerequest_done_by_id_259c1db2_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_holiday
    ADD CONSTRAINT accounts_holiday_calendar_id_a8c7af6c_fk_accounts_ FOREIGN KEY (calendar_id) REFERENCES public.accounts_workcalendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_installedproduct
    ADD CONSTRAINT accounts_installedpr_customer_id_4c33a4d1_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_jobassignment
    ADD CONSTRAINT accounts_jobassignme_employment_id_52ed7d39_fk_accounts_ FOREIGN KEY (employment_id) REFERENCES public.accounts_employment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_leave
    ADD CONSTRAINT accounts_leave_person_id_a14eb5c7_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_notduplicate
    ADD CONSTRAINT accounts_notduplicate_by_id_00b1dcb6_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_obligation
    ADD CONSTRAINT accounts_obligation_contract_id_76967b50_fk_accounts_ FOREIGN KEY (contract_id) REFERENCES public.accounts_contract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_obligation
    ADD CONSTRAINT accounts_obligation_owner_id_90bc6d4c_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_order
    ADD CONSTRAINT accounts_order_customer_id_23c59287_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_orderline
    ADD CONSTRAINT accounts_orderline_order_id_dbf614be_fk_accounts_order_id FOREIGN KEY (order_id) REFERENCES public.accounts_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_ownershipclaim
    ADD CONSTRAINT accounts_ownershipcl_claimed_by_id_0458461c_fk_accounts_ FOREIGN KEY (claimed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_ownershipclaim
    ADD CONSTRAINT accounts_ownershipcl_customer_id_e0bca923_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_ownershipclaim
    ADD CONSTRAINT accounts_ownershipcl_decided_by_id_8fd02740_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_peoplechange
    ADD CONSTRAINT accounts_peoplechange_made_by_id_c1f4bf5b_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_peoplechange
    ADD CONSTRAINT accounts_peoplechange_manager_id_fa04dc7a_fk_accounts_user_id FOREIGN KEY (manager_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_peoplechange
    ADD CONSTRAINT accounts_peoplechange_person_id_3d1738cb_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_peoplechange
    ADD CONSTRAINT accounts_peoplechange_saved_by_id_3f040b12_fk_accounts_user_id FOREIGN KEY (saved_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personcalendar
    ADD CONSTRAINT accounts_personcalen_calendar_id_1e24625d_fk_accounts_ FOREIGN KEY (calendar_id) REFERENCES public.accounts_workcalendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personcalendar
    ADD CONSTRAINT accounts_personcalendar_person_id_28a44534_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT accounts_personmove_manager_id_a0336e42_fk_accounts_user_id FOREIGN KEY (manager_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT accounts_personmove_person_id_4d044eb5_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT accounts_personmove_reorganisation_id_ad175685_fk_accounts_ FOREIGN KEY (reorganisation_id) REFERENCES public.accounts_reorganisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personmove
    ADD CONSTRAINT accounts_personmove_team_id_894542dd_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_personsession
    ADD CONSTRAINT accounts_personsession_person_id_7f32797f_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_provideridentity
    ADD CONSTRAINT accounts_provideride_person_id_4bb641cf_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_relationship
    ADD CONSTRAINT accounts_relationshi_contact_id_75a752e6_fk_accounts_ FOREIGN KEY (contact_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_relationship
    ADD CONSTRAINT accounts_relationship_person_id_1cdcec3e_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_reorganisation
    ADD CONSTRAINT accounts_reorganisation_made_by_id_1d43c616_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_manager_id_a8378b32_fk_accounts_user_id FOREIGN KEY (manager_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_reportingline
    ADD CONSTRAINT accounts_reportingline_person_id_33a8c9cd_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_rolegrant
    ADD CONSTRAINT accounts_rolegrant_granted_by_id_7c2165d8_fk_accounts_user_id FOREIGN KEY (granted_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_rolegrant
    ADD CONSTRAINT accounts_rolegrant_role_id_3fc2ca40_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_rolegrant
    ADD CONSTRAINT accounts_rolegrant_user_id_0601f056_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleverb
    ADD CONSTRAINT accounts_roleverb_role_id_1c1bbd08_fk_accounts_role_id FOREIGN KEY (role_id) REFERENCES public.accounts_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_seat
    ADD CONSTRAINT accounts_seat_person_id_626e2fef_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_seatoccupancy
    ADD CONSTRAINT accounts_seatoccupancy_person_id_e476019a_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_seatoccupancy
    ADD CONSTRAINT accounts_seatoccupancy_seat_id_290eabed_fk_accounts_seat_id FOREIGN KEY (seat_id) REFERENCES public.accounts_seat(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_settingschange
    ADD CONSTRAINT accounts_settingschange_by_id_5682887c_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_signinevent
    ADD CONSTRAINT accounts_signinevent_by_id_386f6e6f_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_signinevent
    ADD CONSTRAINT accounts_signinevent_person_id_b7ef67d7_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_made_by_id_6ee1bca2_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_signinlink
    ADD CONSTRAINT accounts_signinlink_person_id_dee18432_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teamcalendar
    ADD CONSTRAINT accounts_teamcalenda_calendar_id_9fd1cc7d_fk_accounts_ FOREIGN KEY (calendar_id) REFERENCES public.accounts_workcalendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teamcalendar
    ADD CONSTRAINT accounts_teamcalendar_team_id_b5093b52_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teammembership
    ADD CONSTRAINT accounts_teammembership_person_id_e0db15dc_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teammembership
    ADD CONSTRAINT accounts_teammembership_team_id_6a396f76_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teammove
    ADD CONSTRAINT accounts_teammove_parent_id_461c5561_fk_accounts_team_id FOREIGN KEY (parent_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teammove
    ADD CONSTRAINT accounts_teammove_reorganisation_id_ebddcb5e_fk_accounts_ FOREIGN KEY (reorganisation_id) REFERENCES public.accounts_reorganisation(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teammove
    ADD CONSTRAINT accounts_teammove_team_id_7602bb1c_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teamparent
    ADD CONSTRAINT accounts_teamparent_parent_id_24b785bf_fk_accounts_team_id FOREIGN KEY (parent_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_teamparent
    ADD CONSTRAINT accounts_teamparent_team_id_5a402c7d_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_usagesignal
    ADD CONSTRAINT accounts_usagesignal_customer_id_7a2dd65f_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_workhours
    ADD CONSTRAINT accounts_workhours_calendar_id_e5e0951a_fk_accounts_ FOREIGN KEY (calendar_id) REFERENCES public.accounts_workcalendar(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_auditrecord
    ADD CONSTRAINT audit_auditrecord_acting_for_id_d496366b_fk_accounts_user_id FOREIGN KEY (acting_for_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.audit_auditrecord
    ADD CONSTRAINT audit_auditrecord_by_id_830fd712_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.axes_accessattemptexpiration
    ADD CONSTRAINT axes_accessattemptex_access_attempt_id_6b73a47a_fk_axes_acce FOREIGN KEY (access_attempt_id) REFERENCES public.axes_accessattempt(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecast_acting_for_id_b79fd3c8_fk_accounts_ FOREIGN KEY (acting_for_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastperiodevent
    ADD CONSTRAINT forecasting_forecast_by_id_763519e5_fk_accounts_ FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecast_forecaster_id_cfb87d2d_fk_accounts_ FOREIGN KEY (forecaster_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecasttypeversion
    ADD CONSTRAINT forecasting_forecast_made_by_id_859dbfe9_fk_accounts_ FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastperiodstate
    ADD CONSTRAINT forecasting_forecast_node_id_fe4b8f7f_fk_accounts_ FOREIGN KEY (node_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecast_period_id_341cfe98_fk_accounts_ FOREIGN KEY (period_id) REFERENCES public.accounts_fiscalperiod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastperiodstate
    ADD CONSTRAINT forecasting_forecast_period_id_8aca8504_fk_accounts_ FOREIGN KEY (period_id) REFERENCES public.accounts_fiscalperiod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastperiodevent
    ADD CONSTRAINT forecasting_forecast_state_id_7031fd28_fk_forecasti FOREIGN KEY (state_id) REFERENCES public.forecasting_forecastperiodstate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecast_supersedes_id_196d53ac_fk_forecasti FOREIGN KEY (supersedes_id) REFERENCES public.forecasting_forecastcall(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecast_type_id_36a41a6d_fk_forecasti FOREIGN KEY (type_id) REFERENCES public.forecasting_forecasttype(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecasttypeversion
    ADD CONSTRAINT forecasting_forecast_type_id_77a65552_fk_forecasti FOREIGN KEY (type_id) REFERENCES public.forecasting_forecasttype(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastperiodstate
    ADD CONSTRAINT forecasting_forecast_type_id_f0e33d2a_fk_forecasti FOREIGN KEY (type_id) REFERENCES public.forecasting_forecasttype(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecast_withdrawn_by_id_16239867_fk_accounts_ FOREIGN KEY (withdrawn_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_forecastcall
    ADD CONSTRAINT forecasting_forecastcall_node_id_fc4a6d4f_fk_accounts_user_id FOREIGN KEY (node_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submissioncall
    ADD CONSTRAINT forecasting_submissi_call_id_acae72a2_fk_forecasti FOREIGN KEY (call_id) REFERENCES public.forecasting_forecastcall(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submissi_forecaster_id_5e616743_fk_accounts_ FOREIGN KEY (forecaster_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submissionrow
    ADD CONSTRAINT forecasting_submissi_opportunity_id_7ac4d76e_fk_pipeline_ FOREIGN KEY (opportunity_id) REFERENCES public.pipeline_opportunity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submissi_period_id_eb864536_fk_accounts_ FOREIGN KEY (period_id) REFERENCES public.accounts_fiscalperiod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submissioncall
    ADD CONSTRAINT forecasting_submissi_submission_id_4c771f62_fk_forecasti FOREIGN KEY (submission_id) REFERENCES public.forecasting_submission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submissionnode
    ADD CONSTRAINT forecasting_submissi_submission_id_651cdc6c_fk_forecasti FOREIGN KEY (submission_id) REFERENCES public.forecasting_submission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submissionrow
    ADD CONSTRAINT forecasting_submissi_submission_id_92cffad0_fk_forecasti FOREIGN KEY (submission_id) REFERENCES public.forecasting_submission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submissi_type_id_608dd3fd_fk_forecasti FOREIGN KEY (type_id) REFERENCES public.forecasting_forecasttype(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submissi_type_version_id_e984fc8a_fk_forecasti FOREIGN KEY (type_version_id) REFERENCES public.forecasting_forecasttypeversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.forecasting_submission
    ADD CONSTRAINT forecasting_submission_node_id_2e4f3750_fk_accounts_user_id FOREIGN KEY (node_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_batchrecord
    ADD CONSTRAINT imports_batchrecord_batch_id_d7941f38_fk_imports_importbatch_id FOREIGN KEY (batch_id) REFERENCES public.imports_importbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_externalid
    ADD CONSTRAINT imports_externalid_batch_id_244899e4_fk_imports_importbatch_id FOREIGN KEY (batch_id) REFERENCES public.imports_importbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importbatch
    ADD CONSTRAINT imports_importbatch_committed_by_id_91acdfb8_fk_accounts_ FOREIGN KEY (committed_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importbatch
    ADD CONSTRAINT imports_importbatch_created_by_id_8de9c79b_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importbatch
    ADD CONSTRAINT imports_importbatch_undone_by_id_3b69124e_fk_accounts_user_id FOREIGN KEY (undone_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importfile
    ADD CONSTRAINT imports_importfile_batch_id_44e356a0_fk_imports_importbatch_id FOREIGN KEY (batch_id) REFERENCES public.imports_importbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_importfile
    ADD CONSTRAINT imports_importfile_derived_from_id_70de93f3_fk_imports_i FOREIGN KEY (derived_from_id) REFERENCES public.imports_importfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_problem
    ADD CONSTRAINT imports_problem_file_id_5105999b_fk_imports_importfile_id FOREIGN KEY (file_id) REFERENCES public.imports_importfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.imports_savedmapping
    ADD CONSTRAINT imports_savedmapping_created_by_id_cc9dee40_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_channel
    ADD CONSTRAINT inbox_channel_owner_id_abab86b4_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_channel
    ADD CONSTRAINT inbox_channel_team_id_4f9ce226_fk_accounts_team_id FOREIGN KEY (team_id) REFERENCES public.accounts_team(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_comment
    ADD CONSTRAINT inbox_comment_author_id_eaf3d5c0_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_commentcopy
    ADD CONSTRAINT inbox_commentcopy_comment_id_deb2948e_fk_inbox_comment_id FOREIGN KEY (comment_id) REFERENCES public.inbox_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_delivery
    ADD CONSTRAINT inbox_delivery_channel_id_4ebb2c94_fk_inbox_channel_id FOREIGN KEY (channel_id) REFERENCES public.inbox_channel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_delivery
    ADD CONSTRAINT inbox_delivery_news_id_ba061a18_fk_inbox_news_id FOREIGN KEY (news_id) REFERENCES public.inbox_news(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_delivery
    ADD CONSTRAINT inbox_delivery_person_id_6cc74988_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_follow
    ADD CONSTRAINT inbox_follow_person_id_583ff6be_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_mention
    ADD CONSTRAINT inbox_mention_comment_id_6e063c92_fk_inbox_comment_id FOREIGN KEY (comment_id) REFERENCES public.inbox_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_mention
    ADD CONSTRAINT inbox_mention_person_id_ad5a1c40_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_mute
    ADD CONSTRAINT inbox_mute_person_id_17a90983_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_news
    ADD CONSTRAINT inbox_news_by_id_6ab9ad14_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_notification
    ADD CONSTRAINT inbox_notification_news_id_9b5de57e_fk_inbox_news_id FOREIGN KEY (news_id) REFERENCES public.inbox_news(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_notification
    ADD CONSTRAINT inbox_notification_person_id_a378d743_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_preference
    ADD CONSTRAINT inbox_preference_person_id_6bc33328_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_task
    ADD CONSTRAINT inbox_task_assignee_id_0a39bf68_fk_accounts_user_id FOREIGN KEY (assignee_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_task
    ADD CONSTRAINT inbox_task_done_by_id_3266ec17_fk_accounts_user_id FOREIGN KEY (done_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.inbox_task
    ADD CONSTRAINT inbox_task_made_by_id_9bc5c4ec_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.jobs_job
    ADD CONSTRAINT jobs_job_requested_by_id_b12e9296_fk_accounts_user_id FOREIGN KEY (requested_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.jobs_jobfile
    ADD CONSTRAINT jobs_jobfile_job_id_3f7b856d_fk_jobs_job_id FOREIGN KEY (job_id) REFERENCES public.jobs_job(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_contact_id_d92460eb_fk_accounts_contact_id FOREIGN KEY (contact_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_customer_id_9fd4f4ef_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_lead_id_30f7427f_fk_pipeline_lead_id FOREIGN KEY (lead_id) REFERENCES public.pipeline_lead(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_opportunity_id_611a0b4b_fk_pipeline_ FOREIGN KEY (opportunity_id) REFERENCES public.pipeline_opportunity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activity
    ADD CONSTRAINT pipeline_activity_owner_id_babba9f0_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activitycontact
    ADD CONSTRAINT pipeline_activitycon_activity_id_8d094443_fk_pipeline_ FOREIGN KEY (activity_id) REFERENCES public.pipeline_activity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_activitycontact
    ADD CONSTRAINT pipeline_activitycon_contact_id_ce5bf457_fk_accounts_ FOREIGN KEY (contact_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_activity_id_d1c2dbc4_fk_pipeline_activity_id FOREIGN KEY (activity_id) REFERENCES public.pipeline_activity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_decided_by_id_6f2c2324_fk_accounts_user_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_person_id_df13a3af_fk_accounts_user_id FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_captured
    ADD CONSTRAINT pipeline_captured_source_id_0579dae6_fk_accounts_ FOREIGN KEY (source_id) REFERENCES public.accounts_capturesource(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_lead
    ADD CONSTRAINT pipeline_lead_contact_id_2e502dd3_fk_accounts_contact_id FOREIGN KEY (contact_id) REFERENCES public.accounts_contact(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_lead
    ADD CONSTRAINT pipeline_lead_customer_id_79b498ed_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_lead
    ADD CONSTRAINT pipeline_lead_opportunity_id_adedb99f_fk_pipeline_ FOREIGN KEY (opportunity_id) REFERENCES public.pipeline_opportunity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_lead
    ADD CONSTRAINT pipeline_lead_owner_id_54a0b58b_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_leadevent
    ADD CONSTRAINT pipeline_leadevent_by_id_ce4a8bec_fk_accounts_user_id FOREIGN KEY (by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_leadevent
    ADD CONSTRAINT pipeline_leadevent_lead_id_01cdb4db_fk_pipeline_lead_id FOREIGN KEY (lead_id) REFERENCES public.pipeline_lead(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_close_rate_id_665d2efb_fk_accounts_ FOREIGN KEY (close_rate_id) REFERENCES public.accounts_fxrate(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_credit_owner_id_2fe48645_fk_accounts_ FOREIGN KEY (credit_owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_customer_id_88790037_fk_accounts_ FOREIGN KEY (customer_id) REFERENCES public.accounts_customeraccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_loss_reason_id_9d935c01_fk_pipeline_ FOREIGN KEY (loss_reason_id) REFERENCES public.pipeline_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunitymember
    ADD CONSTRAINT pipeline_opportunity_opportunity_id_9bee19ba_fk_pipeline_ FOREIGN KEY (opportunity_id) REFERENCES public.pipeline_opportunity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_owner_id_8f4fd814_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunitymember
    ADD CONSTRAINT pipeline_opportunity_person_id_70c18c87_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_process_id_d2039d7b_fk_pipeline_ FOREIGN KEY (process_id) REFERENCES public.pipeline_processversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_product_id_a659eaaf_fk_pipeline_product_id FOREIGN KEY (product_id) REFERENCES public.pipeline_product(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_push_reason_id_1ded029e_fk_pipeline_ FOREIGN KEY (push_reason_id) REFERENCES public.pipeline_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_stage_id_d22e239d_fk_pipeline_stage_id FOREIGN KEY (stage_id) REFERENCES public.pipeline_stage(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunity
    ADD CONSTRAINT pipeline_opportunity_subcategory_id_58686872_fk_pipeline_ FOREIGN KEY (subcategory_id) REFERENCES public.pipeline_subcategory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_reason
    ADD CONSTRAINT pipeline_reason_parent_id_0d43a3a2_fk_pipeline_reason_id FOREIGN KEY (parent_id) REFERENCES public.pipeline_reason(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_stage
    ADD CONSTRAINT pipeline_stage_process_id_156220ee_fk_pipeline_ FOREIGN KEY (process_id) REFERENCES public.pipeline_processversion(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_stagecategory
    ADD CONSTRAINT pipeline_stagecatego_subcategory_id_5cf5449c_fk_pipeline_ FOREIGN KEY (subcategory_id) REFERENCES public.pipeline_subcategory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_stagecategory
    ADD CONSTRAINT pipeline_stagecategory_stage_id_d0fa79dc_fk_pipeline_stage_id FOREIGN KEY (stage_id) REFERENCES public.pipeline_stage(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.reporting_metricdefinition
    ADD CONSTRAINT reporting_metricdefi_author_id_04988609_fk_accounts_ FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territories_quota
    ADD CONSTRAINT territories_quota_period_id_cad2b4e1_fk_accounts_ FOREIGN KEY (period_id) REFERENCES public.accounts_fiscalperiod(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territories_quota
    ADD CONSTRAINT territories_quota_plan_id_79a40431_fk_territories_quotaplan_id FOREIGN KEY (plan_id) REFERENCES public.territories_quotaplan(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territories_quota
    ADD CONSTRAINT territories_quota_recorded_by_id_4148f7e0_fk_accounts_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territories_quota
    ADD CONSTRAINT territories_quota_seat_id_467c2da0_fk_accounts_seat_id FOREIGN KEY (seat_id) REFERENCES public.accounts_seat(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.territories_quotaplan
    ADD CONSTRAINT territories_quotaplan_made_by_id_77b47a37_fk_accounts_user_id FOREIGN KEY (made_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.pipeline_opportunityversion
    ADD CONSTRAINT version_stage_status FOREIGN KEY (stage_id, status) REFERENCES public.pipeline_stage(id, kind);
ALTER TABLE ONLY public.web_idempotentanswer
    ADD CONSTRAINT web_idempotentanswer_user_id_6aab3059_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.web_savedview
    ADD CONSTRAINT web_savedview_owner_id_5d101d46_fk_accounts_user_id FOREIGN KEY (owner_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
GRANT ALL ON SCHEMA public TO salesops_owner;
GRANT USAGE ON SCHEMA public TO salesops_app;
GRANT USAGE ON SCHEMA public TO salesops_reader;
REVOKE ALL ON FUNCTION public.audit_erase(record_ids bigint[], names text[], pattern text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.audit_erase(record_ids bigint[], names text[], pattern text) TO salesops_app;
GRANT SELECT,INSERT ON TABLE public.audit_auditrecord TO salesops_app;
GRANT SELECT ON TABLE public.audit_auditrecord TO salesops_reader;
REVOKE ALL ON FUNCTION public.erase_columns(target regclass, names text[], ids bigint[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erase_columns(target regclass, names text[], ids bigint[]) TO salesops_app;
REVOKE ALL ON FUNCTION public.erase_words(target regclass, pattern text, whole text, first_page bigint, last_page bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.erase_words(target regclass, pattern text, whole text, first_page bigint, last_page bigint) TO salesops_app;
REVOKE ALL ON FUNCTION public.forecasting_erase_rows(pattern text, whole text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.forecasting_erase_rows(pattern text, whole text) TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO salesops_app;
GRANT SELECT ON TABLE public.account_emailaddress TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailaddress_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO salesops_app;
GRANT SELECT ON TABLE public.account_emailconfirmation TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.account_emailconfirmation_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_accountownership TO salesops_app;
GRANT SELECT ON TABLE public.accounts_accountownership TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_accountownership_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_apitoken TO salesops_app;
GRANT SELECT ON TABLE public.accounts_apitoken TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_apitoken_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_capturesource TO salesops_app;
GRANT SELECT ON TABLE public.accounts_capturesource TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_capturesource_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_contact TO salesops_app;
GRANT SELECT ON TABLE public.accounts_contact TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_contact_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_contactmerge TO salesops_app;
GRANT SELECT ON TABLE public.accounts_contactmerge TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_contactmerge_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_contract TO salesops_app;
GRANT SELECT ON TABLE public.accounts_contract TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_contract_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_contractfile TO salesops_app;
GRANT SELECT ON TABLE public.accounts_contractfile TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_contractfile_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_contractline TO salesops_app;
GRANT SELECT ON TABLE public.accounts_contractline TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_contractline_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_contractrenewal TO salesops_app;
GRANT SELECT ON TABLE public.accounts_contractrenewal TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_contractrenewal_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_currency TO salesops_app;
GRANT SELECT ON TABLE public.accounts_currency TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_customeraccount TO salesops_app;
GRANT SELECT ON TABLE public.accounts_customeraccount TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_customeraccount_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_customermember TO salesops_app;
GRANT SELECT ON TABLE public.accounts_customermember TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_customermember_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_customermerge TO salesops_app;
GRANT SELECT ON TABLE public.accounts_customermerge TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_customermerge_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_delegation TO salesops_app;
GRANT SELECT ON TABLE public.accounts_delegation TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_delegation_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_employment TO salesops_app;
GRANT SELECT ON TABLE public.accounts_employment TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_employment_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_erasurerequest TO salesops_app;
GRANT SELECT ON TABLE public.accounts_erasurerequest TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_erasurerequest_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_fiscalperiod TO salesops_app;
GRANT SELECT ON TABLE public.accounts_fiscalperiod TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_fiscalperiod_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_fxrate TO salesops_app;
GRANT SELECT ON TABLE public.accounts_fxrate TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_fxrate_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_holiday TO salesops_app;
GRANT SELECT ON TABLE public.accounts_holiday TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_holiday_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_installedproduct TO salesops_app;
GRANT SELECT ON TABLE public.accounts_installedproduct TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_installedproduct_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_jobassignment TO salesops_app;
GRANT SELECT ON TABLE public.accounts_jobassignment TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_jobassignment_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_leave TO salesops_app;
GRANT SELECT ON TABLE public.accounts_leave TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_leave_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_notduplicate TO salesops_app;
GRANT SELECT ON TABLE public.accounts_notduplicate TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_notduplicate_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_obligation TO salesops_app;
GRANT SELECT ON TABLE public.accounts_obligation TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_obligation_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_order TO salesops_app;
GRANT SELECT ON TABLE public.accounts_order TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_order_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_orderline TO salesops_app;
GRANT SELECT ON TABLE public.accounts_orderline TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_orderline_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_organisation TO salesops_app;
GRANT SELECT ON TABLE public.accounts_organisation TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_organisation_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_ownershipclaim TO salesops_app;
GRANT SELECT ON TABLE public.accounts_ownershipclaim TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_ownershipclaim_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_peoplechange TO salesops_app;
GRANT SELECT ON TABLE public.accounts_peoplechange TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_peoplechange_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_personcalendar TO salesops_app;
GRANT SELECT ON TABLE public.accounts_personcalendar TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_personcalendar_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_personmove TO salesops_app;
GRANT SELECT ON TABLE public.accounts_personmove TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_personmove_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_personsession TO salesops_app;
GRANT SELECT ON TABLE public.accounts_personsession TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_personsession_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_provideridentity TO salesops_app;
GRANT SELECT ON TABLE public.accounts_provideridentity TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_provideridentity_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_relationship TO salesops_app;
GRANT SELECT ON TABLE public.accounts_relationship TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_relationship_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_reorganisation TO salesops_app;
GRANT SELECT ON TABLE public.accounts_reorganisation TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_reorganisation_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_reportingline TO salesops_app;
GRANT SELECT ON TABLE public.accounts_reportingline TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_reportingline_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_role TO salesops_app;
GRANT SELECT ON TABLE public.accounts_role TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_role_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_rolegrant TO salesops_app;
GRANT SELECT ON TABLE public.accounts_rolegrant TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_rolegrant_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_roleverb TO salesops_app;
GRANT SELECT ON TABLE public.accounts_roleverb TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_roleverb_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_seat TO salesops_app;
GRANT SELECT ON TABLE public.accounts_seat TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_seat_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_seatoccupancy TO salesops_app;
GRANT SELECT ON TABLE public.accounts_seatoccupancy TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_seatoccupancy_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_settingschange TO salesops_app;
GRANT SELECT ON TABLE public.accounts_settingschange TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_settingschange_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_signinevent TO salesops_app;
GRANT SELECT ON TABLE public.accounts_signinevent TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_signinevent_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_signinlink TO salesops_app;
GRANT SELECT ON TABLE public.accounts_signinlink TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_signinlink_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_suppressed TO salesops_app;
GRANT SELECT ON TABLE public.accounts_suppressed TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_suppressed_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_suppressionlist TO salesops_app;
GRANT SELECT ON TABLE public.accounts_suppressionlist TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_suppressionlist_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_team TO salesops_app;
GRANT SELECT ON TABLE public.accounts_team TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_team_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_teamcalendar TO salesops_app;
GRANT SELECT ON TABLE public.accounts_teamcalendar TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_teamcalendar_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_teammembership TO salesops_app;
GRANT SELECT ON TABLE public.accounts_teammembership TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_teammembership_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_teammove TO salesops_app;
GRANT SELECT ON TABLE public.accounts_teammove TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_teammove_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_teamparent TO salesops_app;
GRANT SELECT ON TABLE public.accounts_teamparent TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_teamparent_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_usagesignal TO salesops_app;
GRANT SELECT ON TABLE public.accounts_usagesignal TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_usagesignal_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_user TO salesops_app;
GRANT SELECT ON TABLE public.accounts_user TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_user_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_workcalendar TO salesops_app;
GRANT SELECT ON TABLE public.accounts_workcalendar TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_workcalendar_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.accounts_workhours TO salesops_app;
GRANT SELECT ON TABLE public.accounts_workhours TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.accounts_workhours_id_seq TO salesops_app;
GRANT SELECT,USAGE ON SEQUENCE public.audit_auditrecord_id_seq TO salesops_app;
GRANT SELECT,INSERT ON TABLE public.audit_seal TO salesops_app;
GRANT SELECT ON TABLE public.audit_seal TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.audit_seal_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO salesops_app;
GRANT SELECT ON TABLE public.auth_group TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO salesops_app;
GRANT SELECT ON TABLE public.auth_group_permissions TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO salesops_app;
GRANT SELECT ON TABLE public.auth_permission TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessattempt TO salesops_app;
GRANT SELECT ON TABLE public.axes_accessattempt TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.axes_accessattempt_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessattemptexpiration TO salesops_app;
GRANT SELECT ON TABLE public.axes_accessattemptexpiration TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accessfailurelog TO salesops_app;
GRANT SELECT ON TABLE public.axes_accessfailurelog TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.axes_accessfailurelog_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.axes_accesslog TO salesops_app;
GRANT SELECT ON TABLE public.axes_accesslog TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.axes_accesslog_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO salesops_app;
GRANT SELECT ON TABLE public.django_content_type TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_migrations TO salesops_app;
GRANT SELECT ON TABLE public.django_migrations TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.django_migrations_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO salesops_app;
GRANT SELECT ON TABLE public.django_session TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_forecastcall TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_forecastcall TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_forecastcall_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_forecastperiodevent TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_forecastperiodevent TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_forecastperiodevent_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_forecastperiodstate TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_forecastperiodstate TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_forecastperiodstate_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_forecasttype TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_forecasttype TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_forecasttype_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_forecasttypeversion TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_forecasttypeversion TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_forecasttypeversion_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_submission TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_submission TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_submission_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_submissioncall TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_submissioncall TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_submissioncall_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_submissionnode TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_submissionnode TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.forecasting_submissionnode_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.forecasting_submissionrow TO salesops_app;
GRANT SELECT ON TABLE public.forecasting_submissionrow TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_batchrecord TO salesops_app;
GRANT SELECT ON TABLE public.imports_batchrecord TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.imports_batchrecord_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_externalid TO salesops_app;
GRANT SELECT ON TABLE public.imports_externalid TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.imports_externalid_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_importbatch TO salesops_app;
GRANT SELECT ON TABLE public.imports_importbatch TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.imports_importbatch_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_importfile TO salesops_app;
GRANT SELECT ON TABLE public.imports_importfile TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.imports_importfile_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_plannedrow TO salesops_app;
GRANT SELECT ON TABLE public.imports_plannedrow TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_problem TO salesops_app;
GRANT SELECT ON TABLE public.imports_problem TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.imports_problem_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_savedmapping TO salesops_app;
GRANT SELECT ON TABLE public.imports_savedmapping TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.imports_savedmapping_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports_stagedrow TO salesops_app;
GRANT SELECT ON TABLE public.imports_stagedrow TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_channel TO salesops_app;
GRANT SELECT ON TABLE public.inbox_channel TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_channel_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_comment TO salesops_app;
GRANT SELECT ON TABLE public.inbox_comment TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_comment_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_commentcopy TO salesops_app;
GRANT SELECT ON TABLE public.inbox_commentcopy TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_commentcopy_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_delivery TO salesops_app;
GRANT SELECT ON TABLE public.inbox_delivery TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_delivery_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_follow TO salesops_app;
GRANT SELECT ON TABLE public.inbox_follow TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_follow_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_mention TO salesops_app;
GRANT SELECT ON TABLE public.inbox_mention TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_mention_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_mute TO salesops_app;
GRANT SELECT ON TABLE public.inbox_mute TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_mute_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_news TO salesops_app;
GRANT SELECT ON TABLE public.inbox_news TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_news_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_notification TO salesops_app;
GRANT SELECT ON TABLE public.inbox_notification TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_notification_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_preference TO salesops_app;
GRANT SELECT ON TABLE public.inbox_preference TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_preference_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.inbox_task TO salesops_app;
GRANT SELECT ON TABLE public.inbox_task TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.inbox_task_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_job TO salesops_app;
GRANT SELECT ON TABLE public.jobs_job TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.jobs_job_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs_jobfile TO salesops_app;
GRANT SELECT ON TABLE public.jobs_jobfile TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.jobs_jobfile_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO salesops_app;
GRANT SELECT ON TABLE public.mfa_authenticator TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.mfa_authenticator_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_activity TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_activity TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_activity_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_activitycontact TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_activitycontact TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_activitycontact_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_captured TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_captured TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_captured_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_lead TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_lead TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_lead_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_leadevent TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_leadevent TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_leadevent_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_opportunity TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_opportunity TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_opportunity_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_opportunitymember TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_opportunitymember TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_opportunitymember_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_opportunityversion TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_opportunityversion TO salesops_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_processversion TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_processversion TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_processversion_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_product TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_product TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_product_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_reason TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_reason TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_reason_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_stage TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_stage TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_stage_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_stagecategory TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_stagecategory TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_stagecategory_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_stalestrength TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_stalestrength TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_stalestrength_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.pipeline_subcategory TO salesops_app;
GRANT SELECT ON TABLE public.pipeline_subcategory TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.pipeline_subcategory_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reporting_metricdefinition TO salesops_app;
GRANT SELECT ON TABLE public.reporting_metricdefinition TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.reporting_metricdefinition_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.territories_quota TO salesops_app;
GRANT SELECT ON TABLE public.territories_quota TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.territories_quota_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.territories_quotaplan TO salesops_app;
GRANT SELECT ON TABLE public.territories_quotaplan TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.territories_quotaplan_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.web_idempotentanswer TO salesops_app;
GRANT SELECT ON TABLE public.web_idempotentanswer TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.web_idempotentanswer_id_seq TO salesops_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.web_savedview TO salesops_app;
GRANT SELECT ON TABLE public.web_savedview TO salesops_reader;
GRANT SELECT,USAGE ON SEQUENCE public.web_savedview_id_seq TO salesops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE salesops_owner IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO salesops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE salesops_owner IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO salesops_app;
ALTER DEFAULT PRIVILEGES FOR ROLE salesops_owner IN SCHEMA public GRANT SELECT ON TABLES TO salesops_reader;
INSERT INTO public."accounts_suppressionlist" ("only", "salt") VALUES (true, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0002_email_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0003_alter_emailaddress_create_unique_verified_email', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0004_alter_emailaddress_drop_unique_email', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0005_emailaddress_idx_upper_email', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0006_emailaddress_lower', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0007_emailaddress_idx_email', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0008_emailaddress_unique_primary_email_fixup', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('account', '0009_emailaddress_unique_primary_email', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0002_contracts', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0003_contract_verbs', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0004_signing_in', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0005_preset_second_factors', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0010_employment', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0011_people_verbs', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0012_people_changes', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0020_working_time', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0021_leave_verbs', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0022_delegations', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0023_reorganisations', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0030_customer_merges', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0031_contact_addresses', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0032_customer_verbs', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0033_ownership_claims', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0034_orders', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0035_relationships', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0040_erasure', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0041_erasure_verbs', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0042_provider', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0043_own_roles', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0044_dated_settings', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0050_capture', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0060_access_ended', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0070_contract_files_blocked', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0071_contract_approved_for', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('accounts', '0080_more_presets', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('audit', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('audit', '0002_erasing', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0002_alter_permission_name_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0003_alter_user_email_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0004_alter_user_username_opts', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0005_alter_user_last_login_null', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0006_require_contenttypes_0002', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0007_alter_validators_add_error_messages', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0008_alter_user_username_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0009_alter_user_last_name_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0010_alter_group_name_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0011_update_proxy_permissions', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('auth', '0012_alter_user_first_name_max_length', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0002_auto_20151217_2044', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0003_auto_20160322_0929', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0004_auto_20181024_1538', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0005_remove_accessattempt_trusted', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0006_remove_accesslog_trusted', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0007_alter_accessattempt_unique_together', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0008_accessfailurelog', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0009_add_session_hash', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('axes', '0010_accessattemptexpiration', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('contenttypes', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('contenttypes', '0002_remove_content_type_name', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('db', '0001_extensions', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('forecasting', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('forecasting', '0002_names_can_be_erased', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('imports', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('imports', '0002_staging', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('imports', '0003_analyze', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('imports', '0004_ids_set_by_hand', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('inbox', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('inbox', '0002_built_in', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('inbox', '0010_snooze_and_follow', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('jobs', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('jobs', '0002_job_file', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('mfa', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('mfa', '0002_authenticator_timestamps', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('mfa', '0003_authenticator_type_uniq', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0002_stage_status_key', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0003_cheaper_edits', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0004_leads_can_be_erased', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0005_open_until', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0006_capture', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('pipeline', '0010_look_back', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('reporting', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('sessions', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('territories', '0001_initial', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('territories', '0002_quota_days', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('territories', '0003_state_quota_days', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('web', '0001_idempotent_answer', now());
INSERT INTO public."django_migrations" ("app", "name", "applied") VALUES ('web', '0002_saved_view', now());
INSERT INTO public."inbox_channel" ("row_version", "kind", "name", "audience", "address", "host", "secret", "former_secret", "is_on", "last_ok_at", "failing_since", "failures", "last_error", "owner_id", "team_id", "uid") VALUES (1, 'in_app', 'In SalesOps', 'everyone', '', '', '', '', true, NULL, NULL, 0, '', NULL, NULL, gen_random_uuid());
INSERT INTO public."inbox_channel" ("row_version", "kind", "name", "audience", "address", "host", "secret", "former_secret", "is_on", "last_ok_at", "failing_since", "failures", "last_error", "owner_id", "team_id", "uid") VALUES (1, 'mail', 'Mail', 'everyone', '', '', '', '', true, NULL, NULL, 0, '', NULL, NULL, gen_random_uuid());
