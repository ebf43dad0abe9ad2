"""The way of a request: received, verified, previewed, approved by somebody else; on pages and over REST (ACC-50)."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.access import today
from accounts.models import Contact, ErasureRequest
from accounts.operations.contacts import create_contact
from accounts.operations.erasing import erase_person
from accounts.operations.erasure_requests import (
    approve_request,
    ask_export,
    ask_preview,
    receive_request,
    verify_request,
)
from accounts.operations.people import grant_role
from accounts.queries.privacy import person_of
from salesops.audit.models import AuditRecord
from salesops.jobs.models import Job, JobFile
from salesops.jobs.running import JobRun, claim, run_job
from salesops.kernel.errors import Conflict, Forbidden, Refused
from tests.accounts.conftest import SignIn
from tests.accounts.held import tables_with
from tests.company import Company

pytestmark = pytest.mark.django_db
LIST = "/settings/privacy"


@pytest.fixture
def amara(company: Company) -> Contact:
    return create_contact(name="Amara Osei", customer=company.acme, by=company.priya, email="amara@acme.example")


def received(company: Company, subject: Any, kind: str = "erase", subject_kind: str = "contact") -> ErasureRequest:
    asked = {"kind": kind, "subject_kind": subject_kind, "subject_uid": subject.uid}
    return receive_request(**asked, received_on=today(), by=company.omar)


def previewed(company: Company, subject: Any, by: Any = None) -> ErasureRequest:
    request = verify_request(received(company, subject), how="Called back", by=company.omar)
    assert run_job(ask_preview(request, by=by or company.omar).pk) == "done"
    request.refresh_from_db()
    return request


def test_from_the_page_to_the_erasure(company: Company, amara: Contact, as_person: SignIn) -> None:
    omar, ada = as_person(company.omar), as_person(company.ada)
    assert (
        "Amara Osei · Contact · amara@acme.example · Acme Robotics" in omar.get(f"{LIST}/new?q=amara").content.decode()
    )
    asked = {"subject": f"contact:{amara.uid}", "kind": "erase", "received_on": today(), "note": "Forget me"}
    assert omar.post(f"{LIST}/new?q=amara", asked).status_code == 302
    request = ErasureRequest.objects.get()
    assert request.due == today() + timedelta(days=30)
    page = f"{LIST}/{request.uid}"
    assert omar.post(f"{page}/verify", {"how": "Called back"}).status_code == 302
    assert omar.post(f"{page}/preview").status_code == 302
    assert run_job(Job.objects.get(name="accounts.preview_erasure").pk) == "done"
    shown = omar.get(page).content.decode()
    assert "Blanked" in shown and "Approve the erasure" not in shown
    assert "Approve the erasure" in ada.get(page).content.decode()
    assert ada.post(f"{page}/approve", {"reason": ""}).status_code == 302
    assert run_job(Job.objects.get(name="accounts.erase_person").pk) == "done"
    assert tables_with("amara osei", "amara@acme.example") == {}
    assert "[erased]" in omar.get(LIST).content.decode()


def test_who_previewed_does_not_approve_while_another_could(company: Company, amara: Contact) -> None:
    grant_role(company.omar, "admin", by=company.ada)
    request = previewed(company, amara)
    with pytest.raises(Forbidden, match="Ada Novak"):
        approve_request(request, by=company.omar, reason="Nobody else")


def test_the_only_one_approves_with_a_reason(company: Company, amara: Contact, as_person: SignIn) -> None:
    grant_role(company.ada, "ops_manager", by=company.omar)
    request = previewed(company, amara, by=company.ada)
    with pytest.raises(Refused, match="say why"):
        approve_request(request, by=company.ada)
    approve_request(request, by=company.ada, reason="I am alone")
    assert ErasureRequest.objects.get().sole_approver
    assert "Approved by its maker, Ada Novak" in as_person(company.ada).get(f"{LIST}/{request.uid}").content.decode()
    assert AuditRecord.objects.get(verb="erasure.checked").after == {"sole_approver": True}


def test_somebody_who_works_here_is_not_erased(company: Company) -> None:
    request = verify_request(received(company, company.priya, subject_kind="user"), how="In person", by=company.omar)
    with pytest.raises(Refused, match="let them leave first"):
        ask_preview(request, by=company.omar)


def test_a_name_that_somebody_else_has_is_left_in_free_text(company: Company, amara: Contact) -> None:
    create_contact(name="amara osei", customer=company.birch, by=company.jonah, email="other@birch.example")
    person = person_of("contact", amara.uid)
    assert person and (person.shared, person.searched.names) == (1, frozenset())
    request = previewed(company, amara)
    approve_request(request, by=company.ada)
    assert run_job(Job.objects.get(name="accounts.erase_person").pk) == "done"
    assert Contact.objects.get(customer=company.birch).name == "amara osei"
    assert tables_with("amara@acme.example") == {}


def test_a_run_that_was_killed_goes_on(company: Company, amara: Contact, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the rows were blank and before the logs were: the words are known, encrypted, until the end."""
    request = previewed(company, amara)
    approve_request(request, by=company.ada)
    job = Job.objects.get(name="accounts.erase_person")
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr("accounts.operations.erasing._pass", killed)
        first = JobRun(claim(job.pk), None)  # type: ignore[arg-type]
        first.kind = __import__("salesops.kernel.jobs", fromlist=["JOBS"]).JOBS[job.name]
        erase_person(ErasureRequest.objects.get(), first)
    assert Contact.objects.get(pk=amara.pk).name == "[erased]" and "audit_auditrecord" in str(tables_with("amara osei"))
    Job.objects.filter(pk=job.pk).update(claimed_until="2026-01-01T00:00Z")
    assert run_job(job.pk) == "done"
    assert tables_with("amara osei", "amara@acme.example") == {} and ErasureRequest.objects.get().words == ""


