"""What a closed deal is worth in the reporting currency: one rule for lists, figures, forecasts and the API.

What its closing stored (metrics.md G8); without that an amount that is in the reporting currency already; else nothing.
A rate entered after the closing prices it only by a restatement, and today's rate never does.
"""

from typing import Any

from django.db.models import Case, DecimalField, F, Func, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from pipeline.rules.closing import converted
from salesops.kernel.money import Money, minor_units

MONEY = DecimalField(max_digits=19, decimal_places=4)


def closed_worth_sql(deal: str = "v") -> str:
    """For raw statements with `%(currency)s` and `%(digits)s`: `deal` is the alias of a closed row."""
    own = f"CASE WHEN {deal}.currency = %(currency)s THEN round({deal}.amount, %(digits)s) END"
    return f"coalesce({deal}.amount_converted, {own})"


def closed_worth(of: Organisation, path: str = "") -> Coalesce:
    """For querysets: `path` leads to the closed state, as `state__`."""
    own = Func(F(f"{path}amount"), Value(minor_units(of.currency)), function="ROUND", output_field=MONEY)
    same = Case(When(**{f"{path}currency": of.currency}, then=own), output_field=MONEY)
    return Coalesce(F(f"{path}amount_converted"), same, output_field=MONEY)


def closed_money(state: Any, reporting: str) -> Money | None:
    """For one closed row; None without an amount or a rate."""
    worth = state.amount_converted
    if worth is None:
        worth = converted(state.amount, state.currency, reporting, None)
    return None if worth is None else Money(worth, reporting)
