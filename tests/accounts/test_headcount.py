"""Employment kept, counted over REST and on the page, and equal to the metrics of reporting."""

import json
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from accounts.models import Employment, JobAssignment
from accounts.operations.employment import assign_job, begin_employment, continue_employment, end_employment
from accounts.operations.people import create_person, set_manager
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import AsOf, start_of_day
from salesops.kernel.periods import span
from salesops.kernel.scope import EVERYTHING
from salesops.reporting.evaluate import evaluate
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company

JUNE = {"from": "2026-06-01", "to": "2026-07-01", "as_of": "2026-12-01"}
DATED = date(2026, 12, 1)


def employed(person: Any, start: date = FOUNDED, *, last: date | None = None, kind: str = "voluntary") -> Employment:
    made = begin_employment(person, start=start, function="sales", by=None)
    return end_employment(made, last_day=last, exit_kind=kind, by=None) if last else made


@pytest.fixture
def june(company: Company) -> Company:
    """The example of A-4: five all month, Per until 12 June, Quy from 10 to 21 June; all under Marcus but one."""
    for person in (company.marcus, company.priya, company.andre, company.ruth, company.dana):
        employed(person)
    per, quy = (create_person(name=name, by=None) for name in ("Per Dahl", "Quy Tran"))
    employed(per, last=date(2026, 6, 12))
    employed(quy, date(2026, 6, 10), last=date(2026, 6, 21), kind="involuntary")
    for person in (per, quy):
        set_manager(person, company.marcus, start=FOUNDED, by=None)
    return company


