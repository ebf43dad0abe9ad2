"""The three roles: what each may do in a database that the owner migrated."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction

from salesops.local.addresses import SUPERUSER
from tests import harness

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application() -> None:
    assert rows("SELECT current_user, current_setting('cluster_name')") == [("salesops_app", "salesops-test")]


def test_application_writes_but_never_truncates() -> None:
    privileges = "SELECT bool_and(has_table_privilege(current_user, c.oid, %s)) FROM pg_class c WHERE c.relkind = 'r'"
    ours = privileges + " AND c.relname = 'django_session'"
    assert rows(ours, "SELECT, INSERT, UPDATE, DELETE") == [(True,)]
    for table in ("django_session", "accounts_user"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows(f"TRUNCATE {table} CASCADE")


def test_application_makes_no_tables() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        rows("CREATE TABLE public.mine (id int)")


def test_reader_is_entered_inside_a_transaction_and_only_reads() -> None:
    with transaction.atomic():
        rows("SET LOCAL ROLE salesops_reader")
        assert rows("SELECT count(*) >= 0 FROM accounts_user") == [(True,)]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows("DELETE FROM accounts_user")
        rows("RESET ROLE")


def test_application_does_not_inherit_the_reader() -> None:
    """Else a row policy for the reader would bind the application too."""
    assert rows("SELECT pg_has_role('salesops_app', 'salesops_reader', 'USAGE')") == [(False,)]
    assert rows("SELECT pg_has_role('salesops_app', 'salesops_reader', 'MEMBER')") == [(True,)]


def test_superuser_is_refused() -> None:
    other = connection.copy()
    other.settings_dict = other.settings_dict | {"USER": SUPERUSER}
    with pytest.raises(ImproperlyConfigured, match="superuser postgres"):
        other.ensure_connection()


def test_names_keep_their_accents_and_case(django_db_setup: None) -> None:
    """C.UTF-8: case beyond ASCII, and trigrams that keep accented letters."""
    assert rows("SELECT lower('ÅRHUS'), 'Zoë' ILIKE 'ZOË'") == [("århus", True)]


def test_a_module_that_commits_has_its_own_database() -> None:
    name = harness.clone(harness.new_name("proof"))
    try:
        with harness.cluster().connect(name) as other, other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            assert cursor.fetchone()[0] > 0
    finally:
        harness.cluster().drop_database(name)


def rows(statement: str, *values: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values) or None)
        return list(cursor.fetchall()) if cursor.description else []
