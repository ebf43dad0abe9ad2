"""No way of writing a deal skips its log, and nothing rewrites the log."""

import io
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, connections, transaction

from pipeline.models import Opportunity, OpportunityVersion
from pipeline.operations.opportunities import edit_opportunity
from salesops.db.operation import operation
from salesops.kernel.moments import INFINITY
from tests.company import Company, copy_deal, make_deal
from tests.tier import IS_LONG

MANY = 100_000 if IS_LONG else 10_000
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


@pytest.fixture
def deal(company: Company) -> Opportunity:
    return make_deal(company, company.priya, amount="70", at=AT)


def last(deal: Opportunity) -> OpportunityVersion:
    rows = OpportunityVersion.objects.filter(opportunity=deal).order_by("version")
    assert [row.valid_to for row in rows] == [row.valid_from for row in rows[1:]] + [INFINITY]
    return list(rows)[-1]


def unsaved(company: Company, **state: object) -> Opportunity:
    stage = company.process.stages.order_by("position")[0]
    owners = {"owner": company.priya, "credit_owner": company.priya}
    return Opportunity(**{"name": "D", "process": company.process, "stage": stage, **owners, **state})


def save(deal: Opportunity) -> None:
    deal.amount = Decimal(85)
    deal.save(update_fields=["amount"])


def update(deal: Opportunity) -> None:
    Opportunity.objects.filter(pk=deal.pk).update(amount=Decimal(85))


def bulk_update(deal: Opportunity) -> None:
    deal.amount = Decimal(85)
    Opportunity.objects.bulk_update([deal], ["amount"])


def raw_sql(deal: Opportunity) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pipeline_opportunity SET amount = 85 WHERE id = %s", [deal.pk])


def upsert(deal: Opportunity) -> None:
    deal.amount = Decimal(85)
    Opportunity.objects.bulk_create([deal], update_conflicts=True, unique_fields=["id"], update_fields=["amount"])


@pytest.mark.parametrize("write", [save, update, bulk_update, raw_sql, upsert])
def test_every_way_to_change_a_deal_is_logged(deal: Opportunity, write: Callable[[Opportunity], None]) -> None:
    write(deal)
    row = last(deal)
    assert (row.version, row.amount, row.changed_fields) == (2, 85, ["amount"])
    assert row.source == "sql"


def test_bulk_create_logs_each_deal(company: Company) -> None:
    made = Opportunity.objects.bulk_create([unsaved(company, amount=Decimal(n)) for n in range(3)])
    assert [last(deal).amount for deal in made] == [0, 1, 2]


def test_copy_logs_each_deal(company: Company, deal: Opportunity) -> None:
    names = [field.column for field in Opportunity._meta.local_fields if field.column not in ("id", "uid")]
    with connection.cursor() as cursor:
        copied = io.StringIO()
        listed = ", ".join(names)
        one = f"SELECT gen_random_uuid(), {listed} FROM pipeline_opportunity WHERE id = {deal.pk}"
        cursor.cursor.copy_expert(f"COPY ({one}) TO STDOUT", copied)
        copied.seek(0)
        cursor.cursor.copy_expert(f"COPY pipeline_opportunity (uid, {listed}) FROM STDIN", copied)
    copy = Opportunity.objects.latest("pk")
    assert copy.pk != deal.pk
    assert (last(copy).version, last(copy).amount) == (1, 70)


def test_what_does_not_change_is_not_logged(deal: Opportunity) -> None:
    Opportunity.objects.filter(pk=deal.pk).update(amount=Decimal(70), name="Another name")
    assert last(deal).version == 1


def test_version_says_who_why_and_from_which_batch(company: Company, deal: Opportunity) -> None:
    with operation(by=company.omar, source="import", reason="March file", batch_id=12, at=AT + timedelta(1)):
        update(deal)
    row = last(deal)
    assert (row.actor_id, row.source, row.reason, row.batch_id) == (company.omar.pk, "import", "March file", 12)
    assert (row.valid_from, row.recorded_at) == (AT + timedelta(1), AT + timedelta(1))


