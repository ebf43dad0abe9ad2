"""How a number, a day and a moment are written: one filter set for every page.

True minus (U+2212), 0 is 0, and null is a dash that carries its reason for everyone. Only the dollar has a sign;
any other currency is written in front, `EUR 184K`.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from salesops.kernel.money import Money, minor_units, round_half_up

register = template.Library()

MINUS = "\u2212"

Number = Decimal | int | float
Amount = Money | Number


def house_currency() -> str:
    """The currency of an amount that names none."""
    return str(getattr(settings, "ORG_CURRENCY", "USD"))


def grouped(value: Decimal, digits: int) -> str:
    """Thousands by comma, `digits` after the point, no sign: 1240.5 at 2 -> `1,240.50`."""
    return f"{round_half_up(abs(value), digits):,.{digits}f}"


def decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def priced(amount: Decimal, currency: str, text: str) -> str:
    """The sign, the currency and the digits in reading order: `−$40K`, `EUR −40K`."""
    sign = MINUS if amount < 0 and any(digit in "123456789" for digit in text) else ""
    return f"{sign}${text}" if currency == "USD" else f"{currency}\u00a0{sign}{text}"


def parts(value: Amount, currency: str) -> tuple[Decimal, str]:
    if isinstance(value, Money):
        return value.amount, value.currency
    return decimal(value), currency or house_currency()


@register.filter
def money(value: Amount | None, currency: str = "") -> str:
    """Exact: `$19,408`, with minor units where there are any: `$19,408.25`."""
    if value is None:
        return dash()
    amount, code = parts(value, currency)
    whole = amount == amount.to_integral_value()
    return priced(amount, code, grouped(amount, 0 if whole else minor_units(code)))


@register.filter
def money_short(value: Amount | None, currency: str = "") -> str:
    """For headlines: `$940`, `$184K`, `$1.03M`, `$2.40B`. Below 10K one decimal unless it is zero: `$8.4K`, `$8K`.

    Rounding carries into the next unit: 999,600 reads `$1.00M`.
    """
    if value is None:
        return dash()
    amount, code = parts(value, currency)
    return priced(amount, code, shortened(abs(amount)))


def shortened(size: Decimal) -> str:
    if round_half_up(size, 0) < 1000:
        return grouped(size, 0)
    if round_half_up(size / 1000, 0) < 1000:
        thousands = round_half_up(size / 1000, 1)
        digits = 1 if thousands < 10 and thousands % 1 else 0
        return f"{grouped(size / 1000, digits)}K"
    if round_half_up(size / 1_000_000, 2) < 1000:
        return f"{grouped(size / 1_000_000, 2)}M"
    return f"{grouped(size / 1_000_000_000, 2)}B"


@register.filter
def money_axis(value: Amount, currency: str = "") -> str:
    """For chart axes, one decimal for millions and a bare zero: `$0.4M`, `$200K`, `0`."""
    amount, code = parts(value, currency)
    if not amount:
        return "0"
    size = abs(amount)
    if size >= 1_000_000:
        return priced(amount, code, f"{grouped(size / 1_000_000, 1)}M")
    return priced(amount, code, shortened(size))


@register.filter
def number(value: Number | None, digits: int = 0) -> str:
    """Thousands by comma, true minus."""
    if value is None:
        return dash()
    text = grouped(decimal(value), digits)
    return f"{MINUS}{text}" if decimal(value) < 0 and text.strip("0.,") else text


@register.filter
def thousands(value: Number | None) -> str:
    """For a column whose header says "in $K": 1240000 -> `1,240`."""
    return dash() if value is None else number(decimal(value) / 1000)


@register.filter
def percent(ratio: Number | None, digits: int | None = None) -> str:
    """Of a ratio 0 to 1: whole (`83%`), one decimal below 10 unless it is zero (`4.2%`), or the digits asked for."""
    if ratio is None:
        return dash()
    value = round_half_up(decimal(ratio) * 100, 1)
    if digits is None:
        digits = 1 if abs(value) < 10 and value % 1 else 0
    return f"{number(decimal(ratio) * 100, digits)}%"


@register.filter
def times(value: Number | None) -> str:
    """A multiple: `2.9×`."""
    return dash() if value is None else f"{number(value, 1)}×"


@register.filter
def points(difference: Number | None) -> str:
    """Difference of two ratios in percentage points: 0.019 -> `+1.9 pts`."""
    if difference is None:
        return dash()
    return _("%(points)s pts") % {"points": plus(decimal(difference) * 100, 1)}


@register.filter
def days(value: Number | timedelta | None) -> str:
    """Whole days: `16 d`."""
    if value is None:
        return dash()
    count = value.days if isinstance(value, timedelta) else value
    return _("%(days)s d") % {"days": number(count)}


@register.filter
def duration(value: timedelta | None) -> str:
    """`40 s`, `8 m`, `2 h 14 m`, `3 d 4 h`: the two largest units from an hour up."""
    if value is None:
        return dash()
    seconds = int(abs(value.total_seconds()))
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)s m") % {"n": seconds // 60}
    if seconds < 86400:
        hours = _("%(n)s h") % {"n": seconds // 3600}
        minutes = seconds % 3600 // 60
        return f"{hours} {_('%(n)s m') % {'n': minutes}}" if minutes else hours
    whole = _("%(days)s d") % {"days": seconds // 86400}
    hours_left = seconds % 86400 // 3600
    return f"{whole} {_('%(n)s h') % {'n': hours_left}}" if hours_left else whole


def plus(value: Decimal, digits: int) -> str:
    text = number(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


@register.filter
def signed(value: Number | None, digits: int = 0) -> str:
    """`+38`, `−4`, `0`."""
    return dash() if value is None else plus(decimal(value), digits)


@register.filter
def money_signed(value: Amount | None, currency: str = "") -> str:
    """A change of money: `+$24K`, `−$6K`, `$0`."""
    if value is None:
        return dash()
    amount, _code = parts(value, currency)
    text = money_short(value, currency)
    return f"+{text}" if amount > 0 else text


@register.filter
def change(value: Amount | None, currency: str = "") -> SafeString:
    """A change of money with arrow and colour: `↑ $36K`, `↓ $8K`, "No change"."""
    if value is None:
        return dash()
    amount, code = parts(value, currency)
    if not amount:
        return format_html('<span class="delta flat">{}</span>', _("No change"))
    arrow, tone, word = ("↑", "up", _("up")) if amount > 0 else ("↓", "down", _("down"))
    size = money_short(abs(amount), code)
    return format_html(
        '<span class="delta {}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span> {}</span>',
        *(tone, arrow, word, size),
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """`Nov 19`, and with the year only when it is not this one: `Oct 30, 2025`."""
    if value is None:
        return dash()
    local = local_date(value)
    return date_format(local, "M j" if local.year == timezone.localdate().year else "M j, Y")


def local_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def moment(value: datetime | None) -> SafeString:
    """The person's time of a moment: `14:02` today, `Nov 19, 14:02` before, as <time> with the exact instant."""
    if value is None:
        return dash()
    local = timezone.localtime(value)
    clock = date_format(local, "H:i")
    text = clock if local.date() == timezone.localdate() else f"{day(local)}, {clock}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


DECIMAL = re.compile(r"-?\d+\.\d+")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")


@register.filter
def stated(value: object) -> str:
    """What JSON or a file keeps as text, for people: days and instants as such, `620661.8000` as `620,661.80`."""
    text = str(value)
    if DECIMAL.fullmatch(text):
        given = len(text.partition(".")[2])
        telling = -int(Decimal(text).normalize().as_tuple().exponent)
        return number(Decimal(text), max(telling, min(given, 2)))
    if not ISO.fullmatch(text):
        return text
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return day(found.date()) if len(text) == len("2026-11-12") else moment(found) if found.tzinfo else day(found)


@register.simple_tag
def dash(reason: str = "") -> SafeString:
    """No value: a dash, with the reason as its tooltip and as text for readers of the screen."""
    why = reason or _("no value")
    hidden = format_html('<span class="visually-hidden">{}</span>', why)
    return format_html('<span class="muted" title="{}"><span aria-hidden="true">–</span>{}</span>', why, hidden)
