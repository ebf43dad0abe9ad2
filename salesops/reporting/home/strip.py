"""The figures at the top of a home page that leads people."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from salesops.reporting.dashboard import NEW_BUSINESS
from salesops.reporting.evaluate import total
from salesops.reporting.home.pace import share_gone
from salesops.reporting.home.record import Home
from salesops.reporting.questions import FILTER
from salesops.reporting.words import Tile, rows_url, tile
from salesops.web.templatetags.formats import money_short, number, percent


def strip_of(home: Home) -> list[Tile]:
    """Won, open, created, win rate, activities: each with its comparison, each opening its rows."""
    return [_won(home), _open(home), _created(home), _win_rate(home), _activities(home)]


def _won(home: Home) -> Tile:
    quota = home.attainment.denominator or Decimal(0)
    gone = _("%(share)s of the period gone") % {"share": percent(share_gone(home))}
    if quota:
        of = _("%(share)s of %(quota)s quota") % {
            "share": percent(home.attainment.value),
            "quota": money_short(quota, home.currency),
        }
        foot = f"{of}, {gone}"
    else:
        foot = _("no quota is set, %(gone)s") % {"gone": gone}
    return tile(home.bookings, foot, rows_url("bookings", home.params), label=_("Won"))


def _open(home: Home) -> Tile:
    found = total("open_pipeline", home.question)
    left = sum(found.excluded.get(reason, 0) for reason in ("overdue", "undated"))
    foot = _("%(n)s deals") % {"n": number(found.n)}
    if left:
        foot = _("%(deals)s, %(n)s without a valid date") % {"deals": foot, "n": number(left)}
    return tile(found, foot, rows_url("open_pipeline", home.params))


def _created(home: Home) -> Tile:
    found = total("pipeline_created", home.question, "previous")
    return tile(found, _("%(n)s deals") % {"n": number(found.n)}, rows_url("pipeline_created", home.params))


def _win_rate(home: Home) -> Tile:
    """Shipped tiles count new business and say so (metrics.md 3)."""
    question = replace(home.question, filters=(*home.question.filters, NEW_BUSINESS))
    found = total("win_rate", question, "previous")
    params = home.params.copy()
    params.setlist(f"{FILTER}kind", list(NEW_BUSINESS.values))
    foot = _("%(won)s of %(all)s, new and expansion") % {
        "won": number(found.numerator or 0),
        "all": number(found.denominator or 0),
    }
    return tile(found, foot, rows_url("win_rate", params))


def _activities(home: Home) -> Tile:
    found = total("activities", home.question, "previous")
    return tile(found, _("against the period before"), rows_url("activities", home.params))
