"""No past figure changes when somebody moves or leaves."""

from datetime import date, timedelta
from typing import Any

from django.test import Client

from accounts.access import today
from accounts.models import CustomerAccount
from accounts.operations.employment import begin_employment
from accounts.operations.people_changes import draft_change, save_change
from accounts.queries.line import people_below
from accounts.rules.people_changes import Choices
from pipeline.models import Opportunity
from tests.accounts.conftest import SignIn
from tests.accounts.people_changing import all_to, drafted, leaving
from tests.company import FOUNDED, Company


def test_no_past_figure_changes_when_somebody_leaves_mid_quarter(priya_works: Company, as_person: SignIn) -> None:
    """Bookings, open pipeline and headcount as they were yesterday, before and after, for every reader."""
    company = priya_works
    from pipeline.operations.opportunities import close_won

    won = Opportunity.objects.get(name="Weber")
    close_won(won, by=company.priya)
    yesterday = today() - timedelta(days=1)
    readers = {one.name: as_person(one) for one in (company.omar, company.dana, company.marcus)}
    before = {name: figures(client, yesterday) for name, client in readers.items()}
    books = all_to(company.andre)
    save_change(drafted(company, leaving(yesterday, books=books)), by=company.omar)
    assert {name: figures(client, yesterday) for name, client in readers.items()} == before
    # What is won stays Priya's, with Marcus above her: the heir gets open work alone.
    won.refresh_from_db()
    assert (won.credit_owner, won.owner) == (company.priya, company.priya)
    booked = (
        readers["Marcus Boyle"].get("/api/v1/metrics/bookings/value", {"period": quarter(), "dims": "owner"}).json()
    )
    assert [(part["group"][0]["label"], part["value"]) for part in booked["parts"]] == [("Priya Raman", "8000.00")]


def quarter() -> str:
    return f"{today().year}-Q{(today().month - 1) // 3 + 1}"


def figures(client: Client, day: date) -> dict[str, Any]:
    asked = {"period": quarter(), "as_of": str(day)}
    found = {}
    for key in ("bookings", "win_rate", "average_headcount", "retention_rate"):
        answer = client.get(f"/api/v1/metrics/{key}/value", asked).json()
        found[key] = (answer["value"], answer["n"])
    found["open"] = client.get("/api/v1/metrics/open_pipeline/value", {"as_of": str(day)}).json()["value"]
    return found


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
