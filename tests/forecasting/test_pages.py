"""The forecast pages through HTTP: numbers, links to rows, calls, submit, periods, privacy."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import FiscalPeriod, User
from accounts.operations.customers import personal_seat
from accounts.operations.people import create_person, set_manager
from accounts.queries.organisation import calendar
from forecasting.models import ForecastCall, ForecastPeriodEvent, ForecastPeriodState, Submission
from forecasting.operations.calls import make_call
from forecasting.operations.periods import lock_period, open_period
from forecasting.operations.types import make_forecast_types
from salesops.db.operation import operation
from salesops.kernel.periods import Level, period_at
from territories.operations.quotas import Entry, set_quotas
from tests.company import Company, build_company
from tests.forecasting.book import deal

SignIn = Callable[[User], Client]


@pytest.fixture
def company(company: Company) -> Company:
    """An open quarter around today, with deals in it: pages read the clock."""
    period = current()
    make_forecast_types(by=None)
    open_period(make_forecast_types(by=None)[0], period, by=None)
    now = timezone.now() - timedelta(minutes=5)
    for owner, category, amount in (
        (company.priya, "won", 500),
        (company.priya, "commit", 100),
        (company.andre, "upside", 50),
        (company.marcus, "commit", 7),
        (company.jonah, "commit", 80),
    ):
        deal(company, owner, category, amount, close_date=period.end_date, at=now, name=f"{owner.name} {category}")
    return company


def current() -> FiscalPeriod:
    return FiscalPeriod.objects.get(key=period_at(timezone.localdate(), Level.QUARTER, calendar()).key)


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(user: User) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return signed_in


def page(client: Client, name: str = "call", **query: str) -> str:
    answer = client.get(reverse(f"forecasting:{name}"), query)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return unescape(answer.content.decode())


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_manager_sees_the_team_in_the_roll_up(company: Company, sign_in: SignIn) -> None:
    text = plain(page(sign_in(company.marcus)))
    assert "Priya Raman" in text and "Jonah Becker" not in text
    assert "$607" in text
    assert "Marcus Boyle, own deals" in text
    assert "0 of 3 in" in text
    assert "Three forecasts are missing." in text


def test_a_rep_sees_the_own_line_and_nobody_else(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.priya)
    assert "Andre" not in page(client)
    for node in (company.marcus, company.andre, company.dana):
        assert client.get(reverse("forecasting:call"), {"node": str(node.uid)}).status_code == 404
    assert client.get(reverse("forecasting:call"), {"node": "company"}).status_code == 404


def test_every_number_of_the_grid_opens_rows_that_add_up_to_it(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.dana)
    for view in ("single", "cumulative"):
        html = page(client, view=view)
        links = re.findall(r'<a href="(/forecast/rows\?[^"]+)">([−\d,.]+)</a>', html)
        assert len(links) > 20
        for url, shown in links:
            rows = plain(unescape(client.get(url).content.decode()))
            assert f"add up to ${shown.replace('−', '')}" in rows or f"adds up to ${shown}" in rows, (url, shown, rows)


def test_a_call_is_saved_by_its_own_person_and_shown_with_its_note(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.priya)
    assert "Change my forecast" in page(client)
    form = {"type": "new_and_expansion", "period": current().key, "node": str(company.priya.uid), "measure": "commit"}
    sent = form | {"value": "650", "mode": "replace", "note": "Sure of it"}
    answer = client.post(reverse("forecasting:save_call"), sent)
    assert answer.status_code == 302
    text = plain(page(client))
    assert "$650" in text and "+$50" in text and "“Sure of it”" in text


def test_an_amount_that_is_none_is_said_at_the_field(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.priya)
    form = {"type": "new_and_expansion", "period": current().key, "node": str(company.priya.uid), "measure": "commit"}
    answer = client.post(reverse("forecasting:save_call"), form | {"value": "TBD", "mode": "replace"})
    assert answer.status_code == 422
    assert "not an amount: “TBD”" in unescape(answer.content.decode())


def test_an_adjustment_from_the_grid_needs_its_note_and_stays_above(company: Company, sign_in: SignIn) -> None:
    manager, rep = sign_in(company.marcus), sign_in(company.priya)
    edit = re.search(r'href="(/forecast/calls/edit[^"]+)"', page(manager))
    assert edit
    piece = manager.get(edit[1], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece and 'name="note"' in piece
    form = {"type": "new_and_expansion", "period": current().key, "node": str(company.priya.uid), "measure": "commit"}
    sent = form | {"value": "590", "mode": "replace"}
    assert manager.post(reverse("forecasting:save_call"), sent).status_code == 422
    assert manager.post(reverse("forecasting:save_call"), sent | {"note": "Too hopeful"}).status_code == 302
    assert "590" in page(manager)
    for name in ("call", "rows", "submissions"):
        seen = page(rep, name)
        assert "590" not in seen and "Too hopeful" not in seen


def test_submitting_twice_from_one_page_tells_who_was_first(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.priya)
    form = {"type": "new_and_expansion", "period": current().key, "seen_seq": "0"}
    assert client.post(reverse("forecasting:submit"), form).status_code == 302
    again = client.post(reverse("forecasting:submit"), form)
    assert again.status_code == 409
    text = unescape(again.content.decode())
    assert "Priya Raman submitted this forecast after you opened the page" in text
    assert reverse("forecasting:submission", args=[Submission.objects.get().uid]) in text
    assert client.post(reverse("forecasting:submit"), form | {"seen_seq": "9" * 5000}).status_code == 409
    there = reverse("forecasting:submission", args=[Submission.objects.get().uid])
    assert client.get(there, {"at": "9" * 5000}).status_code == 404
    assert client.get(reverse("forecasting:rows"), {"page": "0000011"}).status_code == 404


def test_a_submission_reopens_with_its_rows_beside_today(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.marcus)
    form = {"type": "new_and_expansion", "period": current().key}
    assert client.post(reverse("forecasting:submit"), form).status_code == 302
    deal(company, company.priya, "commit", 40, close_date=current().end_date, at=timezone.now(), name="Came later")
    url = reverse("forecasting:submission", args=[Submission.objects.get().uid])
    text = plain(unescape(client.get(url).content.decode()))
    assert "Came later" in text and "Priya Raman commit" in text
    assert "$607" in text and "$647" in text
    assert sign_in(company.priya).get(url).status_code == 404
    assert "Marcus Boyle" in page(client, "submissions")


def test_the_order_is_said_on_the_page(company: Company, sign_in: SignIn) -> None:
    first = make_forecast_types(by=None)[0]
    make_call(first, current(), company.priya, value=Decimal(1), by=company.priya)
    client = sign_in(company.priya)
    answer = client.post(reverse("forecasting:submit"), {"type": first.key, "period": current().key})
    assert answer.status_code == 409
    assert "commit 1.00" in answer.content.decode()


def test_operations_lock_and_reopen_with_a_reason(company: Company, sign_in: SignIn) -> None:
    client, state = sign_in(company.omar), ForecastPeriodState.objects.get(node=None)
    lock = reverse("forecasting:lock_period", args=[state.uid])
    assert client.post(lock, {"reason": ""}).status_code == 422
    assert client.post(lock, {"reason": "Board pack"}).status_code == 302
    rep = sign_in(company.priya)
    text = page(rep)
    assert "It is locked" in text and "Submit forecast" not in text
    assert rep.post(reverse("forecasting:submit"), {"period": current().key}).status_code == 409
    assert client.post(reverse("forecasting:reopen_period", args=[state.uid]), {"reason": "Late"}).status_code == 302
    assert "Board pack" in page(client, "periods")
    assert rep.post(lock, {"reason": "x"}).status_code == 403


def test_nothing_is_written_in_the_past(company: Company, sign_in: SignIn) -> None:
    text = page(sign_in(company.priya), as_of=(timezone.localdate() - timedelta(days=1)).isoformat())
    assert "Submit forecast" not in text and "Change my forecast" not in text
    assert "Back to now" in text


def test_quota_gap_and_coverage_stand_beside_the_call(company: Company, sign_in: SignIn) -> None:
    set_quotas([Entry(personal_seat(company.priya), current(), Decimal(700))], by=None)
    text = plain(page(sign_in(company.priya)))
    assert "Gap to quota −$100" in text
    assert "71%" in text
    assert "0.5×" in text


def test_without_a_period_there_is_one_way_on(db: None, sign_in: SignIn) -> None:
    company = build_company()
    assert "Open a period" in page(sign_in(company.omar))
    assert "Open a period" not in page(sign_in(company.priya))
    client = sign_in(company.omar)
    assert client.post(reverse("forecasting:open_period"), {"period": current().key}).status_code == 302
    assert "Dana Whitfield" in page(client)


def test_who_may_not_see_forecasts_is_told_so(company: Company, sign_in: SignIn) -> None:
    for person in (company.ulf, company.ada):
        assert sign_in(person).get(reverse("forecasting:call")).status_code == 403


def test_the_page_asks_as_often_for_fifty_people_as_for_five(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.dana)
    page(client)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(client)
        return len(found)

    few = queries()
    for number in range(50):
        person = create_person(name=f"Rep {number:02}", by=None)
        set_manager(person, company.marcus, start=None, by=None)
        deal(company, person, "commit", number, close_date=current().end_date, at=timezone.now())
    assert queries() == few


def test_a_withdrawn_call_needs_a_reason_and_is_gone(company: Company, sign_in: SignIn) -> None:
    first = make_forecast_types(by=None)[0]
    call = make_call(first, current(), company.priya, value=Decimal(650), by=company.priya)
    client, url = sign_in(company.priya), reverse("forecasting:withdraw_call", args=[call.uid])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Too early"}).status_code == 302
    assert ForecastCall.objects.get().withdrawn_reason == "Too early"
    assert "$650" not in page(client)
    assert sign_in(company.andre).post(url, {"reason": "Mine"}).status_code == 404
    assert sign_in(company.marcus).post(url, {"reason": "Mine"}).status_code == 403


def test_the_rows_leave_as_csv(company: Company, sign_in: SignIn) -> None:
    answer = sign_in(company.marcus).get(reverse("forecasting:rows"), {"cell": "all", "format": "csv"})
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("Deal,Customer,Owner")
    assert len(lines) == 5


def test_lock_of_one_node_leaves_the_others_open(company: Company, sign_in: SignIn) -> None:
    client = sign_in(company.priya)
    assert client.post(reverse("forecasting:submit"), {"period": current().key}).status_code == 302
    state = ForecastPeriodState.objects.get(node=company.priya)
    lock_period(state, by=company.omar, reason="Checked")
    assert "Submit forecast" not in page(client)
    assert "Submit forecast" in page(sign_in(company.andre))


def test_deals_without_a_rate_are_counted_where_one_looks_and_the_link_lists_them(company: Company) -> None:
    now = timezone.now() - timedelta(minutes=5)
    for owner in (company.priya, company.jonah):
        deal(
            company, owner, "commit", 9, close_date=current().end_date, at=now, currency="CHF", name=f"{owner.name} CHF"
        )
    client = Client()
    client.force_login(company.marcus, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = unescape(client.get(reverse("forecasting:call")).content.decode())
    assert "1 deal is not priced" in page
    link = re.search(r'href="([^"]*only=missing[^"]*)"', page)
    assert link is not None
    rows = unescape(client.get(link[1]).content.decode())
    assert "Priya Raman CHF" in rows
    assert "Priya Raman commit" not in rows and "Jonah Becker CHF" not in rows


def test_the_page_of_periods_tells_the_events_of_periods_and_of_nobodys_own_state(company: Company) -> None:
    """A state of one person says when that person's number was locked and why."""
    state = ForecastPeriodState.objects.get(node=None)
    own = ForecastPeriodState.objects.create(type=state.type, period=state.period, node=company.jonah)
    for of, reason in ((own, "Jonah alone"), (state, "Everybody")):
        ForecastPeriodEvent.objects.create(state=of, after="locked", by=company.omar, reason=reason)
    client = Client()
    client.force_login(company.priya, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("forecasting:periods")).content.decode()
    assert "Everybody" in page and "Jonah alone" not in page


