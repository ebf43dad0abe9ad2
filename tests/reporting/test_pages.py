"""Homes, the dashboard, metric and rows pages: what they show, to whom, from how many queries."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import FiscalPeriod, User
from accounts.operations.customers import personal_seat
from accounts.operations.people import create_person
from forecasting.operations.calls import make_call
from forecasting.operations.periods import open_period
from forecasting.operations.submissions import submit_forecast
from forecasting.operations.types import make_forecast_types
from pipeline.models import Reason
from pipeline.operations.closing import close_lost, close_won
from pipeline.operations.opportunities import edit_opportunity
from salesops.jobs.models import Job
from salesops.kernel.metrics import METRICS
from salesops.web.templatetags.formats import day, money_short, times
from territories.operations.quotas import Entry, set_quotas
from tests.company import Company, copy_deal, make_deal
from tests.replay import replayed
from tests.reporting.book import Book

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def page(person: User, address: str, status: int = 200, **params: Any) -> str:
    answer = signed_in(person).get(address, params)
    assert answer.status_code == status, answer.content[:2000].decode()
    return re.sub(r"\s+", " ", answer.content.decode())


def text_of(html: str) -> str:
    """What a person reads: tags taken out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def quarter(person: User, amount: str) -> None:
    today = timezone.now().date()
    period = FiscalPeriod.objects.get(level="quarter", start_date__lte=today, end_date__gte=today)
    set_quotas([Entry(personal_seat(person), period, Decimal(amount))], by=None)


PEOPLE = ("priya", "marcus", "dana", "noor", "omar", "fiona", "ada", "ulf")


@pytest.mark.parametrize("name", PEOPLE)
def test_a_company_without_deals_has_helpful_homes(company: Company, name: str) -> None:
    assert 'class="empty"' in page(getattr(company, name), "/")


@pytest.mark.parametrize("address", ["/performance", "/metrics", "/metrics/win_rate", "/metrics/win_rate/rows"])
def test_an_empty_company_has_its_pages(company: Company, address: str) -> None:
    page(company.marcus, address)
    page(company.ulf, address, 403)


def test_a_logged_call_changes_the_managers_figure_at_once(company: Company) -> None:
    """Must show 6: the rep logs by the form, the manager's next request counts it."""
    deal = make_deal(company, company.priya, name="Verity Labs")
    manager, rep = signed_in(company.marcus), signed_in(company.priya)

    def counted() -> tuple[int, int]:
        found = manager.get("/api/v1/metrics/activities/value", {"period": str(timezone.now().year)}).json()
        return found["value"], manager.get(found["links"]["num"]).json()["count"]

    assert counted() == (0, 0)
    assert "No activity in this period" in page(company.marcus, "/")
    answer = rep.post("/log", {"deal": str(deal.uid), "kind": "call", "outcome": "reached", "next_step": "Send offer"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert counted() == (1, 1)
    shown = text_of(page(company.marcus, "/"))
    assert "Call, Verity Labs" in shown
    assert re.search(r"Activities 1\b", shown)
    assert "Call, Verity Labs" not in text_of(page(company.helena, "/"))


@pytest.fixture
def busy(company: Company) -> Company:
    return replayed(with_a_quarter, company)


def with_a_quarter(company: Company) -> Company:
    """A quarter with something of everything, written by the product's own operations."""
    today = timezone.now().date()
    lost = Reason.objects.get(list="loss", key="price")
    for owner, amount in ((company.priya, "3000"), (company.andre, "1500"), (company.jonah, "9000")):
        close_won(make_deal(company, owner, name="Won one", amount=amount), by=owner)
        close_lost(make_deal(company, owner, name="Lost one"), reason=lost, by=owner)
        make_deal(company, owner, name=f"Open of {owner.name}", amount=amount, close_date=today + timedelta(days=1))
    quarter(company.priya, "6000")
    return company


@pytest.mark.parametrize("name", ["marcus", "noor"])
def test_page_api_and_file_say_the_same(busy: Company, name: str) -> None:
    """For every metric and every part of it: rows of page, API and file, and what they add up to."""
    client = signed_in(getattr(busy, name))
    listed = {one["key"] for one in client.get("/api/v1/metrics").json()["results"]}
    for metric in METRICS:
        if metric.key in listed:
            say_the_same(client, metric.key)
        else:
            # An analyst counts leavers on the page of headcount, and reads no names.
            asked = (f"/api/v1/metrics/{metric.key}/value", f"/metrics/{metric.key}/rows", f"/metrics/{metric.key}")
            assert [client.get(path).status_code for path in asked] == [403] * 3, metric.key
    closed = {"turnover_rate", "turnover_rate_voluntary", "early_attrition"} if name == "noor" else set()
    assert {metric.key for metric in METRICS} - listed == closed


def say_the_same(client: Client, metric: str) -> None:
    params = {"period": str(timezone.now().year)}
    answer = client.get(f"/api/v1/metrics/{metric}/value", params).json()
    for part, link in answer["links"].items():
        behind = client.get(link).json()
        html = text_of(client.get(f"/metrics/{metric}/rows", params | {"part": part}).content.decode())
        file = client.get(f"/metrics/{metric}/rows", params | {"part": part, "format": "csv"})
        lines = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode())))  # type: ignore[attr-defined]
        assert len(lines) == behind["count"], (metric, part)
        assert [line["id"] for line in lines][:50] == [row["id"] for row in behind["results"]], (metric, part)
        assert sum((Decimal(line["value"] or 0) for line in lines), Decimal(0)) == Decimal(behind["sum"]), metric
        assert f"to {len(lines)} of {len(lines)}" in html or (not lines and "No row is behind" in html), metric
    for part, side in (("num", "numerator"), ("den", "denominator")):
        if answer[side] is not None and part in answer["links"]:
            assert Decimal(answer[side]) == Decimal(client.get(answer["links"][part]).json()["sum"]), metric


