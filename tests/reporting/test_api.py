"""Figures over REST: the shape, the links, the files, and what bad questions are told."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.company import Company
from tests.reporting.book import Book

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(company: Company) -> Book:
    return Book(company)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def get(person: User, address: str, status: int = 200, **params: Any) -> Any:
    answer = signed_in(person).get(f"/api/v1/metrics{address}", params)
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def lines(person: User, address: str, **params: Any) -> list[dict[str, str]]:
    answer = signed_in(person).get(f"/api/v1/metrics{address}", params | {"format": "csv"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(text.decode())))


@pytest.fixture
def spring(company: Company, book: Book) -> None:
    """West: Priya won 300 and lost, Andre won 50. East: Jonah won 1,000."""
    book.won(company.priya, "2026-05-12", "300")
    book.lost(company.priya, "2026-05-20", "80", reason="price")
    book.lost(company.priya, "2026-05-21", "80", reason="duplicate")
    book.won(company.andre, "2026-06-02", "50", kind="renewal")
    book.won(company.jonah, "2026-05-30", "1000")


def test_a_value_says_everything_about_itself(company: Company, spring: None) -> None:
    found = get(company.marcus, "/win_rate/value/", period="2026-Q2", compare="previous")
    assert (found["value"], found["numerator"], found["denominator"], found["n"]) == ("0.666667", "2", "3", 3)
    assert (found["unit"], found["currency"], found["definition_version"]) == ("ratio", None, 1)
    assert (found["excluded"], found["pending"], found["flags"]) == ({"duplicate": 1}, 0, [])
    assert found["compare"]["value"] is None and found["compare"]["window"] == "2026-Q1"
    assert found["window"] == "2026-Q2" and found["fresh_as_of"]
    assert set(found["links"]) == {"num", "den", "excluded", "pending"}


def test_every_person_asks_in_their_own_scope(company: Company, spring: None) -> None:
    def value(person: User) -> str:
        return str(get(person, "/bookings/value", period="2026-Q2")["value"])

    people = (company.priya, company.marcus, company.helena, company.dana, company.noor, company.fiona)
    assert [value(person) for person in people] == ["300.00", "350.00", "1000.00", "1350.00", "1350.00", "1350.00"]


def test_the_links_open_the_rows_of_each_part(company: Company, spring: None) -> None:
    found = get(company.marcus, "/win_rate/value", period="2026-Q2", dims="owner")
    for figure in (found, *found["parts"]):
        for part, expected in (("num", figure["numerator"]), ("den", figure["denominator"])):
            behind = signed_in(company.marcus).get(figure["links"][part]).json()
            assert behind["count"] == int(expected) == len(behind["results"])
        excluded = signed_in(company.marcus).get(figure["links"]["excluded"]).json()
        assert excluded["count"] == sum(figure["excluded"].values())
    assert {part["group"][0]["label"] for part in found["parts"]} == {"Priya Raman", "Andre Thompson"}


def test_the_link_holds_no_rights(company: Company, spring: None) -> None:
    link = get(company.noor, "/bookings/value", period="2026-Q2")["links"]["num"]
    assert signed_in(company.noor).get(link).json()["sum"] == "1350"
    assert signed_in(company.priya).get(link).json()["sum"] == "300"
    assert signed_in(company.ulf).get(link).status_code == 403


def test_a_node_is_a_person_with_everyone_below(company: Company, spring: None) -> None:
    west = {"period": "2026-Q2", "node": str(company.marcus.uid)}
    assert get(company.dana, "/bookings/value", **west)["value"] == "350.00"
    assert get(company.marcus, "/bookings/value", **west)["value"] == "350.00"
    get(company.helena, "/bookings/value", 404, **west)
    get(company.priya, "/bookings/value", 404, **west)
    get(company.dana, "/bookings/value", 404, period="2026-Q2", node="nobody")


def test_page_after_page(company: Company, book: Book) -> None:
    for _ in range(5):
        book.won(company.priya, "2026-05-12", "10")
    first = get(company.priya, "/bookings/rows", period="2026-Q2", page_size=3)
    second = signed_in(company.priya).get(first["next"]).json()
    assert (first["count"], len(first["results"]), len(second["results"]), second["next"]) == (5, 3, 2, None)
    assert not {row["id"] for row in first["results"]} & {row["id"] for row in second["results"]}


def test_rows_value_and_file_agree(company: Company, spring: None) -> None:
    found = get(company.dana, "/bookings/value", period="2026-Q2")
    behind = get(company.dana, "/bookings/rows", period="2026-Q2")
    file = lines(company.dana, "/bookings/rows", period="2026-Q2")
    assert behind["sum"] == "1350" and found["value"] == "1350.00"
    assert [row["id"] for row in file] == [row["id"] for row in behind["results"]]
    assert sum(float(row["value"]) for row in file) == 1350
    assert {row["currency"] for row in file} == {"USD"}


def test_a_series_equals_its_values(company: Company, spring: None) -> None:
    found = get(company.dana, "/win_rate/series", period="2026-Q2", by="month")["results"]
    file = lines(company.dana, "/win_rate/series", period="2026-Q2", by="month")
    assert [one["period"] for one in found] == ["2026-04", "2026-05", "2026-06"]
    assert [one["value"] for one in found] == [None, "0.666667", "1.000000"]
    assert [row["value"] for row in file] == ["", "0.666667", "1.000000"]
    for one in found:
        assert get(company.dana, "/win_rate/value", period=one["period"])["value"] == one["value"]


def test_a_series_of_a_snapshot_reads_each_end(company: Company, book: Book) -> None:
    deal = book.open(company.priya, "2026-05-10", "100", close_date=date(2026, 9, 1))
    book.close(deal, "2026-07-03", "won")
    found = get(company.priya, "/open_pipeline/series", period="2026", by="month")["results"]
    assert [one["value"] for one in found[3:8]] == ["0.00", "100.00", "100.00", "0.00", "0.00"]


def test_filters_take_several_values_and_none(company: Company, spring: None) -> None:
    params = {"period": "2026-Q2", "filter.kind": ["new", "expansion"]}
    assert get(company.marcus, "/bookings/value", **params)["value"] == "300.00"
    assert get(company.marcus, "/bookings/value", period="2026-Q2", **{"filter.sector": "(none)"})["value"] == "350.00"


def test_several_metrics_in_one_question(company: Company, spring: None) -> None:
    body = {"metrics": ["bookings", "win_rate"], "period": "2026-Q2", "dims": ["manager"], "filter": {"kind": ["new"]}}
    answer = signed_in(company.dana).post("/api/v1/metrics/query", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    bookings, rate = answer.json()["results"]
    assert (bookings["value"], rate["value"]) == ("1300.00", "0.666667")
    assert sum(float(part["value"]) for part in bookings["parts"]) == 1300


def test_definitions_with_their_versions(company: Company) -> None:
    keys = {one["key"] for one in get(company.priya, "/")["results"]}
    assert {"win_rate", "bookings", "open_pipeline", "stage_conversion", "activities"} <= keys
    found = get(company.priya, "/win_rate/")
    assert found["formula"] == "won_deals / decided_deals"
    assert [one["version"] for one in found["versions"]] == [1]


@pytest.mark.parametrize(
    ("address", "params", "status", "code"),
    [
        ("/nonsense/value", {"period": "2026-Q2"}, 404, "unknown_metric"),
        ("/bookings/value", {"period": "2026-Q2", "as_of": "yesterday"}, 400, "bad_as_of"),
        ("/activities/value", {"period": "2026-Q2", "known_at": "2026-05-01"}, 400, "no_history"),
        ("/bookings/value", {"period": "2025-W53"}, 422, "bad_period"),
        ("/bookings/value", {}, 422, "bad_period"),
        ("/bookings/value", {"from": "2026-05-02", "to": "2026-05-01"}, 422, "bad_period"),
        ("/bookings/value", {"period": "2026-Q2", "dims": "weather"}, 400, "bad_dimension"),
        ("/bookings/value", {"period": "2026-Q2", "filter.weather": "x"}, 400, "unknown_parameter"),
        ("/activities/value", {"period": "2026-Q2", "filter.kind": "new"}, 400, "bad_dimension"),
        ("/bookings/value", {"period": "2026-Q2", "dims": "owner,team,kind,product,sector"}, 422, "too_wide"),
        ("/bookings/value", {"period": "2026-Q2", "attribution": "mine"}, 400, "bad_choice"),
        ("/bookings/rows", {"period": "2026-Q2", "part": "den"}, 422, "bad_part"),
        ("/bookings/series", {"period": "2026-Q2", "by": "hour"}, 422, "bad_period"),
        ("/bookings/series", {"period": "2026-Q2", "format": "xml"}, 400, "unknown_format"),
        ("/bookings/rows", {"period": "2026-Q2", "page_size": "0000000011999999"}, 400, "bad_page_size"),
        ("/bookings/rows", {"period": "2026-Q2", "page": "1" + "0" * 5000}, 400, "bad_page_size"),
        ("/open_pipeline/value", {"as_of": "9999-12-31T10:00:00Z"}, 400, "bad_as_of"),
    ],
)
def test_bad_questions(company: Company, address: str, params: dict[str, str], status: int, code: str) -> None:
    assert get(company.noor, address, status, **params)["code"] == code


@pytest.mark.parametrize("metrics", [5, None, "bookings", {"key": "bookings"}, ["bookings", 5]])
def test_metrics_that_are_no_list_of_keys_are_not_understood(company: Company, metrics: Any) -> None:
    body = {"metrics": metrics, "period": "2026-Q2"}
    answer = signed_in(company.noor).post("/api/v1/metrics/query", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_choice")


def test_as_of_answers_for_the_past(company: Company, spring: None) -> None:
    found = get(company.dana, "/bookings/value", period="2026-Q2", as_of="2026-05-15")
    assert (found["value"], found["as_of"][:10]) == ("300.00", "2026-05-15")
    known = get(company.dana, "/bookings/value", period="2026-Q2", known_at="2026-05-31")
    assert known["value"] == "1300.00"


def test_the_currency_in_a_file_of_rows_is_that_of_money(company: Company, spring: None) -> None:
    counted = lines(company.dana, "/average_sales_price/rows", period="2026-Q2", part="den")
    assert {(line["value"], line["currency"]) for line in counted} == {("1", "")}
    priced = lines(company.dana, "/win_rate_value/rows", period="2026-Q2", part="num")
    assert {line["currency"] for line in priced} == {"USD"}


@pytest.mark.parametrize(
    ("today", "asked", "last"),
    [
        ("2028-03-01", "2028", "2027-03-01"),
        ("2028-02-29", "2028-Q1", "2027-02-28"),
        ("2029-03-01", "2029-Q1", "2028-03-01"),
        ("2028-03-01", "2028-W09", "2027-03-03"),
    ],
)
def test_a_part_year_compares_the_same_days_of_the_year_before(
    company: Company, book: Book, today: str, asked: str, last: str
) -> None:
    """Not as many days: one more deal a day is booked than belongs to them."""
    day = date.fromisoformat(last)
    for close in (day - timedelta(days=1), day, day + timedelta(days=1)):
        book.won(company.priya, close.isoformat(), "10")
    found = get(company.dana, "/bookings/value", period=asked, as_of=today, compare="last_year")
    assert found["compare"]["value"] == "20.00"
