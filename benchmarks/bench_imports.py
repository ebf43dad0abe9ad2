"""A file of 10,000 deals taken in whole, against COPY into the same tables (platform.md 7)."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection

from benchmarks.bench_ground import sql
from benchmarks.bench_log import owner
from benchmarks.compare import compare
from pipeline.models import Opportunity
from tests.company import Company, build_company, make_deal
from tests.imports.files import committed, deals

ROWS, ROUNDS = 10_000, 5
COLUMNS = ", ".join(field.column for field in Opportunity._meta.local_fields if field.column not in ("id", "uid"))


@pytest.fixture(scope="module")
def company(own_database: str) -> Iterator[Company]:
    made = build_company()
    make_deal(made, made.priya)
    sql("SET statement_timeout = 0")
    owner(own_database, "VACUUM ANALYZE")
    yield made
    sql("RESET statement_timeout")


def file(number: int) -> bytes:
    """Deals that are in no file before: a third of them open, a third won, a third lost."""
    day = date(2026, 1, 5)
    rows = []
    for row in range(ROWS):
        stage = ("Discovery", "Won", "Lost")[row % 3]
        begun, closes = day + timedelta(days=row % 200), day + timedelta(days=row % 200 + 40)
        rows.append(
            f"F{number}-{row},Deal {number} {row},Acme Robotics,Priya Raman,{stage},{1000 + row},{begun},{closes}"
        )
    return deals(*rows)


def test_a_file_of_deals_against_copy(company: Company) -> None:
    numbers = count(1)

    def ours() -> Any:
        return committed(company.omar, file(next(numbers)))

    batch = ours()
    assert Opportunity.objects.count() == ROWS + 1, batch.counts
    batches = iter([copies() for _ in range(ROUNDS + 1)])
    verdict = compare(
        f"{ROWS:,} deals of a file", ours, lambda: copied(next(batches)), must=1.5, rounds=ROUNDS, same=None
    )
    assert verdict.holds


def copies() -> io.StringIO:
    """Rows that the last file made, as new ones."""
    rows = io.StringIO()
    chosen = f"SELECT gen_random_uuid(), {COLUMNS} FROM pipeline_opportunity ORDER BY id DESC LIMIT {ROWS}"
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", rows)
    return rows


def copied(rows: io.StringIO) -> None:
    """Row and log, every index live: the log's row is written by the trigger, as for whoever copies."""
    rows.seek(0)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY pipeline_opportunity (uid, {COLUMNS}) FROM STDIN", rows)
