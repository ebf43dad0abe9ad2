"""Headcount, turnover and retention against hand-worked tables and a slow walk day by day (accounts-desk.md A-4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from accounts.rules.headcount import Employed, Headcount, Job, early_attrition, headcount_of
from accounts.rules.small_groups import hidden_groups
from salesops.kernel.metrics import Unit
from salesops.kernel.results import output

JUNE = (date(2026, 6, 1), date(2026, 7, 1))
LATER = date(2027, 1, 1)
LONG_AGO = date(2024, 1, 1)
FIVE = [Employed(key, key, LONG_AGO) for key in range(1, 6)]
PER = Employed(6, 6, LONG_AGO, date(2026, 6, 13), "voluntary")
QUY = Employed(7, 7, date(2026, 6, 10), date(2026, 6, 22), "involuntary")


def june(rows: Iterable[Employed], **asked: object) -> Headcount:
    found = headcount_of(rows, *JUNE, as_of=asked.pop("as_of", LATER), **asked)  # type: ignore[arg-type]
    assert found is not None
    return found


def said(value: Decimal | None) -> object:
    return output(value, Unit.RATIO)


def test_the_example_of_june() -> None:
    found = june([*FIVE, PER, QUY])
    assert (found.person_days, found.days, found.average) == (174, 30, Decimal("5.8"))
    assert len(found.separations) == 2
    assert (said(found.turnover()), said(found.turnover(len(found.voluntary)))) == ("0.344828", "0.172414")
    assert (found.kept, found.opening, said(found.retention)) == (5, 6, "0.833333")
    # 0.344828 of thirty days, as if the whole year went on like that.
    assert said(found.annualised) == "4.195402"


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    whole = Employed(1, 1, LONG_AGO, date(2026, 7, 1), "other")
    before = Employed(2, 2, LONG_AGO, date(2026, 6, 1), "other")
    found = june([whole, before])
    assert (found.headcount, found.separations, found.person_days) == (1, (1,), 30)
    # Employed on the first and on the last day: leaving at the end of the day is not leaving before it.
    assert (found.opening, found.kept) == (1, 1)


def test_who_did_not_start_is_neither_hire_nor_separation() -> None:
    never = Employed(8, 8, date(2026, 6, 10), date(2026, 6, 11), "did_not_start")
    found = june([*FIVE, never])
    assert (found.hires, found.separations, found.person_days) == ((), (), 150)
    assert early_attrition([never], *JUNE, as_of=LATER).hires == ()


def test_a_rehire_is_another_employment_and_the_same_person() -> None:
    """Gone on 10 June, back on 20 June: one separation, one hire, kept, 10 + 11 days."""
    rows = [
        Employed(1, 1, LONG_AGO, date(2026, 6, 11), "voluntary"),
        Employed(2, 1, date(2026, 6, 20)),
    ]
    found = june(rows)
    assert (found.separations, found.hires, found.person_days, found.headcount) == ((1,), (2,), 21, 1)
    assert (found.opening, found.kept) == (1, 1)


def test_a_transfer_is_no_separation_and_leaves_a_function() -> None:
    """Ten days in sales, then enablement: 10 person days there, one who moved out; company-wide nothing happened."""
    jobs = (Job("sales", LONG_AGO, date(2026, 6, 11)), Job("enablement", date(2026, 6, 11), None))
    mover = Employed(1, 1, LONG_AGO, jobs=jobs)
    stays = Employed(2, 2, LONG_AGO, jobs=(Job("sales", LONG_AGO, None),))
    company, sales = june([mover, stays]), june([mover, stays], function="sales")
    assert (company.separations, company.transfer_out, company.person_days) == ((), (), 60)
    assert (sales.separations, sales.transfer_out, sales.person_days, sales.headcount) == ((), (1,), 40, 1)
    assert (said(sales.turnover()), said(sales.retention)) == ("0.000000", "1.000000")
    assert june([mover, stays], function="enablement").transfer_out == ()


def test_two_jobs_in_one_function_are_no_move_out_of_it() -> None:
    jobs = (Job("sales", LONG_AGO, date(2026, 6, 11)), Job("sales", date(2026, 6, 11), None))
    found = june([Employed(1, 1, LONG_AGO, jobs=jobs)], function="sales")
    assert (found.transfer_out, found.person_days, found.headcount) == ((), 30, 1)


def test_a_period_that_runs_counts_so_far() -> None:
    """On 15 June: five and Per for 12, Quy for 6 days of 15; Quy has not left yet."""
    found = june([*FIVE, PER, QUY], as_of=date(2026, 6, 15))
    assert (found.days, found.person_days, found.separations) == (15, 75 + 12 + 6, (6,))
    assert headcount_of(FIVE, *JUNE, as_of=date(2026, 5, 31)) is None


def test_without_anybody_there_is_no_rate() -> None:
    found = june([])
    assert (found.average, found.turnover(), found.annualised, found.retention) == (0, None, None, None)


def test_a_year_is_not_annualised_and_a_leap_year_has_its_day() -> None:
    rows = [Employed(1, 1, LONG_AGO), Employed(2, 2, LONG_AGO, date(2024, 3, 1), "retirement")]
    found = headcount_of(rows, date(2024, 1, 1), date(2025, 1, 1), as_of=LATER)
    assert found is not None
    # 366 days, and 60 up to 29 February: 426 / 366.
    assert (found.person_days, found.days, found.annualised) == (426, 366, None)
    assert said(found.turnover()) == said(Decimal(366) / 426) == "0.859155"


@pytest.mark.parametrize(
    ("last_day", "counts"), [(date(2026, 11, 28), True), (date(2026, 11, 29), False)], ids=["day 180", "day 181"]
)
def test_early_is_up_to_day_180(last_day: date, counts: bool) -> None:
    hired = Employed(1, 1, date(2026, 6, 1), last_day + timedelta(days=1), "voluntary")
    found = early_attrition([hired, *FIVE], *JUNE, as_of=LATER)
    assert (found.hires, bool(found.left), found.is_immature) == ((1,), counts, False)
    assert early_attrition([hired], *JUNE, as_of=date(2026, 11, 28)).is_immature


@dataclass(frozen=True)
class Walked:
    person_days: int
    separations: int
    transfer_out: int
    opening: int
    kept: int


def walked(rows: list[Employed], start: date, last: date, function: str) -> Walked:
    """Day by day and person by person, with no arithmetic of ranges."""
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    real = [row for row in rows if row.exit_kind != "did_not_start"]

    def there(row: Employed, day: date, wanted: str) -> bool:
        at_work = row.first <= day and (row.end is None or day < row.end)
        does = [job for job in row.jobs if job.first <= day and (job.end is None or day < job.end)]
        seen = row.seen is None or any((a or date.min) <= day < (b or date.max) for a, b in row.seen)
        return at_work and seen and (not wanted or any(job.function == wanted for job in does))

    separations = moved = 0
    for row in real:
        for day in days:
            tomorrow = day + timedelta(days=1)
            if there(row, day, function):
                gone = row.end == tomorrow
                separations += gone
                stands = any(
                    job.first <= tomorrow < (job.end or date.max) and job.function == function for job in row.jobs
                )
                moved += bool(function) and not gone and not stands
    opening = {row.person for row in real if there(row, start, function)}
    still = {row.person for row in real if row.first <= last and (row.end is None or last < row.end)}
    return Walked(
        sum(there(row, day, function) for row in real for day in days), separations, moved, len(opening),
        len(opening & still),
    )  # fmt: skip


def some_employments(rng: Random, people: int) -> list[Employed]:
    """People with one to three employments that do not overlap and jobs that tile them, some seen for some days."""
    origin, rows = date(2026, 1, 1), list[Employed]()
    for person in range(people):
        day = origin + timedelta(days=rng.randint(-200, 150))
        seen = None if rng.random() < 0.5 else ((None, origin + timedelta(days=rng.randint(0, 200))),)
        for _again in range(rng.randint(1, 3)):
            end = day + timedelta(days=rng.randint(1, 150)) if rng.random() < 0.7 else None
            kind = rng.choice(["voluntary", "involuntary", "retirement", "other"]) if end else ""
            if end and rng.random() < 0.1:
                end, kind = day + timedelta(days=1), "did_not_start"
            turn = day + timedelta(days=rng.randint(1, 60))
            split = end is None or turn < end
            cuts = [day, turn] if split else [day]
            jobs = tuple(
                Job(rng.choice(["sales", "other"]), first, past)
                for first, past in zip(cuts, [*cuts[1:], end], strict=True)
            )
            rows.append(Employed(len(rows) + 1, person, day, end, kind, jobs=jobs, seen=seen))
            if end is None:
                break
            day = end + timedelta(days=rng.randint(0, 40))
    return rows


@pytest.mark.parametrize("seed", range(25))
def test_ranges_equal_a_walk_over_every_day(seed: int) -> None:
    rng = Random(seed)
    rows = some_employments(rng, 12)
    start = date(2026, 1, 1) + timedelta(days=rng.randint(0, 120))
    end = start + timedelta(days=rng.randint(1, 120))
    for function in ("", "sales", "other"):
        found = headcount_of(rows, start, end, as_of=LATER, function=function)
        assert found is not None
        slow = walked(rows, start, end - timedelta(days=1), function)
        fast = (found.person_days, len(found.separations), len(found.transfer_out), found.opening, found.kept)
        assert fast == (slow.person_days, slow.separations, slow.transfer_out, slow.opening, slow.kept)


@pytest.mark.parametrize("seed", range(10))
def test_functions_and_days_add_up(seed: int) -> None:
    """Person days of the functions sum to the company's; a period's to those of its halves."""
    rng = Random(1000 + seed)
    rows = some_employments(rng, 15)
    start, middle, end = (date(2026, 2, 1) + timedelta(days=days) for days in (0, rng.randint(1, 89), 90))

    def days(first: date, past: date, function: str = "") -> Fraction:
        found = headcount_of(rows, first, past, as_of=LATER, function=function)
        return Fraction(found.person_days if found else 0)

    assert days(start, end) == days(start, end, "sales") + days(start, end, "other")
    assert days(start, end) == days(start, middle) + days(middle, end)


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"Oslo": 6, "Turin": 4, "Bonn": 2}, {"Turin", "Bonn"}),
        ({"Oslo": 8, "Turin": 4}, {"Oslo", "Turin"}),
        ({"Oslo": 8, "Turin": 5}, set()),
        ({"Oslo": 9, "Turin": 6, "Bonn": 1}, {"Turin", "Bonn"}),
        ({"Oslo": 3}, {"Oslo"}),
        ({"Oslo": 8, "Turin": 0}, set()),
    ],
)
def test_small_groups_hide_and_take_the_next_with_them(sizes: dict[str, int], hidden: set[str]) -> None:
    assert hidden_groups(sizes) == hidden
