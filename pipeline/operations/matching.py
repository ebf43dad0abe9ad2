"""Whom a captured touch was with: contacts, a lead or an account that its person may log with, or nobody we know."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.access import visible_contacts, visible_customers
from accounts.capture_access import CAPTURE
from accounts.models import Contact, CustomerAccount, User
from accounts.rules.contacts import company_domain
from pipeline.access import member_deals, visible_deals, visible_leads
from pipeline.capture_access import OVER
from pipeline.models import Lead, Opportunity
from pipeline.rules.touches import Ours, Party, ours_from


@dataclass(frozen=True)
class Match:
    """Where it is logged: on a lead, or with an account and on its deal if there is one that it must be."""

    customer: CustomerAccount | None = None
    deal: Opportunity | None = None
    lead: Lead | None = None
    contact: Contact | None = None
    others: tuple[Contact, ...] = ()


def ours() -> Ours:
    """Everybody who is or was one of us."""
    return ours_from(User.objects.exclude(email=None).values_list("email", flat=True))


def match_for(person: User, party: Sequence[Party]) -> Match | None:
    """Never guessed: an address that two contacts have is nobody's. None when nobody of the party is known."""
    contacts = _contacts(person, party)
    if contacts:
        customers = Counter(contact.customer_id for contact in contacts)
        first = next(one for one in contacts if one.customer_id == customers.most_common(1)[0][0])
        others = tuple(one for one in contacts if one.pk != first.pk)
        return Match(first.customer, the_deal(person, first.customer), contact=first, others=others)
    emails = [one.address for one in party if "@" in one.address]
    leads = visible_leads(person, CAPTURE).filter(email_norm__in=emails, is_spam=False).exclude(state__in=OVER)[:2]
    if len(leads) == 1:
        return Match(lead=leads[0])
    domains = sorted({company_domain(email) for email in emails} - {""})
    customers_there = list(visible_customers(person, CAPTURE).filter(domains__overlap=domains)[:2]) if domains else []
    if len(customers_there) == 1:
        return Match(customers_there[0], the_deal(person, customers_there[0]))
    return None


def the_deal(person: User, customer: CustomerAccount | None) -> Opportunity | None:
    """The one open deal that the person works there; of two nobody knows which it was about."""
    theirs = Q(owner=person) | Q(pk__in=member_deals(person))
    deals = visible_deals(person, CAPTURE).filter(theirs, customer=customer, status="open")[:2]
    return deals[0] if len(deals) == 1 else None


def _contacts(person: User, party: Sequence[Party]) -> list[Contact]:
    """Each once, in the order of the party. Who was merged into another contact is that one now."""
    addresses = [one.address for one in party]
    rows = Contact.objects.filter(Q(email_norm__in=addresses) | Q(phone_e164__in=addresses))
    found: dict[str, set[int]] = defaultdict(set)
    for row in rows.only("pk", "email_norm", "phone_e164", "merged_into_id"):
        for address in (row.email_norm, row.phone_e164):
            found[address].add(row.merged_into_id or row.pk)
    able = (
        visible_contacts(person, CAPTURE).filter(pk__in=set().union(*found.values()), customer__isnull=False).in_bulk()
    )
    meant: dict[int, Contact] = {}
    for address in addresses:
        known = [able[pk] for pk in sorted(found.get(address, ())) if pk in able]
        if len(known) == 1:
            meant.setdefault(known[0].pk, known[0])
    return list(meant.values())
