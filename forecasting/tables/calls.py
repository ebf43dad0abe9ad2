"""A node's call over the period: what was submitted, week by week, up to the number of now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from forecasting.models import Submission
from forecasting.queries.rollup import Rollup
from salesops.kernel.moments import local_day
from salesops.web.charts.figures import Line, LineBand, Point
from salesops.web.templatetags.formats import day, money_short


def calls_of(rollup: Rollup, node: int, made: Sequence[Submission]) -> LineBand | None:
    """None before the second submission: one point is no line. The quota is a dashed line over the whole period."""
    if len(made) < 2:
        return None
    currency, headline = rollup.organisation.currency, rollup.version.headline
    said = rollup.line(node).said
    numbers = [(one, Decimal(one.totals[headline]["said"])) for one in made]
    points = [
        Point(
            _place(rollup, one.submitted_at),
            value,
            label=day(one.submitted_at),
            text=str(money_short(value, currency)),
            rows_url=reverse("forecasting:submission", args=[one.uid]),
        )
        for one, value in numbers
    ]
    points.append(Point(_place(rollup, rollup.frame.at), said, label=_("now"), text=str(money_short(said, currency))))
    lines = [Line(_("Call"), "ink", tuple(points), _("Call %(money)s") % {"money": money_short(said, currency)})]
    quota = rollup.quotas[node]
    if quota:
        flat = (Point(0, quota), Point(1, quota))
        lines.append(Line(_("Quota"), "target", flat, _("Quota %(money)s") % {"money": money_short(quota, currency)}))
    first = numbers[0][1]
    words = {
        "first": money_short(first, currency),
        "now": money_short(said, currency),
        "day": day(made[0].submitted_at),
    }
    period = rollup.frame.period
    return LineBand(
        title=_("Call against quota"),
        unit=currency,
        base=_("as submitted"),
        sentence=_("%(first)s on %(day)s, %(now)s now.") % words,
        lines=tuple(lines),
        ticks=(
            (0.0, day(period.start_date)),
            (_place(rollup, rollup.frame.at), _("Today")),
            (1.0, day(period.end_date)),
        ),
        from_zero=False,
    )


def _place(rollup: Rollup, at: datetime) -> float:
    """Of the period's days, 0 to 1."""
    period = rollup.frame.period
    length = (period.end_date - period.start_date + timedelta(days=1)).days
    return min(max((local_day(at, rollup.organisation.zone) - period.start_date).days / length, 0.0), 1.0)
