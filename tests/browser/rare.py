"""Records in states that a day of the demo does not show: made for the long gates, which alone look at them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User
    from tests.browser.places import Place

PRESETS = ("sdr", "am", "csm", "renewals")
ALIKE = 15
"""Accounts of one domain: 105 pairs, five more than a page of duplicates holds."""
TOLD = 60
"""More than a page of the inbox holds."""
DAY = timedelta(days=1)


def rare(place: Place) -> dict[str, Any]:
    people = place.people
    rep, manager, operations, admin = (people[role] for role in ("rep", "manager", "ops_manager", "admin"))
    give_presets(place)
    tell_often(people["vp"])
    listen(rep, place.things["customer"])
    alike(people["vp"])
    return {
        **contracts(place.things, manager),
        **captured(rep, manager, admin),
        **reorganised(place.things, operations, manager),
        **sent(manager, admin, place.things["channel"]),
        **worked(operations),
        **sold(rep, manager),
        **decided(rep, manager, operations),
    }


def give_presets(place: Place) -> None:
    """Reps of other regions become what the newer presets are for; `left` is somebody who is gone."""
    from accounts.models import Role, RoleGrant, User

    others = RoleGrant.objects.filter(role__key="rep", user__state="active", during__upper_inf=True)
    others = others.exclude(user__lines__manager=place.people["manager"]).order_by("-user_id")
    for key, grant in zip(PRESETS, others, strict=False):
        RoleGrant.objects.filter(pk=grant.pk).update(role=Role.objects.get(key=key))
        place.people[key] = grant.user
    place.things["left"] = str(User.objects.filter(state="deactivated").order_by("pk")[0].uid)


def tell_often(person: User) -> None:
    from salesops.inbox.models import News, Notification

    known = News.objects.filter(record_kind="deal").latest("pk")
    for number in range(TOLD):
        about = {"kind": known.kind, "record_kind": "deal", "record_uid": known.record_uid, "by": known.by}
        news = News.objects.create(key=f"told {number}", about_uid=known.about_uid, facts=known.facts, **about)
        Notification.objects.create(news=news, person=person, scope_hash="0" * 64)


def listen(rep: User, customer: str) -> None:
    """The rep follows an account, wants to hear nothing of a deal, and put the newest news off."""
    from uuid import UUID

    from pipeline.models import Opportunity
    from salesops.inbox.access import place_for
    from salesops.inbox.models import Notification
    from salesops.inbox.operations.notifications import follow, mute, snooze

    won = Opportunity.objects.filter(owner=rep, status="won", customer__isnull=False).order_by("-amount")[0]
    follow(place_for(rep, "customer", UUID(customer)), by=rep)
    mute(place_for(rep, "deal", won.uid), by=rep)
    snooze(Notification.objects.filter(person=rep).latest("pk"), datetime.now(UTC) + DAY)


def alike(by: User) -> None:
    from accounts.models import CustomerAccount

    for number in range(ALIKE):
        CustomerAccount.objects.create(name=f"Gable holding {number}", sector="Retail", domains=["gable.example"])


def contracts(things: dict[str, Any], manager: User) -> dict[str, Any]:
    """Files of one that is signed, blocked, and of one that is not; one whose notice was given; two that are over."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from accounts.contract_access import visible_contracts
    from accounts.models import Contract
    from accounts.operations.contract_files import attach_file, block_file
    from accounts.operations.contract_terms import Line
    from accounts.operations.contracts import create_contract, give_notice, terminate_contract, void_contract

    def file(name: str) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, b"%PDF-1.4 of a test")

    signed, draft = (Contract.objects.get(uid=things[name]) for name in ("contract", "draft_contract"))
    for contract in (signed, draft):
        attach_file(contract, file("Order form, signed.pdf"), by=manager)
    attach_file(signed, file("Order form, signed.pdf"), by=manager)
    block_file(attach_file(signed, file("Annex with names.pdf"), by=manager))
    today = datetime.now(UTC).date()
    running = visible_contracts(manager, "contract.change").filter(state="active").exclude(pk=signed.pk)
    noticed, ended = running.filter(during__endswith__gt=today + 200 * DAY).order_by("pk")[:2]
    give_notice(noticed, given_on=today, by=manager)
    terminate_contract(ended, terminated_on=today, reason="Closed their plant", by=manager)
    line = Line(name="Pilot", value=draft.value, recurring=False)
    void = create_contract(customer=draft.customer, start=today, last_day=today + 90 * DAY, lines=[line], by=manager)
    void_contract(void, reason="Signed as one contract instead", by=manager)
    kept = {"noticed_contract": noticed, "ended_contract": ended, "void_contract": void}
    return {name: str(contract.uid) for name, contract in kept.items()}


def captured(rep: User, manager: User, admin: User) -> dict[str, Any]:
    """Sources that are paused and that are called, also the organisation's; what came in in each of its states."""
    from accounts.models import CaptureSource
    from pipeline.models import Captured

    kept = {"kind": "calendar", "host": "second.example.com", "address": "sealed", "person": manager}
    CaptureSource.objects.create(is_on=False, **kept)
    CaptureSource.objects.create(kind="mail_hook", person=manager, key_digest="a" * 64, last_ok_at=datetime.now(UTC))
    CaptureSource.objects.create(kind="phone_hook", key_digest="b" * 64, secret="sealed")
    at, things = datetime.now(UTC) - DAY, {}
    for state in ("waiting", "dismissed", "withdrawn", "private"):
        remembered = {"subject": "Plant tour", "party": [{"address": "x@new.example", "name": ""}]}
        kept = remembered if state in ("waiting", "withdrawn") else {}
        row = Captured.objects.create(
            origin="calendar", external_id=f"rare {state}", person=rep, occurred_at=at, ends_at=at, state=state, **kept
        )
        things[f"captured_{state}"] = str(row.uid)
    return things


