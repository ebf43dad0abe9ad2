"""Writes about the organisation: its settings, fiscal periods, currencies and dated rates."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Currency, FiscalPeriod, FxRate, Organisation, SettingsChange, User
from accounts.operations.rows import locked, require_known, said
from accounts.queries.organisation import calendar, organisation, values_of
from accounts.rules.settings import AREAS, CATEGORIES, SETTINGS
from accounts.setting_effects import SettingEffect, setting_effects
from salesops.audit.operations import differences, record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused
from salesops.kernel.moments import INFINITY
from salesops.kernel.money import minor_units
from salesops.kernel.periods import Level, periods_of_year

LEVELS = (Level.MONTH, Level.QUARTER, Level.YEAR)
EDITABLE = frozenset(SETTINGS)
RATE_LIMIT = Decimal(10) ** 10


def set_up_organisation(*, by: User | None, **settings: Any) -> Organisation:
    """The one organisation with `settings`; made when there is none yet."""
    with operation(by=by):
        of = Organisation.objects.first()
        of = locked(of) if of else Organisation()
        for name, value in settings.items():
            setattr(of, name, value)
        of.row_version += 1 if of.pk else 0
        of.save()
        keep_currency(of.currency)
        record("organisation.set_up", by=by, of=of, after={name: said(value) for name, value in settings.items()})
        return of


def edit_organisation(*, changes: Mapping[str, Any], by: User | None, seen: int | None = None) -> Organisation:
    """Save named settings; later fiscal years follow a changed calendar, years that are open keep their days.

    Raises Refused `field_unknown`, `value_unknown`, `currency_unreadable`; Conflict `stale_version`.
    """
    require_known(changes, EDITABLE)
    _require_values(changes)
    with operation(by=by) as op:
        of = locked(organisation(), seen=seen, wanted=changes)
        was_all = values_of(of)
        before = {name: getattr(of, name) for name in changes}
        before, after = differences(before, changes)
        if not after:
            return of
        for name, value in after.items():
            setattr(of, name, value)
        of.row_version += 1
        of.save(update_fields=[*after, "row_version"])
        keep_currency(of.currency)
        was, new = ({name: said(value) for name, value in side.items()} for side in (before, after))
        SettingsChange.objects.create(
            valid_from=op.at, by=by, before=was_all, values=values_of(of), names=sorted(after)
        )
        record("organisation.edited", by=by, of=of, before=was, after=new)
        return of


def changed_settings(changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Name to what it is and what it would be, of those that differ. Raises as `edit_organisation`."""
    require_known(changes, EDITABLE)
    _require_values(changes)
    now = values_of(organisation())
    return {name: (now[name], value) for name, value in changes.items() if now[name] != value}


def effects_of(changes: Mapping[str, Any], *, by: User) -> list[SettingEffect]:
    """What each app above says the changed settings would do to what `by` sees. Nothing is written."""
    differing = changed_settings(changes)
    return [effect for ask in setting_effects for effect in ask(by, differing)]


def keep_currency(code: str) -> Currency:
    """A currency that the organisation works in; kept once."""
    kept, _made = Currency.objects.get_or_create(code=code, defaults={"name": code, "minor_units": minor_units(code)})
    return kept


def open_fiscal_years(years: Iterable[int], *, by: User | None) -> list[FiscalPeriod]:
    """The months, quarters and year of each fiscal year, once: existing periods stay as they are."""
    of = organisation()
    rule = calendar(of)
    years = list(years)
    with operation(by=by):
        rows = [
            FiscalPeriod(
                level=level,
                key=period.key,
                label=period.label,
                fiscal_year=year,
                index=period.index,
                start_date=period.start,
                end_date=period.last_day,
                starts_at=period.bounds(of.zone)[0],
                ends_at=period.bounds(of.zone)[1],
            )
            for year in years
            for level in LEVELS
            for period in periods_of_year(rule, year, level)
        ]
        FiscalPeriod.objects.bulk_create(rows, ignore_conflicts=True)
        record("fiscal_years.opened", by=by, kind="fiscalperiod", after={"years": years})
        return list(FiscalPeriod.objects.filter(key__in=[row.key for row in rows]))


