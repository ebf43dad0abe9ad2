"""What the period picker and the as-of control of the top bar show. Views fill them; the templates only print."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from salesops.kernel.moments import AsOf
from salesops.web.templatetags.formats import day


@dataclass(frozen=True)
class Choice:
    """One period or moment to choose: `Q4`, `Oct–Dec`, the address that shows it."""

    label: str
    span: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class Year:
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class PeriodPicker:
    """label and span name the period shown (`FY26 Q4`, `Oct 1 – Dec 31`); the addresses keep the other filters."""

    label: str
    span: str
    years: tuple[Year, ...]
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class AsOfControl:
    """kept: the other parameters of the address, as pairs. date, latest: ISO days for the input."""

    label: str
    sentence: str
    is_now: bool
    now_url: str
    choices: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    date: str
    latest: str


def as_of_control(request: HttpRequest, as_of: AsOf, *moments: tuple[str, date]) -> AsOfControl:
    """The control for a page that reads `as_of`; `moments` are extra choices (`Quarter start`, a day)."""
    pairs = tuple((name, value) for name, values in request.GET.lists() for value in values if name != "as_of")
    query = request.GET.copy()
    query.pop("as_of", None)
    now_url = f"{request.path}?{query.urlencode()}" if query else request.path
    choices = [Choice(_("Now"), "", now_url, as_of.is_now)]
    for label, on in moments:
        query["as_of"] = on.isoformat()
        choices.append(Choice(label, day(on), f"{request.path}?{query.urlencode()}", as_of.stated == on.isoformat()))
    local = timezone.localtime(as_of.instant)
    sentence, label = seen(as_of)
    stated = "" if as_of.is_now else local.date().isoformat()
    today = timezone.localdate().isoformat()
    return AsOfControl(label, sentence, as_of.is_now, now_url, tuple(choices), pairs, stated, today)


def seen(as_of: AsOf) -> tuple[str, str]:
    """The sentence of the tinted bar and the short label of the button."""
    if as_of.stated is None:
        return "", _("Now")
    on = day(as_of.instant)
    if len(as_of.stated) == len("2026-11-12"):
        return _("You see %(day)s, end of day.") % {"day": on}, on
    clock = timezone.localtime(as_of.instant).strftime("%H:%M")
    words = {"day": on, "time": clock}
    return _("You see %(day)s at %(time)s.") % words, f"{on}, {clock}"
