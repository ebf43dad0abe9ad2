"""The roll-up from the version log: categories, moves, leavers, money, as-of, and cells that open to their rows."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.test.utils import CaptureQueriesContext

from accounts.models import FxRate, Organisation, Seat, SeatOccupancy, User
from accounts.operations.people import create_person, set_manager
from forecasting.models import ForecastCall
from forecasting.operations.types import change_forecast_type
from forecasting.queries.rollup import Frame, Rollup, cell_of, question_of, read_rollup
from forecasting.queries.rows import read_rows, read_total
from forecasting.rules.figures import BUCKETS, OPEN, WON
from pipeline.models import ProcessVersion, Stage, StageCategory, Subcategory
from tests.company import Company
from tests.forecasting.book import IN_P, NOW, START, change, deal, opened


def at(moment: datetime = NOW, **frame: object) -> Rollup:
    type_, period = opened()
    return read_rollup(Frame(type_, period, moment, **frame))  # type: ignore[arg-type]


def amounts(rollup: Rollup, node: User) -> dict[str, Decimal]:
    return {bucket: found.amount for bucket, found in rollup.totals[node.pk].items() if found.count}


def test_each_category_stands_in_its_column_and_lost_in_no_total(company: Company) -> None:
    for category, amount in (("won", 500), ("commit", 100), ("upside", 60), ("pipeline", 40), ("lost", 900)):
        deal(company, company.priya, category, amount)
    rollup = at()
    assert amounts(rollup, company.priya) == {"won": 500, "commit": 100, "upside": 60, "pipeline": 40, "lost": 900}
    assert rollup.lines["commit"][company.dana.pk].said == 600
    assert rollup.lines["upside"][company.dana.pk].said == 660
    assert rollup.opened(company.dana.pk) == 200


def test_overdue_undated_omitted_uncounted_and_unmapped_have_their_own_columns(company: Company) -> None:
    early = Stage.objects.create(process=company.process, name="Suspect", position=20, counts_as_pipeline=False)
    strange = Stage.objects.create(process=company.process, name="Imported", position=21)
    deal(company, company.priya, "commit", 1, close_date=date(2026, 9, 30))
    deal(company, company.priya, "commit", 2, close_date=None)
    deal(company, company.priya, "commit", 4, omitted=True)
    deal(company, company.priya, "", 8, stage=early)
    deal(company, company.priya, "", 16, stage=strange)
    deal(company, company.priya, "commit", 32, close_date=date(2027, 1, 1))
    deal(company, company.priya, "commit", 64, category_override="omitted")
    rollup = at()
    found = amounts(rollup, company.priya)
    assert found == {"overdue": 1, "undated": 2, "omitted": 68, "uncounted": 8, "unmapped": 16}
    assert rollup.opened(company.priya.pk) == 16
    assert rollup.lines["upside"][company.priya.pk].said == 0


def test_an_override_wins_over_the_stage_and_the_map_of_the_instant_counts(company: Company) -> None:
    deal(company, company.priya, "commit", 10, category_override="upside")
    moved = deal(company, company.priya, "pipeline", 20)
    rows = StageCategory.objects.filter(stage=moved.stage)
    later = NOW - timedelta(days=1)
    rows.update(valid=DateTimeTZRange(None, later))
    StageCategory.objects.create(stage=moved.stage, category="commit", valid=DateTimeTZRange(later, None))
    assert amounts(at(), company.priya) == {"upside": 10, "commit": 20}
    assert amounts(at(later - timedelta(hours=1)), company.priya) == {"upside": 10, "pipeline": 20}


def test_subcategories_sum_to_their_category_and_can_be_left_out(company: Company) -> None:
    risk = Subcategory.objects.get(key="at_risk")
    bridge = Subcategory.objects.get(key="bridge")
    for owner, amount in ((company.priya, 10), (company.andre, 20)):
        deal(company, owner, "commit", amount, subcategory=risk)
    deal(company, company.jonah, "commit", 5)
    deal(company, company.jonah, "commit", 7, subcategory=bridge)
    rollup = at()
    for node in (company.dana, company.marcus, company.priya):
        tagged = sum(
            found.amount for (category, _), found in rollup.tag_totals[node.pk].items() if category == "commit"
        )
        rest = rollup.totals[node.pk]["commit"].amount - tagged
        assert rest == (12 if node == company.dana else 0)
    Subcategory.objects.filter(pk=risk.pk).update(label="Wobbly")
    assert amounts(at(), company.dana) == {"commit": 42}
    assert amounts(at(without=(risk.pk,)), company.dana) == {"commit": 12}


def test_renewals_have_a_type_of_their_own_and_the_two_hold_every_deal_once(company: Company) -> None:
    type_, period = opened()
    deal(company, company.priya, "commit", 10)
    deal(company, company.priya, "commit", 20, kind="renewal")
    renewals = type(type_).objects.get(key="renewals")
    found = [read_rollup(Frame(one, period, NOW)).totals[company.dana.pk]["commit"].amount for one in (type_, renewals)]
    assert found == [10, 20]


def test_a_later_move_changes_no_past_report(company: Company) -> None:
    deal(company, company.priya, "commit", 70)
    before = {node: amounts(at(), node) for node in (company.marcus, company.helena)}
    set_manager(company.priya, company.helena, start=date(2026, 12, 1), by=None)
    assert {node: amounts(at(), node) for node in (company.marcus, company.helena)} == before
    later = at(datetime(2026, 12, 2, tzinfo=UTC))
    assert (amounts(later, company.marcus), amounts(later, company.helena)) == ({}, {"commit": 70})


def moved_mia(company: Company) -> User:
    """Mia wins 100 under Marcus in April, joins Helena on 1 May with 60 open in commit."""
    mia = create_person(name="Mia Chen", start=None, by=None)
    set_manager(mia, company.marcus, start=date(2026, 1, 1), by=None)
    set_manager(mia, company.helena, start=date(2026, 5, 1), by=None)
    when = datetime(2026, 4, 10, tzinfo=UTC)
    deal(company, mia, "won", 100, close_date=date(2026, 4, 10), at=when)
    deal(company, mia, "commit", 60, close_date=date(2026, 6, 10), at=when)
    return mia


@pytest.mark.parametrize(
    ("won_follows", "left", "joined", "moved"), [("team", 100, 60, (100, -100)), ("person", 0, 160, (0, 0))]
)
def test_won_by_people_who_moved(
    company: Company, won_follows: str, left: int, joined: int, moved: tuple[int, int]
) -> None:
    mia = moved_mia(company)
    Organisation.objects.update(won_follows=won_follows)
    type_, period = opened("2026-Q2")
    rollup = read_rollup(Frame(type_, period, datetime(2026, 5, 15, tzinfo=UTC)))
    commit = {node: line.said for node, line in rollup.lines["commit"].items()}
    assert (commit[company.marcus.pk], commit[company.helena.pk]) == (left, joined)
    assert (commit[mia.pk], commit[company.dana.pk]) == (160, 160)
    lines = [
        rollup.moved[node.pk].amount if node.pk in rollup.moved else 0 for node in (company.marcus, company.helena)
    ]
    assert tuple(lines) == moved
    for node in (company.marcus, company.helena):
        assert rows_add_up(rollup, node.pk, (WON,), "moved") == (rollup.moved[node.pk].amount if any(moved) else 0)


def test_what_a_leaver_holds_stands_as_vacant_under_the_next_active_manager(company: Company) -> None:
    deal(company, company.priya, "commit", 70)
    deal(company, company.priya, "won", 30)
    deal(company, company.andre, "commit", 5)
    for person in (company.priya, company.marcus):
        SeatOccupancy.objects.filter(person=person).update(during=DateRange(None, date(2026, 11, 1)))
    rollup = at()
    dana = company.dana.pk
    assert set(rollup.tree.vacant[dana]) == {company.priya.pk, company.marcus.pk}
    assert rollup.placed.vacant[company.priya.pk]["commit"].amount == 70
    assert rollup.tree.parent[company.andre.pk] == dana
    assert rollup.lines["commit"][dana].own == 100
    assert rollup.lines["commit"][dana].said == 105
    assert amounts(at(datetime(2026, 10, 20, tzinfo=UTC)), company.marcus) == {"commit": 75, "won": 30}


def test_a_successor_takes_the_place_in_the_figures_of_the_team(company: Company) -> None:
    post = Seat.objects.create(name="Head of West", kind=Seat.Kind.POST)
    SeatOccupancy.objects.create(seat=post, person=company.marcus, during=DateRange(None, date(2026, 11, 1)))
    SeatOccupancy.objects.create(seat=post, person=company.ruth, during=DateRange(date(2026, 11, 1), None))
    deal(company, company.priya, "won", 80, close_date=date(2026, 10, 20))
    for person, manager in ((company.ruth, company.dana), (company.priya, company.ruth), (company.andre, company.ruth)):
        set_manager(person, manager, start=date(2026, 11, 1), by=None)
    rollup = at()
    assert rollup.totals[company.ruth.pk][WON].amount == 80
    assert company.ruth.pk not in rollup.moved


def test_deals_of_people_outside_the_line_stand_under_the_root_in_its_total(company: Company) -> None:
    deal(company, company.omar, "commit", 9)
    deal(company, None, "commit", 3)
    deal(company, company.omar, "won", 5)
    rollup = at()
    assert {bucket: found.amount for bucket, found in rollup.placed.unassigned.items()} == {"commit": 12, "won": 5}
    assert rollup.lines["commit"][company.dana.pk].said == 17
    assert rollup.tree.root == company.dana.pk


def test_one_founder_above_listed_people(company: Company) -> None:
    listed = create_person(name="Listed Rep", by=None)
    set_manager(listed, company.marcus, start=None, by=None)
    deal(company, listed, "commit", 11)
    assert at().lines["commit"][company.dana.pk].said == 11


def test_rows_are_rounded_before_they_are_summed(company: Company) -> None:
    rate(company, "EUR", "0.5")
    for _ in range(2):
        deal(company, company.priya, "commit", "1.01", currency="EUR")
    assert amounts(at(), company.priya) == {"commit": Decimal("1.02")}
    rate(company, "GBP", "1.25")
    deal(company, company.andre, "commit", "10.005", currency="GBP")
    assert amounts(at(), company.andre) == {"commit": Decimal("12.51")}


def rate(company: Company, code: str, value: str, **more: object) -> FxRate:
    whole = {"valid": DateRange(None, None), "recorded_at": START} | more
    return FxRate.objects.create(from_currency=code, to_currency="USD", rate=Decimal(value), **whole)


def test_a_missing_rate_is_counted_and_never_priced(company: Company) -> None:
    deal(company, company.priya, "commit", 40, currency="JPY")
    deal(company, company.priya, "commit", None)
    deal(company, company.priya, "commit", 5)
    rollup = at()
    found = rollup.totals[company.priya.pk]["commit"]
    assert (found.amount, found.count, found.missing, found.unpriced) == (5, 3, 1, 1)
    assert rollup.missing(company.dana.pk) == 1


def test_plan_rates_price_everything_at_the_rate_of_the_periods_year(company: Company) -> None:
    rate(company, "EUR", "1.10")
    rate(company, "EUR", "1.50", kind="plan")
    deal(company, company.priya, "commit", 100, currency="EUR")
    deal(company, company.priya, "won", 100, currency="EUR", amount_converted=Decimal(120))
    assert amounts(at(), company.priya) == {"commit": 110, "won": 120}
    type_, period = opened()
    change_forecast_type(type_, changes={"policy": "plan"}, by=company.omar, reason="Beside quota")
    soon = datetime.now(UTC) + timedelta(days=1)
    found = read_rollup(Frame(type_, period, soon)).totals[company.priya.pk]
    assert (found["commit"].amount, found["won"].amount) == (150, 150)


def test_as_of_and_as_known(company: Company) -> None:
    record = deal(company, company.priya, "commit", 70)
    change(record, NOW - timedelta(days=2), amount=Decimal(85))
    assert amounts(at(NOW - timedelta(days=3)), company.priya) == {"commit": 70}
    assert amounts(at(), company.priya) == {"commit": 85}
    assert amounts(at(known_at=NOW - timedelta(days=3)), company.priya) == {"commit": 70}


def rows_add_up(rollup: Rollup, node: int, buckets: tuple[str, ...], part: str = "") -> Decimal:
    """The rows of a cell, added in Python; their total in SQL must agree."""
    question = question_of(rollup.frame, rollup.version, rollup.organisation)
    cell = cell_of(rollup, node, buckets, part)
    rows = read_rows(question, cell, limit=10_000)
    total = read_total(question, cell)
    added = sum((row.converted or Decimal(0) for row in rows), Decimal(0))
    assert (added, len(rows)) == (total.amount, total.count)
    return added


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("won_follows", ["team", "person"])
def test_random_books_add_up_at_every_node_and_open_to_their_rows(
    company: Company, seed: int, won_follows: str
) -> None:
    chance = random.Random(seed)
    Organisation.objects.update(won_follows=won_follows)
    people = random_company(company, chance)
    for _ in range(60):
        random_deal(company, people, chance)
    rollup = at()
    company_rows = sum((rollup.totals[rollup.tree.root][bucket].amount for bucket in (WON, *OPEN)), Decimal(0))
    assert company_rows == plain_sum(("won", "open"))
    for node in rollup.tree.order:
        line = rollup.lines["commit"][node]
        bookings = rows_add_up(rollup, node, (WON,))
        assert line.said == line.raw == bookings + rows_add_up(rollup, node, ("commit",))
        assert rollup.totals[node][WON].amount == bookings
        for bucket in BUCKETS[1:]:
            assert rollup.totals[node][bucket].amount == rows_add_up(rollup, node, (bucket,))
        own = rollup.placed.own.get(node, {})
        parts = sum((rollup.totals[child]["commit"].amount for child in rollup.tree.children.get(node, ())), Decimal(0))
        assert parts + (own["commit"].amount if "commit" in own else 0) == rollup.totals[node]["commit"].amount


def random_company(company: Company, chance: random.Random) -> list[User | None]:
    """Moves and leaves inside the period, and one person outside of the line."""
    reps = [company.priya, company.andre, company.ruth, company.jonah, company.sofia]
    for person in reps:
        if chance.random() < 0.6:
            day = date(2026, 10, 1) + timedelta(days=chance.randint(0, 60))
            set_manager(person, chance.choice([company.marcus, company.helena, company.dana]), start=day, by=None)
        if chance.random() < 0.3:
            gone = date(2026, 10, 10) + timedelta(days=chance.randint(0, 30))
            SeatOccupancy.objects.filter(person=person).update(during=DateRange(None, gone))
    return [*reps, company.marcus, company.helena, company.dana, company.omar, None]


def random_deal(company: Company, people: list[User | None], chance: random.Random) -> None:
    category = chance.choice(["won", "won", "commit", "upside", "pipeline", "lost"])
    day = date(2026, 9, 20) + timedelta(days=chance.randint(0, 110))
    amount = Decimal(chance.randint(1, 100_000)) / 100
    deal(company, chance.choice(people), category, amount, close_date=day)


def plain_sum(statuses: tuple[str, ...]) -> Decimal:
    from pipeline.models import Opportunity

    rows = Opportunity.objects.filter(status__in=statuses, close_date__range=(date(2026, 10, 1), date(2026, 12, 31)))
    return sum((row.amount or Decimal(0) for row in rows), Decimal(0))


def test_the_number_of_queries_is_the_same_for_five_and_fifty_nodes(company: Company) -> None:
    type_, period = opened()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            rollup = read_rollup(Frame(type_, period, NOW))
            assert rollup.totals and rollup.quotas is not None
        return len(found)

    few = queries()
    above = company.priya
    for number in range(50):
        person = create_person(name=f"Rep {number:02}", by=None)
        set_manager(person, above, start=None, by=None)
        above = person
        deal(company, person, "commit", number)
    assert queries() == few <= 9


def test_processes_and_calls_are_not_needed_for_an_empty_book(company: Company) -> None:
    assert ProcessVersion.objects.exists()
    assert not ForecastCall.objects.exists()
    assert at().lines["commit"][company.dana.pk].said == 0
    assert IN_P
