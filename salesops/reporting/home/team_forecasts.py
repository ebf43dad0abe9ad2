"""The team by what it forecasts: each direct report with the call, its eight weeks and where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import ReportingLine, TeamMembership
from forecasting.queries.rollup import Rollup
from salesops.reporting.home.forecast import Forecasts
from salesops.reporting.home.record import WEEK, Home
from salesops.reporting.home.team import CALLED, path_bar
from salesops.web.charts.figures import Mark, Sparkline, StackedBar
from salesops.web.templatetags.formats import day, money_short


@dataclass(frozen=True)
class Called:
    """One line of the team's forecasts. `change`: against what was submitted a week ago, None before that."""

    name: str
    about: str
    url: str
    call: Decimal
    call_url: str
    change: Decimal | None
    weeks: Sparkline | None
    of_quota: Decimal | None
    bar: StackedBar
    submitted: str
    is_missing: bool


def called(home: Home, forecasts: Forecasts) -> list[Called]:
    """Who reports to the node, by the numbers of the Forecast call page, the largest call first."""
    rollup = forecasts.rollup
    reports = rollup.tree.children.get(forecasts.node, ())
    teams = teams_of(reports, home.today)
    widest = max((max(rollup.quotas[one] or 0, _landing(rollup, one)) for one in reports), default=Decimal(0))
    found = [_called(home, forecasts, node, ", ".join(teams.get(node, ())), Decimal(widest)) for node in reports]
    return sorted(found, key=lambda line: (-line.call, line.name))


def teams_of(people: Sequence[int], on: date) -> dict[int, list[str]]:
    """The teams of those who lead, by person: beside a rep's name the manager's own team says nothing."""
    leaders = ReportingLine.objects.filter(during__contains=on, manager__in=people).values("manager")
    found: dict[int, list[str]] = {}
    rows = TeamMembership.objects.filter(person__in=leaders, during__contains=on).order_by("team__name")
    for person, team in rows.values_list("person", "team__name"):
        found.setdefault(person, []).append(team)
    return found


def _landing(rollup: Rollup, node: int) -> Decimal:
    return sum((max(rollup.totals[node][bucket].amount, Decimal(0)) for bucket in ("won", *CALLED)), Decimal(0))


def _called(home: Home, forecasts: Forecasts, node: int, team: str, widest: Decimal) -> Called:
    rollup, person = forecasts.rollup, forecasts.rollup.structure.people[node]
    call, quota = rollup.line(node).seen, rollup.quotas[node]
    before = forecasts.number_at(node, home.moment - WEEK)
    last, address = forecasts.last(node), forecasts.address
    params = home.params.copy()
    params["node"] = str(person.uid)
    amounts = {bucket: max(rollup.totals[node][bucket].amount, Decimal(0)) for bucket in ("won", *CALLED)}
    urls = {bucket: address.rows(bucket, person.uid) for bucket in amounts}
    return Called(
        name=person.name,
        about=team,
        url=f"?{params.urlencode()}",
        call=call,
        call_url=address.rows(f"won_{rollup.version.headline}", person.uid),
        change=None if before is None else call - before,
        weeks=_weeks(forecasts.weeks(node), home.currency),
        of_quota=call / quota if quota else None,
        bar=replace(path_bar(home, amounts, urls, quota), whole=widest),
        submitted=day(last.submitted_at) if last else "",
        is_missing=forecasts.is_missing(node),
    )


def _weeks(numbers: list[Decimal], currency: str) -> Sparkline | None:
    if len(numbers) < 2:
        return None
    texts = [money_short(value, currency) for value in numbers]
    marks = tuple(Mark("", value, text) for value, text in zip(numbers, texts, strict=True))
    said = _("From %(then)s to %(now)s in %(n)s weeks") % {"then": texts[0], "now": texts[-1], "n": len(texts) - 1}
    return Sparkline(_("Forecast by week"), currency, "", said, marks)
