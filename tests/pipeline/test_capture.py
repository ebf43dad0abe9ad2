"""A calendar captures by itself: stored once, logged when it is over, withdrawn, matched by hand (ACC-22, PIPE-09)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.customer_access import visible_relationships
from accounts.models import CaptureSource, Contact
from accounts.operations.capture import connect_calendar
from accounts.operations.contacts import create_contact
from accounts.operations.merges import merge_contacts, merge_customers, undo_merge
from accounts.operations.sign_ins import deactivate_person
from accounts.operations.suppressed import suppress
from accounts.queries.relationships import who_knows_whom
from accounts.rules.erasing import Values
from pipeline.models import Activity, Captured
from pipeline.operations import reading
from pipeline.operations.reading import READ, look_again, sweep_sources
from pipeline.operations.relationships import compute_relationships
from salesops.audit.models import AuditRecord
from salesops.db.secrets import opened
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.jobs.running import run_job
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import Company, make_deal
from tests.pipeline.calendar_server import CalendarServer, calendar_server, event, ics

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOW = timezone.now().replace(minute=0, second=0, microsecond=0)
KIM, OWN = "kim@acme.example", "priya@northwind.example"


@pytest.fixture
def server(settings: Any) -> Iterator[CalendarServer]:
    with calendar_server(settings) as running:
        yield running


def met(uid: str, *people: str, start: Any = NOW - 5 * HOUR, **more: str) -> str:
    return event(uid, start, start + HOUR, *people, **{"summary": "Roll-out", **more})


def contact_of(company: Company, name: str = "Kim", email: str = KIM, customer: Any = None) -> Contact:
    return create_contact(name=name, customer=customer or company.acme, email=email, by=None)


def connected(company: Company, server: CalendarServer, person: Any = None) -> CaptureSource:
    return connect_calendar(server.url, person=person or company.priya, by=person or company.priya)


def run_jobs() -> list[str]:
    """Everything that waits, by name, until nothing is left."""
    done = []
    while job := Job.objects.filter(
        state="waiting", name__startswith="pipeline.", run_after__lte=timezone.now()
    ).first():
        done.append(job.name)
        assert run_job(job.pk) == "done", Job.objects.get(pk=job.pk).error
    return done


def polled(source: CaptureSource) -> None:
    enqueue(READ, source=str(source.uid))
    run_jobs()


def states(source: CaptureSource) -> list[str]:
    return list(Captured.objects.filter(source=source).order_by("occurred_at", "pk").values_list("state", flat=True))


def test_a_meeting_that_is_over_logs_itself_once(company: Company, server: CalendarServer) -> None:
    kim, source = contact_of(company), connected(company, server)
    deal = make_deal(company, company.priya)
    server.body = ics(met("1", OWN, KIM), met("2", KIM, start=NOW + HOUR), met("3", OWN, "marcus@northwind.example"))
    assert sweep_sources(timezone.now()) == 1
    assert run_jobs() == ["pipeline.read_source", "pipeline.log_captured"]
    activity = Activity.objects.get()
    assert (activity.owner, activity.contact, activity.opportunity) == (company.priya, kim, deal)
    assert (activity.kind, activity.outcome, activity.minutes, activity.source) == ("meeting", "held", 60, "calendar")
    assert activity.automated and activity.subject == "Roll-out" and activity.occurred_at == NOW - 5 * HOUR
    source.refresh_from_db()
    assert states(source) == ["logged", "waiting"] and source.last_ok_at and not source.failing_since
    kept = Captured.objects.get(state="logged")
    assert (kept.party, kept.subject) == ([], "")
    for _replay in range(2):
        polled(source)
    assert server.answered == [200, 304, 304] and Activity.objects.count() == 1
    server.body = ics(met("1", OWN, KIM), met("2", KIM, start=NOW + HOUR))
    polled(source)
    assert server.answered[-1] == 200 and Activity.objects.count() == 1 and Captured.objects.count() == 2


def test_who_else_took_part_is_known_as_well(company: Company, server: CalendarServer) -> None:
    kim, lu = contact_of(company), contact_of(company, "Lu", "lu@acme.example")
    for person in (company.priya, company.marcus):
        server.body = ics(met("1", KIM, "Lu@acme.example", OWN, "unknown@elsewhere.example"))
        polled(connected(company, server, person))
    assert {activity.owner for activity in Activity.objects.all()} == {company.priya, company.marcus}
    assert [other.contact for other in Activity.objects.first().others.all()] == [lu]  # type: ignore[union-attr]
    compute_relationships(NOW.date())
    known = who_knows_whom(visible_relationships(company.omar))
    assert {(row.person.name, row.contact.name) for row in known} == {
        (person.name, contact.name) for person in (company.priya, company.marcus) for contact in (kim, lu)
    }
    merge = merge_contacts(kim, lu, choices={}, by=company.omar)
    compute_relationships(NOW.date())
    assert len(who_knows_whom(visible_relationships(company.omar))) == 2
    undo_merge(merge, by=company.omar)
    compute_relationships(NOW.date())
    assert len(who_knows_whom(visible_relationships(company.omar))) == 4


def test_a_cancelled_meeting_is_withdrawn_and_one_that_is_back_counts_again(
    company: Company, server: CalendarServer
) -> None:
    contact_of(company)
    source = connected(company, server)
    standing = met("0", KIM, start=NOW - 9 * HOUR)
    server.body = ics(standing, met("1", KIM), met("2", KIM))
    polled(source)
    server.body = ics(standing, met("1", KIM, status="CANCELLED"))
    polled(source)
    assert states(source) == ["logged", "withdrawn", "withdrawn"]
    assert Activity.objects.filter(deleted_at=None).count() == 1
    assert AuditRecord.objects.filter(verb="activity.withdrawn").count() == 2
    server.body = ics(standing, met("1", KIM, start=NOW - 4 * HOUR), met("2", KIM, start=NOW + HOUR))
    polled(source)
    assert states(source) == ["logged", "logged", "waiting"] and Activity.objects.count() == 3
    back = Captured.objects.get(occurred_at=NOW - 4 * HOUR).activity
    assert back is not None and back.deleted_at is None and back.occurred_at == NOW - 4 * HOUR


def test_what_a_calendar_leaves_behind_is_not_cancelled(company: Company, server: CalendarServer) -> None:
    contact_of(company)
    source = connected(company, server)
    server.body = ics(met("1", KIM, start=NOW - 50 * HOUR))
    polled(source)
    for body in (ics(), ics(met("2", KIM))):
        server.body = body
        polled(source)
    assert states(source)[0] == "logged"


def test_of_a_private_meeting_only_the_time_is_kept(company: Company, server: CalendarServer) -> None:
    contact_of(company)
    source = connected(company, server)
    server.body = ics(met("1", KIM, **{"class": "PRIVATE"}), met("2", KIM, start=NOW + HOUR, **{"class": "PRIVATE"}))
    polled(source)
    assert states(source) == ["private", "waiting"] and not Activity.objects.exists()
    assert {(row.subject, str(row.party)) for row in Captured.objects.all()} == {("", "[]")}


def test_a_replay_adds_nothing_after_a_merge(company: Company, server: CalendarServer) -> None:
    kim, twin = contact_of(company), contact_of(company, "Kim M", "kim@birch.example", company.birch)
    source = connected(company, server)
    server.body = ics(met("1", KIM))
    polled(source)
    customers = merge_customers(company.birch, company.acme, choices={}, by=company.omar)
    contacts = merge_contacts(twin, kim, choices={}, by=company.omar)
    server.body = ics(met("1", KIM), met("9", start=NOW - 9 * HOUR))
    polled(source)
    activity = Activity.objects.get()
    assert (activity.contact, activity.customer) == (twin, company.birch)
    for merge in (contacts, customers):
        undo_merge(merge, by=company.omar)
    server.body = ics(met("1", KIM))
    polled(source)
    assert Activity.objects.get().contact == kim


@pytest.mark.parametrize(
    ("status", "body", "said"), [(404, ics(), "404"), (200, b"<html>", "no calendar"), (301, ics(), "301")]
)
def test_one_failed_read_shows_to_the_owner_alone(
    company: Company, server: CalendarServer, as_person: SignIn, status: int, body: bytes, said: str
) -> None:
    source = connected(company, server)
    server.status, server.body = status, body
    polled(source)
    page = as_person(company.priya).get("/settings/capture").content.decode()
    assert ">Failing<" in page and said in page and "planted-marker" not in page
    source.refresh_from_db()
    assert said in source.last_error and source.failing_since and source.due_at and source.due_at > timezone.now()
    own = as_person(company.priya).get(f"/people/{company.priya.uid}").content.decode()
    assert 'id="capture-title"' in own and said in own
    for other in (company.marcus, company.ada):
        seen = as_person(other).get(f"/people/{company.priya.uid}")
        assert seen.status_code == 200 and "capture-title" not in seen.content.decode()
        assert as_person(other).get(f"/api/v1/capture-sources/{source.uid}").status_code == 404
    server.status, server.body = 200, ics()
    polled(source)
    source.refresh_from_db()
    assert source.failing_since is None and source.last_error == ""


@pytest.mark.parametrize("address", ["http://example.com/a.ics", "https://127.0.0.1/a.ics", "webcal://10.0.0.1/a", "x"])
def test_an_inner_address_is_refused_at_its_field(company: Company, as_person: SignIn, address: str) -> None:
    client = as_person(company.priya)
    page = client.post("/settings/capture/new/calendar", {"address": address})
    assert page.status_code == 422 and "aria-invalid" in page.content.decode()
    answer = send(client, "post", "/api/v1/capture-sources", {"kind": "calendar", "address": address})
    assert (answer.status_code, answer.json()["code"]) == (422, "address_refused")
    assert not CaptureSource.objects.exists()


def test_an_address_that_turned_inner_is_not_read(company: Company, server: CalendarServer, settings: Any) -> None:
    source = connected(company, server)
    settings.OUTBOUND_ALLOW = ()
    polled(source)
    source.refresh_from_db()
    assert source.failing_since and server.answered == []


def test_too_large_a_calendar_is_left(
    company: Company, server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST_CALENDAR", 1024 * 1024)
    source = connected(company, server)
    server.body = ics(met("1", KIM, description="x" * 1024 * 1024))
    polled(source)
    source.refresh_from_db()
    assert "1 MB" in source.last_error and not Captured.objects.exists()


def test_connected_paused_and_ended_on_its_pages(company: Company, server: CalendarServer, as_person: SignIn) -> None:
    client = as_person(company.priya)
    assert client.post("/settings/capture/new/calendar", {"address": server.url}).status_code == 302
    source = CaptureSource.objects.get()
    assert opened(source.address) == server.url and "planted-marker" not in source.address
    assert run_jobs() == [] and client.post(f"/settings/capture/{source.uid}/read").status_code == 302
    assert run_jobs() == ["pipeline.read_source", "pipeline.log_captured"]
    assert ">Works<" in client.get("/settings/capture").content.decode()
    assert client.post(f"/settings/capture/{source.uid}/switch", {"on": "0"}).status_code == 302
    assert sweep_sources(timezone.now() + HOUR) == 0 and ">Paused<" in client.get("/settings/capture").content.decode()
    assert client.post(f"/settings/capture/{source.uid}/read").status_code == 409
    assert client.post(f"/settings/capture/{source.uid}/disconnect").status_code == 302
    assert not CaptureSource.objects.exists()
    rows = AuditRecord.objects.filter(kind="capturesource")
    assert [row.verb for row in rows.order_by("pk")] == ["capture.connected", "capture.paused", "capture.disconnected"]
    assert "planted-marker" not in str([(row.before, row.after) for row in rows])


def test_a_leaver_takes_the_ways_in_along(company: Company, server: CalendarServer) -> None:
    contact_of(company)
    source = connected(company, server)
    server.body = ics(met("1", KIM), met("2", KIM, start=NOW + HOUR))
    polled(source)
    deactivate_person(company.priya, by=company.ada)
    assert not CaptureSource.objects.exists() and Activity.objects.count() == 1
    assert sweep_sources(timezone.now() + 9 * HOUR) == 0
    assert look_again(timezone.now()) == 0
    assert list(Captured.objects.order_by("pk").values_list("state", "party")) == [("logged", []), ("withdrawn", [])]


def test_who_was_erased_does_not_come_back_by_a_calendar(company: Company, server: CalendarServer) -> None:
    suppress(Values(addresses=frozenset({KIM})))
    source = connected(company, server)
    server.body = ics(met("1", KIM, OWN), met("2", KIM, "lu@acme.example"))
    polled(source)
    assert [row.party for row in Captured.objects.all()] == [[{"address": "lu@acme.example", "name": "Lu"}]]


def test_what_nobody_is_known_of_waits_to_be_matched(
    company: Company, server: CalendarServer, as_person: SignIn
) -> None:
    source, client = connected(company, server), as_person(company.priya)
    server.body = ics(met("1", "new@elsewhere.example"), met("2", "other@elsewhere.example", start=NOW - 3 * HOUR))
    polled(source)
    assert states(source) == ["unmatched", "unmatched"]
    first, second = Captured.objects.order_by("occurred_at")
    page = client.get("/captured").content.decode()
    assert "2 wait for you" in page and "New" in page and "Roll-out" in page
    assert as_person(company.marcus).get(f"/captured/{first.uid}").status_code == 404
    kim, elsewhere = contact_of(company), contact_of(company, "Lu", "lu@birch.example", company.birch)
    options = client.get("/captured/records", {"record_text": "ki"}).content.decode()
    assert f"contact:{kim.uid}" in options and str(elsewhere.uid) not in options
    for wrong in ({"record": f"contact:{elsewhere.uid}"}, {"record": "contact:x"}, {"record_text": "Nobody"}, {}):
        assert client.post(f"/captured/{first.uid}", wrong).status_code == 422
    assert client.post(f"/captured/{first.uid}", {"record_text": "kim"}).status_code == 302
    activity = Activity.objects.get()
    assert (activity.contact, activity.customer, activity.automated) == (kim, company.acme, True)
    kim.refresh_from_db()
    assert kim.email == KIM and client.post(f"/captured/{first.uid}", {"record_text": "kim"}).status_code == 422
    assert client.post(f"/captured/{second.uid}/dismiss").status_code == 302
    second.refresh_from_db()
    assert (second.state, second.party, second.subject) == ("dismissed", [], "")
    told = (met("1", "new@elsewhere.example"), met("2", "other@elsewhere.example", start=NOW - 3 * HOUR))
    server.body = ics(*told, more="X-WR-CALNAME:Work")
    polled(source)
    assert states(source) == ["logged", "dismissed"] and Activity.objects.count() == 1


def test_a_contact_made_since_is_found_that_night(company: Company, server: CalendarServer) -> None:
    source = connected(company, server)
    server.body = ics(met("1", KIM))
    polled(source)
    assert states(source) == ["unmatched"]
    contact_of(company)
    enqueue("pipeline.relationships")
    run_jobs()
    assert states(source) == ["logged"]


def test_matched_over_rest(company: Company, server: CalendarServer, as_person: SignIn) -> None:
    client = as_person(company.priya)
    made = send(client, "post", "/api/v1/capture-sources", {"kind": "calendar", "address": server.url})
    assert made.status_code == 201 and made.json()["hook"] is None and "planted-marker" not in made.content.decode()
    server.body = ics(met("1", "new@elsewhere.example"), met("2", "new@elsewhere.example", start=NOW - 3 * HOUR))
    path = f"/api/v1/capture-sources/{made.json()['id']}"
    assert send(client, "post", f"{path}/read", {}).status_code == 202
    run_jobs()
    rows = client.get("/api/v1/captured", {"state": "unmatched"}).json()["results"]
    assert [row["party"][0]["address"] for row in rows] == ["new@elsewhere.example"] * 2
    deal = make_deal(company, company.priya)
    match = f"/api/v1/captured/{rows[0]['id']}/match"
    assert send(client, "post", match, {}).status_code == 422
    activity = send(client, "post", match, {"opportunity": str(deal.uid)})
    assert activity.status_code == 201 and activity.json()["opportunity"] == str(deal.uid)
    assert send(client, "post", f"/api/v1/captured/{rows[1]['id']}/dismiss", {}).status_code == 204
    assert client.get("/api/v1/captured", {"state": "unmatched"}).json()["results"] == []
    paused = send(client, "patch", path, {"is_on": False}, If_Match='"1"')
    assert paused.status_code == 200 and paused.json()["is_on"] is False
    assert send(client, "post", f"{path}/disconnect", {}).status_code == 204 and not CaptureSource.objects.exists()


def test_a_calendar_for_everybody_is_read_for_whom_it_names(
    company: Company, server: CalendarServer, as_person: SignIn
) -> None:
    contact_of(company)
    assert as_person(company.priya).get("/settings/capture/organisation").status_code == 403
    client = as_person(company.omar)
    asked = {"address": server.url}
    assert client.post("/settings/capture/organisation/new/calendar", asked).status_code == 302
    server.body = ics(met("1", KIM, OWN, "ulf@northwind.example"), met("2", KIM))
    polled(CaptureSource.objects.get())
    assert {(row.person.name, row.state) for row in Captured.objects.all()} == {
        ("Priya Raman", "logged"),
        ("Ulf Larsen", "unmatched"),
    }


def test_the_list_asks_as_often_for_many(company: Company, as_person: SignIn) -> None:
    client = as_person(company.priya)

    def asked(numbers: range) -> int:
        for number in numbers:
            known = {"person": company.priya, "occurred_at": NOW, "ends_at": NOW, "state": "unmatched"}
            Captured.objects.create(
                origin="mail", external_id=str(number), party=[{"address": KIM, "name": ""}], **known
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/captured").status_code == 200
        return len(queries)

    assert asked(range(5)) == asked(range(5, 50))
