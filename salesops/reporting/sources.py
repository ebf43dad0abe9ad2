"""What a row of a figure is called and where it opens: one answer for the page, the API and the file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import Contract, CustomerAccount, Employment, User
from pipeline.models import Activity, Lead, Opportunity
from salesops.reporting.rows import Row
from salesops.web.templatetags import formats
from territories.models import Quota


@dataclass(frozen=True)
class Named:
    """A record behind a row. `url` is empty where no page shows it."""

    kind: str
    uid: str
    name: str
    about: str
    url: str


def _link(route: str, uid: object) -> str:
    try:
        return reverse(route, kwargs={"uid": uid})
    except NoReverseMatch:
        return ""


def _deals(ids: Sequence[int]) -> dict[int, Named]:
    found = Opportunity.objects.filter(pk__in=ids).select_related("customer")
    return {
        deal.pk: Named(
            "deal",
            str(deal.uid),
            deal.name,
            deal.customer.name if deal.customer else "",
            _link("pipeline:deal", deal.uid),
        )
        for deal in found
    }


def _leads(ids: Sequence[int]) -> dict[int, Named]:
    found = Lead.objects.filter(pk__in=ids)
    return {
        lead.pk: Named("lead", str(lead.uid), lead.name, lead.company, _link("pipeline:lead", lead.uid))
        for lead in found
    }


def _activities(ids: Sequence[int]) -> dict[int, Named]:
    found = Activity.objects.filter(pk__in=ids).select_related("opportunity", "lead")
    return {
        one.pk: Named("activity", str(one.uid), str(one.get_kind_display()), _about(one), _activity_link(one))
        for one in found
    }


def _about(activity: Activity) -> str:
    record = activity.opportunity or activity.lead
    outcome = str(activity.get_outcome_display()) if activity.outcome else ""
    return " · ".join(part for part in (record.name if record else "", outcome) if part)


def _activity_link(activity: Activity) -> str:
    if activity.opportunity:
        return _link("pipeline:deal", activity.opportunity.uid)
    return _link("pipeline:lead", activity.lead.uid) if activity.lead else ""


def _quotas(ids: Sequence[int]) -> dict[int, Named]:
    found = Quota.objects.filter(pk__in=ids).select_related("seat", "period")
    return {one.pk: Named("quota", str(one.uid), one.seat.name, one.period.label, "") for one in found}


def _contracts(ids: Sequence[int]) -> dict[int, Named]:
    found = Contract.objects.filter(pk__in=ids).select_related("customer")
    return {
        one.pk: Named("contract", str(one.uid), one.number, one.customer.name, _link("accounts:contract", one.uid))
        for one in found
    }


def _customers(ids: Sequence[int]) -> dict[int, Named]:
    found = CustomerAccount.objects.filter(pk__in=ids)
    return {one.pk: Named("customer", str(one.uid), one.name, "", _link("accounts:customer", one.uid)) for one in found}


def _employments(ids: Sequence[int]) -> dict[int, Named]:
    """Since when, and no more: why somebody left has a verb of its own."""
    found = Employment.objects.filter(pk__in=ids).select_related("person")
    return {
        one.pk: Named(
            "employment",
            str(one.uid),
            one.person.name,
            _("since %(day)s") % {"day": formats.day(one.during.lower)},
            _link("accounts:person", one.person.uid),
        )
        for one in found
    }


SOURCES: dict[str, Callable[[Sequence[int]], dict[int, Named]]] = {
    "opportunity": _deals,
    "stage_step": _deals,
    "lead": _leads,
    "activity": _activities,
    "quota": _quotas,
    "contract": _contracts,
    "contract_line": _contracts,
    "customer_book": _customers,
    "employment": _employments,
}


@dataclass(frozen=True)
class Shown:
    """A row with its words. `owner_uid` is empty where nobody owns it."""

    row: Row
    record: Named
    owner: str
    owner_uid: str


def shown(rows: Iterable[Row]) -> list[Shown]:
    """As many queries for any number of rows: one for each kind of record, one for the people."""
    found = list(rows)
    named: dict[tuple[str, int], Named] = {}
    for source in sorted({row.source for row in found}):
        ids = sorted({row.source_id for row in found if row.source == source})
        named |= {(source, key): record for key, record in SOURCES[source](ids).items()}
    people = _people({row.owner_id for row in found if row.owner_id})
    nobody = Named("", "", _("Unknown"), "", "")
    return [
        Shown(row, named.get((row.source, row.source_id), nobody), *people.get(row.owner_id or 0, ("", "")))
        for row in found
    ]


def _people(ids: set[int]) -> Mapping[int, tuple[str, str]]:
    found = User.objects.filter(pk__in=ids).values_list("pk", "name", "uid")
    return {pk: (name, str(uid)) for pk, name, uid in found}
