"""What an open deal may lack: one condition for the count on a page and for the list that it opens.

Rows come from `queries.deals.with_figures`; omitted deals are nobody's concern.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pipeline.queries.deals import Deals, open_states

GONE = (User.State.DEACTIVATED, User.State.ERASED)
LABELS: dict[str, Any] = {
    "date_passed": _("Close date passed"),
    "no_date": _("No close date"),
    "no_amount": _("No amount"),
    "no_step": _("No next step"),
    "no_owner": _("Nobody owns it"),
    "owner_left": _("Owner left the company"),
    "no_rate": _("No exchange rate"),
}
PASSING, ANY = "passing", "all"
CHOICES = [*LABELS.items(), (PASSING, _("Passes every check")), (ANY, _("Every open deal"))]


@dataclass(frozen=True)
class Checked:
    """How many open deals there are, how many pass every check, how many fail each. A deal may fail several."""

    open: int
    passing: int
    failing: dict[str, int]


def conditions(today: date) -> dict[str, Q]:
    """By key: the open deals that fail the check, those that fail none, and all that are looked at."""
    looked_at = open_states() & (Q(category__isnull=True) | ~Q(category="omitted"))
    fails = {
        "date_passed": Q(state__close_date__isnull=False, state__close_date__lt=today),
        "no_date": Q(state__close_date__isnull=True),
        "no_amount": Q(state__amount__isnull=True),
        "no_step": Q(state__next_step=""),
        "no_owner": Q(state__owner__isnull=True),
        "owner_left": Q(state__owner__isnull=False, state__owner__state__in=GONE),
        "no_rate": Q(state__amount__isnull=False, converted__isnull=True),
    }
    failing = Q()
    for fail in fails.values():
        failing |= fail
    return {key: looked_at & fail for key, fail in fails.items()} | {PASSING: looked_at & ~failing, ANY: looked_at}


def checked(rows: Deals, today: date) -> Checked:
    """One query for all of them."""
    found = rows.filter(open_states()).aggregate(
        **{key: Count("pk", filter=condition) for key, condition in conditions(today).items()}
    )
    return Checked(found.pop(ANY), found.pop(PASSING), found)
