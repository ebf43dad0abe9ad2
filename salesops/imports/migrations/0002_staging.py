"""Unlogged staging, and the functions that read a number or a date out of text.

The functions never raise: what cannot be read is NULL, and the check reports it with its row and column.
"""

from django.db import migrations

TABLES = """
CREATE UNLOGGED TABLE imports_stagedrow (
    file_id bigint NOT NULL,
    row_number integer NOT NULL,
    cells text[] NOT NULL,
    PRIMARY KEY (file_id, row_number)
);
CREATE UNLOGGED TABLE imports_plannedrow (
    file_id bigint NOT NULL,
    row_number integer NOT NULL,
    action varchar(10) NOT NULL,
    matched_by varchar(20) NOT NULL DEFAULT '',
    label text NOT NULL DEFAULT '',
    before jsonb NOT NULL DEFAULT '{}',
    after jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (file_id, row_number)
);
CREATE FUNCTION imports_norm(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT regexp_replace(lower(normalize(value, NFKD)), '[^[:alnum:]]', '', 'g') $$;
CREATE FUNCTION imports_key(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lower(normalize(btrim(value), NFC)) $$;
CREATE FUNCTION imports_number(value text, decimal_mark text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    stripped text := regexp_replace(btrim(value), '[[:space:]\u00a0\u202f''’]', '', 'g');
    negative boolean := false;
BEGIN
    IF stripped ~ '^\\(.*\\)$' THEN
        negative := true;
        stripped := substr(stripped, 2, length(stripped) - 2);
    END IF;
    stripped := replace(stripped, '\u2212', '-');
    stripped := regexp_replace(stripped, '^(-?)[A-Za-z]{3}', '\\1');
    stripped := regexp_replace(stripped, '(?:[A-Za-z]{3}|%)$', '');
    stripped := regexp_replace(stripped, '[$€£¥₹]', '', 'g');
    IF decimal_mark = ',' THEN
        IF stripped !~ '^[-+]?(\\d{1,3}(\\.\\d{3})+|\\d+)?(,\\d+)?$' THEN RETURN NULL; END IF;
        stripped := replace(replace(stripped, '.', ''), ',', '.');
    ELSE
        IF stripped !~ '^[-+]?(\\d{1,3}(,\\d{2,3})+|\\d+)?(\\.\\d+)?([eE][-+]?\\d{1,2})?$' THEN RETURN NULL; END IF;
        stripped := replace(stripped, ',', '');
    END IF;
    IF stripped !~ '\\d' OR length(stripped) > 40 THEN RETURN NULL; END IF;
    RETURN CASE WHEN negative THEN -stripped::numeric ELSE stripped::numeric END;
END $$;
CREATE FUNCTION imports_day(y integer, m integer, d integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN y NOT BETWEEN 1900 AND 2200 OR m NOT BETWEEN 1 AND 12 OR d NOT BETWEEN 1 AND 31 THEN NULL
        WHEN d > extract(day FROM make_date(y, m, 1) + interval '1 month' - interval '1 day') THEN NULL
        ELSE make_date(y, m, d)
    END
$$;
CREATE FUNCTION imports_date(value text, day_first boolean) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    found text[];
    short_year integer;
BEGIN
    found := regexp_match(value, '^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})([T ].*)?$');
    IF found IS NOT NULL THEN RETURN imports_day(found[1]::int, found[2]::int, found[3]::int); END IF;
    found := regexp_match(value, '^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4}|\\d{2})([ T].*)?$');
    IF found IS NOT NULL THEN
        short_year := found[3]::int + CASE WHEN length(found[3]) = 4 THEN 0 WHEN found[3]::int < 70 THEN 2000 ELSE 1900 END;
        IF day_first THEN RETURN imports_day(short_year, found[2]::int, found[1]::int); END IF;
        RETURN imports_day(short_year, found[1]::int, found[2]::int);
    END IF;
    found := regexp_match(lower(value), '^(\\d{1,2})[- ]([a-z]{3})[a-z]*[- ,]+(\\d{4}|\\d{2})$');
    IF found IS NULL THEN
        found := regexp_match(lower(value), '^([a-z]{3})[a-z]*[- ]+(\\d{1,2}),?[- ]+(\\d{4}|\\d{2})$');
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
    IF value ~ '^\\d{5}(\\.\\d+)?$' AND value::numeric BETWEEN 20000 AND 80000 THEN
        RETURN date '1899-12-30' + floor(value::numeric)::int;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION imports_moment(value text, day_first boolean, zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    day date := imports_date(value, day_first);
    found text[];
BEGIN
    IF day IS NULL THEN RETURN NULL; END IF;
    found := regexp_match(value, '[T ](\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?\\s*(Z|[-+]\\d{2}:?\\d{2})?$');
    IF found IS NULL THEN RETURN day::timestamp AT TIME ZONE zone; END IF;
    IF found[1]::int > 23 OR found[2]::int > 59 OR coalesce(found[3], '0')::numeric >= 60 THEN RETURN NULL; END IF;
    IF found[4] IS NULL THEN
        RETURN (day + make_time(found[1]::int, found[2]::int, coalesce(found[3], '0')::float)) AT TIME ZONE zone;
    END IF;
    RETURN ((day + make_time(found[1]::int, found[2]::int, coalesce(found[3], '0')::float))::text || found[4])::timestamptz;
END $$;
"""
GONE = """
DROP FUNCTION imports_moment(text, boolean, text);
DROP FUNCTION imports_date(text, boolean);
DROP FUNCTION imports_day(integer, integer, integer);
DROP FUNCTION imports_number(text, text);
DROP FUNCTION imports_key(text);
DROP FUNCTION imports_norm(text);
DROP TABLE imports_plannedrow;
DROP TABLE imports_stagedrow;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("db", "0001_extensions")]
    operations = [migrations.RunSQL(TABLES, GONE)]
