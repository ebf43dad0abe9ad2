"""The forecast in Chromium: the grid, an adjustment in its cell, submitting by key, drilling, quotas."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import FiscalPeriod
from accounts.operations.customers import personal_seat
from accounts.queries.organisation import calendar
from forecasting.models import ForecastCall, Submission
from forecasting.operations.calls import make_call
from forecasting.operations.periods import open_period
from forecasting.operations.types import make_forecast_types
from salesops.kernel.periods import Level, period_at
from territories.operations.quotas import Entry, set_quotas
from tests.company import Company
from tests.forecasting.book import deal

Open = Callable[..., Any]
AMOUNTS = {
    "priya": (588_000, 372_000, 284_000, 636_000),
    "andre": (84_000, 60_000, 62_000, 108_000),
    "ruth": (82_000, 52_000, 38_000, 96_000),
    "jonah": (128_000, 72_000, 56_000, 112_000),
    "sofia": (102_000, 76_000, 48_000, 124_000),
    "marcus": (0, 40_000, 0, 0),
}


@pytest.fixture
def book(company: Company) -> Company:
    """A quarter with deals, quotas and one adjustment; made once, the clone is shared."""
    type_, _renewals = make_forecast_types(by=None)
    period = FiscalPeriod.objects.get(key=period_at(timezone.localdate(), Level.QUARTER, calendar()).key)
    if not open_period(type_, period, by=None).seq and not ForecastCall.objects.exists():
        _fill(company, type_, period)
    return company


def _fill(company: Company, type_: Any, period: FiscalPeriod) -> None:
    at = timezone.now() - timedelta(hours=2)
    for first_name, amounts in AMOUNTS.items():
        person = getattr(company, first_name)
        for category, amount in zip(("won", "commit", "upside", "pipeline"), amounts, strict=True):
            if amount:
                name = f"{person.name.split()[0]} {category}"
                deal(company, person, category, amount, close_date=period.end_date, at=at, name=name)
        deal(
            company,
            person,
            "commit",
            9_000,
            close_date=period.start_date - timedelta(days=3),
            at=at,
            name="Overdue one",
        )
    quotas = [Entry(personal_seat(getattr(company, name)), period, Decimal(220_000)) for name in AMOUNTS]
    set_quotas(quotas, by=None)
    note = "Half of Aldgate until procurement signs."
    make_call(type_, period, company.andre, value=Decimal(130_000), by=company.marcus, note=note)


def test_a_manager_adjusts_in_the_cell_and_submits_by_key(book: Company, open_page: Open) -> None:
    page = open_page(user=book.marcus)
    page.goto("/forecast")
    row = page.get_by_role("row").filter(has_text="Ruth Adeyemi")
    row.get_by_role("link", name="adjust Ruth").click()
    page.get_by_label("Manager adjustment of Ruth Adeyemi").fill("120k")
    page.get_by_label("Why", exact=True).last.fill("Two of three will slip")
    page.get_by_label("Why", exact=True).last.press("Enter")
    page.get_by_text("The forecast of Ruth Adeyemi is saved").wait_for()
    assert ForecastCall.objects.get(node=book.ruth).value == 120_000
    page.keyboard.press("Control+Enter")
    page.get_by_text("is submitted, number 1").wait_for()
    assert Submission.objects.get(node=book.marcus).totals["commit"]["said"]


def test_a_number_opens_its_deals(book: Company, open_page: Open) -> None:
    page = open_page(user=book.helena)
    page.goto("/forecast")
    page.get_by_role("row").filter(has_text="Jonah Becker").get_by_role("link", name="128,000").click()
    page.get_by_text("adds up to $128,000").wait_for()
    assert page.get_by_role("row").filter(has_text="Jonah won").count() == 1


def test_the_forms_and_a_submission_are_accessible(
    book: Company, open_page: Open, accessible: Callable[..., None]
) -> None:
    page = open_page(user=book.marcus)
    page.goto("/forecast")
    page.get_by_text("Change my forecast").click()
    accessible(page)
    page.get_by_role("link", name="adjust Priya").click()
    page.get_by_label("Manager adjustment of Priya Raman").wait_for()
    accessible(page)
    page.goto("/forecast/submissions")
    page.get_by_role("link", name="Marcus Boyle").first.click()
    page.get_by_role("heading", name="As signed, and today").wait_for()
    accessible(page)


def test_without_a_script_the_page_still_takes_a_forecast(book: Company, open_page: Open) -> None:
    page = open_page(user=book.sofia, javascript=False)
    page.goto("/forecast")
    page.get_by_role("button", name="Submit forecast").click()
    assert Submission.objects.filter(node=book.sofia).exists()
