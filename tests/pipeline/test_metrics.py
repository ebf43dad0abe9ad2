"""The metrics of deals, leads and activities against cases worked by hand (metrics.md 2 and 3)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import FxRate
from accounts.operations.people import set_manager
from pipeline.models import Activity, Lead, Reason
from pipeline.operations.history import correct_past
from pipeline.operations.processes import publish_process
from salesops.db.operation import operation
from salesops.kernel.errors import Refused
from salesops.kernel.scope import Scope
from tests.company import Company
from tests.reporting.book import Book, at, figure, parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(company: Company) -> Book:
    return Book(company)


def test_ratios_roll_up_as_sums(company: Company, book: Book) -> None:
    """G4: Kim won 3 of 4, Lee 2 of 16; the team 5 of 20, never the mean of ratios 0.4375."""
    for number in range(4):
        (book.won if number < 3 else book.lost)(company.priya, "2026-05-12")
    for number in range(16):
        (book.won if number < 2 else book.lost)(company.andre, "2026-05-12")
    by_owner = parts("win_rate", "2026-05", "owner")
    assert [by_owner[str(person.uid)].value for person in (company.priya, company.andre)] == [
        Decimal("0.75"),
        Decimal("0.125"),
    ]
    total = figure("win_rate", "2026-05")
    assert (total.value, total.numerator, total.denominator) == (Decimal("0.25"), 5, 20)


def test_nothing_closed_is_no_rate(company: Company) -> None:
    empty = figure("win_rate", "2026-W31")
    assert (empty.value, empty.numerator, empty.denominator, empty.reason) == (None, 0, 0, "zero_denominator")


def test_reopening_voids_the_earlier_close(company: Company, book: Book) -> None:
    """G7: P-7 won on 18 May, reopened on 9 June, lost on 2 July."""
    for _ in range(3):
        book.won(company.priya, "2026-05-04", "100")
    for _ in range(2):
        book.lost(company.priya, "2026-05-05")
    deal = book.won(company.priya, "2026-05-18", "12400")
    book.reopen(deal, "2026-06-09")
    book.close(deal, "2026-07-02", "lost")

    def seen(name: str, day: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        found = figure("win_rate", name, as_of=day)
        return found.value, found.numerator, found.denominator

    assert seen("2026-05", "2026-05-31") == (Decimal(4) / Decimal(6), 4, 6)
    assert figure("win_rate", "2026-05", as_of="2026-05-31").as_text()["value"] == "0.666667"
    assert figure("bookings", "2026-05", as_of="2026-05-31").value == 12700
    assert seen("2026-05", "2026-06-15") == (Decimal("0.6"), 3, 5)
    assert figure("bookings", "2026-05", as_of="2026-06-15").value == 300
    assert seen("2026-05", "2026-07-31") == (Decimal("0.6"), 3, 5)
    assert seen("2026-07", "2026-07-31") == (0, 0, 1)


def test_an_edit_takes_effect_when_made(company: Company, book: Book) -> None:
    """G18, the first half: won on 8 June with 700, edited to 900 on 3 July."""
    deal = book.won(company.priya, "2026-06-08", "700")
    book.change(deal, "2026-07-03", amount=Decimal(900), amount_converted=Decimal(900))
    assert figure("bookings", "2026-06", as_of="2026-06-30").value == 700
    assert figure("bookings", "2026-06").value == 900
    assert figure("bookings", "2026-06", known_at="2026-06-30").value == 700


def test_a_correction_reaches_back_and_stays_unknown_before(company: Company, book: Book) -> None:
    """G18, the second half: corrected on 3 July, effective 8 June; what was known on 30 June stays 700."""
    deal = book.won(company.priya, "2026-06-08", "700")
    changes = {"amount": Decimal(900)}
    correct_past(
        deal, effective_at=at("2026-06-08"), changes=changes, by=company.marcus, reason="Typo", at=at("2026-07-03")
    )
    assert figure("bookings", "2026-06", as_of="2026-06-30").value == 900
    assert figure("bookings", "2026-06", as_of="2026-06-30", known_at="2026-06-30").value == 700


def test_rows_are_rounded_half_up_and_then_added(company: Company, book: Book) -> None:
    """G8: two open deals of EUR 33.35 at 1.1 are 36.685 each, so 73.38."""
    rate = DateRange(date(2026, 1, 1), None)
    FxRate.objects.create(from_currency="EUR", to_currency="USD", rate=Decimal("1.1"), valid=rate)
    for _ in range(2):
        book.open(company.priya, "2026-05-01", "33.35", currency="EUR", close_date=date(2026, 6, 30))
    assert figure("open_pipeline", "2026-Q2", as_of="2026-05-10").value == Decimal("73.38")


def test_a_missing_rate_is_counted_never_priced(company: Company, book: Book) -> None:
    book.open(company.priya, "2026-05-01", "50", currency="CHF", close_date=date(2026, 6, 30))
    book.open(company.priya, "2026-05-01", "70", close_date=date(2026, 6, 30))
    found = figure("open_pipeline", "2026-Q2", as_of="2026-05-10")
    assert (found.value, found.n, found.excluded, found.flags) == (70, 2, {"missing_rate": 1}, ("incomplete",))
    book.won(company.priya, "2026-05-03", "50", currency="CHF")
    booked = figure("bookings", "2026-Q2", as_of="2026-05-10")
    assert (booked.value, booked.n, booked.excluded) == (0, 1, {"missing_rate": 1})
    price = figure("average_sales_price", "2026-Q2", as_of="2026-05-10")
    assert (price.value, price.excluded) == (None, {"missing_rate": 1})


def test_a_null_amount_adds_nothing_and_leaves_the_price(company: Company, book: Book) -> None:
    """G19: won 8,000; 2,500; null: bookings 10,500, 3 wins, price 5,250. Amount 0 is an amount."""
    for amount in ("8000", "2500", None):
        book.won(company.priya, "2026-05-12", amount)
    booked, price = figure("bookings", "2026-05"), figure("average_sales_price", "2026-05")
    assert (booked.value, booked.n, booked.excluded) == (10500, 3, {})
    assert (price.value, price.denominator, price.excluded) == (5250, 2, {"null_amount": 1})
    book.won(company.priya, "2026-05-13", "0")
    assert figure("average_sales_price", "2026-05").value == 3500


def test_losses_that_were_no_decision_about_us_leave_the_win_rate(company: Company, book: Book) -> None:
    book.won(company.priya, "2026-05-12", "300")
    book.lost(company.priya, "2026-05-12", "100", reason="price")
    book.lost(company.priya, "2026-05-12", "900", reason="duplicate")
    book.lost(company.priya, "2026-05-12", "900", reason="disqualified")
    rate = figure("win_rate", "2026-05")
    assert (rate.value, rate.excluded) == (Decimal("0.5"), {"disqualified": 1, "duplicate": 1})
    assert figure("win_rate_value", "2026-05").value == Decimal("0.75")


def test_credit_stays_where_it_was_earned(company: Company, book: Book) -> None:
    """G6: Priya moves to Helena's team on 1 July; May stays in the west unless asked by today's tree."""
    deal = book.won(company.priya, "2026-05-12", "500")
    set_manager(company.priya, company.helena, start=date(2026, 7, 1), by=company.omar)
    book.change(deal, "2026-08-01", owner=company.ruth)
    managers = parts("bookings", "2026-05", "manager", as_of="2026-09-01")
    assert {key: part.value for key, part in managers.items()} == {str(company.marcus.uid): 500}
    assert parts("bookings", "2026-05", "owner", as_of="2026-09-01").keys() == {str(company.priya.uid)}
    current = parts("bookings", "2026-05", "owner", as_of="2026-09-01", attribution="current")
    assert current.keys() == {str(company.ruth.uid)}


def test_parts_with_a_none_bucket_add_up(company: Company, book: Book) -> None:
    """G15."""
    company.acme.sector = "retail"
    company.acme.save()
    book.won(company.priya, "2026-05-12", "500")
    book.won(company.priya, "2026-05-12", "200", customer=None)
    found = parts("bookings", "2026-05", "sector")
    assert {key: part.value for key, part in found.items()} == {"retail": 500, None: 200}
    assert figure("bookings", "2026-05", filters={"sector": ("(none)",)}).value == 200


def test_decided_conversion_multiplies_to_the_win_rate(company: Company, book: Book) -> None:
    """F won; G won (skipped Fit); H lost from Offer; I from Fit; J from New: 0.8, 0.75, 0.666667, product 0.4."""
    process = publish_process(
        "Three steps",
        [
            ("New", "open", Decimal("0.1"), "pipeline"),
            ("Fit", "open", Decimal("0.3"), "pipeline"),
            ("Offer", "open", Decimal("0.6"), "upside"),
            ("Closed won", "won", Decimal(1), None),
            ("Closed lost", "lost", Decimal(0), None),
        ],
        by=None,
    )
    stage = {one.name: one for one in process.stages.all()}
    for path, end in (
        (("New", "Fit", "Offer"), "won"),
        (("New", "Offer"), "won"),
        (("New", "Fit", "Offer"), "lost"),
        (("New", "Fit", "New"), "lost"),
        (("New",), "lost"),
    ):
        deal = book.open(company.priya, "2026-05-01", stage=stage[path[0]])
        for day, name in enumerate(path[1:], start=2):
            book.change(deal, f"2026-05-0{day}", stage=stage[name])
        book.close(deal, "2026-05-20", end)
    found = parts("stage_conversion", "2026-05", "stage")
    shown = [found[str(stage[name].uid)].as_text()["value"] for name in ("New", "Fit", "Offer")]
    assert shown == ["0.800000", "0.750000", "0.666667"]
    assert [found[str(stage[name].uid)].denominator for name in ("New", "Fit", "Offer")] == [5, 4, 3]
    assert figure("win_rate", "2026-05").value == Decimal("0.4")


def test_cycle_counts_local_days(company: Company, book: Book) -> None:
    """Same day 0; 10 and 41 days: mean 17, median 10, nine of ten 34.8."""
    for created in ("2026-05-31", "2026-05-21", "2026-04-20"):
        book.won(company.priya, "2026-05-31", created=created)
    assert figure("sales_cycle", "2026-05").value == 17
    assert figure("sales_cycle_median", "2026-05").value == 10
    assert figure("sales_cycle_p90", "2026-05").as_text()["value"] == "34.800000"
    empty = figure("sales_cycle_median", "2026-04")
    assert (empty.value, empty.reason, empty.n) == (None, "no_rows", 0)


def test_lost_deals_have_a_cycle_of_their_own(company: Company, book: Book) -> None:
    """Lost after 1 and 20 days: mean 10.5; with one won after 4 the median is 4."""
    book.won(company.priya, "2026-05-31", created="2026-05-27")
    for created in ("2026-05-30", "2026-05-11"):
        book.close(book.open(company.priya, created), "2026-05-31", "lost")
    assert figure("lost_cycle", "2026-05").value == Decimal("10.5")
    assert figure("close_cycle_median", "2026-05").value == 4
    assert figure("sales_cycle", "2026-05").value == 4


def test_the_median_price_leaves_out_deals_without_an_amount(company: Company, book: Book) -> None:
    """100, 200 and 9,000: the usual deal is 200, the average 3,100."""
    for amount in ("100", "200", "9000", None):
        book.won(company.priya, "2026-05-31", amount)
    median = figure("sales_price_median", "2026-05")
    assert (median.value, median.n, median.excluded) == (200, 3, {"null_amount": 1})
    assert figure("average_sales_price", "2026-05").value == 3100


def test_a_deal_closed_before_it_was_created_has_no_cycle(company: Company, book: Book) -> None:
    deal = book.open(company.priya, "2026-05-31")
    book.close(deal, "2026-06-01", "won", close_date=date(2026, 5, 3))
    found = figure("sales_cycle", "2026-05")
    assert (found.value, found.excluded) == (None, {"no_start": 1})


def test_local_days_follow_the_organisations_zone(company: Company, book: Book) -> None:
    """Created on 31 May 23:30 in New York: 1 June in UTC, won the same local day."""
    company.organisation.time_zone = "America/New_York"
    company.organisation.save()
    deal = book.open(company.priya, "2026-06-01T03:30")
    book.close(deal, "2026-06-01T03:40", "won", close_date=date(2026, 5, 31))
    assert figure("sales_cycle", "2026-05").value == 0
    assert figure("pipeline_created_count", "2026-05").value == 1


def test_open_pipeline_by_category_and_bucket(company: Company, book: Book) -> None:
    q2 = {"close_date": date(2026, 6, 30)}
    book.open(company.priya, "2026-05-01", "100", **q2)
    book.open(company.priya, "2026-05-01", "200", stage=book.stage("Proposal"), **q2)
    book.open(company.andre, "2026-05-01", "400", stage=book.stage("Negotiation"), **q2)
    book.open(company.andre, "2026-05-01", "800", category_override="commit", **q2)
    book.open(company.andre, "2026-05-01", "5000", omitted=True, **q2)
    book.open(company.andre, "2026-05-01", "1600", close_date=date(2026, 5, 9))
    book.open(company.andre, "2026-05-01", "3200", close_date=None)
    book.open(company.andre, "2026-05-01", "6400", close_date=date(2026, 7, 1))
    found = figure("open_pipeline", "2026-Q2", as_of="2026-05-10")
    assert (found.value, found.n) == (1500, 4)
    assert found.excluded == {"omitted": 1, "overdue": 1, "undated": 1}
    by_category = parts("open_pipeline", "2026-Q2", "category", as_of="2026-05-10")
    shown = {key: part.value for key, part in by_category.items() if part.n}
    assert shown == {"commit": 1200, "upside": 200, "pipeline": 100}
    whole = parts("open_pipeline", None, "expected_close", as_of="2026-05-10")
    shown = {key: part.value for key, part in whole.items() if part.n}
    assert shown == {"2026-06": 1500, "overdue": 1600, "undated": 3200, "2026-07": 6400}


def test_weighted_pipeline_prefers_the_deals_own_probability(company: Company, book: Book) -> None:
    """200 x 0.50 + 333.33 x 0.25 (83.3325 -> 83.33)."""
    q2 = {"close_date": date(2026, 6, 30)}
    book.open(company.priya, "2026-05-01", "200", stage=book.stage("Proposal"), **q2)
    book.open(company.priya, "2026-05-01", "333.33", probability_manual=Decimal("0.25"), **q2)
    assert figure("weighted_pipeline", "2026-Q2", as_of="2026-05-10").value == Decimal("183.33")


def test_pipeline_is_created_once_at_the_amount_then(company: Company, book: Book) -> None:
    uncounted = book.stage("Discovery")
    uncounted.counts_as_pipeline = False
    uncounted.save()
    deal = book.open(company.priya, "2026-04-20", "100", sourced_by="partner")
    book.change(deal, "2026-05-04", stage=book.stage("Solution fit"), amount=Decimal(150))
    book.change(deal, "2026-05-06", stage=uncounted)
    book.change(deal, "2026-06-08", stage=book.stage("Proposal"), amount=Decimal(900))
    book.open(company.priya, "2026-05-05", "7", stage=uncounted)
    straight = book.open(company.priya, "2026-05-05", "40", stage=uncounted)
    book.close(straight, "2026-05-07", "won")
    gone = book.open(company.priya, "2026-05-05", "1000", stage=book.stage("Proposal"))
    book.change(gone, "2026-05-06", deleted=True)
    assert figure("pipeline_created", "2026-05").value == 190
    assert figure("pipeline_created", "2026-06").value == 0
    assert figure("pipeline_created_count", "2026-W19").value == 2
    by_source = parts("pipeline_created", "2026-05", "sourced_by")
    assert {key: part.value for key, part in by_source.items()} == {"partner": 150, None: 40}
    assert figure("pipeline_created", "2026-05", as_of="2026-05-05").value == 1150


def test_close_rate_shows_what_is_pending(company: Company, book: Book) -> None:
    book.won(company.priya, "2026-08-01", created="2026-05-02")
    book.lost(company.priya, "2026-06-01", created="2026-05-02")
    book.open(company.priya, "2026-05-30")
    book.open(company.priya, "2026-05-31")
    then, now = figure("close_rate", "2026-05", as_of="2026-06-30"), figure("close_rate", "2026-05")
    assert (then.value, then.denominator, then.pending) == (0, 4, 3)
    assert (now.value, now.denominator, now.pending) == (Decimal("0.25"), 4, 2)


def lead(company: Company, created: str, **state: object) -> Lead:
    return Lead.objects.create(name="Someone", owner=state.pop("owner", company.priya), created_at=at(created), **state)


def test_leads_of_a_cohort_and_of_a_period_are_different_sets(company: Company) -> None:
    lead(company, "2026-04-30", state="converted", converted_at=at("2026-05-05"))
    lead(company, "2026-05-01", state="converted", converted_at=at("2026-06-20"))
    lead(company, "2026-05-31T23:59")
    lead(company, "2026-05-10", is_test=True)
    lead(company, "2026-05-10", is_spam=True)
    assert figure("new_leads", "2026-05").value == 2
    assert figure("lead_to_opp", "2026-05", as_of="2026-06-01").value == 0
    cohort = figure("lead_to_opp", "2026-05", as_of="2026-08-29")
    assert (cohort.value, cohort.flags) == (Decimal("0.5"), ("immature",))
    assert figure("lead_to_opp", "2026-05", as_of="2026-08-30").flags == ()
    period = figure("lead_to_opp_period", "2026-05")
    assert (period.numerator, period.denominator) == (1, 2)


def test_activities_leave_out_what_a_machine_captured(company: Company) -> None:
    for when, more in (("2026-05-01", {}), ("2026-05-02", {"automated": True}), ("2026-06-01", {})):
        Activity.objects.create(kind="call", owner=company.priya, occurred_at=at(when), **more)
    Activity.objects.create(kind="call", owner=company.priya, occurred_at=at("2026-05-03"), deleted_at=at("2026-05-04"))
    found = figure("activities", "2026-05")
    assert (found.value, found.excluded) == (1, {"automated": 1})


def test_what_was_known_is_not_kept_for_events(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        figure("activities", "2026-05", known_at="2026-06-01")
    assert refusal.value.code == "no_history"
    assert refusal.value.facts["measure"] == "activities_done"


def test_a_future_instant_is_answered_and_flagged(company: Company, book: Book) -> None:
    book.open(company.priya, "2026-05-01", "100", close_date=date(2026, 6, 30))
    assert figure("open_pipeline", "2026-Q2", as_of="2026-05-02").value == 100
    assert "future" in figure("open_pipeline", "2026-Q2", as_of="2100-05-02").flags


def test_an_unknown_dimension_lists_what_is_there(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        parts("bookings", "2026-05", "weather")
    assert refusal.value.code == "bad_dimension"
    assert "owner" in refusal.value.facts["allowed"]


def test_an_empty_scope_sees_nothing(company: Company, book: Book) -> None:
    book.won(company.priya, "2026-05-12", "500")
    assert figure("bookings", "2026-05", scope=Scope()).value == 0
    assert figure("bookings", "2026-05", scope=Scope.of_people([company.andre.pk])).value == 0
    assert figure("bookings", "2026-05", scope=Scope.of_people([company.priya.pk])).value == 500


def test_two_edits_in_one_instant_leave_the_later(company: Company, book: Book) -> None:
    deal = book.open(company.priya, "2026-05-01", "100", close_date=date(2026, 6, 30))
    with operation(by=company.priya, at=at("2026-05-03")):
        for amount in (1, 300):
            deal.amount = Decimal(amount)
            deal.save()
    assert figure("open_pipeline", "2026-Q2", as_of="2026-05-03").value == 300
    assert Reason.objects.filter(list="loss", excluded=True).count() == 2
