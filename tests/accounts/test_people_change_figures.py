"""No past figure changes when somebody moves or leaves."""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.access import today
from accounts.models import CustomerAccount, Organisation, PeopleChange
from accounts.operations.employment import begin_employment
from accounts.operations.people_changes import draft_change, save_change
from accounts.operations.reorganisations import draft_reorganisation, move_person, schedule_reorganisation
from accounts.queries.line import people_below
from accounts.rules.people_changes import Choices
from forecasting.operations.calls import make_call
from forecasting.operations.submissions import submit_forecast
from pipeline.models import Opportunity
from tests.accounts.conftest import SignIn
from tests.accounts.people_changing import all_to, drafted, leaving
from tests.company import FOUNDED, Company
from tests.forecasting.book import deal, opened

DEAL_LINK = re.compile(r'<a href="/deals/[^>]*>(.*?)</a>')


def yesterday() -> date:
    return today() - timedelta(days=1)


def at(hour: int) -> datetime:
    """An hour of yesterday: a quarter that begins today tears nothing apart."""
    return datetime.combine(yesterday(), time(hour), UTC)


@pytest.fixture
def told(priya_works: Company) -> Company:
    """By last night Priya and Andre had open and won deals, and Priya and Marcus had called and submitted."""
    company = priya_works
    Organisation.objects.update(history_from=datetime.combine(FOUNDED, time(), UTC))
    for person in (company.marcus, company.andre, company.ruth):
        begin_employment(person, start=FOUNDED, function="sales", by=None)
    type_, period = opened(quarter(), at(1))
    for owner, category, amount in (
        (company.priya, "commit", 32000), (company.priya, "won", 8000), (company.priya, "upside", 5000),
        (company.andre, "commit", 700), (company.andre, "lost", 90),
    ):  # fmt: skip
        deal(company, owner, category, amount, at=at(2), close_date=yesterday())
    make_call(type_, period, company.priya, value=Decimal(45000), by=company.priya, at=at(3))
    make_call(type_, period, company.priya, value=Decimal(41000), by=company.marcus, note="One slips", at=at(4))
    for person in (company.priya, company.marcus):
        submit_forecast(type_, period, by=person, at=at(5))
    return company


def leaves(company: Company) -> None:
    change = drafted(company, leaving(yesterday(), books=all_to(company.andre)))
    assert save_change(change, by=company.omar).state == PeopleChange.State.DONE


def is_reorganised(company: Company) -> None:
    """From today Priya is of Helena's, with all who report to her."""
    plan = draft_reorganisation(name="West to east", effective=today(), by=company.omar)
    move_person(plan, company.priya, manager=company.helena, team=company.east, by=company.omar)
    schedule_reorganisation(plan, by=company.omar)


@pytest.mark.parametrize("happens", [leaves, is_reorganised])
def test_no_past_figure_changes_mid_quarter(told: Company, as_person: SignIn, happens: Any) -> None:
    """Metrics and the whole forecast as they stood last night, before and after, for every reader."""
    company = told
    readers = {one.name: as_person(one) for one in (company.omar, company.dana, company.marcus)}
    before = {name: figures(client) for name, client in readers.items()}
    for found in before.values():
        assert found["bookings"] == ("8000.00", 1) and found["open"] == "37700.00"
    forecast = {name: forecasts(client) for name, client in readers.items()}
    happens(company)
    assert {name: figures(client) for name, client in readers.items()} == before
    for name, client in readers.items():
        for path, shown in forecasts(client).items():
            assert shown == forecast[name][path], (name, path)
    # What is won stays Priya's, with Marcus above her: the heir gets open work alone.
    won = Opportunity.objects.get(name="won 8000")
    assert (won.credit_owner, won.owner) == (company.priya, company.priya)
    booked = readers["Marcus Boyle"].get(
        "/api/v1/metrics/bookings/value", {"period": quarter(), "as_of": str(yesterday()), "dims": "owner"}
    )
    parts = [(part["group"][0]["label"], part["value"]) for part in booked.json()["parts"]]
    assert parts == [("Priya Raman", "8000.00")]


def quarter() -> str:
    day = yesterday()
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def figures(client: Client) -> dict[str, Any]:
    asked = {"period": quarter(), "as_of": str(yesterday())}
    found = {}
    for key in ("bookings", "win_rate", "average_headcount", "retention_rate"):
        answer = client.get(f"/api/v1/metrics/{key}/value", asked).json()
        found[key] = (answer["value"], answer["n"])
    found["open"] = client.get("/api/v1/metrics/open_pipeline/value", {"as_of": str(yesterday())}).json()["value"]
    return found


def forecasts(client: Client) -> dict[str, Any]:
    """The roll-up of every view, its rows, and each submission with what was signed: on the page and over REST."""
    asked = {"period": quarter(), "as_of": str(yesterday())}
    found: dict[str, Any] = {}
    for path in ("rollup", "rows"):
        found[path] = client.get(f"/api/v1/forecast/{path}", asked).json()
    for view in ("single", "cumulative"):
        found[view] = printed(client, "/forecast", {**asked, "view": view})
    found["rows page"] = printed(client, "/forecast/rows", asked)
    signed = client.get("/api/v1/forecast/submissions", {"period": quarter()}).json()["results"]
    assert len(signed) == 2
    for one in signed:
        uid = one["uid"]
        found[uid] = one
        found[f"{uid} rows"] = client.get(f"/api/v1/forecast/submissions/{uid}/rows").json()
    return found


def printed(client: Client, path: str, asked: dict[str, str]) -> str:
    """What stands between the bars of the page; who has lost somebody reads the rows without the way to the deal."""
    answer = client.get(path, asked)
    assert answer.status_code == 200, path
    return DEAL_LINK.sub(r"\1", answer.content.decode().split("<main", 1)[1].split("</main>")[0])


def test_scope_at_three_dates_for_a_person_who_moved_twice(company: Company, as_person: SignIn) -> None:
    """Priya: Marcus until June, Helena in July and August, Dana from September. A customer stands where she stood."""
    for start, manager in ((date(2026, 7, 1), company.helena), (date(2026, 9, 1), company.dana)):
        move = Choices(start=start, manager=str(manager.uid))
        begin = company.priya.employments.exists()
        if not begin:
            begin_employment(company.priya, start=FOUNDED, function="sales", by=None)
        save_change(draft_change("change", company.priya, move, by=company.omar), by=company.omar)
    asked = {"from": "2026-06-01", "to": "2026-10-01", "as_of": "2026-11-01"}
    days = {
        one.name: as_person(one).get("/api/v1/headcount", asked).json()["person_days"]
        for one in (company.marcus, company.helena, company.dana)
    }
    assert days == {"Marcus Boyle": 30, "Helena Ortiz": 62, "Dana Whitfield": 122}
    for day, leaders in (
        (date(2026, 6, 15), {"marcus", "dana"}),
        (date(2026, 8, 15), {"helena", "dana"}),
        (date(2026, 9, 15), {"dana"}),
    ):
        above = {
            name
            for name in ("marcus", "helena", "dana")
            if company.priya.pk in people_below([getattr(company, name).pk], day)
        }
        assert above == leaders, day
    assert CustomerAccount.objects.count() == 2
