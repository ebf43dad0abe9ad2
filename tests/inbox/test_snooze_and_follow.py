"""News put off until later, and records one follows (ui.md: "snooze", "Comments, @mention, follow")."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.operations.customers import change_ownership, edit_customer, personal_seat
from salesops.inbox.models import Follow, Mute, Notification
from salesops.inbox.operations.comments import write_comment
from salesops.inbox.operations.notifications import follow, mute
from salesops.inbox.rules.timing import snoozed_until
from tests.accounts.conftest import SignIn
from tests.company import FOUNDED, Company
from tests.inbox.asking import about_acme, acme_of, send

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        ("later", "2026-10-24T20:00", "2026-10-24T23:00"),
        # The clocks go back that night: nine in Berlin is eight by UTC.
        ("tomorrow", "2026-10-24T20:00", "2026-10-25T08:00"),
        ("tomorrow", "2026-06-01T22:30", "2026-06-03T07:00"),
        ("week", "2026-06-07T12:00", "2026-06-08T07:00"),
        ("week", "2026-06-08T12:00", "2026-06-15T07:00"),
    ],
)
def test_until_when(choice: str, now: str, until: str) -> None:
    found = snoozed_until(choice, datetime.fromisoformat(now).replace(tzinfo=UTC), BERLIN)
    assert found == datetime.fromisoformat(until).replace(tzinfo=UTC)


def told(person: User) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("news__kind", "news__by__name"))


@pytest.mark.django_db
def test_what_is_snoozed_waits_out_of_sight(company: Company, as_person: SignIn) -> None:
    for body in ("@Marcus Boyle look", "@Marcus Boyle and here"):
        write_comment(acme_of(company), body=body, by=company.priya)
    client = as_person(company.marcus)
    first, second = Notification.objects.order_by("pk")
    assert "2 unread." in client.get("/inbox").content.decode()
    assert client.post(f"/inbox/{first.uid}/snooze", {"until": "someday"}).status_code == 400
    assert client.post(f"/inbox/{first.uid}/snooze", {"until": "week"}).status_code == 302
    page = client.get("/inbox").content.decode()
    assert "1 unread." in page and "and here" in page and "@Marcus Boyle look" not in page
    assert "comes back" in client.get("/inbox?tab=all").content.decode()
    assert client.post("/inbox/read").status_code == 302
    second.refresh_from_db()
    first.refresh_from_db()
    assert second.read_at is not None and first.read_at is None and first.snoozed_until is not None
    Notification.objects.filter(pk=first.pk).update(snoozed_until=timezone.now())
    assert "@Marcus Boyle look" in client.get("/inbox").content.decode()
    far = {"until": (timezone.now() + timedelta(days=400)).isoformat()}
    refused = send(client, "post", f"/api/v1/notifications/{first.uid}/snooze", far)
    assert refused.status_code == 422 and set(refused.json()["fields"]) == {"until"}
    soon = {"until": (timezone.now() + timedelta(hours=1)).isoformat()}
    assert send(client, "post", f"/api/v1/notifications/{first.uid}/snooze", soon).status_code == 204
    assert "All read." in client.get("/inbox").content.decode()
    assert client.post(f"/inbox/{first.uid}/unread").status_code == 302
    assert "1 unread." in client.get("/inbox").content.decode()


@pytest.mark.django_db
def test_who_follows_hears_of_comments_and_changes(company: Company, as_person: SignIn) -> None:
    client, acme = as_person(company.marcus), company.acme
    assert client.post(f"/talk/customer/{acme.uid}/follow").status_code == 302
    assert "Stop following" in client.get(f"/accounts/{acme.uid}").content.decode()
    write_comment(acme_of(company), body="Renewal is near", by=company.priya)
    edit_customer(acme, changes={"sector": "Robots"}, by=company.priya)
    edit_customer(acme, changes={"sector": "Machines"}, by=company.priya)
    edit_customer(acme, changes={"sector": "Tools"}, by=company.omar)
    edit_customer(acme, changes={"sector": "Gears"}, by=company.marcus)
    # Of each who changes it once an hour, and never of what one does oneself.
    priya, omar = company.priya.name, company.omar.name
    assert told(company.marcus) == [("comment", priya), ("changed", priya), ("changed", omar)]
    assert f"{omar} changed Acme Robotics" in client.get("/inbox").content.decode()
    assert send(client, "post", "/api/v1/follows/remove", about_acme(company)).status_code == 204
    write_comment(acme_of(company), body="Once more", by=company.priya)
    assert len(told(company.marcus)) == 3
    assert send(client, "post", "/api/v1/follows", about_acme(company)).status_code == 204
    assert as_person(company.sofia).post(f"/talk/customer/{acme.uid}/follow").status_code == 404


@pytest.mark.django_db
def test_following_ends_muting_and_sight_decides(company: Company) -> None:
    place = acme_of(company)
    for act, follows, mutes in ((follow, 1, 0), (mute, 0, 1), (follow, 1, 0)):
        act(place, by=company.priya)
        assert (Follow.objects.count(), Mute.objects.count()) == (follows, mutes)
    change_ownership(company.acme, personal_seat(company.jonah), start=FOUNDED, by=company.omar)
    before = told(company.priya)
    edit_customer(company.acme, changes={"sector": "Robots"}, by=company.omar)
    assert told(company.priya) == before
