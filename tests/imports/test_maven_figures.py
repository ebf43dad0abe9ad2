"""The Maven figures through the one function that pages, API and exports call: equal to facts.json everywhere."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import Team, User
from accounts.operations.organisation import open_fiscal_years, set_up_organisation
from accounts.operations.people import create_person, grant_role, make_role_presets
from pipeline.models import Product
from salesops.kernel.periods import Period, span
from salesops.kernel.scope import EVERYTHING
from salesops.reporting.evaluate import evaluate
from tests.imports.maven import facts, imported, needs_files

pytestmark = needs_files
ZONE = ZoneInfo("UTC")
ALL = span(date(2016, 1, 1), date(2018, 1, 1))


@pytest.fixture(scope="module")
def analyst(own_database: str) -> Iterator[User]:
    set_up_organisation(by=None, name="Maven", time_zone="UTC", currency="USD")
    open_fiscal_years((2016, 2017, 2018), by=None)
    make_role_presets(by=None)
    imported(None)
    person = create_person(name="Ann", email="ann@maven.example", state="active", password=None, by=None)
    grant_role(person, "analyst", by=None)
    yield person


def quarter(name: str) -> Period:
    year, number = int(name[:4]), int(name[-1])
    start = date(year, 3 * number - 2, 1)
    return span(start, date(year + (number == 4), 3 * number % 12 + 1, 1))


def test_totals(analyst: User) -> None:
    said = facts()["overall"]
    bookings = evaluate("bookings", scope=EVERYTHING, period=ALL)
    assert (bookings.value, bookings.n) == (said["won_value_total"], said["stage_counts"]["Won"])
    rate = evaluate("win_rate", scope=EVERYTHING, period=ALL)
    assert (rate.numerator, rate.denominator) == (said["stage_counts"]["Won"], said["closed"])
    assert round(float(rate.value or 0), 6) == said["win_rate"]
    assert (
        round(float(evaluate("average_sales_price", scope=EVERYTHING, period=ALL).value or 0), 4)
        == said["avg_won_value"]
    )
    assert (
        round(float(evaluate("sales_cycle", scope=EVERYTHING, period=ALL).value or 0), 3) == said["avg_cycle_days_won"]
    )
    assert evaluate("sales_cycle_median", scope=EVERYTHING, period=ALL).value == Decimal(
        str(said["median_cycle_days_won"])
    )


@pytest.mark.parametrize(
    ("dimension", "key", "model"),
    [("team", "by_regional_office", Team), ("manager", "by_manager", User), ("product", "by_product", Product)],
)
def test_cut_by_a_dimension(analyst: User, dimension: str, key: str, model: type[Team | User | Product]) -> None:
    names = {str(record.uid): record.name for record in model._default_manager.all()}
    for metric, fact in (("bookings", "won_value"), ("win_rate", "win_rate"), ("sales_cycle", "avg_won_cycle_days")):
        results = evaluate(metric, scope=EVERYTHING, period=ALL, dims=(dimension,))
        found = {names.get(result.group[0] or ""): result.value for result in results}
        for name, expected in facts()[key].items():
            digits = {"won_value": 0, "win_rate": 6, "avg_won_cycle_days": 2}[fact]
            assert round(float(found[name] or 0), digits) == expected[fact], (metric, name)


def test_by_quarter(analyst: User) -> None:
    for name, expected in facts()["by_close_quarter"].items():
        assert evaluate("bookings", scope=EVERYTHING, period=quarter(name)).value == expected["won_value"]


def test_page_api_and_export_say_the_same(analyst: User) -> None:
    client = Client()
    client.force_login(analyst, backend=settings.AUTHENTICATION_BACKENDS[-1])
    asked = {"period": "2017-Q2"}
    api = client.get("/api/v1/metrics/bookings/value", asked)
    assert api.status_code == 200, api.content
    expected = facts()["by_close_quarter"]["2017Q2"]["won_value"]
    assert Decimal(api.json()["value"]) == expected
    page = client.get("/metrics/bookings/rows", asked | {"format": "csv"})
    content = b"".join(page.streaming_content) if page.streaming else page.content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == facts()["by_close_quarter"]["2017Q2"]["won"]
