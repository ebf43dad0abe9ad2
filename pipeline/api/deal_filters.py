"""What a list of deals can be cut by; the same for the current rows and for rows of the log."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pipeline.models import OpportunityVersion
from pipeline.models.opportunities import Kind
from pipeline.models.processes import Category, Stage
from salesops.kernel.moments import start_of_day
from salesops.web.errors import NotUnderstood
from salesops.web.filters import Asking, Filter

CATEGORIES = [*Category.choices, ("won", _("Won")), ("lost", _("Lost"))]

FILTERS = (
    Filter("name", _("Name"), "text"),
    Filter("owner", _("Owner"), "person", "owner__uid"),
    Filter("customer", _("Customer, by id"), "person", "customer_uid"),
    Filter("stage", _("Stage, by id"), "person", "stage__uid"),
    Filter("status", _("Status"), "choice", choices=Stage.Kind.choices),
    Filter("category", _("Category"), "choice", choices=CATEGORIES, may_be_empty=True),
    Filter("kind", _("Kind"), "choice", choices=Kind.choices),
    Filter("close_date", _("Close date"), "date", may_be_empty=True),
    Filter("amount", _("Amount"), "money", may_be_empty=True),
    Filter("created", _("Created"), "moment", "created_at"),
)


def changed_since(rows: QuerySet[Any], params: Mapping[str, str], asking: Asking) -> QuerySet[Any]:
    """Deals of which a version was recorded at or after the moment: what a program asks that keeps a copy."""
    text = params.get("changed_since", "")
    if not text:
        return rows
    changed = OpportunityVersion.objects.filter(recorded_at__gte=_moment(text, asking)).values("opportunity_id")
    own = "opportunity_id" if rows.model is OpportunityVersion else "pk"
    return rows.filter(**{f"{own}__in": changed})


def _moment(text: str, asking: Asking) -> datetime:
    """A day from its first instant, or an instant with its offset. Raises NotUnderstood `bad_filter`."""
    try:
        if len(text) == 10:
            return start_of_day(date.fromisoformat(text), asking.zone)
        instant = datetime.fromisoformat(text.replace(" ", "+"))
        if instant.tzinfo is None:
            raise ValueError("no offset")
        return instant
    except (ValueError, OverflowError) as error:
        sentence = str(_("“%(value)s” is not a date or a moment with an offset.")) % {"value": text[:100]}
        raise NotUnderstood("bad_filter", sentence, fields={"changed_since": sentence}) from error
