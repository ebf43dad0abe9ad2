"""Every append-only table lets privacy erasure blank its texts, or says why it never holds anything of a person."""

import pytest
from django.db import connection

from salesops.audit.erasing import KEPT, tables

pytestmark = pytest.mark.django_db
# Choices, keys and codes: nobody types into them.
SHORT = 60
NOBODY = {
    "forecasting_forecasttypeversion": "lists of choices",
    "pipeline_opportunity": "its log is erased before it, so that both are equal",
}
REFUSING = """
    SELECT c.relname, string_agg(DISTINCT e.name, ', ')
    FROM pg_class c CROSS JOIN LATERAL erasable_columns(c.oid) e
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND (e.type IN ('text', 'jsonb') OR e.type LIKE '%%[]' OR e.letters > %s)
        AND EXISTS (
            SELECT FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
            WHERE t.tgrelid = c.oid AND t.tgtype & 16 = 16 AND f.prosrc LIKE '%%log_is_append_only%%'
                AND f.prosrc NOT LIKE '%%salesops.erasing%%' AND f.prosrc NOT LIKE '%%superseded%%'
                AND t.tgqual IS NULL
        )
    GROUP BY 1 ORDER BY 1
"""


def test_no_log_refuses_to_be_erased() -> None:
    """Add `erasable=` to its `append_only(..)`, or a line to NOBODY above."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSING, [SHORT])
        refusing = dict(cursor.fetchall())
    assert {table: names for table, names in refusing.items() if table not in NOBODY and table not in KEPT} == {}


def test_every_table_with_text_is_looked_at() -> None:
    looked_at = tables()
    assert {"accounts_contact", "pipeline_opportunityversion", "imports_stagedrow", "jobs_job"} <= set(looked_at)
    assert looked_at.index("pipeline_opportunityversion") < looked_at.index("pipeline_opportunity")
