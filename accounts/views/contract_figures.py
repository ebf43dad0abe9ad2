"""The ARR bridge with its customers."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.access import require, visible_customers
from accounts.contract_access import visible_contracts
from accounts.forms import here
from accounts.forms.books import SEE, book_for, read_book
from accounts.models import User
from accounts.queries.books import OF_A_YEAR, Book, amount_in, names_of, products_in
from accounts.queries.organisation import calendar
from accounts.requests import PersonRequest
from accounts.rules.arr import GRACE_DAYS
from salesops.kernel.periods import Level, Period, following, periods_of_year, previous
from salesops.web.charts.figures import Mark, Waterfall
from salesops.web.period import Choice, PeriodPicker, Year, as_of_control
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import day, money_short, money_signed, percent

SHOWN = 200
LABELS = {
    "opening": gettext_lazy("Opening"),
    "new": gettext_lazy("New"),
    "expansion": gettext_lazy("Expansion"),
    "contraction": gettext_lazy("Contraction"),
    "churn": gettext_lazy("Churn"),
    "fx": gettext_lazy("Exchange rates"),
    "closing": gettext_lazy("Closing"),
    "pending": gettext_lazy("Undecided"),
    "nrr": gettext_lazy("Net retention"),
    "grr": gettext_lazy("Gross retention"),
}


@require_safe
def arr_page(request: PersonRequest) -> HttpResponse:
    user = request.user
    require(user, SEE)
    reading = read_book(request.GET, user, request.now)
    book = book_for(user, reading)
    context = {
        "figure": waterfall_of(book, request),
        "strip": strip_of(book, request),
        "sentence": sentence_of(book),
        "bar": reading.bar,
        "bar_label": LABELS.get(reading.bar, ""),
        "rows": rows_of(book, reading.bar, user) if reading.bar else [],
        "totals": totals_of(book, reading.bar) if reading.bar else {},
        "of_a_year": reading.bar in OF_A_YEAR,
        "more": max(len(book.behind(reading.bar)) - SHOWN, 0) if reading.bar else 0,
        "currency": book.moves.currency,
        "missing": book.missing_rate,
        "people": here(user, SEE),
        "products": products_in(visible_contracts(user)),
        "owner": reading.owner,
        "product": reading.asked.product,
        "is_family": reading.asked.is_family,
        "kept": [(name, value) for name in ("period", "from", "to", "as_of") if (value := request.GET.get(name))],
        "period_picker": picker(reading.asked.period, request),
        "as_of_control": as_of_control(request, reading.as_of),
    }
    return render(request, "accounts/arr.html", context)


def waterfall_of(book: Book, request: PersonRequest) -> Waterfall:
    bridge, currency = book.moves.bridge, book.moves.currency

    def mark(bar: str, value: Decimal, note: str = "") -> Mark:
        count = len(book.behind(bar))
        note = note or ngettext("%(n)s account", "%(n)s accounts", count) % {"n": count}
        url = with_parameters(request.path, request.GET, bar=bar) + "#customers"
        text = money_short(value, currency) if bar in ("opening", "closing") else money_signed(value, currency)
        return Mark(str(LABELS[bar]), value, text, url, note=note, current=request.GET.get("bar") == bar)

    returned = _("%(amount)s came back") % {"amount": money_short(bridge.returned, currency)} if bridge.returned else ""
    marks = [
        mark("new", bridge.sum_of("new"), returned),
        mark("expansion", bridge.sum_of("expansion")),
        mark("contraction", -bridge.sum_of("contraction")),
        mark("churn", -bridge.sum_of("churn")),
    ]
    if bridge.fx:
        marks.insert(0, mark("fx", bridge.fx))
    days = {"first": day(book.moves.opening), "last": day(book.moves.closing)}
    return Waterfall(
        title=_("ARR bridge"),
        unit=currency,
        base=_("yearly value of contracts, end of %(first)s to end of %(last)s") % days,
        sentence=_("Opening and moves add up to the closing, to the cent."),
        marks=tuple(marks),
        opening=mark("opening", bridge.opening),
        closing=mark("closing", bridge.closing),
    )


def strip_of(book: Book, request: PersonRequest) -> list[dict[str, str]]:
    bridge, kept, currency = book.moves.bridge, book.year.retention, book.moves.currency
    then = _("of %(amount)s a year before") % {"amount": money_short(kept.then, currency)}
    nobody = _("nobody had ARR a year before")
    on = _("on %(day)s") % {"day": day(book.moves.closing)}
    grace = _("ended, still within %(n)s days of grace") % {"n": GRACE_DAYS}
    figures = (
        ("closing", _("ARR"), money_short(bridge.closing, currency), on),
        ("nrr", _("Net retention"), _rate(kept.nrr), then if kept.then else nobody),
        ("grr", _("Gross retention"), _rate(kept.grr), _("growth left out") if kept.then else nobody),
        ("pending", _("Undecided"), money_short(bridge.pending, currency), grace),
    )
    return [
        {
            "label": label,
            "value": value,
            "foot": foot,
            "url": with_parameters(request.path, request.GET, bar=bar) + "#customers",
        }
        for bar, label, value, foot in figures
    ]


def sentence_of(book: Book) -> str:
    bridge, currency = book.moves.bridge, book.moves.currency
    words = {
        "from": money_short(bridge.opening, currency),
        "to": money_short(bridge.closing, currency),
        "lost": money_short(bridge.sum_of("churn"), currency),
    }
    return _("From %(from)s to %(to)s; %(lost)s churned.") % words


def rows_of(book: Book, bar: str, user: User) -> list[dict[str, Any]]:
    """The customers of a bar, linked where they may be opened."""
    moves = book.behind(bar)[:SHOWN]
    names = names_of(moves)
    seen = set(visible_customers(user).filter(pk__in=list(names)).values_list("pk", flat=True))
    nobody = (_("Unknown"), None)
    return [
        {
            "name": names.get(move.customer, nobody)[0],
            "url": reverse("accounts:customer", args=[names[move.customer][1]]) if move.customer in seen else "",
            "opening": move.opening,
            "closing": move.closing,
            "amount": amount_in(move, bar),
            "tag": _("returned") if move.kind == "new" and move.returned else _("undecided") if move.pending else "",
        }
        for move in moves
    ]


def totals_of(book: Book, bar: str) -> dict[str, Decimal]:
    """Over every customer of the bar, listed or not."""
    moves = book.behind(bar)
    amounts = {"opening": [move.opening for move in moves], "closing": [move.closing for move in moves]}
    amounts["amount"] = [amount_in(move, bar) for move in moves]
    return {name: sum(found, Decimal(0)) for name, found in amounts.items()}


def picker(period: Period, request: PersonRequest) -> PeriodPicker:
    """Quarters and years of three fiscal years, and the period before and after."""
    rule = calendar()

    def url(to: Period) -> str:
        return with_parameters(request.path, request.GET, **{"period": to.key, "from": None, "to": None})

    years = []
    for year in (period.year - 1, period.year, period.year + 1):
        named = (*periods_of_year(rule, year, Level.QUARTER), *periods_of_year(rule, year, Level.YEAR))
        years.append(
            Year(named[-1].label, tuple(Choice(one.label, _days(one), url(one), one == period) for one in named))
        )
    before, after = previous(period, rule), following(period, rule)
    return PeriodPicker(period.label, _days(period), tuple(years), url(before), url(after))


def _days(period: Period) -> str:
    return f"{day(period.start)} – {day(period.last_day)}"


def _rate(ratio: Decimal | None) -> str:
    return "–" if ratio is None else percent(ratio)
