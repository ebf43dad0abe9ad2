"""The calls in force at an instant, and whose words a person must not read."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from forecasting.models import ForecastCall
from forecasting.queries.line import Structure
from forecasting.rules.line import LineRow, superiors
from forecasting.rules.rollup import Call
from salesops.kernel.moments import local_day, start_of_day


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


@dataclass(frozen=True)
class Above:
    """Everybody above one person: `now` on the day asked about, `then` with the days they stood there (FCST-11)."""

    viewer: int | None
    now: frozenset[int]
    then: tuple[LineRow, ...]
    zone: ZoneInfo

    def stood(self, person: int, at: datetime) -> bool:
        """Above the viewer on the day asked about, or when something was said."""
        day = local_day(at, self.zone)
        return person in self.now or any(row.manager == person and row.holds(day) for row in self.then)

    def hides(self, call: ForecastCall) -> bool:
        """An adjustment of the viewer's own number, or by somebody above them."""
        if call.forecaster_id in (call.node_id, self.viewer):
            return False
        return call.node_id == self.viewer or self.stood(call.forecaster_id, call.made_at)

    def q(self, person: str, at: str) -> Q:
        """`stood` as a condition on two columns."""
        found = Q(**{f"{person}__in": sorted(self.now)})
        for row in self.then:
            days = Q(**{person: row.manager})
            if row.start is not None:
                days &= Q(**{f"{at}__gte": start_of_day(row.start, self.zone)})
            if row.end is not None:
                days &= Q(**{f"{at}__lt": start_of_day(row.end, self.zone)})
            found |= days
        return found


def above(structure: Structure, viewer: int | None, zone: ZoneInfo) -> Above:
    """Who is hidden from this person. A move ends nothing: what was private when it was said stays so."""
    if viewer is None:
        return Above(None, frozenset(), (), zone)
    then = tuple(superiors(structure.lines, viewer, structure.gone))
    return Above(viewer, frozenset(row.manager for row in then if row.holds(structure.day)), then, zone)
