"""The lanes of the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import Coalesce, RowNumber

from pipeline.models import ProcessVersion, Stage
from pipeline.queries.deals import Deals
from salesops.kernel.money import minor_units, round_half_up

CARDS = 25


@dataclass(frozen=True)
class Lane:
    """Figures over every deal of the stage; `cards` are its largest. `weighted` is money x the stage's chance."""

    stage: Stage
    count: int
    worth: Decimal
    weighted: Decimal
    currency: str
    cards: Sequence[Any]
    more: int


def board_lanes(rows: Deals, process: ProcessVersion, currency: str) -> list[Lane]:
    """One lane an open stage, in order, empty ones too: two queries whatever the number of deals."""
    stages = list(process.stages.filter(kind=Stage.Kind.OPEN).order_by("position"))
    open_rows = rows.filter(state__status="open", state__stage__in=stages)
    figures = {
        row["state__stage"]: row
        for row in open_rows.order_by()
        .values("state__stage")
        .annotate(count=Count("pk"), worth=Coalesce(Sum("converted"), Decimal(0)))
    }
    cards: dict[int, list[Any]] = {stage.pk: [] for stage in stages}
    for deal in _largest(open_rows):
        cards[deal.stage_then].append(deal)
    return [_lane(stage, figures.get(stage.pk), cards[stage.pk], currency) for stage in stages]


def _largest(rows: Deals) -> Deals:
    order = [F("state__amount").desc(nulls_last=True), F("pk").asc()]
    return (
        rows.annotate(
            stage_then=F("state__stage"),
            amount_then=F("state__amount"),
            currency_then=F("state__currency"),
            close_then=F("state__close_date"),
            step_then=F("state__next_step"),
            owner_then=F("state__owner__name"),
            place=Window(RowNumber(), partition_by=[F("state__stage")], order_by=order),
        )
        .filter(Q(place__lte=CARDS))
        .order_by("place")
    )


def _lane(stage: Stage, figure: dict[str, Decimal] | None, cards: Sequence[Any], currency: str) -> Lane:
    worth = figure["worth"] if figure else Decimal(0)
    count = int(figure["count"]) if figure else 0
    weighted = round_half_up(worth * stage.probability, minor_units(currency))
    return Lane(stage, count, worth, weighted, currency, cards, max(0, count - len(cards)))
