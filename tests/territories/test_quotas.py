"""Quotas: set, kept when replaced, prefilled from last year, served by days, summed up the line."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.models import Currency, FiscalPeriod, FxRate, Seat, SeatOccupancy, User
from accounts.operations.customers import personal_seat
from salesops.kernel.errors import Forbidden, Refused
from territories.access import visible_quotas, visible_seats
from territories.models import LIVE, Quota
from territories.operations.quotas import Entry, prefill_quotas, set_quotas, undo_quota_batch
from territories.queries.quotas import seat_quotas, served_by_person
from tests.company import Company
from tests.forecasting.book import deal


def period(key: str = "2026-Q4") -> FiscalPeriod:
    return FiscalPeriod.objects.get(key=key)


def give(person: User, amount: object, key: str = "2026-Q4", **more: object) -> int:
    value = None if amount is None else Decimal(str(amount))
    currency = more.pop("currency", None)
    return set_quotas([Entry(personal_seat(person), period(key), value, currency)], by=None, **more)  # type: ignore[arg-type]


def live(person: User) -> list[Decimal]:
    return [row.amount for row in Quota.objects.filter(LIVE, seat=personal_seat(person))]


def test_a_replaced_quota_stays_readable_and_an_equal_one_changes_nothing(company: Company) -> None:
    assert give(company.priya, 1000) == 1
    assert give(company.priya, 1000) == 0
    assert give(company.priya, 1200, reason="Took over Birch") == 1
    assert live(company.priya) == [1200]
    assert Quota.objects.count() == 2
    assert Quota.objects.get(LIVE).override_reason == "Took over Birch"


def test_blank_is_not_zero(company: Company) -> None:
    give(company.priya, 0)
    give(company.andre, 5)
    assert give(company.andre, None) == 1
    assert (live(company.priya), live(company.andre)) == ([0], [])


@pytest.mark.parametrize(
    ("amount", "more", "code"),
    [
        ("-1", {}, "not_an_amount"),
        ("NaN", {}, "not_an_amount"),
        ("5", {"measure": "units", "currency": "USD"}, "quota_unit"),
        ("5", {"measure": "luck"}, "measure_unknown"),
    ],
)
def test_bad_quotas_are_refused(company: Company, amount: str, more: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        give(company.priya, amount, **more)
    assert refusal.value.code == code


def test_the_database_holds_the_unit_and_one_quota_a_seat_measure_and_period(company: Company) -> None:
    give(company.priya, 5)
    one = Quota.objects.get()
    for change in ({"measure": "units"}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Quota.objects.create(plan=one.plan, seat=one.seat, period=one.period, amount=1, currency="USD", **change)


def test_a_quarter_is_its_own_row_or_the_sum_of_its_months(company: Company) -> None:
    year = FiscalPeriod.objects.get(level="year", fiscal_year=2026)
    months = FiscalPeriod.objects.filter(level="month", fiscal_year=2026, index__gte=10)
    for month in months:
        give(company.priya, 100, month.key)
    give(company.andre, 700, year.key)
    rows = seat_quotas(period(), "bookings", "USD", timezone.now())
    assert [(row.seat, row.amount) for row in rows] == [(personal_seat(company.priya).pk, 100)] * 3
    give(company.priya, 450)
    assert [row.amount for row in seat_quotas(period(), "bookings", "USD", timezone.now())] == [450]


def test_time_served_example(company: Company) -> None:
    give(company.priya, 120_000)
    SeatOccupancy.objects.filter(person=company.priya).update(during=DateRange(date(2026, 11, 16), None))
    sittings = [(row.seat_id, row.person_id, row.during.lower, row.during.upper) for row in SeatOccupancy.objects.all()]
    served = served_by_person(seat_quotas(period(), "bookings", "USD", timezone.now()), sittings, 2)
    assert served == {company.priya.pk: Decimal("60000.00")}


def test_another_currency_is_read_at_its_plan_rate_or_not_at_all(company: Company) -> None:
    Currency.objects.create(code="EUR", name="Euro")
    give(company.priya, 100, currency="EUR")
    assert [row.amount for row in seat_quotas(period(), "bookings", "USD", timezone.now())] == [None]
    FxRate.objects.create(from_currency="EUR", to_currency="USD", kind="plan", rate=2, valid=DateRange(None, None))
    assert [row.amount for row in seat_quotas(period(), "bookings", "USD", timezone.now())] == [200]


def test_prefill_is_last_years_bookings_plus_a_fifth_where_nothing_is_set(company: Company) -> None:
    when = datetime(2025, 11, 3, tzinfo=UTC)
    for owner, amount in ((company.priya, 1000), (company.priya, "0.01"), (company.andre, 500)):
        deal(company, owner, "won", amount, close_date=when.date(), at=when)
    deal(company, company.ruth, "lost", 500, close_date=when.date(), at=when)
    give(company.andre, 7)
    assert prefill_quotas([period()], by=company.omar) == 1
    assert (live(company.priya), live(company.andre), live(company.ruth)) == ([Decimal("1200.01")], [7], [])
    assert prefill_quotas([period()], by=company.omar) == 0


def test_an_undone_batch_puts_back_what_it_replaced(company: Company) -> None:
    give(company.priya, 1000)
    give(company.priya, 2000, batch_id=9, method="imported")
    give(company.andre, 3000, batch_id=9, method="imported")
    assert undo_quota_batch(9, by=company.omar) == 2
    assert (live(company.priya), live(company.andre)) == ([1000], [])


def test_a_post_shows_its_quota_for_the_days_somebody_in_reach_sat_there(company: Company) -> None:
    post = Seat.objects.create(name="Territory 7", kind=Seat.Kind.POST)
    for person, start, end in (
        (company.priya, date(2026, 1, 1), date(2026, 7, 1)),
        (company.jonah, date(2026, 7, 1), None),
    ):
        SeatOccupancy.objects.create(seat=post, person=person, during=DateRange(start, end))
    set_quotas([Entry(post, period(key), Decimal(9)) for key in ("2026-Q1", "2026-Q4")], by=None)
    seen = {
        u.name: [row.period.key for row in visible_quotas(u)] for u in (company.priya, company.marcus, company.jonah)
    }
    assert seen == {"Priya Raman": ["2026-Q1"], "Marcus Boyle": ["2026-Q1"], "Jonah Becker": ["2026-Q4"]}
    assert post not in visible_seats(company.priya)
    assert post in visible_seats(company.jonah)


def test_a_vacant_posts_quota_stands_under_the_last_ones_manager(company: Company) -> None:
    """Priya left it on 1 October: Marcus and Dana have its quota from that quarter on, Helena and a peer do not."""
    post = Seat.objects.create(name="Territory 7", kind=Seat.Kind.POST)
    during = DateRange(date(2026, 4, 1), date(2026, 10, 1))
    sat = SeatOccupancy.objects.create(seat=post, person=company.priya, during=during)
    set_quotas([Entry(post, period(key), Decimal(9)) for key in ("2026-Q1", "2026-Q4")], by=None)
    readers = (company.marcus, company.dana, company.helena, company.andre)
    seen = {u.name: [row.period.key for row in visible_quotas(u)] for u in readers}
    vacant = ["2026-Q4"]
    assert seen == {"Marcus Boyle": vacant, "Dana Whitfield": vacant, "Helena Ortiz": [], "Andre Thompson": []}
    assert [post in visible_seats(u) for u in readers] == [True, True, False, False]
    next_one = DateRange(sat.during.upper, None)
    SeatOccupancy.objects.create(seat=post, person=company.jonah, during=next_one)
    assert list(visible_quotas(company.marcus)) == [] and post in visible_seats(company.helena)


def test_prefill_keeps_to_the_seats_it_is_given(company: Company) -> None:
    when = datetime(2025, 11, 3, tzinfo=UTC)
    for owner in (company.priya, company.jonah):
        deal(company, owner, "won", 1000, close_date=when.date(), at=when)
    seats = Seat.objects.filter(person=company.priya)
    assert prefill_quotas([period()], by=company.omar, among=seats) == 1
    assert (live(company.priya), live(company.jonah)) == ([1200], [])


def test_a_currency_that_is_not_kept_is_refused(company: Company) -> None:
    with pytest.raises(Refused) as refusal:
        give(company.priya, 100, currency="ZZZ")
    assert (refusal.value.code, set(refusal.value.fields)) == ("currency_unknown", {"currency"})
    assert live(company.priya) == []


def test_people_see_the_quotas_in_their_reach_and_operations_set_them(company: Company) -> None:
    for person in (company.marcus, company.priya, company.jonah):
        give(person, 10)
    seen = {user.name: visible_quotas(user).count() for user in (company.priya, company.marcus, company.omar)}
    assert seen == {"Priya Raman": 1, "Marcus Boyle": 2, "Omar Farouk": 3}
    with pytest.raises(Forbidden):
        visible_seats(company.marcus, "quota.change")
    with pytest.raises(Forbidden):
        visible_quotas(company.ulf)
