"""The figures of contracts as metrics: equal to the bridge and to the rules, cut by scope and dimension."""

from datetime import date, timedelta
from decimal import Decimal as D
from random import Random
from typing import Any

import pytest

from accounts.access import scope_for
from accounts.contract_access import visible_contracts
from accounts.models import Contract, Currency
from accounts.operations.organisation import set_rate
from accounts.queries.arr import arr_moves
from accounts.queries.books import came_due
from salesops.kernel.moments import parse_as_of
from salesops.kernel.periods import span, year_before
from salesops.kernel.results import Result
from salesops.reporting.evaluate import Question, evaluate, ground
from salesops.reporting.rows import rows
from tests.accounts.conftest import SignIn
from tests.accounts.test_contract_arr import JUNE, book_in_database, due_in_may, example, yearly
from tests.company import Company

pytestmark = pytest.mark.django_db
SIX = D("0.000001")


def figure(metric: str, company: Company, as_of: date, **asked: Any) -> Result:
    on = ground()
    moment = parse_as_of(as_of.isoformat(), now=on.now, zone=on.zone)
    scope = scope_for(asked.pop("user", company.omar))
    found = evaluate(metric, scope=scope, period=asked.pop("period", None), as_of=moment, ground_=on, **asked)
    assert isinstance(found, Result)
    return found


def test_the_example_as_metrics(company: Company) -> None:
    example(company)
    assert figure("arr", company, JUNE).value == 190
    nrr, grr = figure("nrr", company, JUNE), figure("grr", company, JUNE)
    assert nrr.value and grr.value and (nrr.numerator, grr.numerator, nrr.denominator, nrr.n) == (140, 125, 244, 5)
    assert (nrr.value.quantize(SIX), grr.value.quantize(SIX)) == (D("0.573770"), D("0.512295"))
    assert figure("nrr", company, date(2020, 1, 1)).value is None


def test_renewal_rates_as_metrics(company: Company) -> None:
    due_in_may(company)
    may = span(date(2026, 5, 1), date(2026, 6, 1))
    for as_of, expected in (
        (date(2026, 6, 20), ("0.500000", "0.428571", "0.535714", 1)),
        (date(2026, 6, 26), ("0.333333", "0.352941", "0.441176", 0)),
    ):
        keys = ("renewal_rate", "renewal_rate_value", "renewal_rate_net")
        found = [figure(key, company, as_of, period=may) for key in keys]
        assert [str(one.value.quantize(SIX)) for one in found if one.value is not None] == list(expected[:3])
        assert {one.pending for one in found} == {expected[3]}


@pytest.mark.parametrize("seed", range(4))
def test_metrics_equal_bridge_and_rules_on_random_books(company: Company, seed: int) -> None:
    rng = Random(100 + seed)
    for code, rate in (("EUR", "1.25"), ("JPY", "0.01")):
        Currency.objects.get_or_create(code=code, defaults={"name": code})
        set_rate(from_currency=code, to_currency="USD", rate=D(rate), start=date(2020, 1, 1), end=None, by=None)
    book_in_database(company, rng)
    for _ in range(5):
        day = date(2025, 1, 1) + timedelta(days=rng.randint(0, 700))
        moves = arr_moves(year_before(day), day, as_of=day, currency="USD")
        assert figure("arr", company, day).value == moves.bridge.closing
        assert figure("nrr", company, day).value == moves.retention.nrr
        assert figure("grr", company, day).value == moves.retention.grr
        period = span(day - timedelta(days=200), day + timedelta(days=30))
        seen = visible_contracts(company.omar)
        for _group, rates, _missing in came_due(seen, period.start, period.end, as_of=day, currency="USD").by(""):
            for key in ("renewal_rate", "renewal_rate_value", "renewal_rate_net"):
                assert figure(key, company, day, period=period).value == getattr(rates, key), key


def test_retention_is_at_the_closing_rate_on_page_and_metric_alike(company: Company, as_person: SignIn) -> None:
    """The euro has a rate since January: none a year before, one on both days of the bridge."""
    set_rate(from_currency="EUR", to_currency="USD", rate=D("1.25"), start=date(2026, 1, 1), end=None, by=None)
    euro = yearly(company, "Ayla", 80, date(2025, 3, 1), date(2026, 12, 31))
    Contract.objects.filter(pk=euro.pk).update(currency="EUR")
    yearly(company, "Bent", 60, date(2025, 3, 1), date(2026, 5, 31))
    told = as_person(company.omar).get("/api/v1/arr-bridge?period=2026-Q2&as_of=2026-06-30").json()
    nrr, grr = figure("nrr", company, JUNE), figure("grr", company, JUNE)
    assert (nrr.numerator, nrr.denominator, nrr.value) == (100, 160, D("0.625"))
    for name, found in (("nrr", nrr), ("grr", grr)):
        assert found.value is not None
        assert told[name]["value"] == str(found.value.quantize(SIX)) and told[name]["n"] == found.n == 2
        assert D(told[name]["denominator"]["amount"]) == found.denominator
    assert told["excluded"] == {}
    page = as_person(company.omar).get("/contracts/arr?period=2026-Q2&as_of=2026-06-30")
    assert "63%" in page.content.decode() and page.context["missing"] == 0


def test_what_only_the_year_leaves_out_is_told(company: Company, as_person: SignIn) -> None:
    lost = yearly(company, "Ayla", 80, date(2025, 3, 1), date(2026, 2, 28))
    Contract.objects.filter(pk=lost.pk).update(currency="EUR")
    address = "period=2026-Q2&as_of=2026-06-30"
    told = as_person(company.omar).get(f"/api/v1/arr-bridge?{address}").json()
    assert told["excluded"] == {"missing_rate": 1} and figure("nrr", company, JUNE).excluded == {"missing_rate": 1}
    assert as_person(company.omar).get(f"/contracts/arr?{address}").context["missing"] == 1


def test_parts_add_up_and_rows_open(company: Company, as_person: SignIn) -> None:
    example(company)
    on = ground()
    moment = parse_as_of(JUNE.isoformat(), now=on.now, zone=on.zone)
    question = Question(scope_for(company.omar), None, on, as_of=moment)
    assert rows("arr", "num", question).total() == 190
    for dim in ("owner", "customer", "contract_type", "contract_product"):
        parts = evaluate("arr", scope=scope_for(company.omar), period=None, dims=(dim,), as_of=moment, ground_=on)
        assert isinstance(parts, list) and sum(part.value or 0 for part in parts) == 190, dim
    assert figure("arr", company, JUNE, user=company.jonah).value == 0
    page = as_person(company.omar).get("/api/v1/metrics/arr/rows?part=num&as_of=2026-06-30")
    assert page.status_code == 200 and "Ayla" in page.content.decode()
