"""The calls in force at an instant."""

from datetime import datetime

from django.db.models import Q

from forecasting.models import ForecastCall
from forecasting.rules.line import Tree
from forecasting.rules.rollup import Call


def calls_made_by(type_id: int, period_id: int, at: datetime) -> list[ForecastCall]:
    """The latest call by each forecaster for each node and measure made by `at`, unless it is withdrawn or expired.

    An earlier call does not revive when the latest is gone.
    """
    latest = (
        ForecastCall.objects.filter(type_id=type_id, period_id=period_id, made_at__lte=at)
        .order_by("node_id", "forecaster_id", "measure", "-made_at", "-id")
        .distinct("node_id", "forecaster_id", "measure")
    )
    standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=at)
    return list(ForecastCall.objects.filter(standing & unexpired, pk__in=latest.values("pk")))


def as_rule(call: ForecastCall) -> Call:
    return Call(call.pk, call.node_id, call.forecaster_id, call.measure, call.mode, call.value, call.base)


def hidden_from(tree: Tree, viewer: int | None) -> frozenset[int]:
    """The people whose adjustments this person must not see: everybody above them in the line."""
    if viewer is None or viewer not in tree:
        return frozenset()
    return frozenset(tree.chain(viewer)[1:])
