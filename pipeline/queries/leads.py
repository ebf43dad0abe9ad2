"""Leads that are still open."""

from pipeline.models import Lead
from pipeline.rules.contacts import normal_email

CLOSED = (Lead.State.CONVERTED, Lead.State.DISQUALIFIED)


def open_twin(email: str) -> Lead | None:
    """The open lead with the same address, whoever may see it: entering it twice is what it prevents."""
    address = normal_email(email)
    return Lead.objects.filter(email_norm=address).exclude(state__in=CLOSED).first() if address else None