def killed(*args: Any) -> Any:
    raise KeyboardInterrupt


def test_everything_held_is_handed_over_as_json_and_csv(company: Company, amara: Contact, as_person: SignIn) -> None:
    request = verify_request(received(company, amara, "access"), how="Called back", by=company.omar)
    job = ask_export(request, by=company.omar)
    assert run_job(job.pk) == "done"
    answer = as_person(company.omar).get(f"/jobs/{job.uid}/file")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        held = json.loads(archive.read("person.json"))
        assert "amara@acme.example" in archive.read("contact.99_contact.csv").decode()
    assert held["contact.99_contact"][0]["name"] == "Amara Osei" and held["contact.43_changes"]
    assert as_person(company.ada).get(f"/jobs/{job.uid}/file").status_code == 403
    assert JobFile.objects.get().expires_at.date() == today() + timedelta(days=7)


def test_an_access_file_holds_no_password_of_anybody(company: Company, as_person: SignIn) -> None:
    company.priya.set_password("planted-marker-1")
    company.priya.save(update_fields=["password"])
    asked = received(company, company.priya, "access", "user")
    job = ask_export(verify_request(asked, how="Called back", by=company.omar), by=company.omar)
    assert run_job(job.pk) == "done"
    answer = as_person(company.omar).get(f"/jobs/{job.uid}/file")
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]
        held = archive.read("person.json").decode()
    assert "accounts_user" in held and company.priya.password not in held


def test_one_of_a_kind_is_open_at_a_time(company: Company, amara: Contact) -> None:
    received(company, amara)
    with pytest.raises(Conflict, match="open for them"):
        received(company, amara)
    received(company, amara, "access")


@override_settings(REQUIRE_MFA="role")
def test_approving_needs_a_fresh_second_factor(company: Company, amara: Contact, as_person: SignIn) -> None:
    request = previewed(company, amara)
    ada = as_person(company.ada)
    session = ada.session
    session["sign_in_factor"] = 1
    session.save()
    assert ada.get(f"{LIST}/{request.uid}/approve").headers["Location"].startswith("/settings/confirm")
    answer = ada.post(
        f"/api/v1/erasure-requests/{request.uid}/transition", {"to": "approved"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_needed")


def test_the_way_over_rest(company: Company, amara: Contact, as_person: SignIn) -> None:
    omar, ada = as_person(company.omar), as_person(company.ada)
    api = "/api/v1/erasure-requests"
    asked = {"kind": "erase", "subject_kind": "contact", "subject": str(amara.uid), "received_on": str(today())}
    made = omar.post(api, asked, content_type="application/json")
    assert (made.status_code, made.json()["subject_name"]) == (201, "Amara Osei")
    one = f"{api}/{made.json()['id']}"

    def step(client: Any, **body: Any) -> Any:
        return client.post(f"{one}/transition", body, content_type="application/json")

    assert step(omar, to="verified").json()["fields"].keys() == {"how"}
    assert step(omar, to="verified", text="Called back").json()["state"] == "verified"
    assert step(ada, to="approved").json()["code"] == "wrong_state"
    answer = omar.post(f"{one}/preview", {}, content_type="application/json")
    assert (answer.status_code, run_job(Job.objects.get(uid=answer.json()["job"]).pk)) == (202, "done")
    assert omar.get(one).json()["preview"]["rows"]
    assert step(ada, to="approved").json()["state"] == "approved"
    assert as_person(company.priya).get(api).status_code == 403
    assert omar.post(api, asked | {"subject_kind": "deal"}, content_type="application/json").status_code == 422


def test_the_list_asks_the_same_number_of_questions(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)

    def questions() -> int:
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        return len(asked)

    for n in range(2):
        received(company, create_contact(name=f"Nr {n}", customer=company.acme, by=company.priya))
    few = questions()
    for n in range(10):
        received(company, create_contact(name=f"No {n}", customer=company.acme, by=company.priya))
    assert questions() == few
