"""Who is told what, when and how (ACC-41)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.access import today
from accounts.models import Contract, User
from accounts.operations.calendars import add_holiday, create_calendar, remove_holiday
from accounts.operations.contract_clock import tell_notice, tell_obligation
from accounts.operations.contracts import give_notice, sign_contract, terminate_contract
from accounts.operations.customers import change_ownership
from accounts.operations.obligations import add_obligation, edit_obligation, finish_obligation, reopen_obligation
from accounts.operations.renewals import draft_successor
from accounts.queries.working_time import organisation_time
from accounts.rules.working_time import working_day_by
from salesops.inbox.access import scope_hash
from salesops.inbox.models import Delivery, News, Notification, Task
from salesops.inbox.operations.comments import edit_comment, write_comment
from salesops.inbox.operations.deadlines import recompute_due_days
from salesops.inbox.operations.deliveries import deliver, send_digest
from salesops.inbox.operations.news import tell
from salesops.inbox.operations.notifications import mute, save_preference, unmute
from salesops.inbox.operations.tasks import finish_task, give_task, reopen_task
from salesops.jobs.models import Job
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import ending, make_contract, make_signed
from tests.company import FOUNDED, Company, make_deal
from tests.inbox.asking import about_acme, acme_of, send

pytestmark = pytest.mark.django_db


def call(company: Company, body: str = "@Marcus Boyle look") -> News:
    comment = write_comment(acme_of(company), body=body, by=company.priya)
    return News.objects.get(key=f"mention:{comment.uid}")


def told(person: User) -> list[str]:
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("news__kind", flat=True))


def only_delivery(news: News) -> Delivery:
    return Delivery.objects.get(news=news)


def test_a_mention_is_in_the_inbox_and_in_the_mail(company: Company, as_person: SignIn) -> None:
    news = call(company)
    page = as_person(company.marcus).get("/inbox").content.decode()
    assert "Priya Raman mentioned you on Acme Robotics" in page and "@Marcus Boyle look" in page
    assert '<span class="count hot">1</span>' in page
    delivery = only_delivery(news)
    assert deliver(delivery.uid) == deliver(delivery.uid) == "sent"
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([company.marcus.email], "Priya Raman mentioned you on Acme Robotics")
    ]
    assert f"/accounts/{company.acme.uid}" in str(mail.outbox[0].body)
    delivery.refresh_from_db()
    assert delivery.scope_hash == scope_hash(company.marcus) and delivery.as_of == delivery.sent_at


def test_nobody_is_told_of_what_they_did_and_of_one_edit_once(company: Company) -> None:
    comment = write_comment(acme_of(company), body="@Priya @Marcus", by=company.priya)
    edit_comment(comment, acme_of(company), body="@Marcus and @Dana", by=company.priya)
    assert (told(company.priya), told(company.marcus), told(company.dana)) == ([], ["mention"], ["mention"])


def test_who_took_part_hears_of_the_next_comment(company: Company) -> None:
    call(company)
    write_comment(acme_of(company, company.dana), body="Agreed", by=company.dana)
    assert told(company.marcus) == ["mention", "comment"] and told(company.priya) == ["comment"]


def test_who_lost_sight_of_it_gets_nothing_of_it(company: Company, as_person: SignIn) -> None:
    delivery = only_delivery(call(company))
    change_ownership(company.acme, None, start=FOUNDED, by=company.omar)
    assert deliver(delivery.uid) == "held" and not mail.outbox
    delivery.refresh_from_db()
    assert delivery.reason == "out_of_sight"
    page = as_person(company.marcus).get("/inbox").content.decode()
    assert "Acme" not in page and "look" not in page and "No longer open to you" in page
    row = as_person(company.marcus).get("/api/v1/notifications").json()["results"][0]
    assert (row["about"], row["by"], row["excerpt"], row["url"]) == (None, None, "", "")
    tell("comment", key="later", people=[company.marcus], by=company.omar, record=("customer", company.acme.uid))
    assert not News.objects.filter(key="later").exists()


def test_done_undone_and_all_at_once(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    for _n in range(3):
        call(company)
    one = Notification.objects.filter(person=company.marcus).latest("pk")
    assert client.post(f"/inbox/{one.uid}/read").status_code == 302
    assert client.get("/inbox").content.decode().count("data-row>") == 2
    assert client.post(f"/inbox/{one.uid}/unread").status_code == 302
    assert client.post("/inbox/read").status_code == 302
    assert "All read" in client.get("/inbox").content.decode()
    assert client.get("/inbox?tab=all").content.decode().count("data-row>") == 3
    assert client.get("/inbox?before=x").status_code == 404
    assert as_person(company.dana).post(f"/inbox/{one.uid}/read").status_code == 404


def test_a_muted_record_is_quiet_but_for_what_one_must_hear(company: Company) -> None:
    place = acme_of(company, company.marcus)
    mute(place, by=company.marcus)
    write_comment(acme_of(company), body="@Marcus look", by=company.priya)
    give_task(acme_of(company), title="Call", assignee=company.marcus, by=company.priya)
    assert told(company.marcus) == ["task"]
    unmute(place, by=company.marcus)
    call(company)
    assert told(company.marcus) == ["task", "mention"]


def test_kinds_are_switched_off_but_for_the_required(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    asked = {"mail": "at_once", "digest_hour": "8", "told": ["comment"]}
    assert client.post("/settings/notifications", asked).status_code == 302
    write_comment(acme_of(company), body="@Marcus look", by=company.priya)
    give_task(acme_of(company), title="Call", assignee=company.marcus, by=company.priya)
    assert told(company.marcus) == ["task"]
    refused = send(client, "patch", "/api/v1/notification-preferences", {"switched_off": ["task"]}, If_Match='"2"')
    assert (refused.status_code, refused.json()["code"]) == (422, "required_kind")


def quiet_now(person: User) -> None:
    """From an hour ago for two hours, by the clock of UTC."""
    now = timezone.now()
    ends = [(now + timedelta(hours=hours)).time().replace(microsecond=0) for hours in (-1, 1)]
    save_preference(person, changes={"quiet_from": ends[0], "quiet_to": ends[1]}, by=person)


def test_quiet_hours_hold_and_then_send(company: Company) -> None:
    quiet_now(company.marcus)
    delivery = only_delivery(call(company))
    job = Job.objects.get(args__delivery=str(delivery.uid))
    assert delivery.state == "held" and job.run_after == delivery.due_at > timezone.now()
    assert deliver(delivery.uid) == "held" and not mail.outbox
    Delivery.objects.update(due_at=timezone.now())
    assert deliver(delivery.uid) == "sent" and len(mail.outbox) == 1


def test_what_is_required_goes_at_once_in_quiet_hours_and_without_mail(company: Company) -> None:
    quiet_now(company.priya)
    save_preference(company.priya, changes={"mail": "none"}, by=company.priya)
    give_task(acme_of(company), title="Call", assignee=company.priya, by=company.marcus)
    assert only_delivery(News.objects.get(kind="task")).state == "queued"


def test_the_daily_mail_is_one_with_all_that_waits(company: Company) -> None:
    save_preference(company.marcus, changes={"mail": "daily", "digest_hour": 8}, by=company.marcus)
    for number in range(3):
        call(company, f"@Marcus number {number}")
    give_task(acme_of(company), title="Call", assignee=company.marcus, by=company.priya)
    waiting = Delivery.objects.filter(in_digest=True)
    assert waiting.count() == 3 and len({row.due_at for row in waiting}) == 1
    assert Job.objects.filter(name="inbox.digest").count() == 1
    assert send_digest(company.marcus.uid) == 0
    waiting.update(due_at=timezone.now())
    assert (send_digest(company.marcus.uid), send_digest(company.marcus.uid)) == (3, 0)
    assert [message.subject for message in mail.outbox] == ["Your day in SalesOps"]
    body = str(mail.outbox[0].body)
    assert all(f"number {number}" in body for number in range(3)) and "Call" not in body


def test_a_daily_mail_leaves_out_what_is_out_of_sight(company: Company) -> None:
    save_preference(company.marcus, changes={"mail": "daily"}, by=company.marcus)
    call(company)
    deal = make_deal(company, company.priya, customer=company.birch)
    tell("deal", key="d", people=[company.marcus], by=company.priya, record=("deal", deal.uid))
    Delivery.objects.update(due_at=timezone.now())
    change_ownership(company.acme, None, start=FOUNDED, by=company.omar)
    assert send_digest(company.marcus.uid) == 1
    assert "Acme" not in str(mail.outbox[0].body) and "Verity Labs" in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"digest_hour": 24}, "invalid"),
        ({"quiet_from": "22:00"}, "both_needed"),
        ({"switched_off": ["nonsense"]}, "value_unknown"),
        ({"mail": "pigeon"}, "invalid"),
        ({"quiet_from": "25:00"}, "invalid"),
    ],
)
def test_bad_preferences(company: Company, as_person: SignIn, body: dict[str, Any], code: str) -> None:
    client = as_person(company.marcus)
    answer = send(client, "patch", "/api/v1/notification-preferences", body, If_Match='"1"')
    assert answer.status_code == 422 and set(answer.json()["fields"]) <= {*body, "quiet_to"}, answer.content
    assert code in ("invalid", answer.json()["code"])


def test_preferences_over_rest(company: Company, as_person: SignIn) -> None:
    client, path = as_person(company.marcus), "/api/v1/notification-preferences"
    assert client.get(path).json()["mail"] == "at_once" and client.get(path)["ETag"] == '"1"'
    body = {"mail": "daily", "quiet_from": "22:00:00", "quiet_to": "07:00:00"}
    saved = send(client, "patch", path, body, If_Match='"1"')
    assert saved.status_code == 200 and saved.json()["quiet_to"] == "07:00:00" and saved["ETag"] == '"2"'
    assert send(client, "patch", path, {"mail": "none"}, If_Match='"1"').status_code == 409
    assert send(client, "patch", path, {"mail": "none"}).status_code == 428


def test_notifications_over_rest(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    call(company)
    row = client.get("/api/v1/notifications?kind=mention").json()["results"][0]
    assert row["text"] == "Priya Raman mentioned you on Acme Robotics" and row["about"] == about_acme(company)
    assert send(client, "post", f"/api/v1/notifications/{row['id']}/read").status_code == 204
    assert send(client, "post", f"/api/v1/notifications/{row['id']}/unread").status_code == 204
    assert send(client, "post", "/api/v1/notifications/read-all").json() == {"read": 1}
    assert as_person(company.dana).get("/api/v1/notifications").json()["results"] == []
    assert send(client, "post", "/api/v1/mutes", about_acme(company)).status_code == 204
    assert send(client, "post", "/api/v1/mutes/remove", about_acme(company)).status_code == 204
    assert send(as_person(company.jonah), "post", "/api/v1/mutes", about_acme(company)).status_code == 404


def test_an_obligation_is_a_task_and_the_other_way_round(company: Company) -> None:
    contract = make_signed(company)
    one = add_obligation(contract, name="Usage report", due=today(), owner=company.priya, by=company.marcus)
    tell_obligation(one)
    task = Task.objects.get(origin="obligation")
    assert (task.title, task.assignee, task.source_uid) == ("Usage report", company.priya, one.uid)
    assert told(company.priya) == ["task"]
    finish_task(task, by=company.priya)
    one.refresh_from_db()
    assert one.done_at is not None and Task.objects.get().state == "done"
    reopen_obligation(one, by=company.marcus)
    assert Task.objects.get().state == "open"
    finish_obligation(one, by=company.marcus)
    assert Task.objects.get().state == "done"
    reopen_task(Task.objects.get(), by=company.priya)
    one.refresh_from_db()
    assert one.done_at is None and Task.objects.get().state == "open"


def test_an_obligation_of_another_day_keeps_its_task(company: Company) -> None:
    contract = make_signed(company)
    one = add_obligation(contract, name="Report", due=today(), owner=company.priya, by=company.marcus)
    tell_obligation(one)
    later = today() + timedelta(days=7)
    one = edit_obligation(one, changes={"due": later, "name": "Usage report"}, by=company.marcus)
    tell_obligation(one)
    task = Task.objects.get()
    assert task.title == "Usage report" and later - timedelta(days=2) <= task.due <= later


def test_a_notice_day_is_a_task_of_who_owns_the_contract(company: Company) -> None:
    contract = make_contract(company, owner=company.priya)
    tell_notice(contract)
    task = Task.objects.get(origin="notice")
    assert task.assignee == company.priya and contract.number in task.title
    assert told(company.priya) == ["task"]
    nobodys = make_contract(company, customer=company.birch, owner=company.priya, number="B-1")
    Contract.objects.filter(pk=nobodys.pk).update(owner=None)
    tell_notice(nobodys)
    assert Task.objects.get(source_uid=nobodys.uid).assignee is None


def test_a_notice_task_is_done_once_somebody_has_decided(company: Company) -> None:
    refused, renewed, ended = (ending(company, today() + timedelta(days=40)) for _n in range(3))
    for contract in (refused, renewed, ended):
        tell_notice(contract)

    def states() -> list[str]:
        sources = [contract.uid for contract in (refused, renewed, ended)]
        return [Task.objects.get(origin="notice", source_uid=uid).state for uid in sources]

    give_notice(refused, given_on=today(), by=company.marcus)
    assert states() == ["done", "open", "open"]
    new = draft_successor([renewed], by=company.marcus)
    assert states() == ["done", "open", "open"]
    sign_contract(new, signed_on=today(), by=company.marcus, is_accepted=True)
    terminate_contract(ended, terminated_on=today(), reason="Bankrupt", by=company.marcus)
    assert states() == ["done", "done", "done"]
    give_notice(refused, given_on=None, by=company.marcus)
    assert states() == ["open", "done", "done"]
    assert Task.objects.get(source_uid=renewed.uid).done_by == company.marcus


def test_due_days_move_with_the_organisations_calendar(company: Company) -> None:
    """A holiday on the day it was due by: the task falls on the working day before, the legal day stays."""
    contract = ending(company, today() + timedelta(days=60))
    tell_notice(contract)
    one = add_obligation(contract, name="Report", due=contract.notice_by, owner=company.priya, by=company.marcus)
    tell_obligation(one)
    by_hand = give_task(acme_of(company), title="Call", assignee=company.priya, due=contract.notice_by, by=None)
    due = Task.objects.get(origin="notice").due
    house = create_calendar(name="House", hours={day: [(540, 1020)] for day in range(1, 6)}, by=company.omar)
    add_holiday(house, date=due, name="Founders' day", by=company.omar)
    Job.objects.get(name="inbox.due_days")
    before = working_day_by(organisation_time(), contract.notice_by)
    assert recompute_due_days() == 2 and recompute_due_days() == 0 and before < due
    assert set(Task.objects.exclude(origin="hand").values_list("due", flat=True)) == {before}
    by_hand.refresh_from_db()
    assert by_hand.due == contract.notice_by
    remove_holiday(house.holidays.get(), by=company.omar)
    assert recompute_due_days() == 2 and Task.objects.get(origin="notice").due == due


def test_a_task_that_is_done_is_told_to_who_gave_it(company: Company) -> None:
    task = give_task(acme_of(company), title="Call", assignee=company.priya, by=company.marcus)
    finish_task(task, by=company.priya)
    assert told(company.marcus) == ["task_done"]


def test_a_deal_and_a_lead_handed_over_are_told(company: Company) -> None:
    from pipeline.operations.leads import assign_lead, create_lead
    from pipeline.operations.opportunities import transfer_opportunity

    transfer_opportunity(make_deal(company, company.priya), company.andre, by=company.marcus)
    assign_lead(create_lead(name="Ida Roth", owner=company.priya, by=company.priya), company.andre, by=company.marcus)
    assert told(company.andre) == ["deal", "lead"]


def test_long_work_tells_who_started_it(company: Company, as_person: SignIn) -> None:
    from salesops.jobs.events import job_ended
    from salesops.jobs.operations import enqueue

    quick = enqueue("jobs.forget_old", requested_by=company.omar)
    for job in (quick, enqueue("imports.check", requested_by=company.omar, batch=0, by=0)):
        job_ended.send(Job, job=job, state=Job.State.FAILED)
    assert told(company.omar) == ["job"]
    assert "failed" in as_person(company.omar).get("/inbox").content.decode()