def ask(client: Client, **asked: str) -> Any:
    answer = client.get("/api/v1/headcount", JUNE | asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_example_over_rest(june: Company, as_person: SignIn) -> None:
    found = ask(as_person(june.omar))
    assert (found["average_headcount"], found["person_days"], found["separations"]) == ("5.800000", 174, 2)
    assert (found["turnover_rate"], found["retention_rate"]) == ("0.344828", "0.833333")
    assert (found["voluntary_turnover_rate"], found["annualised_turnover_rate"]) == ("0.172414", "4.195402")
    assert found["exits"] == [{"kind": "voluntary", "count": 1}, {"kind": "involuntary", "count": 1}]
    rows = ask(as_person(june.omar), part="separations")["behind"]
    assert [(row["name"], row["last_day"], row["exit_kind"]) for row in rows] == [
        ("Per Dahl", "2026-06-12", "voluntary"),
        ("Quy Tran", "2026-06-21", "involuntary"),
    ]


def test_the_example_as_metrics_and_their_rows_add_up(june: Company, as_person: SignIn) -> None:
    asked = {"from": "2026-06-01", "to": "2026-07-01", "as_of": "2026-12-01"}
    client = as_person(june.omar)
    values = {}
    for key in ("average_headcount", "turnover_rate", "turnover_rate_voluntary", "retention_rate"):
        values[key] = client.get(f"/api/v1/metrics/{key}/value", asked).json()["value"]
    assert values == {
        "average_headcount": "5.800000",
        "turnover_rate": "0.344828",
        "turnover_rate_voluntary": "0.172414",
        "retention_rate": "0.833333",
    }
    rows = client.get("/api/v1/metrics/turnover_rate/rows", asked | {"part": "num"}).json()
    assert sorted(row["name"] for row in rows["results"]) == ["Per Dahl", "Quy Tran"]
    below = client.get("/api/v1/metrics/turnover_rate/rows", asked | {"part": "den"}).json()
    assert round(Decimal(below["sum"]), 10) == Decimal("5.8")


def test_a_manager_counts_the_days_of_the_own_line(june: Company, as_person: SignIn) -> None:
    """Ruth moves to Helena on 16 June: Marcus has 15 of her 30 days, Helena the rest; Dana all of them."""
    set_manager(june.ruth, june.helena, start=date(2026, 6, 16), by=None)
    marcus, helena, dana = (ask(as_person(one)) for one in (june.marcus, june.helena, june.dana))
    assert (marcus["person_days"], helena["person_days"], dana["person_days"]) == (3 * 30 + 15 + 24, 15, 174)
    # She was his on the first day and is employed on the last: moving is not leaving.
    assert (marcus["opening"], marcus["kept"]) == (5, 4)


def test_who_sees_counts_sees_no_names_and_no_small_groups(june: Company, as_person: SignIn) -> None:
    client = as_person(june.noor)
    found = ask(client)
    assert (found["separations"], found["turnover_rate"]) == (2, "0.344828")
    assert [one["count"] for one in found["exits"]] == [None, None]
    assert found["voluntary_turnover_rate"] is None
    assert client.get("/api/v1/headcount", JUNE | {"part": "separations"}).status_code == 403
    assert client.get("/api/v1/metrics/turnover_rate/value", JUNE).status_code == 403
    page = client.get("/people/headcount", JUNE).content.decode()
    assert "too few to show" in page and "Left by own wish" in page
    employments = client.get("/api/v1/employments").json()["results"]
    assert {row["exit_kind"] for row in employments} == {None}


def test_how_people_left_is_counted_for_whole_quarters_and_years_alone(company: Company, as_person: SignIn) -> None:
    """Two windows that differ by some days, or by a function, would tell of the one who left between them."""
    for number in range(10):
        kind = "voluntary" if number % 2 else "involuntary"
        employed(create_person(name=f"Number {number}", by=None), last=date(2026, 6, 2), kind=kind)
    analyst, ops = as_person(company.noor), as_person(company.omar)
    quarter, year = {"from": "2026-04-01"}, {"from": "2026-01-01", "to": "2027-01-01"}
    for window in (quarter, year):
        found = ask(analyst, **window)
        assert [one["count"] for one in found["exits"]] == [5, 5] and found["voluntary_turnover_rate"] is not None
    for window in ({}, {"from": "2026-03-31"}, quarter | {"to": "2026-06-30"}, quarter | {"function": "sales"}):
        found = ask(analyst, **window)
        assert [one["count"] for one in found["exits"]] == [None, None], window
        assert found["voluntary_turnover_rate"] is None and found["separations"] == 10
        assert [one["count"] for one in ask(ops, **window)["exits"]] == [5, 5]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"function": "cleaning"}, 400, "bad_choice"),
        ({"part": "everybody"}, 400, "bad_choice"),
        ({"from": "1900-01-01"}, 400, "bad_period"),
        ({"from": "2026-08-01"}, 422, "bad_period"),
        ({"colour": "blue"}, 400, "unknown_parameter"),
    ],
)
def test_a_question_that_is_not_understood(
    company: Company, as_person: SignIn, asked: dict[str, str], status: int, code: str
) -> None:
    answer = as_person(company.omar).get("/api/v1/headcount", JUNE | asked)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_period_to_come_has_no_figures(june: Company, as_person: SignIn) -> None:
    future = {"from": "2090-01-01", "to": "2091-01-01"}
    assert as_person(june.omar).get("/api/v1/headcount", future).status_code == 204
    assert "has not begun" in as_person(june.omar).get("/people/headcount", future).content.decode()


def test_the_page_opens_who_is_behind_each_figure(june: Company, as_person: SignIn) -> None:
    client = as_person(june.marcus)
    page = client.get("/people/headcount", JUNE | {"part": "separations"}).content.decode()
    assert "Per Dahl" in page and "Quy Tran" in page and ">42%<" in page and ">80%<" in page
    assert "Priya Raman" not in page


