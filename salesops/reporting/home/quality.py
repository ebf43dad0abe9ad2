"""What open deals lack, and how that moved over six weeks."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from pipeline.access import visible_deals_at
from pipeline.queries.checks import LABELS, Checked, checked
from pipeline.queries.deals import with_figures
from salesops.kernel.moments import local_day
from salesops.reporting.home.record import Home
from salesops.web.charts.figures import Mark, Sparkline
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import number

WEEKS = 6


@dataclass(frozen=True)
class CheckLine:
    """One check: how many deals fail it, how many more than six weeks ago, and the list of them."""

    label: str
    count: int
    since: int
    spark: Sparkline
    url: str


def checked_at(home: Home, weeks_ago: int) -> Checked:
    """Once a page for each week."""

    def look() -> Checked:
        at = home.moment - timedelta(weeks=weeks_ago)
        is_now = home.question.moment.is_now and not weeks_ago
        rows = with_figures(visible_deals_at(home.user, None if is_now else at), at)
        return checked(rows, local_day(at, home.question.ground.zone))

    return home.once(f"checked {weeks_ago}", look)


def deals_failing(home: Home, check: str) -> str:
    asked = {"check": check, "as_of": home.params.get("as_of")}
    return with_parameters(reverse("pipeline:deals"), QueryDict(), **asked)


def check_lines(home: Home) -> list[CheckLine]:
    """The checks that some open deal fails now or failed in those weeks, the most deals first."""
    weeks = [checked_at(home, back) for back in reversed(range(WEEKS + 1))]
    found = [_line(home, key, label, weeks) for key, label in LABELS.items() if any(one.failing[key] for one in weeks)]
    return sorted(found, key=lambda line: -line.count)


def _line(home: Home, key: str, label: Any, weeks: list[Checked]) -> CheckLine:
    counts = [one.failing[key] for one in weeks]
    said = _("%(check)s, six weeks: from %(then)s to %(now)s") % {
        "check": label,
        "then": number(counts[0]),
        "now": number(counts[-1]),
    }
    marks = tuple(Mark("", Decimal(count), str(count)) for count in counts)
    spark = Sparkline(str(label), "", "", said, marks)
    return CheckLine(str(label), counts[-1], counts[-1] - counts[0], spark, deals_failing(home, key))
