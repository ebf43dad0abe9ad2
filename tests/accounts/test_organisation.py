"""Settings of the organisation, rates and fiscal years."""

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import FiscalPeriod, FxRate, Organisation
from accounts.operations.organisation import edit_organisation, set_rate
from accounts.operations.people import set_manager
from accounts.queries.organisation import won_follows_at
from pipeline.operations.opportunities import close_won
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY
from salesops.web.navigation import NavEntry, navigation
from tests.accounts.conftest import SignIn
from tests.company import Company, make_deal

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
    omar = as_person(company.omar)
    shown = omar.post("/settings/organisation", ASKED).content.decode()
    assert "Europe/Vienna" in shown and "Upside: Best case" in shown and Organisation.objects.get().currency == "USD"
    assert omar.post("/settings/organisation", ASKED | {"confirmed": "1"}).status_code == 302
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


def test_settings_are_dated_and_read_as_they_held(company: Company, as_person: SignIn) -> None:
    before = timezone.now()
    assert won_follows_at(before) == "team"
    edit_organisation(changes={"won_follows": "person", "areas": ["desk"]}, by=company.omar)
    edit_organisation(changes={"name": "Northwind"}, by=company.omar)
    assert (won_follows_at(before), won_follows_at(timezone.now())) == ("team", "person")
    omar = as_person(company.omar)
    assert "areas, won_follows" in omar.get("/settings/organisation").content.decode()
    rows = omar.get("/api/v1/organisation/changes").json()["results"]
    assert [row["names"] for row in rows] == [["name"], ["areas", "won_follows"]]
    with pytest.raises(Exception, match="log_is_append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_settingschange SET valid_from = now()")


def test_the_effect_of_a_setting_is_shown_to_who_may_see_figures(company: Company, as_person: SignIn) -> None:
    """Priya's deal was won under Marcus yesterday; since today she is Helena's."""
    day = timezone.now().date()
    noon = datetime.combine(day - timedelta(days=1), time(12), UTC)
    deal = make_deal(company, company.priya, amount="5000", close_date=noon.date(), by=company.omar, at=noon)
    close_won(deal, by=company.omar, at=noon)
    set_manager(company.priya, company.helena, start=day, by=company.ada)
    asked = {"won_follows": "person"}

    def previewed(person: Any) -> Any:
        return as_person(person).post("/api/v1/organisation/preview", asked, content_type="application/json").json()

    moved = [("Helena Ortiz", "$0", "$5,000"), ("Marcus Boyle", "$5,000", "$0")]
    # On the first day of a quarter yesterday is in none that is asked about.
    in_quarter = FiscalPeriod.objects.get(level="quarter", start_date__lte=day, end_date__gte=day).start_date < day
    found = previewed(company.omar)
    assert found["changed"] == ["won_follows"]
    assert [(one["whose"], one["now"], one["then"]) for one in found["effects"]] == (moved if in_quarter else [])
    assert previewed(company.ada)["effects"] == [], "administrators see no figures"
    assert Organisation.objects.get().won_follows == "team"


def test_an_area_shows_in_the_navigation_once_it_is_in_use(company: Company, as_person: SignIn) -> None:
    entry = NavEntry("a_desk", "Ops desk of tests", "inbox", "accounts:teams", "set_up", 99, area="desk")
    navigation.register(entry.key, entry)
    try:
        omar = as_person(company.omar)
        assert "Ops desk of tests" not in omar.get("/settings").content.decode()
        edit_organisation(changes={"areas": ["desk"]}, by=company.omar)
        assert "Ops desk of tests" in omar.get("/settings").content.decode()
    finally:
        del navigation._items[entry.key]