def test_two_changes_of_one_microsecond_are_both_listed(company: Company, deal: Opportunity) -> None:
    later = AT + timedelta(1)
    for amount in (80, 90):
        edit_opportunity(deal, changes={"amount": Decimal(amount)}, by=company.priya, at=later)
    rows = list(OpportunityVersion.objects.filter(opportunity=deal).order_by("version"))
    assert [(row.valid_from, row.valid_to) for row in rows[1:]] == [(later, later), (later, INFINITY)]
    assert rows[2].recorded_at > rows[1].recorded_at


def test_clock_that_runs_back_does_not_reorder_the_log(company: Company, deal: Opportunity) -> None:
    edit_opportunity(deal, changes={"amount": Decimal(80)}, by=company.priya, at=AT - timedelta(days=1))
    row = last(deal)
    assert (row.valid_from, row.amount) == (AT, 80)


def test_two_writers_at_once_both_stand_in_the_log(company: Company, deal: Opportunity) -> None:
    """The second waits for the first one's row and then logs what it changed on top of it."""
    first_has_written, second_has_begun = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            update(deal)
            first_has_written.set()
            second_has_begun.wait(10)
        connections.close_all()

    def second() -> None:
        first_has_written.wait(10)
        second_has_begun.set()
        Opportunity.objects.filter(pk=deal.pk).update(next_step="Call")
        connections.close_all()

    threads = [threading.Thread(target=work) for work in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    row = last(deal)
    assert (row.version, row.amount, row.next_step, row.changed_fields) == (3, 85, "Call", ["next_step"])


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM pipeline_opportunityversion WHERE opportunity_id = %s",
        "UPDATE pipeline_opportunityversion SET amount = 1 WHERE opportunity_id = %s",
        "UPDATE pipeline_opportunityversion SET valid_from = now() WHERE opportunity_id = %s",
        "UPDATE pipeline_opportunityversion SET recorded_at = now() WHERE opportunity_id = %s",
        "UPDATE pipeline_opportunityversion SET actor_id = NULL WHERE opportunity_id = %s",
        "DELETE FROM pipeline_opportunity WHERE id = %s",
        "TRUNCATE pipeline_opportunityversion -- %s",
    ],
)
def test_log_is_never_rewritten(deal: Opportunity, statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"log_is_append_only|permission denied"), connection.cursor() as cursor:
        cursor.execute(statement, [deal.pk])


def test_row_is_superseded_once(deal: Opportunity) -> None:
    rows = OpportunityVersion.objects.filter(opportunity=deal)
    with transaction.atomic():
        rows.update(superseded_at=AT + timedelta(2))
        with pytest.raises(DatabaseError, match="log_is_append_only"), transaction.atomic():
            rows.update(superseded_at=AT + timedelta(3))
        transaction.set_rollback(True)


@pytest.mark.long
def test_very_many_deals_change_in_one_statement_at_one_instant(company: Company, deal: Opportunity) -> None:
    """A hundred thousand under `make gates`."""
    started = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        # The seconds are printed, not judged: a busy machine must not cut the statement short.
        cursor.execute("SET LOCAL statement_timeout = 0")
        copy_deal(deal, MANY, name="Mass")
        made = time.monotonic()
    # In a transaction of its own: of rows made by the same one PostgreSQL asks for every key again.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        began = time.monotonic()
        cursor.execute("UPDATE pipeline_opportunity SET amount = amount + 1 WHERE name = 'Mass'")
        changed = time.monotonic()
        cursor.execute(
            "SELECT count(*), count(DISTINCT v.valid_from), count(DISTINCT v.recorded_at)"
            " FROM pipeline_opportunityversion v JOIN pipeline_opportunity d ON d.id = v.opportunity_id"
            " WHERE d.name = 'Mass' AND v.version = 2 AND v.valid_to = 'infinity'"
        )
        assert cursor.fetchone() == (MANY, 1, 1)
    print(f"{MANY} deals made in {made - started:.1f} s, changed in one statement in {changed - began:.1f} s")
