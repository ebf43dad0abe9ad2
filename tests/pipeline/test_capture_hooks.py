"""POST /hooks/{key}: stored, logged by a job, told twice it is one, and nobody without key and signature (PIPE-09)."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import CaptureSource
from accounts.operations.capture import Told, connect_hook
from accounts.operations.contacts import create_contact
from accounts.operations.sign_ins import suspend_person
from pipeline.models import Activity, Captured
from salesops.audit.models import AuditRecord
from salesops.inbox.rules.payloads import signature
from salesops.jobs.models import Job
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import Company
from tests.pipeline.test_capture import run_jobs

pytestmark = pytest.mark.django_db
KIM, PRIYA = "kim@acme.example", "priya@northwind.example"


def mail(**more: Any) -> dict[str, Any]:
    return {"id": "<1@x>", "from": PRIYA, "to": [KIM], "subject": "Offer", "at": timezone.now().isoformat(), **more}


def call(**more: Any) -> dict[str, Any]:
    known = {"id": "c1", "from": "+43 660 1234567", "to": "+43 1 5550000", "direction": "inbound", "minutes": 7}
    return {**known, "outcome": "reached", "at": (timezone.now() - timedelta(minutes=8)).isoformat(), **more}


def post(told: Told, body: Any, *, at: float | None = None, secret: str | None = None) -> Any:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    key = told.secret if secret is None else secret
    headers = {"SalesOps-Signature": signature([key], sent, int(at or time.time()))} if key else {}
    return Client(enforce_csrf_checks=True).post(f"/hooks/{told.key}", sent, "application/json", headers=headers)


def hook(company: Company, kind: str = "mail_hook", person: Any = "priya", **more: Any) -> tuple[CaptureSource, Told]:
    owner = getattr(company, person) if person else None
    return connect_hook(kind, person=owner, by=owner or company.omar, **more)


def test_a_mail_is_stored_and_then_logged_once(company: Company) -> None:
    kim = create_contact(name="Kim", customer=company.acme, email=KIM, by=None)
    source, told = hook(company)
    for _twice in range(2):
        assert post(told, mail()).status_code == 202
    assert Captured.objects.get().state == "waiting" and run_jobs() == ["pipeline.log_captured"]
    assert post(told, mail(subject="Another")).status_code == 202
    assert run_jobs() == ["pipeline.log_captured"]
    activity = Activity.objects.get()
    assert (activity.owner, activity.contact, activity.kind, activity.outcome) == (company.priya, kim, "email", "sent")
    assert (activity.source, activity.subject, activity.note) == ("mail", "Offer", "")
    source.refresh_from_db()
    assert source.last_ok_at is not None


def test_a_call_finds_the_contact_by_number(company: Company) -> None:
    kim = create_contact(name="Kim", customer=company.acme, phone="+43 660 123 4567", by=None)
    _source, told = hook(company, "phone_hook", None, signs=False)
    assert told.secret == ""
    unknown = post(told, call())
    assert (unknown.status_code, unknown.json()["code"]) == (422, "person_unknown")
    assert post(told, call(person=PRIYA)).status_code == 202
    assert post(told, call(id="c2", person=PRIYA, to="+4312345678", direction="outbound")).status_code == 202
    run_jobs()
    activity = Activity.objects.get()
    assert (activity.owner, activity.contact, activity.minutes) == (company.priya, kim, 7)
    assert Captured.objects.get(state="unmatched").party == [{"address": "+4312345678", "name": ""}]


def test_nobody_gets_in_without_key_and_signature(company: Company) -> None:
    source, told = hook(company)
    stranger = Told("another", told.secret)
    assert post(stranger, mail()).status_code == 404
    for answer in (
        post(told, mail(), secret=""),
        post(told, mail(), secret="another"),
        post(told, mail(), at=time.time() - 301),
        post(told, mail(), at=time.time() + 302),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "signature_wrong")
        assert told.key not in answer.content.decode()
    assert Client().get(f"/hooks/{told.key}").status_code == 405
    assert post(told, b"x" * (1024 * 1024 + 1)).status_code == 413
    bad = post(told, mail(at="soon", to="nobody"))
    assert (bad.status_code, set(bad.json()["fields"])) == (422, {"at", "to"})
    assert post(told, b"[]").json()["fields"].keys() == {"body"}
    suspend_person(company.priya, by=company.ada)
    assert post(told, mail()).status_code == 404 and not Captured.objects.exists()
    source.refresh_from_db()
    assert source.last_ok_at is None


def test_a_new_key_ends_the_old_one_and_none_is_kept(
    company: Company, as_person: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    client = as_person(company.priya)
    page = client.post("/settings/capture/new/mail_hook", {"signs": "on"}).content.decode()
    source = CaptureSource.objects.get()
    first = Told(
        *[page.split(mark)[1].split("<")[0] for mark in ("/hooks/", 'Secret to sign with <code class="mono wraps">')]
    )
    assert post(first, mail()).status_code == 202
    assert first.key not in client.get("/settings/capture").content.decode()
    page = client.post(f"/settings/capture/{source.uid}/rotate").content.decode()
    second = Told(
        *[page.split(mark)[1].split("<")[0] for mark in ("/hooks/", 'Secret to sign with <code class="mono wraps">')]
    )
    assert post(first, mail()).status_code == 404 and post(second, mail(id="2")).status_code == 202
    rotated = send(client, "post", f"/api/v1/capture-sources/{source.uid}/rotate", {})
    third = Told(rotated.json()["address"].rpartition("/")[2], rotated.json()["secret"])
    assert rotated["Cache-Control"] == "no-store" and post(third, mail(id="3")).status_code == 202
    source.refresh_from_db()
    kept = str([vars(source), *(vars(row) for row in (*AuditRecord.objects.all(), *Job.objects.all()))])
    logged = capsys.readouterr()
    for told in (first, second, third):
        for secret in (told.key, told.secret):
            assert secret not in kept and secret not in logged.out + logged.err
    assert client.post(f"/settings/capture/{source.uid}/switch", {"on": "0"}).status_code == 302
    assert post(third, mail()).status_code == 404


def test_a_hook_over_rest_for_everybody(company: Company, as_person: SignIn) -> None:
    asked = {"kind": "phone_hook", "of_organisation": True, "signs": False}
    assert send(as_person(company.priya), "post", "/api/v1/capture-sources", asked).status_code == 403
    made = send(as_person(company.omar), "post", "/api/v1/capture-sources", asked)
    assert made.status_code == 201 and made.json()["hook"]["secret"] == "" and made.json()["of_organisation"] is True
    wrong = send(as_person(company.priya), "post", "/api/v1/capture-sources", {"kind": "mail_hook", "address": "x"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "field_unknown")
    missing = send(as_person(company.priya), "post", "/api/v1/capture-sources", {"kind": "mail_folder", "host": "x"})
    assert set(missing.json()["fields"]) == {"user", "password"}
    polled = send(as_person(company.omar), "post", f"/api/v1/capture-sources/{made.json()['id']}/read", {})
    assert polled.status_code == 409
