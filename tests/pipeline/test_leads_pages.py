"""The pages of leads, through HTTP and without a script."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Contact, User
from accounts.operations.customers import create_customer
from pipeline.models import Activity, Lead, Opportunity
from pipeline.operations.leads import create_lead, disqualify_lead
from pipeline.queries.leads import Person, likely_twins
from tests.company import FOUNDED, Company

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, lead: Lead | None = None) -> str:
    return reverse(f"pipeline:{name}", args=[lead.uid] if lead else [])


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def lead_of(people: Company, **fields: Any) -> Lead:
    return create_lead(**{"name": "Kim Adler", "owner": people.priya, "by": None, "at": AT} | fields)


# -- The list ---------------------------------------------------------------------------------------------------------


def test_states_are_tabs_with_counts_and_the_longest_waiting_is_first(company: Company) -> None:
    lead_of(company, name="Later", at=AT.replace(day=6))
    lead_of(company, name="Earlier")
    lead_of(company, name="Queued", owner=None)
    disqualify_lead(lead_of(company, name="Student"), reason="Student", by=None)
    page = text(signed_in(company.omar).get(url("leads")))
    assert page.index("Earlier") < page.index("Later")
    assert "3 open leads, one waits for an owner or a second try." in page
    assert 'Open<span class="count">3</span>' in page
    assert 'Disqualified<span class="count">1</span>' in page
    assert "Student" not in page
    assert "Student" in text(signed_in(company.omar).get(url("leads") + "?tab=disqualified"))
    assert "Queued" in text(signed_in(company.omar).get(url("leads") + "?tab=new"))
    mine = text(signed_in(company.priya).get(url("leads")))
    assert "Earlier" in mine
    assert "Queued" not in mine
    assert "Earlier" not in text(signed_in(company.jonah).get(url("leads")))


@pytest.mark.parametrize(("query", "status"), [("tab=gone", 400), ("state=new", 400), ("ordering=phone,name", 200)])
def test_what_the_list_does_not_know_is_400(query: str, status: int, company: Company) -> None:
    assert signed_in(company.priya).get(f"{url('leads')}?{query}").status_code == status


def test_empty_list_says_what_comes(company: Company) -> None:
    assert "No lead waits" in text(signed_in(company.priya).get(url("leads")))


def test_queries_are_as_many_for_fifty_rows_as_for_five(company: Company) -> None:
    client, counts = signed_in(company.omar), []
    for many in (5, 45):
        for number in range(many):
            lead_of(company, name=f"Lead {number}")
        with CaptureQueriesContext(connection) as seen:
            client.get(url("leads"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_the_list_leaves_as_a_file(company: Company) -> None:
    lead_of(company, name="=cmd", company="Fenwick")
    answer = signed_in(company.priya).get(f"{url('leads')}?format=csv")
    assert b"'=cmd" in b"".join(answer.streaming_content)


# -- Entering ---------------------------------------------------------------------------------------------------------


def form(**fields: str) -> dict[str, str]:
    return {"name": "Kim Adler", "sourced_by": "self"} | fields


def test_a_lead_is_entered(company: Company) -> None:
    client = signed_in(company.priya)
    assert client.get(url("new_lead")).status_code == 200
    answer = client.post(url("new_lead"), form(email="kim@fenwick.example", owner=str(company.priya.uid)))
    lead = Lead.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("lead", lead))
    assert (lead.owner, lead.state) == (company.priya, "assigned")


def test_somebody_alike_is_shown_before_a_second_is_entered(company: Company) -> None:
    lead_of(company, company="Fenwick Optics", phone="+43 660 123 456 7", email="kim.adler@fenwick.example")
    client = signed_in(company.priya)
    for typed, why in (
        ({"name": "Kimberly Adler", "company": "Fenwick Optics"}, "Same company, name alike"),
        ({"name": "Kim Adler", "email": "k.adler@fenwick.example"}, "Same company, name alike"),
        ({"name": "Somebody", "phone": "0043 660 1234567"}, "Same phone number"),
    ):
        answer = client.post(url("new_lead"), form(**typed))
        assert answer.status_code == 422
        assert why in text(answer)
        assert "Add anyway" in text(answer)
    assert Lead.objects.count() == 1
    typed = form(name="Kimberly Adler", company="Fenwick Optics", anyway="1", owner=str(company.priya.uid))
    assert client.post(url("new_lead"), typed).status_code == 302
    assert Lead.objects.count() == 2


def test_the_same_address_is_refused_and_says_whose(company: Company) -> None:
    lead_of(company, email="kim@fenwick.example", name="First Kim")
    answer = signed_in(company.jonah).post(url("new_lead"), form(email="Kim+x@fenwick.example"))
    assert answer.status_code == 422
    assert "A lead with this address is open." in text(answer)


def test_twins_are_looked_for_in_scope_alone(company: Company) -> None:
    lead_of(company, phone="+43 660 1234567")
    typed = form(name="Other", phone="+43 660 1234567", owner=str(company.jonah.uid))
    assert signed_in(company.jonah).post(url("new_lead"), typed).status_code == 302


def test_names_alike_at_different_companies_are_no_twins(company: Company) -> None:
    lead_of(company, company="Fenwick Optics")
    assert likely_twins(Lead.objects.all(), Person("Kim Adler", "Birch Dental", "kim@birch.example", "")) == []
    assert likely_twins(Lead.objects.all(), Person("Wu Chen", "Fenwick Optics", "", "")) == []


# -- One lead ---------------------------------------------------------------------------------------------------------


def test_the_page_says_what_converting_makes(company: Company) -> None:
    customer = create_customer(
        name="Fenwick Group", owner=company.priya, start=FOUNDED, by=None, domains=["fenwick.example"]
    )
    Contact.objects.create(customer=customer, name="K. Adler", email_norm="kim@fenwick.example")
    lead = lead_of(company, company="Fenwick Optics", email="kim@fenwick.example")
    page = text(signed_in(company.priya).get(url("lead", lead)))
    assert "Fenwick Group" in page
    assert "Same mail domain" in page
    assert "K. Adler" in page
    answer = signed_in(company.priya).post(url("lead_convert", lead))
    deal = Opportunity.objects.get()
    assert (answer["Location"], deal.customer) == (reverse("pipeline:deal", args=[deal.uid]), customer)
    assert Contact.objects.count() == 1
    again = signed_in(company.priya).post(url("lead_convert", lead))
    assert again["Location"] == answer["Location"]
    assert "Converted to a deal" in text(signed_in(company.priya).get(url("lead", lead)))


def test_a_lead_is_assigned_logged_disqualified_and_recycled(company: Company) -> None:
    lead = lead_of(company, owner=None)
    omar = signed_in(company.omar)
    assert omar.post(url("lead_assign", lead), {"owner": str(company.priya.uid)}).status_code == 302
    priya = signed_in(company.priya)
    assert (
        priya.post(url("lead_log", lead), {"kind": "call", "outcome": "reached", "note": "Wants a demo"}).status_code
        == 302
    )
    assert Activity.objects.get().lead == lead
    assert priya.post(url("lead_qualify", lead)).status_code == 302
    refused = priya.post(url("lead_disqualify", lead), {"reason": ""})
    assert refused.status_code == 422
    assert priya.post(url("lead_disqualify", lead), {"reason": "Student"}).status_code == 302
    page = text(priya.get(url("lead", lead)))
    for said in (
        "Assigned",
        "Call · Reached",
        "Wants a demo",
        "First touch",
        "Qualified",
        "Disqualified for",
        "Student",
    ):
        assert said in page
    assert "Convert to deal" not in page
    assert priya.post(url("lead_recycle", lead)).status_code == 302
    lead.refresh_from_db()
    assert lead.state == "recycled"


def test_the_second_editor_of_a_lead_sees_both_values(company: Company) -> None:
    lead = lead_of(company)
    typed = form(version="1", title="CTO")
    assert signed_in(company.priya).post(url("lead_edit", lead), typed).status_code == 302
    stale = signed_in(company.marcus).post(url("lead_edit", lead), form(version="1", title="CEO"))
    assert stale.status_code == 409
    page = text(stale)
    assert "Priya Raman changed this lead" in page
    assert "CTO" in page
    assert "CEO" in page
    mine = form(version="2", title="CEO")
    assert signed_in(company.marcus).post(url("lead_edit", lead), mine).status_code == 302
    lead.refresh_from_db()
    assert lead.title == "CEO"


def test_a_rep_gives_a_lead_to_nobody_outside_their_reach(company: Company) -> None:
    lead = lead_of(company)
    answer = signed_in(company.priya).post(url("lead_assign", lead), {"owner": str(company.jonah.uid)})
    assert answer.status_code == 422
    lead.refresh_from_db()
    assert lead.owner == company.priya


def test_who_only_looks_gets_no_buttons_and_no_way_in(company: Company) -> None:
    lead = lead_of(company)
    noor = signed_in(company.noor)
    page = text(noor.get(url("lead", lead)))
    assert "Convert to deal" not in page
    assert "Log activity" not in page
    for name in (
        "lead_convert",
        "lead_qualify",
        "lead_recycle",
        "lead_assign",
        "lead_disqualify",
        "lead_log",
        "lead_edit",
    ):
        assert noor.post(url(name, lead)).status_code == 403
        assert signed_in(company.jonah).post(url(name, lead)).status_code == 404