def set_rate(
    *,
    from_currency: str,
    to_currency: str,
    rate: Decimal,
    start: date,
    end: date | None,
    by: User | None,
    kind: str = FxRate.Kind.SPOT,
) -> FxRate:
    """`rate` units of `to_currency` for one of `from_currency` from `start` up to `end`, exclusive (None: on and on).

    What overlaps is superseded and re-stated round it. Raises Refused `rate_sign`, `rate_same_currency`,
    `currency_unreadable`, `dates_order`, `value_unknown`.
    """
    _require_rate(from_currency, to_currency, rate, start, end, kind)
    with operation(by=by) as op:
        # One lock for all rates: two edits of one pair would each supersede what the other has not seen.
        locked(organisation())
        rows = FxRate.objects.filter(
            from_currency=from_currency,
            to_currency=to_currency,
            kind=kind,
            superseded_at=INFINITY,
            valid__overlap=DateRange(start, end),
        )
        again = [piece for row in rows for piece in _round(row, start, end)]
        before = [{"rate": str(row.rate), "valid": str(row.valid)} for row in rows]
        rows.update(superseded_at=op.at)
        pair = {"from_currency": from_currency, "to_currency": to_currency, "kind": kind, "recorded_at": op.at}
        FxRate.objects.bulk_create(FxRate(**pair, rate=value, valid=valid) for value, valid in again)
        made = FxRate.objects.create(**pair, rate=rate, valid=DateRange(start, end))
        for code in (from_currency, to_currency):
            keep_currency(code)
        after = {"pair": f"{from_currency}/{to_currency}", "kind": kind, "rate": str(rate), "valid": str(made.valid)}
        record("rate.set", by=by, of=made, before={"rates": before}, after=after)
        return made


def _round(row: FxRate, start: date, end: date | None) -> list[tuple[Decimal, DateRange]]:
    """What stays of a superseded rate before `start` and from `end` on."""
    pieces = []
    if row.valid.lower is None or row.valid.lower < start:
        pieces.append((row.rate, DateRange(row.valid.lower, start)))
    if end is not None and (row.valid.upper is None or row.valid.upper > end):
        pieces.append((row.rate, DateRange(end, row.valid.upper)))
    return pieces


def _require_rate(
    from_currency: str, to_currency: str, rate: Decimal, start: date, end: date | None, kind: str
) -> None:
    for field, code in (("from_currency", from_currency), ("to_currency", to_currency)):
        _require_code(code, field)
    if from_currency == to_currency:
        sentence = _("A currency is always worth itself.")
        raise Refused("rate_same_currency", sentence, fields={"to_currency": sentence})
    if not rate.is_finite() or not 0 < rate < RATE_LIMIT:
        sentence = _("A rate is above zero.")
        raise Refused("rate_sign", sentence, fields={"rate": sentence})
    if end is not None and end <= start:
        sentence = _("The end is not after the start.")
        raise Refused("dates_order", sentence, fields={"end": sentence})
    _require_known_value("kind", kind, set(FxRate.Kind.values))


def _require_code(code: str, field: str) -> None:
    if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        sentence = _("A currency is three capital letters, such as EUR.")
        raise Refused("currency_unreadable", sentence, fields={field: sentence})


def _require_values(changes: Mapping[str, Any]) -> None:
    if "currency" in changes:
        _require_code(changes["currency"], "currency")
    known: dict[str, set[Any]] = {
        "time_zone": available_timezones(),
        "fiscal_pattern": set(Organisation.FiscalPattern.values),
        "fiscal_year_named_by": {"start", "end"},
        "won_follows": set(Organisation.WonFollows.values),
        "fiscal_start_month": set(range(1, 13)),
    }
    for field, values in known.items():
        if field in changes:
            _require_known_value(field, changes[field], values)
    for area in changes.get("areas", ()):
        _require_known_value("areas", area, set(AREAS))
    for key, label in changes.get("category_labels", {}).items():
        _require_known_value("category_labels", key, set(CATEGORIES))
        if not isinstance(label, str) or not 0 < len(label.strip()) <= 40:
            sentence = _("A label has 1 to 40 letters.")
            raise Refused("value_unknown", sentence, fields={"category_labels": sentence})


def _require_known_value(field: str, value: Any, known: set[Any]) -> None:
    if value not in known:
        sentence = _("“%(value)s” cannot be chosen here.") % {"value": str(value)[:60]}
        raise Refused("value_unknown", sentence, fields={field: sentence})
