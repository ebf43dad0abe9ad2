"""Writes about quotas: set, imported, prefilled. What is changed stays readable, and stands for its days (0501)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Currency, FiscalPeriod, Seat, User
from accounts.queries.organisation import calendar, organisation
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY
from salesops.kernel.money import minor_units, round_half_up
from salesops.kernel.periods import Level, period_at, same_last_year
from territories.models import LIVE, MONEY_MEASURES, Quota, QuotaMeasure, QuotaPlan
from territories.queries.bookings import booked_by_person
from territories.queries.quotas import current_plan

LARGEST = Decimal(10) ** 14
GROWTH = Decimal("0.20")


@dataclass(frozen=True)
class Entry:
    """What a seat is to reach in a period; amount None takes the quota away, which is not a quota of 0."""

    seat: Seat
    period: FiscalPeriod
    amount: Decimal | None
    currency: str | None = None


def take_plan(*, by: User | None) -> QuotaPlan:
    """The current plan, locked so that two people's sheets are saved one after the other; made when there is none."""
    with operation(by=by) as op:
        plan = current_plan() or QuotaPlan.objects.create(name="Quotas", made_at=op.at, made_by=by)
        return QuotaPlan.objects.select_for_update().get(pk=plan.pk)


def set_quotas(
    entries: Sequence[Entry],
    *,
    by: User | None,
    measure: str = QuotaMeasure.BOOKINGS,
    method: str = Quota.Method.SET,
    reason: str = "",
    batch_id: int | None = None,
) -> int:
    """How many quotas changed; an entry equal to what is there changes nothing, so the same file twice adds nothing.

    Raises Refused `quota_unit` for a currency on a count, `currency_unknown`, `not_an_amount`, `measure_unknown`.
    """
    if measure not in QuotaMeasure:
        raise Refused(
            "measure_unknown", _("No quota is set on this."), fields={"measure": _("Choose one of the list.")}
        )
    known = set(Currency.objects.values_list("code", flat=True)) | {organisation().currency}
    for entry in entries:
        _check(entry, measure, known)
    with operation(by=by, reason=reason) as op:
        plan = take_plan(by=by)
        held = _held(plan, entries, measure)
        wanted = {(entry.seat.pk, entry.period.pk): _row(entry, measure) for entry in entries}
        changed = {key for key, row in wanted.items() if _differs(held.get(key), row)}
        gone = [held[key].pk for key in changed if key in held]
        Quota.objects.filter(pk__in=gone).update(valid_to=op.at)
        rows = [row for key, row in wanted.items() if key in changed and row is not None]
        before = _ever_set(plan, measure, rows)
        for row in rows:
            row.plan, row.method, row.override_reason = plan, method, reason[:300]
            row.recorded_at, row.recorded_by, row.batch_id = op.at, by, batch_id
            row.valid_from = op.at if (row.seat_id, row.period_id) in before else _stands_from(row, op.at)
        Quota.objects.bulk_create(rows)
        if changed:
            after = {"changed": len(changed), "measure": measure, "method": method}
            record("set_quotas", by=by, of=plan, after=after, reason=reason, batch_id=batch_id)
        return len(changed)


def prefill_quotas(
    periods: Iterable[FiscalPeriod],
    *,
    by: User | None,
    growth: Decimal = GROWTH,
    among: QuerySet[Seat] | None = None,
) -> int:
    """Last year's bookings of each seat's person, plus `growth`, where the seat has no quota yet. How many were set.

    among: the seats that `by` may set, None for all.

    Nobody gets a quota of 0: without bookings the cell stays blank. 100,000 booked in the quarter a year ago: 120,000.
    """
    of, rule = organisation(), calendar()
    digits = minor_units(of.currency)
    entries: list[Entry] = []
    with operation(by=by):
        plan = take_plan(by=by)
        filled = set(_live(plan, QuotaMeasure.BOOKINGS).values_list("seat_id", "period_id"))
        chosen = Seat.objects.all() if among is None else among
        seats = {seat.person_id: seat for seat in chosen.filter(person__isnull=False)}
        for period in periods:
            before = same_last_year(period_at(period.start_date, Level(period.level), rule), rule)
            booked = booked_by_person(before.start, before.last_day) if before else {}
            for person, amount in booked.items():
                seat = seats.get(person)
                if seat is not None and amount > 0 and (seat.pk, period.pk) not in filled:
                    entries.append(Entry(seat, period, round_half_up(amount * (1 + growth), digits), of.currency))
        return set_quotas(entries, by=by, method=Quota.Method.PREFILLED)


