"""Declared append-only tables on a table of this test: who may change what, and with which error code."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection

from salesops.db.append_only import CODE, append_only
from salesops.local.addresses import OWNER_ROLE
from tests import harness

TABLE = "noted"


@pytest.fixture(scope="module")
def owner(own_database: str) -> Iterator[Any]:
    """The owner of a table `noted` that declares what `append_only` can declare."""
    link = harness.cluster().connect(connection.settings_dict["NAME"], OWNER_ROLE)
    with link.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (id int PRIMARY KEY, text text, withdrawn_at date)")
        for number, trigger in enumerate(append_only(TABLE, set_once=("withdrawn_at",), erasable=("text",))):
            cursor.execute(_created(trigger, number))
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1, 'a', NULL), (2, 'b', '2026-11-01')")
    yield link
    link.close()


def _created(trigger: Any, number: int) -> str:
    """The trigger as its migration makes it, for a table that no model stands for."""
    variables = " ".join(f"{name} {kind};" for name, kind in trigger.declare or [])
    return (
        f"CREATE FUNCTION noted_{number}() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE {variables} BEGIN"
        f" {trigger.func} END $$; CREATE TRIGGER noted_{number} {trigger.when} {trigger.operation} ON {TABLE}"
        f" FOR EACH {trigger.level} EXECUTE FUNCTION noted_{number}()"
    )


def refused(link: Any, sql: str) -> None:
    with pytest.raises(psycopg2.Error) as error, link.cursor() as cursor:
        cursor.execute(sql)
    assert f"{CODE}: {TABLE}" in str(error.value)
    assert error.value.pgcode == "23001"


def done(link: Any, sql: str) -> None:
    with link.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE noted SET id = 9 WHERE id = 1",
        "UPDATE noted SET text = 'x'",
        "UPDATE noted SET withdrawn_at = '2026-11-02', text = 'x' WHERE id = 1",
        "UPDATE noted SET withdrawn_at = '2026-11-02' WHERE id = 2",
        "UPDATE noted SET withdrawn_at = NULL WHERE id = 2",
        "DELETE FROM noted WHERE id = 1",
        "DELETE FROM noted WHERE id = 99",
        "TRUNCATE noted",
    ],
)
def test_not_even_the_owner_changes_a_row(owner: Any, sql: str) -> None:
    refused(owner, sql)


def test_what_may_be_set_once_is_set_once(owner: Any) -> None:
    done(owner, "INSERT INTO noted VALUES (3, 'c', NULL)")
    done(owner, "UPDATE noted SET withdrawn_at = '2026-11-02' WHERE id = 3")
    refused(owner, "UPDATE noted SET withdrawn_at = '2026-11-03' WHERE id = 3")


def test_erasure_blanks_only_what_was_declared_and_only_for_the_owner(owner: Any) -> None:
    done(owner, "INSERT INTO noted VALUES (4, 'Ann', NULL)")
    done(owner, "GRANT UPDATE ON noted TO salesops_app")
    done(owner, "SELECT set_config('salesops.erasing', 'on', false)")
    refused(owner, "UPDATE noted SET id = 40 WHERE id = 4")
    done(owner, "UPDATE noted SET text = '[erased]' WHERE id = 4")
    done(owner, "SELECT set_config('salesops.erasing', 'off', false)")
    application = harness.cluster().connect(connection.settings_dict["NAME"], "salesops_app")
    done(application, "SELECT set_config('salesops.erasing', 'on', false)")
    refused(application, "UPDATE noted SET text = 'x' WHERE id = 4")
    application.close()
