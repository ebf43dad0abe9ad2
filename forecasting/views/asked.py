"""What an address of the forecast pages asks about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts.models import FiscalPeriod, User
from accounts.queries.organisation import zone
from forecasting.access import node_for
from forecasting.models import ForecastType
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from forecasting.queries.types import forecast_types, opened_periods, period_for, type_for
from forecasting.tables.addresses import Address
from pipeline.models import Subcategory
from salesops.kernel.errors import NotFound
from salesops.kernel.moments import AsOf, parse_as_of
from salesops.web.period import Choice, PeriodPicker, Year
from salesops.web.templatetags.formats import day


@dataclass(frozen=True)
class Asked:
    """Type, period and moment of one page, and the address that its links keep."""

    type: ForecastType
    period: FiscalPeriod
    as_of: AsOf
    without: tuple[int, ...]
    address: Address

    def rollup(self, viewer: User) -> Rollup:
        """As this person may see it: adjustments made above them are not in it (FCST-11)."""
        return read_rollup(Frame(self.type, self.period, self.as_of.instant, without=self.without, viewer=viewer.pk))

    def node(self, user: User, rollup: Rollup) -> int | None:
        return node_for(user, self.address.node, rollup.structure)


def read_asked(params: QueryDict, *, now: datetime | None = None) -> Asked | None:
    """From a query string or a form. None before anything can be forecast: no type, or no period opened.

    Raises NotFound for a type or period that is not there, Refused `bad_as_of`.
    """
    as_of = parse_as_of(params.get("as_of"), now=now or timezone.now(), zone=zone())
    if not forecast_types():
        return None
    type_ = type_for(params.get("type"))
    period = period_for(params.get("period"), as_of.instant)
    if period is None:
        return None
    tag = params.get("without", "")
    address = Address(
        type=type_.key,
        period=period.key,
        node=params.get("node", ""),
        as_of=params.get("as_of", ""),
        view=params.get("view", "single"),
        expand=params.get("expand"),
        without=tag,
    )
    return Asked(type_, period, as_of, _without(tag), address)


def _without(key: str) -> tuple[int, ...]:
    if not key:
        return ()
    found = tuple(Subcategory.objects.filter(key=key).values_list("pk", flat=True))
    if not found:
        raise NotFound()
    return found


def now_of(request: HttpRequest) -> datetime:
    return getattr(request, "now", None) or timezone.now()


def period_picker(asked: Asked, page: str) -> PeriodPicker:
    """The periods somebody opened, by year."""
    years: dict[int, list[Choice]] = {}
    periods = opened_periods()
    for period in periods:
        choice = Choice(
            period.label, span_of(period), asked.address.at(page, period=period.key), period.pk == asked.period.pk
        )
        years.setdefault(period.fiscal_year, []).insert(0, choice)
    keys = [period.pk for period in periods]
    at = keys.index(asked.period.pk) if asked.period.pk in keys else 0
    url = {
        step: asked.address.at(page, period=periods[at + step].key) for step in (-1, 1) if 0 <= at + step < len(keys)
    }
    return PeriodPicker(
        asked.period.label,
        span_of(asked.period),
        tuple(Year(f"FY{year % 100:02}", tuple(choices)) for year, choices in years.items()),
        previous_url=url.get(1, ""),
        next_url=url.get(-1, ""),
    )


def span_of(period: FiscalPeriod) -> str:
    return f"{day(period.start_date)} – {day(period.end_date)}"


def form_fields(asked: Asked, **more: Any) -> list[tuple[str, str]]:
    """Hidden inputs that carry type and period through a POST form."""
    pairs = {"type": asked.type.key, "period": asked.period.key, **more}
    return [(name, str(value)) for name, value in pairs.items()]
