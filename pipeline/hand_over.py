"""What this app registers for moves and leavers: open deals and leads."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.people_changes import Book, Given, Moving, OpenRow, books
from pipeline.models import Lead, Opportunity, Stage
from pipeline.operations.leads import assign_lead
from pipeline.operations.opportunities import transfer_opportunity
from pipeline.queries.deals import converted, with_state

CLOSED_LEADS = (Lead.State.CONVERTED, Lead.State.DISQUALIFIED)


def open_deals(people: Sequence[int]) -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(owner__in=people, status=Stage.Kind.OPEN, deleted=False)


def open_leads(people: Sequence[int]) -> QuerySet[Lead]:
    return Lead.objects.filter(owner__in=people, is_spam=False).exclude(state__in=CLOSED_LEADS)


def deals_of(person: User, day: date) -> list[OpenRow]:
    """With what they are worth today in the company's currency; without a rate or an amount nothing."""
    rows = with_state(open_deals([person.pk])).annotate(worth=converted(timezone.now())).order_by("name", "pk")
    return [OpenRow(pk, name, worth or Decimal(0)) for pk, name, worth in rows.values_list("pk", "name", "worth")]


def deal_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    return dict(open_deals(people).order_by().values_list("owner").annotate(n=Count("pk")))


def give_deals(given: Given, moving: Moving) -> None:
    """From now on, not from the day: the past of a deal keeps its owner, what is won keeps its credit."""
    deals = Opportunity.objects.in_bulk([key for key, _receiver in given])
    for key, receiver in given:
        transfer_opportunity(deals[key], receiver, by=moving.by)


def leads_of(person: User, day: date) -> list[OpenRow]:
    return [
        OpenRow(row.pk, row.company or row.name) for row in open_leads([person.pk]).order_by("company", "name", "pk")
    ]


def lead_loads(people: Sequence[int], day: date) -> Mapping[int, int]:
    return dict(open_leads(people).order_by().values_list("owner").annotate(n=Count("pk")))


def give_leads(given: Given, moving: Moving) -> None:
    leads = Lead.objects.in_bulk([key for key, _receiver in given])
    for key, receiver in given:
        assign_lead(leads[key], receiver, by=moving.by)


BOOKS = (
    Book("deals", _("Deals"), 20, deals_of, deal_loads, give_deals, may_be_vacant=True, has_money=True),
    Book("leads", _("Leads"), 30, leads_of, lead_loads, give_leads),
)


def register() -> None:
    for book in BOOKS:
        books.register(book.key, book)
