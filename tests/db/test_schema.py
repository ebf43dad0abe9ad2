"""A new database of ours is what all migrations would have made of an empty one, and has secrets of its own."""

import pytest

from salesops.local.postgres import SCHEMA
from tests import harness
from tools.write_schema import rows_of, written


@pytest.fixture(scope="module")
def migrated(django_db_setup: None) -> str:
    return harness.migrated("migrated")


@pytest.fixture(scope="module")
def loaded(django_db_setup: None) -> str:
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


def test_loading_it_leaves_nothing_to_migrate(migrated: str, loaded: str) -> None:
    rows = rows_of(harness.cluster(), loaded)
    assert rows == rows_of(harness.cluster(), migrated)
    assert rows.count('"django_migrations"') > 50


def test_no_two_databases_share_a_salt(loaded: str) -> None:
    assert salt(loaded) != salt(new_database())
