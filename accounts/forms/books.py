"""A question about ARR as an address writes it, for page and API alike.

`period=2026-Q4` or `from=` and `to=` (excluded), `as_of`, `bar`, `owner`, `product`, `family=1`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import customers_on, person_for
from accounts.models import User
from accounts.queries.books import BARS, Book, BookAsked, book_of
from accounts.queries.organisation import calendar, organisation
from salesops.kernel.moments import AsOf, local_day
from salesops.kernel.period_names import asked_period
from salesops.kernel.periods import Level, Period, period_at
from salesops.web.api.moments import read_moments
from salesops.web.errors import NotUnderstood

SEE = "contract.see"
PERIOD = ("period", "from", "to")
PARAMETERS = (*PERIOD, "as_of", "known_at", "bar", "owner", "product", "family")


@dataclass(frozen=True)
class Reading:
    """An address as a question: the book asked for, whose, and the bar that is open."""

    asked: BookAsked
    as_of: AsOf
    bar: str
    owner: User | None


def read_book(params: Mapping[str, str], user: User, now: datetime) -> Reading:
    """Raises Refused `bad_period`, NotUnderstood, NotFound for an owner outside the scope."""
    unknown = sorted(set(params) - set(PARAMETERS))
    if unknown:
        sentence = _("This address asks for something this page does not know: %(names)s.")
        raise NotUnderstood("unknown_parameter", sentence % {"names": ", ".join(unknown)[:200]})
    of = organisation()
    as_of = read_moments(params, now=now, zone=of.zone, keeps_versions=False).as_of
    today = local_day(as_of.instant, of.zone)
    bar = params.get("bar", "")
    if bar and bar not in BARS:
        raise NotUnderstood("bad_choice", _("There is no such bar."), fields={"bar": bar[:20]})
    owner = person_for(user, _uid(params, "owner")) if params.get("owner") else None
    product = _uid(params, "product") if params.get("product") else None
    asked = BookAsked(read_period(params, today), today, of.currency, product, params.get("family") == "1")
    return Reading(asked, as_of, bar, owner)


def book_for(user: User, reading: Reading) -> Book:
    """The part of the book that this person's line covered on the closing day."""
    customers = customers_on(user, SEE, reading.asked.closing)
    return book_of(reading.asked, customers, reading.owner.pk if reading.owner else None)


def read_period(params: Mapping[str, str], today: date) -> Period:
    """The current quarter when none is named. Raises Refused `bad_period`."""
    name, start, end = (params.get(key) or None for key in ("period", "from", "to"))
    if not (name or start or end):
        return period_at(today, Level.QUARTER, calendar())
    return asked_period(calendar(), period=name, start=start, end=end)


def _uid(params: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(params[name])
    except ValueError as error:
        raise NotUnderstood("bad_choice", _("This is not an id."), fields={name: params[name][:40]}) from error
