"""What the address of a forecast resource asks about, and how its numbers are written."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.access import require
from accounts.models import FiscalPeriod, User
from forecasting.access import node_for
from forecasting.models import ForecastType
from forecasting.queries.line import Structure, structure_on
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from forecasting.queries.rows import DealRow
from forecasting.queries.stored import StoredRow
from forecasting.queries.types import period_for, type_for
from forecasting.tables.addresses import CELLS
from salesops.kernel.errors import NotFound
from salesops.kernel.moments import local_day
from salesops.kernel.money import minor_units, round_half_up
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView
from salesops.web.errors import NotUnderstood

PARAMETERS = ("type", "period", "node")


@dataclass(frozen=True)
class Question:
    type: ForecastType
    period: FiscalPeriod
    node: int
    rollup: Rollup


def read_question(request: Request, moments: Moments) -> Question:
    """Type and period by key, node by uid or `company`; unnamed as on the page. Raises NotFound, NotUnderstood."""
    user = user_of(request)
    require(user, "forecast.see")
    type_, period = type_and_period(request.query_params, moments)
    frame = Frame(
        type_,
        period,
        moments.as_of.instant,
        known_at=None if moments.known_at.is_now else moments.known_at.instant,
        viewer=user.pk,
    )
    rollup = read_rollup(frame)
    node = node_for(user, request.query_params.get("node"), rollup.structure)
    if node is None:
        raise NotFound()
    return Question(type_, period, node, rollup)


def type_and_period(given: Any, moments: Moments) -> tuple[ForecastType, FiscalPeriod]:
    period = period_for(given.get("period"), moments.as_of.instant)
    if period is None:
        sentence = _("No period is open: name one.")
        raise NotUnderstood("period_required", sentence, fields={"period": sentence})
    return type_for(given.get("type")), period


def structure_now(request: Request, zone: Any) -> Structure:
    """The line of today, with the days of every earlier one."""
    return structure_on(local_day(request.now, zone))  # type: ignore[attr-defined]


def user_of(request: Request) -> User:
    return request.user  # type: ignore[return-value]


def money(amount: Decimal | None, currency: str) -> dict[str, str] | None:
    """`{"amount": "12.50", "currency": "USD"}`, null where there is none."""
    if amount is None:
        return None
    return {"amount": str(round_half_up(amount, minor_units(currency))), "currency": currency}


def cell_asked(request: Request) -> tuple[str, ...]:
    """The categories of the number that the address names. Raises NotUnderstood for one that is none."""
    found = CELLS.get(request.query_params.get("cell", "all"))
    if found is None:
        raise NotUnderstood("bad_filter", _("There is no such number."), fields={"cell": ", ".join(CELLS)})
    return found


def written_row(row: DealRow | StoredRow, currency: str) -> dict[str, Any]:
    """A deal under a number, live or signed; `converted` as it counts there."""
    return {
        "deal": str(row.uid),
        "name": row.name,
        "customer": row.customer,
        "owner": row.person_name,
        "category": row.bucket,
        "stage": row.stage,
        "close_date": row.close_date.isoformat() if row.close_date else None,
        "amount": money(row.amount, row.currency),
        "converted": money(row.converted, currency),
    }


def ratio(value: Decimal | None) -> str | None:
    return None if value is None else str(round_half_up(value, 6))


def valid(view: ApiView, serializer: type[StrictSerializer]) -> dict[str, Any]:
    """The body, read strictly."""
    given = serializer(data=view.request.data, context={"request": view.request, "view": view})
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
