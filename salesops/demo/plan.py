"""Quotas of every seat, and the forecast of the running quarter: calls made, most of them submitted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.models import FiscalPeriod, Seat, User
from forecasting.models import ForecastType
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
WEEKS = 7
OF_DEALS, OF_REPS = (50, 80), (88, 100)
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
    """The running quarter is open; everybody but two has called and submitted. How many submissions.

    Managers have done so every week since it began, reps since last week: more would make the first start slow.
    """
    types = make_forecast_types(by=None)
    period = _quarter(until.date())
    weeks = [until - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    past = [week for week in weeks if week > period.starts_at + timedelta(days=3)]
    operations = people.staff["ops_manager"]
    with operation(by=operations, at=past[0] - timedelta(days=2) if past else None):
        for type_ in types:
            open_period(type_, period, by=operations)
    reps = [user for user in people.reps if user.is_active]
    managers = list(people.managers.values())
    missing = {user.pk for user in rng.sample(reps, MISSING)}
    made = 0
    for week in past:
        if week == past[-1]:
            made += sum(_forecast(rng, types[0], period, person, week, OF_DEALS) for person in reps)
        share = OF_REPS if week == past[-1] else OF_DEALS
        made += sum(_forecast(rng, types[0], period, person, week, share) for person in managers)
    here = [user for user in reps if user.pk not in missing]
    made += sum(_forecast(rng, types[0], period, person, None, OF_DEALS) for person in here)
    return made + sum(_forecast(rng, types[0], period, person, None, OF_REPS) for person in managers)


def _forecast(
    rng: Random, type_: ForecastType, period: FiscalPeriod, person: User, at: datetime | None, share: tuple[int, int]
) -> int:
    """Call and submit at the instant, now without one. share: how much of what is open below they take, in percent."""
    with operation(by=person, at=at) as op:
        rollup = read_rollup(Frame(type_, period, op.at))
        if person.pk not in rollup.tree:
            return 0
        line = rollup.line(person.pk, "commit")
        upside = rollup.line(person.pk, "upside").said
        won = rollup.totals[person.pk]["won"].amount
        taken = max(line.rollup - won, Decimal(0)) * rng.randint(*share) / 100
        wish = won + (taken / 1000).quantize(Decimal(1)) * 1000
        value = min(wish, upside)
        make_call(type_, period, person, value=value, by=person, note=rng.choice(NOTES))
        submit_forecast(type_, period, by=person)
    return 1


def _quarter(day: date) -> FiscalPeriod:
    return FiscalPeriod.objects.get(level="quarter", start_date__lte=day, end_date__gte=day)
