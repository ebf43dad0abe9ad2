"""Periods to choose from, and the stretches a series is drawn by."""

from datetime import date

from django.utils.translation import gettext as _

from salesops.kernel.errors import Refused
from salesops.kernel.periods import Level, Period, following, period_at, periods_of_year, previous
from salesops.reporting.evaluate import Ground
from salesops.reporting.questions import Asked, too_wide
from salesops.web.period import Choice, PeriodPicker, Year
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import day

LEVELS = {"week": Level.WEEK, "month": Level.MONTH, "quarter": Level.QUARTER, "year": Level.YEAR}
MAX_BUCKETS = 120


def buckets(asked: Asked, by: str) -> list[Period]:
    """The whole weeks, months, quarters or years that touch the asked period.

    Raises Refused `bad_period` for another word, `too_wide` for more than 120 of them.
    """
    if by not in LEVELS:
        raise Refused("bad_period", _("By week, month, quarter or year."), fields={"by": by[:20]})
    period, on = asked.question.period, asked.question.ground
    if period is None:
        raise Refused("bad_period", _("Say which period."), fields={"period": ""})
    return touching(period, LEVELS[by], on)


def touching(period: Period, level: Level, on: Ground) -> list[Period]:
    found = [period_at(period.start, level, on.calendar)]
    while found[-1].end < period.end:
        if len(found) == MAX_BUCKETS:
            raise too_wide("by", _("More than 120 stretches in one series."))
        found.append(following(found[-1], on.calendar))
    return found


def ending_with(period: Period, count: int, on: Ground) -> list[Period]:
    """`count` periods of the same length, the last of them the given one."""
    found = [period]
    while len(found) < count:
        found.insert(0, previous(found[0], on.calendar))
    return found


def period_picker(asked: Asked, path: str) -> PeriodPicker | None:
    """Quarters of three fiscal years, and the one before and after; None when no period is asked about."""
    period, on = asked.question.period, asked.question.ground
    if period is None:
        return None

    def url(to: Period) -> str:
        return with_parameters(path, asked.params, **{"period": to.key, "from": None, "to": None, "page": None})

    years = []
    for year in (period.year - 1, period.year, period.year + 1):
        named = (*periods_of_year(on.calendar, year, Level.QUARTER), *periods_of_year(on.calendar, year, Level.YEAR))
        choices = tuple(Choice(one.label, days(one.start, one.last_day), url(one), one == period) for one in named)
        years.append(Year(named[-1].label, choices))
    before, after = previous(period, on.calendar), following(period, on.calendar)
    return PeriodPicker(period.label, days(period.start, period.last_day), tuple(years), url(before), url(after))


def days(start: date, last: date) -> str:
    return f"{day(start)} – {day(last)}"