def test_a_gap_that_shows_as_zero_is_neither_good_nor_bad(company: Company, sign_in: SignIn) -> None:
    set_quotas([Entry(personal_seat(company.priya), current(), Decimal("600.40"))], by=None)
    html = page(sign_in(company.priya))
    assert re.search(r"Gap to quota</dt><dd >\$0</dd>", html)
    assert re.search(r'<td class="num ">0</td>', html)


def test_an_earlier_day_keeps_its_quota_on_page_and_api(company: Company, sign_in: SignIn) -> None:
    client, then = sign_in(company.priya), timezone.now() - timedelta(minutes=2)
    with operation(by=None, at=timezone.now() - timedelta(minutes=3)):
        set_quotas([Entry(personal_seat(company.priya), current(), Decimal(700))], by=None)
    set_quotas([Entry(personal_seat(company.priya), current(), Decimal(900))], by=None)
    early, now = (plain(page(client, **query)) for query in ({"as_of": then.isoformat()}, {}))
    assert "Gap to quota −$100" in early and "Gap to quota −$300" in now
    found = [
        client.get(reverse("forecasting_api:rollup"), query).json()["results"][0]["quota"]["amount"]
        for query in ({"as_of": then.isoformat()}, {})
    ]
    assert found == ["700.00", "900.00"]


def test_a_leader_sees_the_quota_of_the_team_and_what_of_it_was_handed_out(company: Company, sign_in: SignIn) -> None:
    for person, amount in ((company.marcus, 1000), (company.priya, 700), (company.andre, 400)):
        set_quotas([Entry(personal_seat(person), current(), Decimal(amount))], by=None)
    text = plain(page(sign_in(company.marcus)))
    assert "Quota $1.0K" in text or "Quota $1K" in text
    assert "Quotas of the team $1.1K 110% of the quota" in text