def undo_quota_batch(batch_id: int, *, by: User | None) -> int:
    """Take back what a batch set, as if it had never stood, and put back what it had ended. A quota set since is kept.

    How many went.
    """
    with operation(by=by) as op:
        take_plan(by=by)
        live = list(Quota.objects.filter(LIVE, batch_id=batch_id))
        wrong, again = [row.pk for row in live], []
        for row in live:
            same = Quota.objects.filter(plan=row.plan, seat=row.seat, measure=row.measure, period=row.period)
            before = (
                same.filter(valid_to=row.valid_from, superseded_at=INFINITY).exclude(pk=row.pk).order_by("-pk").first()
            )
            if before is not None:
                wrong.append(before.pk)
                before.pk, before.uid, before.recorded_at, before.valid_to = None, Quota().uid, op.at, INFINITY
                again.append(before)
        Quota.objects.filter(pk__in=wrong).update(superseded_at=op.at)
        Quota.objects.bulk_create(again)
        record("undo_quotas", by=by, kind="quotaplan", after={"removed": len(live), "restored": len(again)})
        return len(live)


def _check(entry: Entry, measure: str, known: set[str]) -> None:
    amount = entry.amount
    if amount is not None and (not amount.is_finite() or not 0 <= amount < LARGEST):
        raise Refused(
            "not_an_amount", _("A quota is an amount of 0 or more."), fields={"amount": _("Write an amount.")}
        )
    if measure not in MONEY_MEASURES and entry.currency:
        raise Refused("quota_unit", _("A count has no currency."), fields={"currency": _("Leave the currency out.")})
    if entry.currency and entry.currency not in known:
        sentence = _("The organisation does not use the currency “%(code)s”.") % {"code": entry.currency}
        raise Refused("currency_unknown", sentence, fields={"currency": sentence})


def _row(entry: Entry, measure: str) -> Quota | None:
    if entry.amount is None:
        return None
    currency = (entry.currency or organisation().currency) if measure in MONEY_MEASURES else None
    digits = minor_units(currency) if currency else 0
    amount = round_half_up(entry.amount, digits)
    return Quota(seat=entry.seat, measure=measure, period=entry.period, amount=amount, currency=currency)


def _live(plan: QuotaPlan, measure: str) -> QuerySet[Quota]:
    return Quota.objects.filter(LIVE, plan=plan, measure=measure)


def _ever_set(plan: QuotaPlan, measure: str, rows: Sequence[Quota]) -> set[tuple[int, int]]:
    """Seat and period of the quotas that have an earlier one, standing or ended."""
    found = Quota.objects.filter(plan=plan, measure=measure, superseded_at=INFINITY)
    found = found.filter(period__in={row.period_id for row in rows}, seat__in={row.seat_id for row in rows})
    return set(found.values_list("seat_id", "period_id"))


def _stands_from(row: Quota, at: datetime) -> datetime:
    """A first quota stands from when it is set. From a file, or for a period that is over, it states the past."""
    states_past = row.method == Quota.Method.IMPORTED or row.period.ends_at <= at
    return min(at, row.period.starts_at) if states_past else at


def _held(plan: QuotaPlan, entries: Sequence[Entry], measure: str) -> dict[tuple[int, int], Quota]:
    periods = {entry.period.pk for entry in entries}
    return {(row.seat_id, row.period_id): row for row in _live(plan, measure).filter(period__in=periods)}


def _differs(held: Quota | None, wanted: Quota | None) -> bool:
    if held is None or wanted is None:
        return held is not wanted
    return (held.amount, held.currency) != (wanted.amount, wanted.currency)