def test_each_number_of_the_strip_opens_the_people_that_make_it(june: Company, as_person: SignIn) -> None:
    client = as_person(june.omar)
    found, strip = ask(client), client.get("/people/headcount", JUNE).context["strip"]
    opened = {one["label"]: client.get(one["url"].partition("#")[0]).context for one in strip}
    counts = {label: len(context["rows"]) for label, context in opened.items()}
    assert counts == {
        "Headcount": found["headcount"], "Average": 7, "Turnover": 2, "By own wish": 1, "Retention": found["kept"],
        "Early attrition": found["early_attrition"]["left"],
    }  # fmt: skip
    average = opened["Average"]
    assert average["person_days"] == sum(row["days"] for row in average["rows"]) == found["person_days"]
    analyst = as_person(june.noor)
    urls = {one["label"]: one["url"] for one in analyst.get("/people/headcount", JUNE).context["strip"]}
    assert [label for label, url in urls.items() if not url] == ["Turnover", "By own wish", "Early attrition"]
    for part in ("separations", "voluntary", "early"):
        assert analyst.get("/people/headcount", JUNE | {"part": part}).status_code == 403


def test_overlapping_employments_are_refused_by_name(company: Company, as_person: SignIn) -> None:
    employed(company.priya)
    with pytest.raises(Conflict, match="employed from 2024-01-01") as refused:
        begin_employment(company.priya, start=date(2025, 1, 1), function="sales", by=None)
    assert refused.value.code == "overlaps"
    body = json.dumps({"person": str(company.priya.uid), "start": "2025-01-01", "function": "sales"})
    answer = as_person(company.omar).post("/api/v1/employments", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "overlaps")


def test_the_database_refuses_what_an_operation_would_not_write(company: Company) -> None:
    made = employed(company.priya)
    with pytest.raises(IntegrityError, match="employment_no_overlap"), transaction.atomic():
        Employment.objects.create(person=company.priya, during=DateRange(date(2025, 1, 1), None))
    with pytest.raises(IntegrityError, match="employment_exit_complete"), transaction.atomic():
        Employment.objects.filter(pk=made.pk).update(during=DateRange(FOUNDED, date(2025, 1, 1)))
    with pytest.raises(IntegrityError, match="job_no_overlap"), transaction.atomic():
        JobAssignment.objects.create(employment=made, function="other", during=DateRange(date(2025, 1, 1), None))
    with pytest.raises(IntegrityError, match="job_inside_employment"), transaction.atomic():
        Employment.objects.filter(pk=made.pk).update(during=DateRange(FOUNDED, date(2025, 1, 1)), exit_kind="other")
    with pytest.raises(IntegrityError, match="job_inside_employment"), transaction.atomic():
        made.jobs.update(during=DateRange(date(2020, 1, 1), None))


def test_the_end_takes_jobs_with_it_and_can_be_taken_back(company: Company) -> None:
    made = employed(company.priya)
    assign_job(made, start=date(2026, 7, 1), function="enablement", by=None)
    ended = end_employment(made, last_day=date(2026, 6, 12), exit_kind="retirement", reason="Sixty-five", by=None)
    jobs = [(job.function, job.during.upper) for job in ended.jobs.all()]
    assert jobs == [("sales", date(2026, 6, 13))]
    again = continue_employment(ended, by=None)
    assert (again.exit_kind, again.reason, again.during.upper) == ("", "", None)
    assert again.jobs.get().during.upper is None
    with pytest.raises(Refused, match="lies before"):
        end_employment(again, last_day=date(2023, 1, 1), exit_kind="other", by=None)
    with pytest.raises(Refused, match="Nobody is employed"):
        assign_job(again, start=date(2020, 1, 1), function="sales", by=None)


def test_who_did_not_start_may_start_later(company: Company) -> None:
    made = employed(company.priya)
    end_employment(made, last_day=DATED, exit_kind="did_not_start", by=None)
    assert Employment.objects.get().during == DateRange(FOUNDED, FOUNDED + timedelta(days=1))
    begin_employment(company.priya, start=FOUNDED, function="sales", by=None)


