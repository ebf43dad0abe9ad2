"""What a contract says, checked and worked out: its days, its lines, what it is worth a year."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Contract, ContractLine, Currency
from accounts.operations.customers import GONE
from accounts.operations.rows import required_text
from accounts.queries.organisation import organisation
from accounts.rules.terms import compared_value, whole_months, yearly_value
from salesops.kernel.errors import Refused
from salesops.kernel.money import minor_units

EARLIEST, LATEST = date(1950, 1, 1), date(2300, 12, 31)
MOST_MONTHS = 600
MOST_NOTICE = 3_650
DEFAULTS: Mapping[str, Any] = {
    "type": Contract.Type.NEW,
    "currency": None,
    "auto_renew": False,
    "notice_days": 30,
    "renewal_months": None,
    "renewal_value": None,
    "owner": None,
}
EDITABLE = frozenset({"number", "start", "last_day", "lines", *DEFAULTS})


@dataclass(frozen=True)
class Line:
    """One part of the value, in the currency of its contract."""

    name: str
    value: Decimal
    recurring: bool = True
    product_uid: UUID | None = None


def worked_out(asked: Mapping[str, Any]) -> tuple[dict[str, Any], list[ContractLine]]:
    """The columns and lines that `asked` (every name of EDITABLE) makes.

    Raises Refused `dates_order`, `day_out_of_range`, `required`, `currency_unknown`, `amount_sign`, `value_unknown`,
    `receiver_inactive`, each at its field.
    """
    start, end = _days(asked["start"], asked["last_day"])
    currency = asked["currency"] or organisation().currency
    _require_currency(currency)
    kind = _one_of("type", asked["type"], Contract.Type.values)
    lines = [_line(line, start, end, currency, kind) for line in asked["lines"]]
    value = sum((line.value for line in lines), Decimal(0))
    compared = compared_value(value, start, end, minor_units(currency))
    renewal_value = compared if asked["renewal_value"] is None else asked["renewal_value"]
    _require_amount("renewal_value", renewal_value)
    _require_owner(asked["owner"])
    columns = {
        "number": required_text(asked["number"], "number", _("A contract needs a number.")),
        "type": kind,
        "during": DateRange(start, end),
        "auto_renew": asked["auto_renew"],
        "notice_days": _between("notice_days", asked["notice_days"], 0, MOST_NOTICE),
        "renewal_months": _between("renewal_months", asked["renewal_months"] or _usual(start, end), 1, MOST_MONTHS),
        "value": value,
        "currency": currency,
        "compared_value": compared,
        "renewal_value": renewal_value,
        "owner": asked["owner"],
    }
    return columns, lines


def stated(contract: Contract) -> dict[str, Any]:
    """A contract as its maker would ask for it; the renewal value only where it is not simply what follows."""
    lines = list(contract.lines.all())
    return {
        **{name: getattr(contract, name) for name in ("number", *DEFAULTS)},
        "start": contract.during.lower,
        "last_day": contract.last_day,
        "renewal_value": None if contract.renewal_value == contract.compared_value else contract.renewal_value,
        "lines": [Line(line.name, line.value, line.recurring, line.product_uid) for line in lines],
    }


def lines_said(lines: Sequence[Line]) -> list[dict[str, str]]:
    """As an audit row keeps them."""
    return [{name: str(value) for name, value in asdict(line).items() if value is not None} for line in lines]


def next_key() -> int:
    """The key of the next contract, taken before it is written: its own number may be made of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('accounts_contract', 'id'))")
        return int(cursor.fetchone()[0])


def _days(start: date, last_day: date) -> tuple[date, date]:
    for field, day in (("start", start), ("last_day", last_day)):
        if not EARLIEST <= day <= LATEST:
            sentence = _("This day is outside of 1950 to 2300.")
            raise Refused("day_out_of_range", sentence, fields={field: sentence})
    if last_day < start:
        sentence = _("The last day is before the first.")
        raise Refused("dates_order", sentence, fields={"last_day": sentence})
    return start, last_day + timedelta(days=1)


def _usual(start: date, end: date) -> int:
    """The term again, or a year where it is no whole number of months."""
    return min(whole_months(start, end) or 12, MOST_MONTHS)


def _line(line: Line, start: date, end: date, currency: str, kind: str) -> ContractLine:
    name = required_text(line.name, "lines", _("Say what each line is for."))
    _require_amount("lines", line.value)
    recurs = line.recurring and kind != Contract.Type.NDA
    yearly = yearly_value(line.value, start, end, minor_units(currency)) if recurs else Decimal(0)
    return ContractLine(
        name=name, product_uid=line.product_uid, recurring=line.recurring, value=line.value, yearly_value=yearly
    )


def _require_amount(field: str, amount: Decimal) -> None:
    if not amount.is_finite() or amount < 0:
        sentence = _("An amount is zero or more.")
        raise Refused("amount_sign", sentence, fields={field: sentence})


def _require_currency(code: str) -> None:
    if not Currency.objects.filter(code=code).exists():
        sentence = _("The organisation does not use the currency “%(code)s”.") % {"code": code}
        raise Refused("currency_unknown", sentence, fields={"currency": sentence})


def _require_owner(owner: Any) -> None:
    if owner is not None and owner.state in GONE:
        sentence = _("%(name)s no longer works here. Choose somebody else.") % {"name": owner.name}
        raise Refused("receiver_inactive", sentence, fields={"owner": sentence})


def _one_of(field: str, value: str, known: Sequence[str]) -> str:
    if value not in known:
        sentence = _("“%(value)s” cannot be chosen here.") % {"value": str(value)[:60]}
        raise Refused("value_unknown", sentence, fields={field: sentence})
    return value


def _between(field: str, value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        sentence = _("This is %(least)s to %(most)s.") % {"least": least, "most": most}
        raise Refused("value_unknown", sentence, fields={field: sentence})
    return value
