"""Who has submitted, and what the numbers were then."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.models import FiscalPeriod
from forecasting.models import ForecastPeriodState, ForecastType, ForecastTypeVersion, Submission, SubmissionNode
from forecasting.rules.deadlines import deadline_after, deadline_before


@dataclass(frozen=True)
class Window:
    """Forecasts are due at `due`; who submitted after `opened` is in."""

    opened: datetime
    due: datetime


def window_at(
    state: ForecastPeriodState | None, version: ForecastTypeVersion, at: datetime, zone: ZoneInfo
) -> Window | None:
    """The stretch up to the next deadline, inside the period; None before the period was opened."""
    if state is None or state.opened_at is None:
        return None
    period = state.period
    if version.deadline_weekday is None:
        return Window(state.opened_at, state.due_at or period.ends_at)
    clock = (version.deadline_weekday, version.deadline_time, zone)
    inside = min(at, period.ends_at - timedelta(microseconds=1))
    due = max(deadline_after(inside, *clock), state.due_at or inside)
    return Window(max(deadline_before(inside, *clock), state.opened_at), min(due, period.ends_at))


def latest_submissions(type_: ForecastType, period: FiscalPeriod, at: datetime) -> dict[int, Submission]:
    """The latest of each node made by the instant."""
    rows = Submission.objects.filter(type=type_, period=period, submitted_at__lte=at)
    return {row.node_id: row for row in rows.order_by("node", "-seq").distinct("node")}


def submissions_of(type_: ForecastType, period: FiscalPeriod, node: int, at: datetime) -> list[Submission]:
    """Those of one node made by the instant, oldest first."""
    rows = Submission.objects.filter(type=type_, period=period, node=node, submitted_at__lte=at)
    return list(rows.order_by("seq"))


def submissions_until(type_: ForecastType, period: FiscalPeriod, at: datetime) -> dict[int, list[Submission]]:
    """Everything that each node submitted by the instant, oldest first."""
    found: dict[int, list[Submission]] = {}
    for row in Submission.objects.filter(type=type_, period=period, submitted_at__lte=at).order_by("seq"):
        found.setdefault(row.node_id, []).append(row)
    return found


def submitted_numbers(submission: Submission | None, headline: str) -> dict[int, Decimal]:
    """What each node's number was in the submission; empty without one."""
    if submission is None:
        return {}
    rows = SubmissionNode.objects.filter(submission=submission, vacant=False)
    return dict(rows.values_list("node_id", f"seen_{headline}"))
