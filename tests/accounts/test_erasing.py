"""Erasing a person: gone from every table, log, file and export; figures as before; they do not come back (A-8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.access import today
from accounts.models import (
    Contact,
    Contract,
    ContractFile,
    ErasureRequest,
    FiscalPeriod,
    PersonSession,
    SignInEvent,
    User,
)
from accounts.operations.contacts import create_contact, edit_contact
from accounts.operations.contract_clock import steps_of
from accounts.operations.contract_files import attach_file
from accounts.operations.erasing import reapply
from accounts.operations.erasure_requests import approve_request, ask_preview, receive_request, verify_request
from accounts.operations.people import create_person, edit_person, join_team, set_manager
from accounts.operations.sign_in_events import Where, note
from accounts.operations.sign_ins import deactivate_person
from accounts.queries.contracts import past_their_term
from accounts.queries.privacy import suppressed
from forecasting.models import Submission, SubmissionRow
from forecasting.operations.periods import open_period
from forecasting.operations.submissions import submit_forecast
from forecasting.operations.types import make_forecast_types
from forecasting.queries.stored import count_and_hash
from pipeline.models import Captured, Lead, Opportunity, OpportunityVersion
from pipeline.operations.activities import log_activity
from pipeline.operations.leads import create_lead
from pipeline.operations.opportunities import close_won, edit_opportunity
from salesops.audit.models import AuditRecord
from salesops.audit.seal import seal, verify
from salesops.imports.models import PlannedRow, Problem, StagedRow
from salesops.jobs.models import Job, JobFile
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Refused
from salesops.kernel.scope import EVERYTHING
from salesops.reporting.evaluate import evaluate
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import make_contract, make_signed
from tests.accounts.held import files_with, pg_dumped, tables_with, word_file
from tests.company import FOUNDED, Company, make_deal
from tests.imports.files import checked

PERSONAL = ("Amara Osei-Mensah", "amara.osei@acme.example", "+47 912 34 567", "amara@old.example", "Chief Whisperer")
LEFT = ("Tomasz Wieczorek", "tomasz@northwind.example", "Night Watchman")


@dataclass(frozen=True)
class World:
    company: Company
    deal: Opportunity
    contact: Contact
    lead: Lead
    leaver: User
    submission: Submission
    papers: dict[str, ContractFile]
    before: dict[str, Any]


def totals() -> dict[str, Any]:
    """What must not move: figures, money, keys, dates, and how many rows there are."""
    found: dict[str, Any] = {}
    for metric in ("bookings", "open_pipeline", "win_rate", "activities"):
        result: Any = evaluate(metric, scope=EVERYTHING, period=None)
        found[metric] = (result.value, result.numerator, result.denominator)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(amount), max(valid_from), sum(version), sum(owner_id)"
            " FROM pipeline_opportunityversion"
        )
        found["versions"] = cursor.fetchone()
        cursor.execute("SELECT count(*), sum(amount), sum(converted), sum(person_key) FROM forecasting_submissionrow")
        found["submitted"] = cursor.fetchone()
        cursor.execute("SELECT totals::text, submitted_at FROM forecasting_submission")
        found["signed"] = cursor.fetchall()
    return found


@pytest.fixture(scope="module")
def world(own_company: Company) -> Iterator[World]:
    company = own_company
    contact = create_contact(
        name=PERSONAL[0], customer=company.acme, by=company.priya, email=PERSONAL[3], phone=PERSONAL[2]
    )
    edit_contact(contact, changes={"email": PERSONAL[1], "title": PERSONAL[4]}, by=company.priya)
    lead = create_lead(name="Amara Osei-Mensah", company="Acme Robotics", email=PERSONAL[1].upper(), by=company.omar)
    leaver = leaver_of(company)
    deal = make_deal(company, company.priya, amount="32000", close_date=today(), next_step="Call Amara Osei-Mensah")
    edit_opportunity(deal, changes={"next_step": f"Mail {PERSONAL[1]}, then send the offer"}, by=company.priya)
    theirs = make_deal(company, leaver, name="Orchard", amount="8000", close_date=today(), by=company.omar)
    log_activity(theirs, kind="call", by=leaver, note=f"Rang 0047 (912) 34567: {PERSONAL[0]} likes it")
    submission = submitted(company)
    close_won(theirs, by=company.omar)
    deactivate_person(leaver, by=company.ada)
    scatter(company)
    papers = papers_of(company)
    seal("audit_auditrecord")
    yield World(company, deal, contact, lead, User.objects.get(pk=leaver.pk), submission, papers, totals())


def papers_of(company: Company) -> dict[str, ContractFile]:
    """Word files of a signed contract and of a draft: those that name her, and one that names nobody."""
    signed, draft = make_signed(company, start=date(2020, 1, 1), last_day=date(2020, 12, 31)), make_contract(company)
    named, other = f"Signed for Acme: {PERSONAL[0]}", "Signed for Acme: the board"
    return {
        "signed": attach_file(signed, word_file(f"{PERSONAL[0]}.docx", named), by=company.marcus),
        "others": attach_file(signed, word_file("Terms.docx", other), by=company.marcus),
        "draft": attach_file(draft, word_file("Draft.docx", named), by=company.marcus),
    }


def leaver_of(company: Company) -> User:
    leaver = create_person(name=LEFT[0], email=LEFT[1], title=LEFT[2], state="active", by=company.ada)
    set_manager(leaver, company.marcus, start=FOUNDED, by=company.ada)
    join_team(leaver, company.west, start=FOUNDED, by=company.ada)
    note(SignInEvent.Kind.SUCCESS, person=leaver, where=Where("203.0.113.9", "Firefox of Tomasz"))
    PersonSession.objects.create(person=leaver, key="of tomasz", epoch=1, ip="203.0.113.9", device="Firefox of Tomasz")
    return leaver


def submitted(company: Company) -> Submission:
    types = make_forecast_types(by=None)
    day = timezone.now().date()
    period = FiscalPeriod.objects.get(level="quarter", start_date__lte=day, end_date__gte=day)
    open_period(types[0], period, by=company.omar)
    return submit_forecast(types[0], period, by=company.marcus, note=f"All hangs on {PERSONAL[0]} and {LEFT[0]}")


def scatter(company: Company) -> None:
    """The places no form leads to: staging, jobs, kept answers, files."""
    rows = f"Name,Email,Title\nBea Field,bea@northwind.example,Rep\n{PERSONAL[0]},{PERSONAL[1]},{PERSONAL[4]}"
    checked(company.omar, rows.encode())
    job = enqueue(
        "jobs.export", key="of amara", requested_by=company.omar, address=f"/leads?name={PERSONAL[1]}", title=""
    )
    for name, text in (("amara.csv", f"Name\n{PERSONAL[0]}\n"), ("others.csv", "Name\nBea Field\n")):
        made = Job.objects.create(name="jobs.export", queue="bulk", requested_by=company.omar)
        kept = {"rows": 1, "size": 9, "expires_at": timezone.now() + timedelta(days=7), "content_type": "text/csv"}
        JobFile.objects.create(job=made, name=name, content=ContentFile(text.encode(), name=name), **kept)
    now = timezone.now()
    party = [{"address": PERSONAL[1], "name": PERSONAL[0]}, {"address": "lu@acme.example", "name": "Lu"}]
    known = {"person": company.priya, "origin": "calendar", "occurred_at": now, "ends_at": now, "state": "unmatched"}
    Captured.objects.create(**known, external_id="of amara", subject=f"Lunch with {PERSONAL[0]}", party=party)
    Job.objects.filter(pk=job.pk).update(error=f"No list for {PERSONAL[0]}", progress_text=f"Reading {PERSONAL[1]}")


def erased(company: Company, kind: str, uid: Any) -> ErasureRequest:
    asked = {"kind": "erase", "subject_kind": kind, "subject_uid": uid}
    request = receive_request(**asked, received_on=today(), by=company.omar, note=f"{PERSONAL[0]} wrote to us")
    verify_request(request, how="Called back", by=company.omar)
    ended(ask_preview(request, by=company.omar))
    request.refresh_from_db()
    approve_request(request, by=company.ada)
    request.refresh_from_db()
    ended(Job.objects.get(uid=request.job_uid))
    request.refresh_from_db()
    return request


def ended(job: Job) -> None:
    """Workers of the tests run a job as soon as it is committed."""
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error


def test_before_they_stand_everywhere(world: World) -> None:
    found = tables_with(*PERSONAL[:2])
    assert {"pipeline_opportunityversion", "audit_auditrecord", "imports_stagedrow", "jobs_job"} <= set(
        found[PERSONAL[1]]
    ) | set(found[PERSONAL[0]])
    assert files_with(PERSONAL[0])
    dump = pg_dumped()
    assert [value for value in (*PERSONAL, *LEFT) if value.lower() not in dump] == []


def test_a_contact_and_the_lead_of_the_same_address_are_gone(world: World) -> None:
    request = erased(world.company, "contact", world.contact.uid)
    assert request.state == "done" and not request.sole_approver
    assert {one["kind"] for one in request.preview["records"]} == {"contact", "lead"}
    assert tables_with(*PERSONAL, "4791234567", "912 34 567") == {}
    assert files_with(*PERSONAL) == [] and JobFile.objects.get().name == "others.csv"
    contact, lead = Contact.objects.get(pk=world.contact.pk), Lead.objects.get(pk=world.lead.pk)
    assert (contact.name, contact.email, contact.customer) == ("[erased]", "", world.company.acme)
    assert (lead.name, lead.email, lead.company) == ("[erased]", "", "Acme Robotics")
    texts = set(OpportunityVersion.objects.filter(opportunity=world.deal).values_list("next_step", flat=True))
    assert texts == {"Call [erased]", "Mail [erased], then send the offer"}


def test_a_leaver_is_gone_but_for_the_key(world: World) -> None:
    request = erased(world.company, "user", world.leaver.uid)
    assert request.state == "done" and tables_with(*LEFT, "203.0.113.9", "Firefox of Tomasz") == {}
    person = User.objects.get(pk=world.leaver.pk)
    assert (person.state, person.name, person.email) == ("erased", "[erased]", None)
    assert Opportunity.objects.get(name="Orchard").owner == person


def test_no_dump_holds_them(world: World) -> None:
    dump = pg_dumped()
    assert "orchard" in dump
    assert [text for text in (*PERSONAL, *LEFT, "4791234567", "912 34 567") if text.lower() in dump] == []


def test_papers_of_signed_contracts_stay_and_nobody_opens_them(world: World, as_person: SignIn) -> None:
    """Kept for their legal term, blocked from use; what nobody signed goes."""
    kept = {file.pk: file for file in ContractFile.objects.select_related("contract")}
    assert set(kept) == {world.papers["signed"].pk, world.papers["others"].pk}
    blocked, other = kept[world.papers["signed"].pk], kept[world.papers["others"].pk]
    assert blocked.name.startswith("[erased") and blocked.name.endswith(".docx") and other.blocked_at is None
    assert blocked.content.storage.exists(blocked.content.name) and blocked.kept_until == date(2031, 1, 1)
    client = as_person(world.company.omar)
    for address in (f"/contracts/files/{blocked.uid}", f"/api/v1/contract-files/{blocked.uid}"):
        assert client.get(address).status_code == 403
    assert client.get(f"/contracts/files/{other.uid}").status_code == 200
    assert "kept for its legal term" in client.get(f"/contracts/{blocked.contract.uid}").content.decode()


def test_they_go_when_their_legal_term_is_over(world: World) -> None:
    blocked = world.papers["signed"]
    content = ContractFile.objects.get(pk=blocked.pk).content
    with pytest.raises(IntegrityError, match="contract_file_signed"), transaction.atomic():
        ContractFile.objects.filter(pk=blocked.pk).delete()
    assert not list(past_their_term(date(2031, 1, 1)))
    [one] = past_their_term(date(2031, 1, 2))
    Contract.objects.filter(pk=one.contract_id).update(during=DateRange(date(2010, 1, 1), date(2011, 1, 1)))
    assert [step() for what, step in steps_of(today()) if what == "files"] == [True]
    assert not ContractFile.objects.filter(pk=blocked.pk).exists() and not content.storage.exists(content.name)


def test_totals_are_as_before(world: World) -> None:
    assert totals() == world.before


def test_the_seal_holds_and_submissions_are_whole(world: World) -> None:
    assert verify("audit_auditrecord") is None
    seal("audit_auditrecord")
    assert verify("audit_auditrecord") is None
    submission = Submission.objects.get(pk=world.submission.pk)
    assert count_and_hash(submission.pk) == (submission.row_count, submission.row_hash)
    assert "[erased]" in set(SubmissionRow.objects.values_list("person_name", flat=True))
    assert AuditRecord.objects.filter(verb="audit.erased").exists()
    assert AuditRecord.objects.filter(verb="texts.erased", after__table="pipeline_opportunityversion").exists()


def test_nobody_brings_them_back(world: World) -> None:
    company = world.company
    for values in ({"email": PERSONAL[1].upper()}, {"phone": "0047 912-34-567"}):
        with pytest.raises(Refused, match="asked to be erased"):
            create_contact(name="A", customer=company.acme, by=company.priya, **values)
        with pytest.raises(Refused, match="asked to be erased"):
            create_lead(name="A", by=company.omar, **values)
        with pytest.raises(IntegrityError, match="person_erased"), transaction.atomic():
            Contact.objects.create(name="A", **values)
        with pytest.raises(IntegrityError, match="person_erased"), transaction.atomic():
            Lead.objects.create(name="A", **values)
    with pytest.raises(Refused, match="asked to be erased"):
        edit_person(company.ulf, changes={"email": LEFT[1]}, by=company.ada)
    with pytest.raises(Refused, match="asked to be erased"):
        edit_contact(Contact.objects.get(pk=world.contact.pk), changes={"title": "Buyer"}, by=company.priya)
    with pytest.raises(IntegrityError, match="person_erased"), transaction.atomic():
        Contact.objects.filter(pk=world.contact.pk).update(name=PERSONAL[0])


def test_an_import_of_them_is_stopped(world: World) -> None:
    batch = checked(world.company.omar, f"Name,Email\n{LEFT[0]},{LEFT[1]}\nBea Field,bea@northwind.example".encode())
    problems = Problem.objects.filter(file__batch=batch)
    assert [(one.code, one.row_number, one.value) for one in problems if one.blocking] == [("person_erased", 2, "")]
    assert PlannedRow.objects.filter(file_id__in=batch.files.values("pk"), action="create").count() == 1
    StagedRow.objects.filter(file_id__in=batch.files.values("pk")).delete()


def test_a_restored_dump_is_erased_again(world: World) -> None:
    """As a restore would leave it: the rows are back, the list beside the database knows whom it erased."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_suppressed")
    Contact.objects.filter(pk=world.contact.pk).update(erased_at=None)
    Contact.objects.filter(pk=world.contact.pk).update(name=PERSONAL[0], email=PERSONAL[1])
    call_command("reapply_erasures")
    assert Contact.objects.get(pk=world.contact.pk).erased_at and tables_with(*PERSONAL[:2]) == {}
    assert suppressed(email=PERSONAL[1]) == {"email"}
    assert reapply() == []