def reorganised(things: dict[str, Any], operations: User, manager: User) -> dict[str, Any]:
    """A plan without moves, one that also moves a team, one that holds already and one that was taken back."""
    from accounts.models import PersonMove, Reorganisation, Team
    from accounts.operations.reorganisations import draft_reorganisation, move_team

    day = datetime.now(UTC).date() + 40 * DAY
    empty = draft_reorganisation(name="Nobody yet", effective=day, by=operations)
    team = Team.objects.get(uid=things["team"])
    with_team = draft_reorganisation(name="A team moves", effective=day, by=operations)
    move_team(with_team, team, parent=Team.objects.exclude(pk=team.pk).order_by("pk")[0], by=operations)
    held, back = (
        Reorganisation.objects.create(name=f"Was {state}", effective=day - 80 * DAY, state=state, made_by=operations)
        for state in ("scheduled", "cancelled")
    )
    PersonMove.objects.create(reorganisation=held, person=manager, changes_manager=True, manager=None)
    plans = {"empty_plan": empty, "team_plan": with_team, "held_plan": held, "cancelled_plan": back}
    return {name: str(plan.uid) for name, plan in plans.items()}


def sent(manager: User, admin: User, chat: str) -> dict[str, Any]:
    """What a chat sent and could not send, and a webhook."""
    from salesops.db.secrets import sealed
    from salesops.inbox.models import Channel, Delivery, News

    channel = Channel.objects.get(uid=chat)
    for state, news in zip(Delivery.State, News.objects.order_by("-pk"), strict=False):
        told = {"sent_at": datetime.now(UTC)} if state == "sent" else {"error": "The other side answered 500"}
        Delivery.objects.create(news=news, person=manager, channel=channel, state=state, **told)
    webhook = Channel.objects.create(
        kind="webhook",
        name="Into the warehouse",
        owner=manager,
        address=sealed("https://hooks.example.com/x"),
        host="hooks.example.com",
        secret=sealed("secret"),
        last_ok_at=datetime.now(UTC),
    )
    return {"webhook": str(webhook.uid)}


def worked(operations: User) -> dict[str, Any]:
    """Work that runs and that failed, and an import that was undone."""
    from salesops.imports.operations.undo import undo_batch
    from salesops.jobs.models import Job
    from tests.browser.places import an_account
    from tests.imports.files import committed, deals

    now = datetime.now(UTC)
    kept = {"name": "jobs.forget_old", "queue": "refresh", "requested_by": operations, "started_at": now, "attempt": 1}
    running = Job.objects.create(state="running", progress=30, progress_total=100, claimed_until=now + DAY, **kept)
    failed = Job.objects.create(
        state="failed", finished_at=now, error_code="too_slow", error="It took too long", **kept
    )
    batch = committed(
        operations, deals(f"u1,Undone refit,{an_account()},{operations.name},Proposal,9000,2026-09-01,2026-12-18")
    )
    undo_batch(batch, by=operations)
    return {"running": str(running.uid), "failed": str(failed.uid), "undone": str(batch.uid)}


def sold(rep: User, manager: User) -> dict[str, Any]:
    """A lost deal, one of which nothing is known, and leads at their end."""
    from pipeline.access import visible_leads
    from pipeline.models import Opportunity
    from pipeline.operations.leads import convert_lead, disqualify_lead
    from salesops.inbox.models import Task
    from salesops.inbox.operations.tasks import finish_task

    waiting = visible_leads(manager).filter(state__in=["assigned", "working"], owner__isnull=False).order_by("pk")
    converted, disqualified = waiting[:2]
    convert_lead(converted, by=manager)
    disqualify_lead(disqualified, reason="No budget", by=manager)
    task = Task.objects.filter(assignee=rep, state="open").latest("pk")
    finish_task(task, by=rep)
    lost = Opportunity.objects.filter(owner=rep, status="lost").latest("pk")
    kept = {"lost_deal": lost, "converted_lead": converted, "disqualified_lead": disqualified, "done_task": task}
    return {name: str(record.uid) for name, record in kept.items()}


def decided(rep: User, manager: User, operations: User) -> dict[str, Any]:
    """A claim that was declined, a merge that can be undone, requests about personal data that are closed."""
    from accounts.models import CustomerAccount, ErasureRequest
    from accounts.operations.claims import claim_customer, decline_claim
    from accounts.operations.merges import merge_customers

    others = CustomerAccount.objects.exclude(ownerships__seat__person=rep).filter(ownerships__isnull=False)
    claim = claim_customer(others.order_by("-pk")[0], reason="Asked us at the fair", by=rep)
    decline_claim(claim, note="They are served from Lyon", by=operations)
    one, other = (CustomerAccount.objects.create(name=name, sector="Retail") for name in ("Tallow", "Tallow Works"))
    merge_customers(one, other, choices={}, by=operations)
    things = {"declined_claim": str(claim.uid), "merged": str(one.uid)}
    day, now = date(2026, 9, 1), datetime.now(UTC)
    kept = {"subject_kind": "user", "subject_uid": manager.uid, "received_on": day, "due": day + 30 * DAY}
    for kind, state, more in (
        ("access", "received", {}),
        ("correct", "refused", {"refused_reason": "Nothing of it was wrong", "done_at": now}),
        ("correct", "done", {"outcome": "Name corrected", "done_at": now, "done_by": operations}),
    ):
        made = ErasureRequest.objects.create(kind=kind, state=state, received_by=operations, **kept, **more)
        things[f"{state}_request"] = str(made.uid)
    return things
