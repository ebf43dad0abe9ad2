"""What a closed deal is worth in the reporting currency is one answer: list, page, file, API, figure, forecast."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse

from accounts.models import Currency, FxRate
from forecasting.queries.rollup import Frame, read_rollup
from pipeline.models import Opportunity
from pipeline.queries.inspection import changed_since
from salesops.kernel.scope import EVERYTHING
from territories.queries.bookings import booked_by_person
from tests.company import Company, build_company
from tests.forecasting.book import NOW, deal, opened
from tests.reporting.book import figure, question

pytestmark = pytest.mark.django_db
WORTH = {"Stored": Decimal("120.00"), "Ours": Decimal("70.00"), "Unpriced": None}
WON = Decimal("190.00")


@pytest.fixture
def company(db: None) -> Company:
    """Three won deals: one with what its closing stored, one in the reporting currency without that, one without a
    rate on its day. Today's rate prices none of them."""
    company = build_company()
    Currency.objects.create(code="EUR", name="Euro")
    FxRate.objects.create(
        from_currency="EUR", to_currency="USD", rate=Decimal("9"), valid=DateRange(date(2026, 12, 31), None)
    )
    deal(company, company.priya, "won", "100", name="Stored", currency="EUR", amount_converted=Decimal("120"))
    ours = deal(company, company.priya, "won", "70", name="Ours")
    Opportunity.objects.filter(pk=ours.pk).update(amount_converted=None)
    deal(company, company.priya, "won", "50", name="Unpriced", currency="EUR")
    return company


def closed(company: Company, **asked: str) -> Any:
    client = Client()
    client.force_login(company.priya)
    return client.get(reverse("pipeline:deals"), {"tab": "closed", "cols": "name,converted", **asked})


def test_list_and_file_say_it_or_why_not(company: Company) -> None:
    table = closed(company).context["table"]
    assert {row.cells[0].value: row.cells[1].value for row in table.rows} == WORTH
    unpriced = next(row for row in table.rows if row.cells[0].value == "Unpriced")
    assert "no exchange rate" in str(unpriced.cells[1].text)
    lines = b"".join(closed(company, format="csv").streaming_content).decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    assert {row["Deal"]: Decimal(row["Converted amount"] or "NaN") for row in rows if row["Deal"] != "Unpriced"} == {
        name: worth for name, worth in WORTH.items() if worth is not None
    }
    assert next(row for row in rows if row["Deal"] == "Unpriced")["Converted amount"] == ""


def test_page_and_api_say_it_or_why_not(company: Company) -> None:
    client = Client()
    client.force_login(company.priya)
    for name, said in (("Stored", "$120"), ("Unpriced", "no exchange rate")):
        page = client.get(reverse("pipeline:deal", args=[Opportunity.objects.get(name=name).uid])).content.decode()
        assert said in page[page.index("<dt>In USD</dt>") :][:200]
    rows = client.get("/api/v1/opportunities").json()["results"]
    worth = {row["name"]: row["amount_converted"] for row in rows}
    assert worth == {
        name: None if value is None else {"amount": str(value), "currency": "USD"} for name, value in WORTH.items()
    }


def test_figure_forecast_and_quota_start_add_the_same(company: Company) -> None:
    found = figure("bookings", "2026-Q4")
    assert (found.value, found.excluded) == (WON, {"missing_rate": 1})
    type_, period = opened()
    total = read_rollup(Frame(type_, period, NOW)).totals[company.priya.pk]["won"]
    assert (total.amount, total.missing) == (WON, 1)
    assert booked_by_person(date(2026, 10, 1), date(2026, 12, 31)) == {company.priya.pk: WON}


def test_what_moved_counts_a_closed_deal_by_the_same_rule(company: Company) -> None:
    asked = question("2026-Q4", scope=EVERYTHING).ask()
    moved = {one.name: one.after.amount for one in changed_since(asked, datetime(2026, 1, 1, tzinfo=UTC))}
    assert moved == WORTH