def test_a_home_shows_each_role_its_own_part(busy: Company) -> None:
    rep, manager, vp = (text_of(page(person, "/")) for person in (busy.priya, busy.marcus, busy.dana))
    assert "50%" in rep and "of $6K quota" in rep and "My open deals 1 deal" not in rep
    assert "Open of Priya Raman" in rep and "Open of Andre Thompson" not in rep
    assert "Priya Raman" in manager and "Andre Thompson" in manager and "Jonah Becker" not in manager
    assert "$4.5K" in manager
    assert "Marcus Boyle West $4.5K" in vp and "Helena Ortiz East $9K" in vp


def test_who_sees_no_figures_finds_what_they_look_after(busy: Company) -> None:
    """The administrator: work, the door, the latest changes. Without a role: that there is nothing yet."""
    invited = create_person(name="Lou Reyes", email="lou@northwind.example", by=busy.ada)
    invited.state = User.State.INVITED
    invited.save(update_fields=["state"])
    shown = text_of(page(busy.ada, "/"))
    assert "Work in progress" in shown and "Latest changes Audit log" in shown
    assert "At the door Sign-ins Lou Reyes lou@northwind.example Invited" in shown
    assert "Latest changes" not in page(busy.ulf, "/")


@pytest.fixture
def forecast(busy: Company) -> Company:
    """The running quarter takes forecasts; Priya called and submitted, Andre did not."""
    today = timezone.now().date()
    period = FiscalPeriod.objects.get(level="quarter", start_date__lte=today, end_date__gte=today)
    types = make_forecast_types(by=None)
    open_period(types[0], period, by=busy.omar)
    make_call(types[0], period, busy.priya, value=Decimal(3000), by=busy.priya)
    submit_forecast(types[0], period, by=busy.priya)
    return busy


def test_a_managers_home_shows_the_forecast_of_the_call_page(forecast: Company) -> None:
    client = signed_in(forecast.marcus)
    home, call = client.get("/"), client.get("/forecast")
    card = call.context["card"]
    tiles = {tile.label: tile for tile in home.context["strip"]}
    assert len(tiles) <= 5
    assert tiles["My forecast, new and expansion"].value == money_short(card.said)
    assert tiles["Coverage of what is left"].value == times(card.beside.coverage)
    assert "to go, new and expansion" in tiles["Coverage of what is left"].foot
    shown = text_of(re.sub(r"\s+", " ", home.content.decode()))
    assert "Priya Raman $3K 50%" in shown
    assert "Missing" in shown
    for tile in tiles.values():
        assert client.get(tile.url).status_code == 200, tile.label


