"""The lanes of the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, Sum, Value, Window
from django.db.models.functions import Coalesce, RowNumber, TruncDate

from pipeline.models import ProcessVersion, Stage
from pipeline.queries.deals import Deals, with_last_touch, with_pushes, with_stay
from pipeline.rules.doubts import Doubt, doubt_of
from salesops.kernel.moments import local_day

CARDS = 25


@dataclass(frozen=True)
class Lane:
    """Figures over every deal of the stage; `cards` are its largest. median_days: how long its deals stand in it."""

    stage: Stage
    count: int
    worth: Decimal
    median_days: int | None
    currency: str
    cards: Sequence["Card"]
    more: int


@dataclass(frozen=True)
class Card:
    """A deal on the board: how many days it stands in its stage, and the one thing to ask about it."""

    deal: Any
    days: int
    doubt: Doubt | None


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def board_lanes(rows: Deals, process: ProcessVersion, currency: str, at: datetime, zone: ZoneInfo) -> list[Lane]:
    """One lane an open stage, in order, empty ones too: four queries whatever the number of deals."""
    stages = list(process.stages.filter(kind=Stage.Kind.OPEN).order_by("position"))
    open_rows = rows.filter(state__status="open", state__stage__in=stages)
    stood = Value(local_day(at, zone)) - TruncDate("stay_from", tzinfo=zone)
    figures = {
        row["state__stage"]: row
        for row in with_stay(open_rows, at)
        .order_by()
        .values("state__stage")
        .annotate(
            count=Count("pk"),
            worth=Coalesce(Sum("converted"), Decimal(0)),
            stood=Median(ExpressionWrapper(stood, output_field=DurationField())),
        )
    }
    cards: dict[int, list[Card]] = {stage.pk: [] for stage in stages}
    for deal in _largest(open_rows, at):
        cards[deal.stage_then].append(_card(deal, at, zone))
    return [_lane(stage, figures.get(stage.pk), cards[stage.pk], currency) for stage in stages]


def _largest(rows: Deals, at: datetime) -> Deals:
    """What a card shows is worked out for cards alone, never for the deals that have none."""
    order = [F("state__amount").desc(nulls_last=True), F("pk").asc()]
    place = Window(RowNumber(), partition_by=[F("state__stage")], order_by=order)
    largest = list(rows.annotate(place=place).filter(Q(place__lte=CARDS)).values_list("pk", flat=True))
    shown = with_last_touch(with_pushes(with_stay(rows.filter(pk__in=largest), at), at), at)
    return shown.annotate(
        stage_then=F("state__stage"),
        amount_then=F("state__amount"),
        currency_then=F("state__currency"),
        close_then=F("state__close_date"),
        step_then=F("state__next_step"),
        owner_then=F("state__owner__name"),
    ).order_by(*order)


def _card(deal: Any, at: datetime, zone: ZoneInfo) -> Card:
    today = local_day(at, zone)
    doubt = doubt_of(
        close_date=deal.close_then,
        today=today,
        pushes=deal.pushes,
        next_step=deal.step_then,
        quiet_days=(today - local_day(deal.touched_at, zone)).days,
    )
    return Card(deal, (today - local_day(deal.stay_from, zone)).days, doubt)


def _lane(stage: Stage, figure: dict[str, Any] | None, cards: Sequence[Card], currency: str) -> Lane:
    if figure is None:
        return Lane(stage, 0, Decimal(0), None, currency, cards, 0)
    days = round(figure["stood"] / timedelta(days=1))
    return Lane(stage, figure["count"], figure["worth"], days, currency, cards, figure["count"] - len(cards))
