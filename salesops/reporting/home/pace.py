"""Won so far against an even pace to quota, week by week."""

from datetime import timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salesops.kernel.periods import Period, span, week_of
from salesops.reporting.evaluate import series
from salesops.reporting.home.record import Home
from salesops.reporting.words import days_of, rows_url
from salesops.web.charts.figures import Line, LineBand, Point
from salesops.web.templatetags.formats import day, money_short, percent

MOST_MONTHS = 4
# The words of both ends need this share of a narrow axis.
BESIDE_ENDS = 0.2


def weeks_of(period: Period) -> list[Period]:
    """The weeks of a quarter or any other period, counted from its first day."""
    weeks, start = [], period.start
    while start < period.end:
        week = week_of(period, start)
        weeks.append(span(week.start, week.end))
        start = week.end
    return weeks


def pace_panel(home: Home) -> dict[str, object]:
    quota = home.attainment.denominator or Decimal(0)
    won = home.bookings.value or Decimal(0)
    figure = pace_figure(home, quota, won)
    under = _("of %(quota)s quota") % {"quota": money_short(quota, home.currency)} if quota else _("won")
    return {
        "figure": figure,
        "title": _("Quarter to date") if home.period.level == "quarter" else _("Period to date"),
        "hero": percent(won / quota) if quota else money_short(won, home.currency),
        "under": ", ".join(part for part in (under, home.kinds) if part),
        "week": week_words(home),
        "rows_url": rows_url("bookings", home.params),
        "may_submit": home.asked.node is None and home.forecasts is not None and home.user.may("forecast.submit"),
    }


def week_words(home: Home) -> str:
    if home.today not in home.period:
        return home.period.label
    week = week_of(home.period, home.today)
    return _("week %(index)s of %(count)s") % {"index": week.index, "count": week.count}


def pace_sentence(home: Home) -> str:
    """Against an even pace; without a quota what was won."""
    quota = home.attainment.denominator or Decimal(0)
    won = home.bookings.value or Decimal(0)
    if not quota:
        return _("%(won)s won in %(period)s. No quota is set yet.") % {
            "won": money_short(won, home.currency),
            "period": home.period.label,
        }
    ahead = won - quota * share_gone(home)
    if home.kind == "rep" and home.asked.node is None:
        words = (
            _("You are %(money)s ahead of an even pace") if ahead >= 0 else _("You are %(money)s behind an even pace")
        )
    else:
        words = (
            _("%(money)s ahead of an even pace to quota") if ahead >= 0 else _("%(money)s behind an even pace to quota")
        )
    return f"{words % {'money': money_short(abs(ahead), home.currency)}}{_weeks_left(home)}"


def _weeks_left(home: Home) -> str:
    left = max((home.period.end - home.today).days // 7, 0)
    if home.today not in home.period or not left:
        return "."
    return ngettext(" with %(n)s week to go.", " with %(n)s weeks to go.", left) % {"n": left}


def share_gone(home: Home) -> Decimal:
    """Of the period's days, those that have begun."""
    gone = (min(max(home.today, home.period.start - timedelta(days=1)), home.period.last_day) - home.period.start).days
    return Decimal(gone + 1) / home.period.days


def pace_figure(home: Home, quota: Decimal, won: Decimal) -> LineBand:
    period = home.period
    weeks = [week for week in weeks_of(period) if week.start <= home.today]
    points, total = [Point(0, Decimal(0))], Decimal(0)
    for week, result in zip(weeks, series("bookings", home.question, weeks), strict=True):
        total += result.value or Decimal(0)
        end = min((week.end - period.start).days / period.days, float(share_gone(home)))
        points.append(
            Point(
                end,
                total,
                label=_("to %(day)s") % {"day": day(min(week.last_day, home.today))},
                text=money_short(total, home.currency),
                rows_url=rows_url("bookings", home.params, changes=days_of(period.start, week.end)),
            )
        )
    lines = [Line(_("Won"), "solid", tuple(points), _("%(money)s won") % {"money": money_short(won, home.currency)})]
    if quota:
        even = (Point(0, Decimal(0)), Point(1, quota))
        lines.append(Line(_("Even pace"), "target", even, _("Quota %(q)s") % {"q": money_short(quota, home.currency)}))
    return LineBand(
        title=_("Won to date"),
        unit=home.currency,
        base=_("against an even pace to quota") if quota else _("week by week"),
        sentence=_won_and_even(home, quota, won),
        lines=tuple(lines),
        ticks=ticks_of(period),
    )


def ticks_of(period: Period) -> tuple[tuple[float, str], ...]:
    """Both ends, and the months that begin well between them, else the middle: `Oct 1`, `Nov`, `Dec`, `Dec 31`."""
    firsts = [first for n in range(period.days) if (first := period.start + timedelta(days=n)).day == 1]
    placed = [((first - period.start).days / period.days, first) for first in firsts]
    inside = [(at, date_format(first, "M")) for at, first in placed if BESIDE_ENDS < at < 1 - BESIDE_ENDS]
    half = (0.5, day(period.start + timedelta(days=period.days // 2)))
    between = inside[:: -(-len(inside) // MOST_MONTHS)] if inside else [half]
    return ((0.0, day(period.start)), *between, (1.0, day(period.last_day)))


def _won_and_even(home: Home, quota: Decimal, won: Decimal) -> str:
    """What the sentence of the page does not say: both ends of the difference."""
    words = {"won": money_short(won, home.currency), "even": money_short(quota * share_gone(home), home.currency)}
    return _("%(won)s won; an even pace stands at %(even)s.") % words if quota else _("%(won)s won.") % words
