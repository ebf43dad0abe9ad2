"""A new database of ours is what all migrations would have made of an empty one, and has secrets of its own."""

import re

import pytest

from salesops.local.postgres import SCHEMA
from tests import harness
from tools.write_schema import rows_of, tables_of, written


@pytest.fixture(scope="module")
def migrated(whole_database: None) -> str:
    return harness.migrated("migrated")


@pytest.fixture(scope="module")
def loaded(whole_database: None) -> str:
    return new_database()


def new_database() -> str:
    name = harness.new_name("loaded")
    harness.cluster().make_database(name)
    return name


def salt(database: str) -> bytes:
    with harness.cluster().connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT salt FROM accounts_suppressionlist")
        return bytes(cursor.fetchone()[0])


def test_file_is_what_the_migrations_make(migrated: str) -> None:
    assert SCHEMA.read_text(encoding="utf-8") == written(harness.cluster(), migrated), "run tools/write_schema.py"


def test_tables_and_rights_of_a_new_database_are_those_of_a_migrated_one(migrated: str, loaded: str) -> None:
    new, old = (said_plainly(tables_of(harness.cluster(), database)) for database in (loaded, migrated))
    assert new == old


def said_plainly(dump: str) -> list[str]:
    """PostgreSQL adds a cast or a bracket each time that it reads a condition of its own again."""
    return [re.sub(r"::(text|character varying)(\[\])?|[()]", "", line) for line in dump.splitlines()]


def test_loading_it_leaves_nothing_to_migrate(migrated: str, loaded: str) -> None:
    rows = rows_of(harness.cluster(), loaded)
    assert rows == rows_of(harness.cluster(), migrated)
    assert rows.count('"django_migrations"') > 50


def test_no_two_databases_share_a_salt(loaded: str) -> None:
    assert salt(loaded) != salt(new_database())