def test_every_call_of_the_team_opens_the_rows_of_its_person(forecast: Company) -> None:
    client = signed_in(forecast.dana)
    html = client.get("/").content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/forecast/[^"]+)"', html)}
    assert len(links) >= 4
    for link in sorted(links):
        assert client.get(link).status_code == 200, link


def test_operations_see_what_is_wrong_and_run_it_again(forecast: Company) -> None:
    job = Job.objects.create(
        name="audit.seal", queue="work", state=Job.State.FAILED, error="It stopped.", finished_at=timezone.now()
    )
    client = signed_in(forecast.omar)
    home = client.get("/")
    shown = text_of(re.sub(r"\s+", " ", home.content.decode()))
    assert "1 job failed." in shown
    assert "Run again" in shown
    assert "Roll-up call" in shown and "Deals passing all checks" in shown and "Figures current to" in shown
    tiles = {tile.label: tile for tile in home.context["strip"]}
    passing = client.get(tiles["Deals passing all checks"].url).context["table"]
    assert f"{len(passing.rows)} of " in tiles["Deals passing all checks"].foot
    for check, count in re.findall(r'href="/deals\?check=(\w+)">(\d+)<', home.content.decode()):
        assert len(client.get("/deals", {"check": check}).context["table"].rows) == int(count), check
    assert client.post(f"/jobs/{job.uid}/rerun").status_code == 302


def test_the_plan_of_a_month_is_its_share_of_the_quarters_quota(busy: Company) -> None:
    today = timezone.now().date()
    board = signed_in(busy.marcus).get("/performance").context["board"]
    period = FiscalPeriod.objects.get(level="quarter", start_date__lte=today, end_date__gte=today)
    targets = [column.target or Decimal(0) for column in board.bookings.columns]
    days = (period.end_date - period.start_date).days + 1
    assert board.bookings.plan == "Even share of the quota"
    assert abs(sum(targets) - 6000) < Decimal("0.02")
    assert max(targets) == (Decimal(6000) * 31 / days).quantize(Decimal("0.01"))


def test_the_spread_counts_everybody_with_a_quota_once(busy: Company) -> None:
    client = signed_in(busy.marcus)
    board = client.get("/performance").context["board"]
    assert [(mark.label, mark.value) for mark in board.spread.marks if mark.value] == [("50–75", 1)]
    chosen = next(mark for mark in board.spread.marks if mark.value)
    assert "$6,000 together" in text_of(re.sub(r"\s+", " ", client.get(chosen.rows_url).content.decode()))
    assert board.created.columns[0].label == day(board.period.start)
    labels = [label for label, _url, _current in board.spans]
    assert labels == ["Quarter", "Year", "Trailing 4"]
    for _label, url, _current in board.spans:
        assert client.get(f"/performance{url}").status_code == 200


def test_a_region_opens_as_the_same_page_in_its_own_scope(busy: Company) -> None:
    own = text_of(page(busy.marcus, "/performance"))
    below = text_of(page(busy.dana, "/performance", node=str(busy.marcus.uid)))
    assert "$4.5K" in own and "$4.5K" in below
    assert "Marcus Boyle and everyone below" in below
    page(busy.helena, "/performance", 404, node=str(busy.marcus.uid))
    page(busy.helena, "/", 404, node=str(busy.marcus.uid))


def test_every_link_of_the_dashboard_opens(busy: Company) -> None:
    for address in ("/", "/performance", "/metrics/bookings"):
        client = signed_in(busy.marcus)
        html = client.get(address).content.decode()
        links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/metrics/[^"]+)"', html)}
        assert links
        for link in sorted(links):
            assert client.get(link).status_code == 200, link


def test_a_figure_and_the_heading_of_its_rows_agree(busy: Company) -> None:
    shown = text_of(page(busy.marcus, "/metrics/bookings/rows"))
    assert "Bookings: $4.5K" in shown
    assert "2 rows make up this figure, $4,500 together" in shown


def test_what_moved_and_what_to_ask_about(busy: Company) -> None:
    deal = make_deal(busy, busy.priya, name="Halyard Foods", amount="700", close_date=timezone.now().date())
    edit_opportunity(deal, changes={"next_step": ""}, by=busy.priya)
    shown = text_of(page(busy.marcus, "/"))
    assert "Won one was won Andre Thompson · $1.5K +$1.5K" in shown
    assert "Halyard Foods Priya Raman · $700 · Pipeline No next step" in shown


def test_what_moved_adds_up_every_deal_however_many(busy: Company) -> None:
    day = timezone.now().date()
    copy_deal(make_deal(busy, busy.jonah, name="Large", amount="1000000", close_date=day), 509, name="Large too")
    assert "in seven days, +$510" in text_of(page(busy.dana, "/"))


def test_a_list_that_is_cut_says_how_many_more_and_has_them(company: Company) -> None:
    today = timezone.now().date()
    deal = make_deal(company, company.priya, name="First", close_date=today)
    copy_deal(deal, 13, name="Same")
    for person, heading, shown in ((company.priya, "Next up", 6), (company.marcus, "Ask about these deals", 6)):
        html = page(person, "/")
        panel = html[html.index(f">{heading}</h2>") :].partition("</section>")[0]
        folded = panel[panel.index("<details") :]
        assert (panel.count("<li"), folded.count("<li")) == (14, 14 - shown) and "8 more" in folded
    html = page(company.priya, "/")
    own = html[html.index(">My open deals</h2>") :].partition("</section>")[0]
    more = re.search(r'<a class="link" href="([^"]+)">6 more</a>', own)
    assert own.count('data-place="title"') == 8 and more
    assert len(signed_in(company.priya).get(unescape(more[1])).context["table"].rows) == 14


def test_a_page_says_which_kinds_it_counts(forecast: Company) -> None:
    """Priya: one won and one lost of new business, two renewals won."""
    for name in ("Again", "Once more"):
        deal = make_deal(forecast, forecast.priya, name=name, kind="renewal", amount="500")
        close_won(deal, by=forecast.priya)
    assert "renewals included" in text_of(page(forecast.priya, "/"))
    assert "new and expansion, tick marks quota" in text_of(page(forecast.marcus, "/"))
    node = {"node": str(forecast.priya.uid)}
    tile = next(
        one for one in signed_in(forecast.marcus).get("/performance", node).context["strip"] if one.label == "Win rate"
    )
    assert tile.value == "50%"
    html = page(forecast.marcus, "/metrics/win_rate", **node)
    assert "75%" in html and "3 of 4 · every kind" in html
    other = re.search(r'<a class="chip" href="([^"]+)">New and expansion</a>', html)
    assert other
    html = page(forecast.marcus, unescape(other[1]))
    assert f'"hero">{tile.value}<' in html and "1 of 2 · new and expansion" in html
    back = re.search(r'<a class="chip" href="([^"]+)">Every kind</a>', html)
    assert back and "3 of 4" in page(forecast.marcus, unescape(back[1]))
    assert "every kind" not in page(forecast.marcus, "/metrics/activities")


def test_as_of_shows_the_past_and_says_so(busy: Company) -> None:
    shown = text_of(page(busy.marcus, "/performance", as_of="2026-01-05", period="2026-Q1"))
    assert "You see Jan 5, end of day." in shown
    assert "$4.5K" not in shown


@pytest.mark.parametrize("address", ["/", "/performance", "/metrics/win_rate", "/metrics/bookings/rows"])
def test_queries_do_not_grow_with_history(company: Company, address: str) -> None:
    book = Book(company)
    client = signed_in(company.marcus)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, {"period": "2026-Q2"}).status_code == 200
        return len(found)

    def spring(deals: int) -> None:
        for number in range(deals):
            book.won(company.priya, f"2026-0{number % 3 + 4}-12", created=f"2026-0{number % 3 + 4}-02")
            book.lost(company.andre, "2026-05-20", created="2026-04-02")
            book.open(company.ruth, "2026-05-01", close_date=date(2026, 6, 29))

    spring(2)
    queries()
    few = queries()
    spring(12)
    assert queries() == few


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/metrics/nonsense", 404),
        ("/metrics/bookings/rows?part=den", 422),
        ("/metrics/bookings?period=2025-W53", 422),
        ("/performance?as_of=yesterday", 400),
        ("/performance?weather=fine", 400),
        ("/metrics/bookings/rows?page=0", 400),
        ("/metrics/activities?known_at=2026-01-01", 400),
    ],
)
def test_bad_addresses_are_pages_too(company: Company, address: str, status: int) -> None:
    assert "<h1" in page(company.noor, address, status)
