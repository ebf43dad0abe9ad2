"""Invitations and forgotten passwords: links by mail that open once (ACC-01)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import SignInEvent, SignInLink, User
from accounts.operations.links import ask_for_reset, invite_person
from accounts.operations.people import create_person
from accounts.operations.sign_in_events import Where
from accounts.queries.signing_in import token_of
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.jobs.running import run_job
from tests.accounts.conftest import SignIn
from tests.accounts.smtp_sink import smtp_sink
from tests.company import PASSWORD, Company

NEW = "another long passphrase 43"
WAYS = ["invitation", "reset"]


@pytest.fixture
def lou(company: Company) -> User:
    return create_person(name="Lou Reyes", by=company.omar)


def path_in(text: str) -> str:
    found = re.search(r"http://\S+?(/sign-in/link/\S+)", text)
    assert found
    return found.group(1)


def invited(company: Company, person: User) -> str:
    """The path of the link in an invitation."""
    invite_person(person, email="lou@northwind.example", by=company.omar)
    return f"/sign-in/link/{token_of(SignInLink.objects.get(person=person, withdrawn_at__isnull=True, used_at=None))}"


def reset_link(company: Company) -> str:
    from accounts.operations.links import make_reset
    from accounts.queries.signing_in import address_digest

    link = make_reset(address_digest(company.priya.email))
    assert link
    return f"/sign-in/link/{token_of(link)}"


@pytest.mark.django_db
def test_an_invited_person_chooses_a_password_and_signs_in(
    company: Company, as_person: SignIn, lou: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_person(company.omar).post(f"/people/{lou.uid}/invite", {"email": "Lou@Northwind.example"})
    assert answer.status_code == 302 and User.objects.get(pk=lou.pk).state == "invited"
    assert [message.to for message in mail.outbox] == [["Lou@northwind.example"]]
    stranger, path = Client(), path_in(str(mail.outbox[0].body))
    assert "Welcome, Lou Reyes" in stranger.get(path).content.decode()
    assert stranger.post(path, {"new": "short"}).status_code == 422
    assert stranger.post(path, {"new": NEW}).headers["Location"] == "/sign-in"
    assert "Your password is set" in stranger.get("/sign-in").content.decode()
    signed_in = stranger.post("/sign-in", {"username": "lou@northwind.example", "password": NEW})
    assert signed_in.status_code == 302 and User.objects.get(pk=lou.pk).state == "active"
    assert set(SignInEvent.objects.filter(person=lou).values_list("kind", flat=True)) == {"joined", "success"}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_a_link_opens_once(company: Company, lou: User, way: str) -> None:
    path = invited(company, lou) if way == "invitation" else reset_link(company)
    assert Client().post(path, {"new": NEW}).status_code == 302
    for answer in (Client().get(path), Client().post(path, {"new": NEW + "4"})):
        assert answer.status_code == 404 and "This link is over" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("way", "lasts"), [("invitation", timedelta(days=7)), ("reset", timedelta(hours=1))])
def test_a_link_lasts_seven_days_or_an_hour(company: Company, lou: User, way: str, lasts: timedelta) -> None:
    path = invited(company, lou) if way == "invitation" else reset_link(company)
    link = SignInLink.objects.get()
    assert link.expires_at - link.made_at == lasts
    SignInLink.objects.update(expires_at=timezone.now() + timedelta(seconds=20))
    assert Client().get(path).status_code == 200
    SignInLink.objects.update(expires_at=timezone.now())
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_a_second_invitation_takes_the_first_back(company: Company, lou: User) -> None:
    first, second = invited(company, lou), invited(company, lou)
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200


@pytest.mark.django_db
def test_a_withdrawn_invitation_opens_nothing(company: Company, as_person: SignIn, lou: User) -> None:
    path = invited(company, lou)
    assert as_person(company.omar).post(f"/people/{lou.uid}/invite/withdraw").status_code == 302
    assert Client().post(path, {"new": NEW}).status_code == 404
    assert User.objects.get(pk=lou.pk).state == "listed"
    assert as_person(company.omar).post(f"/people/{lou.uid}/invite/withdraw").status_code == 409


@pytest.mark.django_db
def test_a_link_to_a_former_address_opens_nothing(company: Company, as_person: SignIn, lou: User) -> None:
    path = invited(company, lou)
    User.objects.filter(pk=lou.pk).update(email="lou.reyes@northwind.example")
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "0" * 32 + ":forged", "a\u00e9", "00000000-0000-0000-0000-000000000000:x"])
def test_a_forged_link_reads_like_an_old_one(client: Client, token: str) -> None:
    answer = client.get(f"/sign-in/link/{token}")
    assert answer.status_code == 404 and "This link is over" in answer.content.decode()


@pytest.mark.django_db
def test_who_signs_in_already_is_not_invited(company: Company, as_person: SignIn) -> None:
    answer = as_person(company.omar).post(f"/people/{company.priya.uid}/invite", {"email": company.priya.email})
    assert answer.status_code == 422 and "needs no invitation" in answer.content.decode()


@pytest.mark.django_db
def test_a_new_password_ends_sessions_and_opens_a_lock(company: Company, as_person: SignIn) -> None:
    there = as_person(company.priya)
    for _n in range(5):
        Client().post("/sign-in", {"username": company.priya.email, "password": "wrong"})
    assert Client().post(reset_link(company), {"new": NEW}).status_code == 302
    assert there.get("/settings").status_code == 302
    assert Client().post("/sign-in", {"username": company.priya.email, "password": PASSWORD}).status_code == 422
    assert Client().post("/sign-in", {"username": company.priya.email, "password": NEW}).status_code == 302


@pytest.mark.django_db
def test_known_and_unknown_addresses_get_the_same_answer_for_the_same_work(
    company: Company, django_capture_on_commit_callbacks: Any
) -> None:
    """The request does the same statements for both; whose the address is, a job finds out."""
    company.andre.state = "suspended"
    company.andre.save(update_fields=["state"])
    addresses = [str(company.priya.email), "nobody@example.com", str(company.andre.email)]
    pages, statements = [], []
    for address in addresses:
        with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=False):
            answer = Client().post("/sign-in/forgotten", {"email": address})
        pages.append(re.sub(r'nonce="[^"]*"', "", answer.content.decode()))
        statements.append([query["sql"].split()[0] for query in captured])
    assert len(set(pages)) == 1 and "a mail with a link is on its way" in pages[0]
    assert statements[0] == statements[1] == statements[2]
    assert Job.objects.filter(name="accounts.make_reset").count() == 3
    for job in Job.objects.filter(name="accounts.make_reset"):
        with django_capture_on_commit_callbacks(execute=True):
            assert run_job(job.pk) == "done"
    assert [message.to for message in mail.outbox] == [[company.priya.email]]


@pytest.mark.django_db
def test_no_address_stands_in_a_job_or_an_event_of_a_stranger(company: Company) -> None:
    Client().post("/sign-in/forgotten", {"email": "nobody@example.com"})
    rows = str(list(Job.objects.values())) + str(list(SignInEvent.objects.values()))
    assert "nobody" not in rows


@pytest.mark.django_db
def test_asking_too_often_is_refused_whoever_it_is(company: Company) -> None:
    for address in (str(company.ruth.email), "nobody-else@example.com"):
        answers = [Client().post("/sign-in/forgotten", {"email": address}).status_code for _n in range(6)]
        assert answers == [200] * 5 + [429]


@pytest.fixture(scope="module")
def committed(own_company: Company) -> Company:
    return own_company


def mailing_job(person: User, company: Company) -> Job:
    """An invitation whose mail has not been sent: in eager mode only what is due later waits."""
    link = SignInLink.objects.create(
        person=person,
        kind="invitation",
        address_digest=digest(person),
        made_by=company.omar,
        expires_at=timezone.now() + timedelta(days=7),
    )
    later = timezone.now() + timedelta(hours=1)
    job = enqueue("accounts.mail_link", key=str(link.uid), run_after=later, link=str(link.uid))
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=1))
    return job


def digest(person: User) -> str:
    from accounts.queries.signing_in import address_digest

    return address_digest(person.email)


def waiting(name: str, company: Company) -> User:
    return create_person(name=name, email=f"{name}@northwind.example", state="invited", by=company.omar)


def run_in_thread(job: Job) -> str | None:
    try:
        return run_job(job.pk)
    finally:
        connection.close()


def test_mail_goes_out_once_however_often_the_job_is_delivered(committed: Company, settings: Any) -> None:
    kai = waiting("kai", committed)
    with smtp_sink(settings) as sink:
        job = mailing_job(kai, committed)
        with ThreadPoolExecutor(4) as pool:
            ended = list(pool.map(run_in_thread, [job] * 8))
        again = enqueue("accounts.mail_link", link=job.args["link"])
        run_job(again.pk)
    assert ended.count("done") == 1 and ended.count(None) == 7
    assert len(sink.received) == 1
    message = sink.received[0]
    assert message["To"] == "kai@northwind.example" and message["Message-ID"].startswith(f"<{job.args['link']}@")
    assert Client().get(path_in(message.get_content())).status_code == 200  # type: ignore[attr-defined]


def test_a_mail_server_that_says_no_is_asked_again_and_said(committed: Company, settings: Any) -> None:
    rio = waiting("rio", committed)
    with smtp_sink(settings) as sink:
        sink.refuses = True
        job = mailing_job(rio, committed)
        assert run_job(job.pk) == "waiting" and sink.received == []
        job.refresh_from_db()
        assert "did not take the message" in job.error and "rio" not in job.error
        assert SignInLink.objects.get(person=rio).sent_at is None
        sink.refuses = False
        Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(seconds=1))
        assert run_job(job.pk) == "done" and len(sink.received) == 1


def test_one_link_used_twice_at_once_sets_one_password(committed: Company) -> None:
    ask_for_reset(str(committed.sofia.email), where=Where())
    link = SignInLink.objects.get(person=committed.sofia)
    path = f"/sign-in/link/{token_of(link)}"

    def use(n: int) -> int:
        try:
            return Client().post(path, {"new": f"passphrase number {n} of us"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(use, range(8)))
    assert answers == [302] + [404] * 7
