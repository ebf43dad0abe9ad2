"""Settings of the organisation, rates and fiscal years."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import FiscalPeriod, FxRate, Organisation
from accounts.operations.organisation import set_rate
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY
from tests.accounts.conftest import SignIn
from tests.company import Company

pytestmark = pytest.mark.django_db

ASKED = {
    "name": "Northwind",
    "time_zone": "Europe/Vienna",
    "currency": "eur",
    "fiscal_start_month": "2",
    "fiscal_pattern": "gregorian",
    "fiscal_year_named_by": "end",
    "won_follows": "person",
    "areas": ["desk"],
    "label_upside": "Best case",
}


def test_settings_are_saved_and_audited(company: Company, as_person: SignIn) -> None:
    answer = as_person(company.omar).post("/settings/organisation", ASKED)
    assert answer.status_code == 302
    of = Organisation.objects.get()
    assert (of.time_zone, of.currency, of.areas, of.category_labels) == (
        "Europe/Vienna", "EUR", ["desk"], {"upside": "Best case"},
    )  # fmt: skip
    row = AuditRecord.objects.get(verb="organisation.edited")
    assert row.before["currency"] == "USD" and row.after["currency"] == "EUR"


@pytest.mark.parametrize(
    ("field", "value"),
    [("time_zone", "Mars"), ("currency", "E"), ("fiscal_start_month", "13"), ("areas", ["moon"]), ("won_follows", "x")],
)
def test_a_value_that_is_none_is_refused_at_its_field(
    company: Company, as_person: SignIn, field: str, value: Any
) -> None:
    page = as_person(company.omar).post("/settings/organisation", {**ASKED, field: value})
    assert page.status_code == 422 and "aria-invalid" in page.content.decode()
    typed = int(value) if field == "fiscal_start_month" else value
    headers = {"If-Match": f'"{company.organisation.row_version}"'}
    api = as_person(company.omar).patch(
        "/api/v1/organisation", json.dumps({field: typed}), content_type="application/json", headers=headers
    )
    assert api.status_code == 422 and field in api.json()["fields"]


def spans(pair: tuple[str, str]) -> list[tuple[str, date | None, date | None]]:
    rows = FxRate.objects.filter(from_currency=pair[0], to_currency=pair[1], superseded_at=INFINITY).order_by("valid")
    return [(str(row.rate.normalize()), row.valid.lower, row.valid.upper) for row in rows]


def test_a_rate_is_restated_round_a_new_one(company: Company) -> None:
    january, march, april = date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1)
    pair: dict[str, Any] = {"from_currency": "EUR", "to_currency": "USD", "by": company.omar}
    set_rate(**pair, rate=Decimal("1.1"), start=january, end=None)
    set_rate(**pair, rate=Decimal("1.2"), start=march, end=april)
    assert spans(("EUR", "USD")) == [("1.1", january, march), ("1.2", march, april), ("1.1", april, None)]
    assert FxRate.objects.exclude(superseded_at=INFINITY).count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rate": Decimal(0)}, "rate_sign"),
        ({"rate": Decimal("NaN")}, "rate_sign"),
        ({"to_currency": "EUR"}, "rate_same_currency"),
        ({"from_currency": "euro"}, "currency_unreadable"),
        ({"end": date(2026, 1, 1)}, "dates_order"),
    ],
)
def test_a_rate_that_is_none_is_refused(company: Company, change: dict[str, Any], code: str) -> None:
    asked = {"from_currency": "EUR", "to_currency": "USD", "rate": Decimal(1), "start": date(2026, 1, 1), "end": None}
    with pytest.raises(Refused) as refusal:
        set_rate(**(asked | change), by=company.omar)
    assert refusal.value.code == code and refusal.value.fields


def test_rates_are_read_as_they_were_known(company: Company, as_person: SignIn) -> None:
    pair: dict[str, Any] = {"from_currency": "EUR", "to_currency": "USD", "by": company.omar}
    set_rate(**pair, rate=Decimal("1.1"), start=date(2026, 1, 1), end=None)
    FxRate.objects.update(recorded_at="2026-01-01T00:00:00Z")
    set_rate(**pair, rate=Decimal("1.3"), start=date(2026, 1, 1), end=None)
    client = as_person(company.noor)
    now, then = (client.get(f"/api/v1/rates{query}").json() for query in ("", "?known_at=2026-02-01"))
    assert [row["rate"] for row in now["results"]] == ["1.3000000000"]
    assert [row["rate"] for row in then["results"]] == ["1.1000000000"]


def test_a_fiscal_year_is_opened_once(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)
    for _again in range(2):
        assert client.post("/settings/fiscal-years", {"year": "2030"}).status_code == 302
    assert FiscalPeriod.objects.filter(fiscal_year=2030).count() == 17
    periods = client.get("/api/v1/fiscal-periods?fiscal_year=2030&level=quarter").json()["results"]
    assert [period["start_date"] for period in periods] == ["2030-01-01", "2030-04-01", "2030-07-01", "2030-10-01"]
