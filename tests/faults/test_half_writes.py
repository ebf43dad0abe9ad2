"""An error at each statement of a request: nothing of it stays, and the same request sent again succeeds (row 10)."""

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from celery import current_app
from django.db import OperationalError, connection

from accounts.models import CustomerAccount
from pipeline.operations.leads import create_lead
from tests.company import Company, make_deal
from tests.faults.books import a_book
from tests.pipeline.asking import API, api_of
from tests.tier import ARE_FAULTS_WHOLE

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def company(own_company: Company) -> Iterator[Company]:
    """Jobs are left on the broker, as by the product: run at once they would belong to the request that is broken."""
    current_app.conf.task_always_eager = False
    yield own_company
    current_app.control.purge()
    current_app.conf.task_always_eager = True


@dataclass
class Breaking:
    """Lets so many statements through, then fails one as a lost connection does."""

    after: int
    count: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.after:
            raise OperationalError("the connection was lost on purpose")
        return execute(sql, params, many, context)


@contextmanager
def broken(after: int) -> Iterator[Breaking]:
    breaking = Breaking(after)
    with connection.execute_wrapper(breaking):
        yield breaking


def everything() -> str:
    """A hash of every row of every table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        each = " UNION ALL ".join(
            f"SELECT '{table}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS rows FROM {table} t"
            for (table,) in cursor.fetchall()
        )
        cursor.execute(f"SELECT md5(string_agg(name || coalesce(rows, ''), '|' ORDER BY name)) FROM ({each}) each")
        return str(cursor.fetchone()[0])


def test_an_error_at_each_statement_leaves_nothing(company: Company) -> None:
    asked = 0
    for name, ask in requests(company):
        before = everything()
        for after in itertools.count(1):
            with broken(after) as breaking:
                answer = ask()
            if breaking.count < after:
                break
            assert (answer.status_code, answer["Retry-After"]) == (503, "5"), f"{name}, statement {after}"
            assert everything() == before, f"{name}: something stayed of an error at statement {after}"
            asked += 1
        assert answer.status_code in (200, 201), f"{name}: {answer.content[:300]!r}"
        assert everything() != before, f"{name} writes nothing"
    print(f"row 10: {asked} errors, one at each statement: 0 partial, each request sent again succeeds")


def requests(company: Company) -> Iterator[tuple[str, Callable[[], Any]]]:
    """One after the other; in short the first two."""
    yield from itertools.islice(every_request(company), None if ARE_FAULTS_WHOLE else 2)


def every_request(company: Company) -> Iterator[tuple[str, Callable[[], Any]]]:
    rep, manager, omar = api_of(company.priya), api_of(company.marcus), api_of(company.omar)
    first, second = (make_deal(company, company.priya, name=name) for name in ("First", "Second"))
    lead = create_lead(name="Kim", company="Cedar", email="kim@cedar.example", owner=company.priya, by=company.priya)
    twin = CustomerAccount.objects.create(name="Acme Robotics Inc")
    twin.contacts.create(name="Amara Osei")
    deals, leads = f"{API}/opportunities", f"{API}/leads/{lead.uid}"
    new = {"name": "Third", "customer": str(company.acme.uid), "close_date": "2027-03-01"}
    call = {"kind": "call", "outcome": "reached", "opportunity": str(first.uid), "next_step": "Send the paper"}
    yield "close", lambda: rep.post(f"{deals}/{first.uid}/close", {"outcome": "won"})
    yield "edit", lambda: rep.patch(f"{deals}/{second.uid}", {"next_step": "Call"}, headers={"If-Match": '"1"'})
    yield "create with a key", lambda: rep.post(deals, new, headers={"Idempotency-Key": "once"})
    yield "activity", lambda: rep.post(f"{API}/activities", call)
    yield "convert", lambda: rep.post(f"{leads}/convert", {})
    yield "transfer", lambda: manager.post(f"{deals}/{second.uid}/transfer", {"owner": str(company.ruth.uid)})
    yield "merge", lambda: omar.post(f"{API}/customers/{company.acme.uid}/merge", {"loser": str(twin.uid)})
    a_book(company, 8, random.Random(10))
    yield "submit", lambda: rep.post(f"{API}/forecast/submissions", {"seen_seq": 0})
