"""A folder of mail captures by itself: over TLS, read-only, by number, also where the server numbers anew (PIPE-09)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import CaptureSource, Contact, Organisation
from accounts.operations.capture import connect_folder
from accounts.operations.contacts import create_contact
from pipeline.models import Activity, Captured
from pipeline.operations import mail_folder
from salesops.db.secrets import opened
from tests.accounts.conftest import SignIn
from tests.company import Company
from tests.pipeline.imap_server import PASSWORD, ImapServer, imap_server, make_certificate
from tests.pipeline.test_capture import polled

pytestmark = pytest.mark.django_db
KIM, PRIYA = "kim@acme.example", "priya@northwind.example"
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture
def server(certificate: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with imap_server(certificate, settings) as running:
        yield running


def mail(number: int, sender: str, to: str, *more: str, subject: str = "Offer") -> str:
    head = [f"Message-ID: <{number}@mail.example>", f"From: Somebody <{sender}>", f"To: {to}", f"Subject: {subject}"]
    return "\n".join([*head, *more, "", "The words of it.", ""])


def connected(company: Company, server: ImapServer, person: Any = None, folder: str = "INBOX") -> CaptureSource:
    owner = person or company.priya
    known = {"host": server.place, "user": "priya", "password": PASSWORD, "folder": folder}
    source = connect_folder(**known, person=owner, by=owner)
    polled(source)
    return source


def contact_of(company: Company) -> Contact:
    return create_contact(name="Kim", customer=company.acme, email=KIM, by=None)


def logged() -> list[tuple[str, str, str]]:
    rows = Activity.objects.order_by("pk").values_list("direction", "outcome", "subject")
    return [(direction, outcome, subject) for direction, outcome, subject in rows]


def test_mail_from_the_day_it_is_connected_logs_itself_once(company: Company, server: ImapServer) -> None:
    kim, inbox = contact_of(company), server.folders["INBOX"]
    inbox.add(mail(1, PRIYA, KIM, subject="Before"), NOW - timedelta(days=2))
    source = connected(company, server)
    assert not Captured.objects.exists()
    inbox.add(mail(2, PRIYA, f"{KIM}, marcus@northwind.example"), NOW - timedelta(hours=2))
    inbox.add(mail(3, KIM, PRIYA, "In-Reply-To: <2@mail.example>", subject="=?utf-8?q?R=C3=A9?="), NOW)
    inbox.add(mail(4, PRIYA, "marcus@northwind.example", subject="Among us"), NOW)
    inbox.add(mail(5, KIM, PRIYA, "Auto-Submitted: auto-replied", subject="Away"), NOW)
    inbox.add(mail(6, KIM, PRIYA, "List-Unsubscribe: <x>", subject="News"), NOW)
    for _again in range(2):
        polled(source)
        assert logged() == [("outbound", "sent", "Offer"), ("inbound", "replied", "Ré")]
    first = Activity.objects.order_by("pk")[0]
    assert (first.contact, first.kind, first.note, first.occurred_at) == (kim, "email", "", NOW - timedelta(hours=2))
    source.refresh_from_db()
    assert source.cursor == {"validity": 1, "uid": 6} and source.failing_since is None
    assert set(server.names) == {"localhost"}
    kinds = {said.partition(" ")[0] for said in server.said} | {said for said in server.said if "STORE" in said}
    assert kinds <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID"} and not any("BODY[" in said for said in server.said)


def test_what_a_mail_says_is_kept_only_where_the_company_asks_for_it(company: Company, server: ImapServer) -> None:
    contact_of(company)
    source = connected(company, server, folder="Sales")
    Organisation.objects.update(capture_bodies=True)
    server.folders["Sales"].add(mail(1, PRIYA, KIM), NOW)
    polled(source)
    assert Activity.objects.get().note == "The words of it."


def test_numbered_anew_nothing_is_missed_and_nothing_comes_twice(company: Company, server: ImapServer) -> None:
    contact_of(company)
    source, inbox = connected(company, server), server.folders["INBOX"]
    for number in range(3):
        inbox.add(mail(number, PRIYA, KIM), NOW)
    polled(source)
    del inbox.mails[0]
    inbox.add(mail(7, PRIYA, KIM, subject="New"), NOW)
    inbox.number_anew()
    polled(source)
    assert [subject for _d, _o, subject in logged()] == ["Offer", "Offer", "Offer", "New"]
    source.refresh_from_db()
    assert source.cursor == {"validity": 2, "uid": 3}


def test_many_are_read_in_turns(company: Company, server: ImapServer, monkeypatch: pytest.MonkeyPatch) -> None:
    contact_of(company)
    source, inbox = connected(company, server), server.folders["INBOX"]
    monkeypatch.setattr(mail_folder, "MOST_MAILS", 2)
    for number in range(3):
        inbox.add(mail(number, PRIYA, KIM), NOW)
    polled(source)
    source.refresh_from_db()
    assert Activity.objects.count() == 2 and source.due_at is not None and source.due_at <= timezone.now()
    polled(source)
    assert Activity.objects.count() == 3


@pytest.mark.parametrize("trouble", ["password", "folder", "certificate", "breaks off", "gone", "too large"])
def test_one_failed_read_shows_to_its_owner(
    company: Company,
    server: ImapServer,
    as_person: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    trouble: str,
) -> None:
    known = {"host": server.place, "user": "priya", "password": PASSWORD, "folder": "INBOX"}
    known |= {"password": "another"} if trouble == "password" else {"folder": "None"} if trouble == "folder" else {}
    source = connect_folder(**known, person=company.priya, by=company.priya)
    if trouble == "certificate":
        monkeypatch.delenv("SSL_CERT_FILE")
    elif trouble == "gone":
        settings.OUTBOUND_ALLOW = ()
    elif trouble == "breaks off":
        polled(source)
        server.breaks_off = True
    elif trouble == "too large":
        polled(source)
        monkeypatch.setattr(mail_folder, "LONGEST_PIECE", 20)
        server.folders["INBOX"].add(mail(1, PRIYA, KIM), NOW)
    polled(source)
    source.refresh_from_db()
    assert source.failing_since and source.last_error and not Captured.objects.exists()
    page = as_person(company.priya).get("/settings/capture").content.decode()
    assert ">Failing<" in page and PASSWORD not in page and PASSWORD not in source.address + source.secret


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "127.0.0.1"), ("host", "imap.example.com/x"), ("host", "8.8.8.8:143"), ("host", "a@8.8.8.8"),
        ("user", 'a" b'), ("user", "a\r\nb"), ("folder", "Ä"), ("password", " "),
    ],
)  # fmt: skip
def test_what_cannot_be_connected_is_told_at_its_field(
    company: Company, server: ImapServer, as_person: SignIn, field: str, value: str
) -> None:
    asked = {"host": server.place, "user": "priya", "password": PASSWORD, "folder": "INBOX", field: value}
    answer = as_person(company.priya).post("/settings/capture/new/mail_folder", asked)
    assert answer.status_code == 422 and not CaptureSource.objects.exists()
    assert f'id="id_{field}-error"' in answer.content.decode() or "aria-invalid" in answer.content.decode()


def test_connected_on_its_page(company: Company, server: ImapServer, as_person: SignIn) -> None:
    asked = {"host": server.place, "user": "priya", "password": PASSWORD, "folder": "Sales"}
    assert as_person(company.priya).post("/settings/capture/new/mail_folder", asked).status_code == 302
    source = CaptureSource.objects.get()
    assert opened(source.secret) == PASSWORD and source.host == "localhost"


def test_a_mailbox_for_everybody_logs_for_its_sender(company: Company, server: ImapServer) -> None:
    """Whoever puts it into a mail's BCC has it logged."""
    contact_of(company)
    known = {"host": server.place, "user": "bcc", "password": PASSWORD, "folder": "INBOX"}
    source = connect_folder(**known, person=None, by=company.omar)
    polled(source)
    server.folders["INBOX"].add(mail(1, PRIYA, KIM), NOW)
    server.folders["INBOX"].add(mail(2, "stranger@elsewhere.example", "nobody@elsewhere.example"), NOW)
    polled(source)
    assert [activity.owner for activity in Activity.objects.all()] == [company.priya]
    assert Captured.objects.count() == 1
