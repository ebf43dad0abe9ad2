"""My forecast: the number, what it is made of, and who is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import FiscalPeriod
from forecasting.models import ForecastPeriodState, State, Submission
from forecasting.queries.rollup import Rollup
from forecasting.queries.submitted import Window
from forecasting.rules.figures import WON, AgainstQuota
from forecasting.tables.addresses import Address
from salesops.kernel.moments import local_day
from salesops.kernel.money import round_half_up
from salesops.kernel.periods import span, week_of
from salesops.web.charts.figures import Mark, Waterfall
from salesops.web.templatetags.formats import money_short, money_signed


@dataclass(frozen=True)
class Card:
    """The node's own number beside its roll-up and quota. `last` is what it said when it was last submitted.

    gap, adjustment: as they are shown, so that 0 has no sign and no colour. handed_out: the quotas of the team, also as
    a share of the node's own quota where that is another.
    """

    name: str
    title: str
    said: Decimal
    last: Decimal | None
    change: Decimal | None
    last_at: datetime | None
    rollup: Decimal
    adjustment: Decimal
    beside: AgainstQuota
    gap: Decimal | None
    handed_out: Decimal | None
    handed_share: Decimal | None
    note: str
    stale: Decimal | None
    rows_url: str
    won: Decimal
    open: Decimal
    has_team: bool


def card_of(rollup: Rollup, node: int, last: Submission | None, address: Address) -> Card:
    line, person = rollup.line(node), rollup.structure.people[node]
    record = rollup.records.get(line.call.key) if line.call else None
    headline, quota, handed_out = rollup.version.headline, rollup.quotas[node], rollup.handed_out[node]
    beside = rollup.against_quota(node)
    before = Decimal(last.totals[headline]["said"]) if last else None
    return Card(
        name=person.name or rollup.organisation.name or _("Company"),
        title=person.title,
        said=line.said,
        last=before,
        change=None if before is None else line.said - before,
        last_at=last.submitted_at if last else None,
        rollup=line.rollup,
        adjustment=round_half_up(line.said - line.rollup, 0),
        beside=beside,
        gap=None if beside.gap is None else round_half_up(beside.gap, 0),
        handed_out=handed_out,
        handed_share=handed_out / quota if quota and handed_out is not None and handed_out != quota else None,
        note=(record.note if record else "") or (last.note if last else ""),
        stale=rollup.stale(line.call) if line.call else None,
        rows_url=address.rows(f"won_{headline}", person.uid),
        won=rollup.totals[node][WON].amount,
        open=rollup.opened(node),
        has_team=bool(rollup.tree.children.get(node)),
    )


@dataclass(frozen=True)
class Turnout:
    """Whose forecast is in since the last deadline, of the direct reports who can submit."""

    submitted: int
    due: int
    missing: tuple[str, ...]
    late: frozenset[int]

    @property
    def words(self) -> str:
        if not self.due:
            return ""
        return _("%(in)s of %(due)s in") % {"in": self.submitted, "due": self.due}


def turnout_of(
    rollup: Rollup, node: int, latest: Mapping[int, Submission], window: Window | None, may_submit: frozenset[int]
) -> Turnout:
    reports = [child for child in rollup.tree.children.get(node, ()) if child in may_submit]
    since = {one for one in reports if window and one in latest and latest[one].submitted_at > window.opened}
    missing = tuple(rollup.structure.name(one) for one in reports if one not in since) if window else ()
    late = frozenset(one for one, submission in latest.items() if submission.late)
    return Turnout(len(since), len(reports) if window else 0, missing, late)


def sentence_of(
    period: FiscalPeriod,
    state: ForecastPeriodState | None,
    window: Window | None,
    turnout: Turnout,
    at: datetime,
    zone: ZoneInfo,
) -> str:
    """ "Week 8 of 13. Forecasts are due today at 18:00. Two forecasts are missing.\""""
    parts = [_week(period, at, zone), _deadline(state, window, at, zone)]
    if turnout.missing and state is not None and state.state in (State.OPEN, State.REOPENED, State.SUBMITTED):
        count = len(turnout.missing)
        words = ngettext("%(n)s forecast is missing.", "%(n)s forecasts are missing.", count)
        parts.append(words % {"n": _spelled(count)})
    return " ".join(part for part in parts if part)


def _spelled(count: int) -> str:
    words = (_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"))
    return words[count] if count < len(words) else str(count)


def _week(period: FiscalPeriod, at: datetime, zone: ZoneInfo) -> str:
    today = local_day(at, zone)
    if today < period.start_date:
        return _("Not started yet.")
    if today > period.end_date:
        return _("%(period)s is over.") % {"period": period.label}
    week = week_of(span(period.start_date, period.end_date + timedelta(days=1)), today)
    return _("Week %(n)s of %(weeks)s.") % {"n": week.index, "weeks": week.count}


def _deadline(state: ForecastPeriodState | None, window: Window | None, at: datetime, zone: ZoneInfo) -> str:
    if state is None or window is None:
        return _("Nobody has opened it for forecasts.")
    if state.state in (State.LOCKED, State.CLOSED):
        return _("It is locked: no forecast changes any more.")
    due = window.due.astimezone(zone)
    clock = date_format(due, "H:i")
    if due.date() == local_day(at, zone):
        return _("Forecasts are due today at %(time)s.") % {"time": clock}
    return _("Forecasts are due %(day)s at %(time)s.") % {"day": date_format(due, "D, M j"), "time": clock}


def bridge_of(rollup: Rollup, node: int, address: Address) -> Waterfall | None:
    """From the deals to the number, one step a call; None when nobody changed anything."""
    steps = [step for step in rollup.bridge(node) if step.change]
    if not steps:
        return None
    line, currency = rollup.line(node), rollup.organisation.currency
    people = rollup.structure.people
    marks = tuple(
        Mark(
            people[step.call.node].name,
            step.change,
            str(money_signed(step.change, currency)),
            address.of(people[step.call.node].uid).at("call", expand=None),
            "good" if step.change > 0 else "bad",
            _("adjusted by %(name)s") % {"name": people[step.call.forecaster].name}
            if step.call.is_judgement
            else _("own forecast"),
        )
        for step in steps
    )
    opening = Mark(_("Deals"), line.raw, str(money_short(line.raw, currency)), tone="neutral")
    closing = Mark(_("Forecast"), line.said, str(money_short(line.said, currency)), tone="neutral")
    words = {"raw": opening.text, "said": closing.text, "steps": len(marks)}
    sentence = ngettext(
        "%(raw)s in deals became %(said)s in %(steps)s step. Adds up to the dollar.",
        "%(raw)s in deals became %(said)s in %(steps)s steps. Adds up to the dollar.",
        len(marks),
    )
    sentence %= words
    return Waterfall(
        _("From deals to forecast"), currency, _("won and commit"), sentence, marks, opening=opening, closing=closing
    )
