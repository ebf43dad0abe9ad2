"""A lead from entry to deal."""

from datetime import UTC, datetime

import pytest

from accounts.models import Contact, CustomerAccount
from pipeline.models import Lead, LeadEvent, Opportunity
from pipeline.operations.activities import log_lead_activity
from pipeline.operations.leads import (
    assign_lead,
    convert_lead,
    create_lead,
    disqualify_lead,
    qualify_lead,
    recycle_lead,
)
from salesops.kernel.errors import Conflict, Refused
from tests.company import Company

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def enter(people: Company, **fields: object) -> Lead:
    given = {"name": "Kim Adler", "company": "Fenwick Optics", "email": "Kim+fair@Fenwick.example"} | fields
    return create_lead(by=people.omar, at=AT, **given)  # type: ignore[arg-type]


def test_lead_is_worked_after_its_first_call(company: Company) -> None:
    lead = assign_lead(enter(company), company.priya, by=company.omar)
    assert lead.state == "assigned"
    log_lead_activity(lead, kind="call", outcome="no_answer", by=company.priya)
    lead.refresh_from_db()
    assert lead.state == "working"
    assert list(LeadEvent.objects.values_list("kind", flat=True)) == ["created", "assigned", "working"]


def test_same_address_is_entered_once_while_it_is_open(company: Company) -> None:
    lead = enter(company)
    with pytest.raises(Conflict) as conflict:
        enter(company, email="kim@fenwick.example")
    assert (conflict.value.code, conflict.value.facts["lead"]) == ("lead_duplicate", str(lead.uid))
    with pytest.raises(Conflict) as blind:
        create_lead(name="Kim", email="kim@fenwick.example", by=company.jonah)
    assert (blind.value.code, blind.value.facts) == ("lead_duplicate", {})
    assert lead.name not in blind.value.message
    disqualify_lead(lead, reason="Student", by=company.omar)
    twin = enter(company, email="kim@fenwick.example")
    with pytest.raises(Conflict):
        recycle_lead(lead, by=company.omar)
    disqualify_lead(twin, reason="Student", by=company.omar)
    assert recycle_lead(lead, by=company.omar).state == "recycled"


def test_disqualifying_takes_a_reason(company: Company) -> None:
    with pytest.raises(Refused) as refused:
        disqualify_lead(enter(company), reason=" ", by=company.omar)
    assert refused.value.code == "reason_required"


def test_converting_makes_customer_contact_and_deal_once(company: Company) -> None:
    lead = qualify_lead(enter(company, owner=company.priya), by=company.priya)
    deal = convert_lead(lead, by=company.priya)
    assert convert_lead(lead, by=company.priya) == deal
    assert (deal.customer.name, deal.owner, deal.sourced_by) == ("Fenwick Optics", company.priya, "marketing")
    assert Contact.objects.get(customer=deal.customer).email_norm == "kim@fenwick.example"
    assert Opportunity.objects.count() == 1
    lead.refresh_from_db()
    assert (lead.state, lead.opportunity, lead.customer) == ("converted", deal, deal.customer)
    with pytest.raises(Refused, match="already"):
        disqualify_lead(lead, reason="Late", by=company.priya)


def test_converting_finds_the_customer_by_domain_or_name(company: Company) -> None:
    CustomerAccount.objects.filter(pk=company.birch.pk).update(domains=["birch.example"])
    first = convert_lead(enter(company, email="a@birch.example", owner=company.priya), by=company.priya)
    second = convert_lead(enter(company, email="", company="acme ROBOTICS"), by=company.priya)
    assert (first.customer, second.customer, second.owner) == (company.birch, company.acme, company.priya)