def test_a_persons_page_shows_employment_and_ends_it(company: Company, as_person: SignIn) -> None:
    made = employed(company.priya)
    client = as_person(company.omar)
    assert "Begin employment" in client.get(f"/people/{company.ruth.uid}").content.decode()
    said = {"last_day": "2026-06-12", "exit_kind": "voluntary", "reason": "Moves to Oslo", "regretted": "true"}
    bad = client.post(f"/employments/{made.uid}/end", said | {"last_day": "2023-01-01"})
    assert bad.status_code == 422 and "lies before the first one" in bad.content.decode()
    assert client.post(f"/employments/{made.uid}/end", said).status_code == 302
    page = f"/people/{company.priya.uid}"
    assert "Moves to Oslo" in client.get(page).content.decode()
    # The analyst sees that it ended, and not why; Priya reads her own.
    assert "Moves to Oslo" not in as_person(company.noor).get(page).content.decode()
    assert "Moves to Oslo" in as_person(company.priya).get(page).content.decode()


def test_asking_for_fifty_takes_as_many_queries_as_for_five(
    company: Company, as_person: SignIn, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        employed(create_person(name=f"Number {number}", by=None), last=date(2026, 6, 2))
    client = as_person(company.omar)
    for path in ("/people/headcount", "/api/v1/headcount"):
        with django_assert_max_num_queries(16):
            assert client.get(path, JUNE | {"part": "separations"}).status_code == 200


def test_metrics_equal_the_rules_on_random_people(company: Company, as_person: SignIn) -> None:
    """Sixteen people with random employments, jobs and managers: SQL of reporting against the rules over REST."""
    rng = Random(11)
    for number in range(16):
        person = create_person(name=f"Number {number}", by=None)
        day = date(2026, 1, 1) + timedelta(days=rng.randint(-100, 200))
        set_manager(person, company.marcus, start=FOUNDED, by=None)
        for _again in range(2):
            made = begin_employment(person, start=day, function=rng.choice(["sales", "other"]), by=None)
            turn = day + timedelta(days=rng.randint(1, 90))
            assign_job(made, start=turn, function=rng.choice(["sales", "other"]), by=None)
            set_manager(person, rng.choice([company.marcus, company.helena]), start=turn, by=None)
            if rng.random() < 0.4:
                break
            last = turn + timedelta(days=rng.randint(0, 60))
            end_employment(made, last_day=last, exit_kind=rng.choice(["voluntary", "other"]), by=None)
            day = last + timedelta(days=rng.randint(2, 30))
    start, end = date(2026, 2, 10), date(2026, 8, 20)
    asked = {"from": str(start), "to": str(end), "as_of": str(DATED)}
    for person in (company.omar, company.dana, company.helena):
        client = as_person(person)
        for function in ({}, {"function": "sales"}):
            rules = client.get("/api/v1/headcount", asked | function).json()
            cut = {f"filter.{name}": value for name, value in function.items()}
            for key, name in (
                ("average_headcount", "average_headcount"),
                ("turnover_rate", "turnover_rate"),
                ("retention_rate", "retention_rate"),
            ):
                metric = client.get(f"/api/v1/metrics/{key}/value", asked | cut).json()
                assert metric["value"] == rules[name], (person.name, function, key)
            early = client.get("/api/v1/metrics/early_attrition/value", asked | cut).json()
            assert (early["value"], early["n"]) == (
                rules["early_attrition"]["value"],
                rules["early_attrition"]["hires"],
            )
    head = evaluate("headcount", scope=EVERYTHING, period=None, as_of=AsOf(start_of_day(end, ZoneInfo("UTC"))))
    whole = evaluate("average_headcount", scope=EVERYTHING, period=span(start, end), dims=("function",))
    assert not isinstance(head, list) and isinstance(whole, list)
    company_wide = evaluate("average_headcount", scope=EVERYTHING, period=span(start, end))
    assert not isinstance(company_wide, list)
    assert round(sum(one.value or 0 for one in whole), 9) == round(company_wide.value or 0, 9)
