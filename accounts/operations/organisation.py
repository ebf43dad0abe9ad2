"""Writes about the organisation: its settings and its fiscal periods."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Currency, FiscalPeriod, Organisation, User
from accounts.queries.organisation import calendar, organisation
from salesops.db.locks import lock
from salesops.db.operation import operation
from salesops.kernel.money import minor_units
from salesops.kernel.periods import Level, periods_of_year

LEVELS = (Level.MONTH, Level.QUARTER, Level.YEAR)


def set_up_organisation(*, by: User | None, **settings: Any) -> Organisation:
    """The one organisation with `settings`; made when there is none yet."""
    with operation(by=by):
        of = Organisation.objects.first()
        of = lock(of) if of else Organisation()
        for name, value in settings.items():
            setattr(of, name, value)
        of.row_version += 1 if of.pk else 0
        of.save()
        Currency.objects.get_or_create(
            code=of.currency, defaults={"name": of.currency, "minor_units": minor_units(of.currency)}
        )
        return of


def open_fiscal_years(years: Iterable[int], *, by: User | None) -> list[FiscalPeriod]:
    """The months, quarters and year of each fiscal year, once: existing periods stay as they are."""
    of = organisation()
    rule = calendar(of)
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
        return list(FiscalPeriod.objects.filter(key__in=[row.key for row in rows]))
