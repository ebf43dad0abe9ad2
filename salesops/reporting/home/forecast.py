"""What people forecast for the period of a home page: the numbers of the Forecast call page, beside what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.models import FiscalPeriod, User
from forecasting.access import node_for
from forecasting.models import ForecastPeriodState, ForecastType, Submission
from forecasting.queries.rollup import Frame, Rollup, read_rollup
from forecasting.queries.submitted import Window, submissions_until, window_at
from forecasting.queries.types import forecast_types, period_state
from forecasting.tables.addresses import Address
from forecasting.tables.card import Card, card_of, sentence_of, turnout_of
from salesops.kernel.errors import NotFound
from salesops.kernel.moments import AsOf
from salesops.kernel.periods import Period

WEEKS = 8


@dataclass(frozen=True)
class Forecasts:
    """The roll-up under one node at one instant; `said` is what each node submitted by then, oldest first.

    types: all there are; these are of the first.
    """

    rollup: Rollup
    node: int
    state: ForecastPeriodState
    window: Window | None
    said: dict[int, list[Submission]]
    address: Address
    may_submit: frozenset[int]
    types: Sequence[ForecastType]

    @property
    def card(self) -> Card:
        return card_of(self.rollup, self.node, self.last(self.node), self.address)

    @property
    def sentence(self) -> str:
        """ "Week 8 of 13. Forecasts are due today at 18:00. Two forecasts are missing.\""""
        latest = {node: rows[-1] for node, rows in self.said.items()}
        turnout = turnout_of(self.rollup, self.node, latest, self.window, self.may_submit)
        frame, zone = self.rollup.frame, self.rollup.organisation.zone
        return sentence_of(frame.period, self.state, self.window, turnout, frame.at, zone)

    def last(self, node: int) -> Submission | None:
        return self.said[node][-1] if node in self.said else None

    def number_at(self, node: int, at: datetime) -> Decimal | None:
        """What the node had last submitted by the instant; None before its first one."""
        made = [row for row in self.said.get(node, ()) if row.submitted_at <= at]
        return Decimal(made[-1].totals[self.rollup.version.headline]["said"]) if made else None

    def weeks(self, node: int) -> list[Decimal]:
        """The number at the end of each of the last eight weeks that had one, today's last."""
        ends = (self.rollup.frame.at - timedelta(weeks=back) for back in reversed(range(WEEKS)))
        return [found for end in ends if (found := self.number_at(node, end)) is not None]

    def is_missing(self, node: int) -> bool:
        """Somebody who can submit, and has not since the last deadline."""
        last = self.last(node)
        if self.window is None or node not in self.may_submit:
            return False
        return last is None or last.submitted_at <= self.window.opened


def forecasts_of(viewer: User, person: User | None, period: Period, moment: AsOf) -> Forecasts | None:
    """Of the first forecast type. None where nobody opened the period, or the viewer sees no forecast of the person."""
    at = moment.instant
    types = forecast_types() if viewer.may("forecast.see") else []
    fiscal = FiscalPeriod.objects.filter(key=period.key).first() if types else None
    state = period_state(types[0], fiscal) if fiscal else None
    if fiscal is None or state is None:
        return None
    rollup = read_rollup(Frame(types[0], fiscal, at, viewer=viewer.pk))
    try:
        node = node_for(viewer, person.uid if person else None, rollup.structure)
    except NotFound:
        return None
    if node is None:
        return None
    return Forecasts(
        rollup=rollup,
        node=node,
        state=state,
        window=window_at(state, rollup.version, at, rollup.organisation.zone),
        said=submissions_until(types[0], fiscal, at),
        address=Address(types[0].key, fiscal.key, as_of=moment.stated or ""),
        types=types,
        may_submit=frozenset(User.objects.filter(state=User.State.ACTIVE).values_list("pk", flat=True)),
    )
