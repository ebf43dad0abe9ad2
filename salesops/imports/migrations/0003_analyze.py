"""Only its owner may ANALYZE a table (before PostgreSQL 17); the application fills it and knows when it is time."""

from django.db import migrations

MAKE = """
CREATE FUNCTION imports_analyze(tables oid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE named text;
BEGIN
    FOR named IN
        SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = ANY(tables) AND n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
    LOOP
        EXECUTE 'ANALYZE ' || named;
    END LOOP;
END $$;
"""
GONE = "DROP FUNCTION imports_analyze(oid[])"


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_staging")]
    operations = [migrations.RunSQL(MAKE, GONE)]
