"""The figures at the top of a home page."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import Max
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from pipeline.queries.checks import PASSING
from salesops.imports.models import ImportBatch
from salesops.reporting.dashboard import NEW_BUSINESS
from salesops.reporting.evaluate import total
from salesops.reporting.home.pace import share_gone
from salesops.reporting.home.quality import checked_at, deals_failing
from salesops.reporting.home.record import Home
from salesops.reporting.questions import FILTER
from salesops.reporting.words import Tile, points_change, rows_url, tile
from salesops.web.templatetags.formats import change, dash, moment, money_short, number, percent, times


def strip_of(home: Home) -> list[Tile]:
    """At most five figures, each with its comparison, each opening its rows."""
    if home.kind == "operations":
        return [*_forecast(home), _won(home), *_coverage(home), _passing(home), _current(home)]
    if home.leads_people and home.forecasts:
        return [*_forecast(home), _won(home), *_coverage(home), _win_rate(home), _activities(home)]
    return [_won(home), _open(home), _created(home), _win_rate(home), _activities(home)]


def _forecast(home: Home) -> list[Tile]:
    """The number of the Forecast call page, against the last one submitted."""
    if home.forecasts is None:
        return []
    card = home.forecasts.card
    quota = card.beside.quota
    foot = _("no quota is set")
    if quota:
        words = {"share": percent(card.said / quota), "quota": money_short(quota, home.currency)}
        foot = _("%(share)s of %(quota)s quota") % words
    label = _("Roll-up call") if home.kind == "operations" else _("My forecast")
    if home.asked.node:
        label = _("Forecast")
    if len(home.forecasts.types) > 1:
        label = f"{label}, {home.forecasts.types[0].name.lower()}"
    moved = "" if card.change is None else change(card.change, home.currency)
    return [Tile(label, money_short(card.said, home.currency), moved, foot, card.rows_url)]


def _coverage(home: Home) -> list[Tile]:
    if home.forecasts is None or not home.forecasts.card.beside.quota:
        return []
    card = home.forecasts.card
    left = (card.beside.quota or Decimal(0)) - card.won
    words = {"open": money_short(card.open, home.currency), "left": money_short(max(left, Decimal(0)), home.currency)}
    foot = _("%(open)s open for %(left)s to go") % words
    if len(home.forecasts.types) > 1:
        foot = f"{foot}, {home.forecasts.types[0].name.lower()}"
    value = times(card.beside.coverage) if card.beside.coverage is not None else dash(_("the quota is reached"))
    url = home.forecasts.address.rows("open", home.forecasts.rollup.structure.people[home.forecasts.node].uid)
    return [Tile(_("Coverage of what is left"), value, "", foot, url)]


def _passing(home: Home) -> Tile:
    """Open deals that lack nothing a forecast needs, against a week ago."""
    now, before = (checked_at(home, weeks) for weeks in (0, 1))
    share, was = (one.passing / Decimal(one.open) if one.open else None for one in (now, before))
    foot = _("%(n)s of %(open)s open deals") % {"n": number(now.passing), "open": number(now.open)}
    moved = "" if share is None or was is None else points_change(share - was)
    value = dash(_("no deal is open")) if share is None else percent(share, 1)
    return Tile(_("Deals passing all checks"), value, moved, foot, deals_failing(home, PASSING))


def _current(home: Home) -> Tile:
    """Figures are worked out as they are asked for; a file is as old as its import."""
    last = ImportBatch.objects.filter(state="committed", committed_at__lte=home.moment).aggregate(
        at=Max("committed_at")
    )
    foot = _("nothing was imported yet")
    if last["at"]:
        foot = format_html(_("last import {}"), moment(last["at"]))
    url = reverse("imports:batches" if home.user.may("import.see") else "reporting:metrics")
    return Tile(_("Figures current to"), moment(home.moment), "", foot, url)


def _won(home: Home) -> Tile:
    gone = _("%(share)s of time gone") % {"share": percent(share_gone(home))}
    foot = _("no quota is set, %(gone)s") % {"gone": gone}
    if home.attainment.denominator:
        of = _("%(share)s of quota") % {"share": percent(home.attainment.value)}
        foot = f"{of}, {gone}"
    foot = ", ".join(part for part in (foot, home.kinds) if part)
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
