"""The version log: what 100,000 deals changed in one statement cost against the bare rows and indexes of it."""

from typing import Any

import psycopg2
import pytest
from django.db import connection

from benchmarks.bench_ground import sql
from benchmarks.compare import compare
from pipeline.models import Opportunity
from pipeline.models.opportunities import VERSIONED_FIELDS
from salesops.local.addresses import OWNER_ROLE
from tests import harness
from tests.company import build_company, make_deal

DEALS = 100_000
COLUMNS = ", ".join(VERSIONED_FIELDS)
GIVEN = {"uid": "gen_random_uuid()", "name": "'Mass'", "amount": "n", "close_date": "date '2026-01-01' + n %% 365"}


@pytest.fixture(scope="module")
def deals(own_database: str) -> None:
    """The deals with their first version, and copies of both tables that nothing watches, made by their owner."""
    company = build_company()
    one = make_deal(company, company.priya)
    people = [person.pk for person in (company.priya, company.andre, company.ruth, company.jonah, company.sofia)]
    listed = [field.column for field in Opportunity._meta.local_fields if field.column != "id"]
    given = GIVEN | {"owner_id": f"(ARRAY{people})[1 + n %% {len(people)}]"}
    chosen = ", ".join(given.get(name, name) for name in listed)
    sql("SET statement_timeout = 0")
    sql(
        f"INSERT INTO pipeline_opportunity ({', '.join(listed)}) SELECT {chosen} FROM pipeline_opportunity,"
        " generate_series(1, %s) n WHERE id = %s",
        [DEALS, one.pk],
    )
    owner(own_database, *(f"CREATE TABLE bare_{it} (LIKE pipeline_{it} INCLUDING ALL)" for it in TABLES))
    owner(own_database, *(f"ALTER TABLE bare_{it} SET (fillfactor = {fill})" for it, fill in TABLES.items()))
    for it in TABLES:
        sql(f"INSERT INTO bare_{it} SELECT * FROM pipeline_{it}")
    owner(own_database, "VACUUM ANALYZE")


TABLES = {"opportunity": 70, "opportunityversion": 100}


def owner(database: str, *statements: str) -> None:
    link = psycopg2.connect(harness.addresses().database(database, OWNER_ROLE))
    link.autocommit = True
    with link.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    link.close()


def ours() -> Any:
    sql("UPDATE pipeline_opportunity SET amount = amount + 1")


def bare() -> Any:
    """The same rows by hand: every deal closes one version and gets the next, nothing is compared or looked up."""
    sql("UPDATE bare_opportunity SET amount = amount + 1")
    sql("UPDATE bare_opportunityversion SET valid_to = statement_timestamp() WHERE valid_to = 'infinity'")
    sql(
        "INSERT INTO bare_opportunityversion (opportunity_id, version, valid_from, valid_to, recorded_at,"
        f" superseded_at, source, reconstructed, reason, changed_fields, {COLUMNS})"
        " SELECT id, row_version + %s, statement_timestamp(), 'infinity', statement_timestamp(), 'infinity',"
        f" 'sql', false, '', ARRAY['amount'], {COLUMNS}"
        " FROM bare_opportunity",
        [next(versions)],
    )


versions = iter(range(1, 100))


def test_a_mass_update_against_the_bare_rows_of_its_log(deals: None) -> None:
    verdict = compare(f"{DEALS:,} deals changed in one statement", ours, bare, must=2, goal=1.3, rounds=5, same=None)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM pipeline_{table} EXCEPT SELECT count(*) FROM bare_{table}")
            assert cursor.fetchall() == [], f"both wrote as many rows of {table}"
    print(f"log: {verdict.ours:.2f} s; platform.md 7 measured 1.8 s on a machine of its own")
    assert verdict.holds
