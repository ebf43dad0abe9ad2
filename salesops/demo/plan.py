"""Quotas of every seat, and the forecast of the running quarter: calls made, most of them submitted."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from random import Random

from accounts.models import FiscalPeriod, Seat, User
from forecasting.operations.calls import make_call
from forecasting.operations.periods import open_period
from forecasting.operations.submissions import submit_forecast
from forecasting.operations.types import make_forecast_types
from forecasting.queries.rollup import Frame, read_rollup
from salesops.db.operation import operation
from salesops.demo.company import People
from salesops.demo.people import Rep
from territories.operations.quotas import Entry, set_quotas

QUOTA = Decimal(150000)
SEASON = {1: Decimal("0.94"), 2: Decimal("0.98"), 3: Decimal("0.96"), 4: Decimal("1.12")}
RAMP = (Decimal("0.4"), Decimal("0.75"))
MISSING = 2
NOTES = (
    "Two deals wait for procurement; I take half of them.",
    "The contract is signed on their side.",
    "One sponsor is away until the end of the month.",
)


def write_quotas(reps: Sequence[Rep], people: People, until: datetime) -> int:
    """One bookings quota a seat and quarter, for every quarter the rep was there; a new hire's first two are lower.

    Set as the running quarter began, so that it has them on each of its days.
    """
    seats = {seat.person_id: seat for seat in Seat.objects.all()}
    quarters = list(FiscalPeriod.objects.filter(level="quarter").order_by("start_date"))
    entries: list[Entry] = []
    for rep, user in zip(reps, people.reps, strict=True):
        there = [period for period in quarters if _overlaps(rep, period)]
        for place, period in enumerate(there):
            new = rep.hired >= period.start_date or (place == 1 and rep.hired >= there[0].start_date)
            ramp = RAMP[min(place, 1)] if new and place < len(RAMP) else Decimal(1)
            tier = Decimal(str(round(0.85 + 0.3 * min(1.0, max(0.0, (rep.ability - 0.7) / 0.6)), 2)))
            amount = (QUOTA * tier * SEASON[period.index] * ramp / 5000).quantize(Decimal(1)) * 5000
            entries.append(Entry(seats[user.pk], period, amount))
    with operation(by=None, source="system", at=_quarter(until.date()).starts_at):
        return set_quotas(entries, by=None)


def _overlaps(rep: Rep, period: FiscalPeriod) -> bool:
    return rep.hired <= period.end_date and (rep.left is None or rep.left > period.start_date)


def write_forecast(rng: Random, people: People, until: datetime) -> int:
    """The running quarter is open; everybody but two has called and submitted. How many submissions."""
    types = make_forecast_types(by=None)
    period = _quarter(until.date())
    operations = people.staff["ops_manager"]
    with operation(by=operations):
        for type_ in types:
            open_period(type_, period, by=operations)
    new_business = types[0]
    reps = [user for user in people.reps if user.is_active]
    missing = {user.pk for user in rng.sample(reps, MISSING)}
    forecasters: list[User] = [user for user in reps if user.pk not in missing] + list(people.managers.values())
    for person in forecasters:
        rollup = read_rollup(Frame(new_business, period, _now(person)))
        line = rollup.line(person.pk, "commit")
        upside = rollup.line(person.pk, "upside").said
        won = rollup.totals[person.pk]["won"].amount
        # Nobody takes all of their commit: between half and four fifths of what is still open in it.
        wish = won + (max(line.said - won, Decimal(0)) * rng.randint(50, 80) / 100 / 1000).quantize(Decimal(1)) * 1000
        value = min(wish, upside)
        make_call(new_business, period, person, value=value, by=person, note=rng.choice(NOTES))
        submit_forecast(new_business, period, by=person)
    return len(forecasters)


def _now(person: User) -> datetime:
    with operation(by=person) as op:
        return op.at


def _quarter(day: date) -> FiscalPeriod:
    return FiscalPeriod.objects.get(level="quarter", start_date__lte=day, end_date__gte=day)
