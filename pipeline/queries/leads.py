"""Leads that are still open, the ones that may be the same, and what of us a lead already is."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Func, Q, QuerySet, Value

from accounts.models import Contact, CustomerAccount
from accounts.rules.contacts import company_domain, normal_email, normal_phone
from pipeline.models import Lead

CLOSED = (Lead.State.CONVERTED, Lead.State.DISQUALIFIED)
ALIKE = 0.45
MOST_EVIDENCE = 5


@dataclass(frozen=True)
class Person:
    """Who might be the same: what somebody typed, or a lead that is there."""

    name: str
    company: str
    email: str
    phone: str


@dataclass(frozen=True)
class Twin:
    """A lead that may be the same. `why`: email, phone, or company (same domain, or the name and company alike)."""

    lead: Lead
    why: str


@dataclass(frozen=True)
class Match:
    """What converting a lead reuses. `why`: domain or name; empty, with no customer, when a new one is made."""

    customer: CustomerAccount | None
    why: str
    contact: Contact | None


def open_twin(email: str) -> Lead | None:
    """The open lead with the same address, whoever may see it: entering it twice is what it prevents."""
    address = normal_email(email)
    return Lead.objects.filter(email_norm=address).exclude(state__in=CLOSED).first() if address else None


def likely_twins(leads: QuerySet[Lead], person: Person, *, but: Lead | None = None) -> list[Twin]:
    """Among `leads` those that may be the same, the surest first: address, phone, then name and company alike."""
    address, phone, domain = normal_email(person.email), normal_phone(person.phone), company_domain(person.email)
    same_mail = Q(email_norm=address) if address else Q(pk__in=[])
    same_phone = Q(digits=phone) if phone else Q(pk__in=[])
    same_firm = Q(email_norm__endswith=f"@{domain}") if domain else Q(pk__in=[])
    if person.company.strip():
        same_firm |= Q(company__iexact=person.company.strip())
    digits = Func(F("phone"), Value(r"^00|\D"), Value(""), Value("g"), function="regexp_replace")
    others = leads.exclude(pk=but.pk) if but else leads
    rows = (
        others.annotate(digits=digits, likeness=TrigramSimilarity("name", person.name))
        .filter(same_mail | same_phone | same_firm & Q(likeness__gte=ALIKE))
        .select_related("owner")
        .order_by("-likeness", "-created_at")[:MOST_EVIDENCE]
    )
    return [Twin(lead, _why(lead, address, phone)) for lead in rows]


def _why(lead: Lead, address: str, phone: str) -> str:
    if address and lead.email_norm == address:
        return "email"
    return "phone" if phone and normal_phone(lead.phone) == phone else "company"


def match_of(lead: Lead) -> Match:
    """The customer with the lead's mail domain, else with its company's name; and the contact with its address."""
    known = CustomerAccount.objects.filter(archived_at__isnull=True).order_by("pk")
    domain = company_domain(lead.email)
    found = known.filter(domains__contains=[domain]).first() if domain else None
    why = "domain" if found else ""
    if found is None:
        found = known.filter(name__iexact=lead.company or lead.name).first()
        why = "name" if found else ""
    return Match(found, why, known_contact(lead, found) if found else None)


def known_contact(lead: Lead, customer: CustomerAccount) -> Contact | None:
    if not lead.email_norm:
        return None
    return Contact.objects.filter(customer=customer, email_norm=lead.email_norm).first()
