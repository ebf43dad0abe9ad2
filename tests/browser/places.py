"""The companies that pages are looked at in: a full one (the demo), one that was set up a minute ago, and an odd one:
the full one with names that are as long as they may be, or run from right to left.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_django.plugin import DjangoDbBlocker

from tests import harness
from tests.browser.rare import rare
from tests.conftest import going_to
from tests.tier import IS_LONG

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class Place:
    """One database with a site on it. `people` by role; `things` are records that pages are about."""

    database: str
    blocker: DjangoDbBlocker
    people: dict[str, User]
    things: dict[str, Any] = field(default_factory=dict)
    site: str = ""

    @contextmanager
    def here(self) -> Iterator[None]:
        """The ORM goes where the site goes."""
        with going_to(self.database, self.blocker), self.blocker.unblock():
            yield


class Places:
    """Each is made when the first page asks for it."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self.blocker = blocker
        self.stack = ExitStack()
        self.made: dict[str, Place] = {}
        self.failed: set[str] = set()

    def __getitem__(self, name: str) -> Place:
        """Made once; when that fails it is not tried again for each page."""
        if name in self.failed:
            raise RuntimeError(f"The {name} company could not be made, see the first failure.")
        if name not in self.made:
            self.failed.add(name)
            self.made[name] = self._make(name)
            self.failed.remove(name)
        return self.made[name]

    def fresh(self, name: str) -> Place:
        """One more like it, for a test that writes."""
        return self._make(name)

    def _make(self, name: str) -> Place:
        """A clone of a filled database that all processes of this run share, with a site on it."""
        source, keys = self._filled("full" if name == "odd" else name)
        place = Place(harness.new_name(name), self.blocker, {}, dict(keys["things"]))
        harness.cluster().clone_database(source, place.database)
        self.stack.callback(harness.cluster().drop_database, place.database)
        with place.here():
            from accounts.models import User

            place.people |= {role: User.objects.get(pk=key) for role, key in keys["people"].items()}
            if name == "odd":
                make_names_odd()
        place.site = self.stack.enter_context(harness.website(place.database))
        return place

    def _filled(self, name: str) -> tuple[str, dict[str, Any]]:
        """The database that is cloned, and who and what is in it; made by whoever comes first, as the launcher does."""
        source = f"{name}_{harness.template().removeprefix('template_')}_{code_hash()}"
        known = harness.run_dir() / f"{source}.json"
        with (harness.run_dir() / f"{name}.lock").open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not known.exists():
                harness.cluster().drop_database(source)
                place = Place(harness.clone(source), self.blocker, {})
                with place.here():
                    {"full": fill, "empty": prepare}[name](place)
                harness.cluster().analyse(source)
                people = {role: person.pk for role, person in place.people.items()}
                known.write_text(json.dumps({"people": people, "things": place.things}), encoding="utf-8")
        return source, json.loads(known.read_text(encoding="utf-8"))


def code_hash() -> str:
    """Kept servers (TEST_CLUSTER) must not offer what older code filled, or what was filled on another day."""
    digest = hashlib.sha256(f"{datetime.now(UTC).date()} {IS_LONG}".encode())
    for path in (
        Path(__file__),
        Path(__file__).with_name("rare.py"),
        *sorted((harness.ROOT / "salesops/demo").glob("*.py")),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def prepare(place: Place) -> None:
    """As `make run COMPANY=own` prepares it."""
    from django.core.management import call_command

    from accounts.models import User

    call_command("prepare_company", "--company", "own", stdout=io.StringIO())
    place.people["admin"] = User.objects.get()


def fill(place: Place) -> None:
    """The demo company as of today."""
    from django.contrib.auth.hashers import make_password

    from salesops.demo.load import generate

    demo = generate(
        until=datetime.now(UTC), seed=1, scale=0, password=make_password("looked at"), say=lambda words: None
    )
    manager = demo.people.managers["West"]
    place.people |= {**demo.people.staff, "manager": manager, "rep": a_rep_of(manager)}
    place.things |= deals_of(place.people["rep"]) | people_of(place.people["rep"]) | twins_of(place.people["rep"])
    place.things |= forecast_of(manager) | imports_by(place.people["ops_manager"])
    place.things |= work_of(place.people["ops_manager"]) | door_of(place.people["admin"])
    place.things |= leavers_of(manager, place.people["ops_manager"])
    place.things |= contracts_of(manager) | talk_of(place.people["rep"]) | working_time_of(place.people["rep"])
    place.things |= reorganised(place.people["ops_manager"], demo.people.managers)
    # Of a region of their own: who presses Act sees nothing of their own on the pages after it.
    place.people["delegate"] = next(one for name, one in demo.people.managers.items() if name not in ("West", "East"))
    place.things |= delegated(demo.people.managers["East"], place.people["delegate"])
    place.things |= captured_for(place.people["rep"], manager)
    place.things |= asked_about(place.people["rep"], place.people["ops_manager"])
    place.people["guarded"] = guarded(demo.people.managers["East"])
    if IS_LONG:
        place.things |= rare(place)


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mit Sitz in Wien " * 3
FROM_THE_RIGHT = "شركة النيل الدولية للتجارة والصناعة والاستشارات الهندسية بالقاهرة"


ODD = {
    "accounts": (
        "Contact.name Contact.title Contract.number ContractLine.name CustomerAccount.name Delegation.reason"
        " Holiday.name InstalledProduct.name Leave.note Obligation.name Order.number OrderLine.name"
        " OwnershipClaim.reason Role.name Reorganisation.name"
        " Seat.name Team.name User.name User.title WorkCalendar.name"
    ),
    "pipeline": (
        "Lead.company Lead.name Lead.title Opportunity.name Opportunity.next_step"
        " ProcessVersion.name Product.name Reason.label Stage.name Subcategory.label"
    ),
    "inbox": "Channel.name Comment.body Task.title",
    "imports": "ImportFile.name",
    "web": "SavedView.name",
}


def make_names_odd() -> None:
    """By turns as long as the column takes, and from right to left; each stays the only one of its name."""
    from django.apps import apps
    from django.db import connection

    from salesops.db.operation import operation

    named = [(app, *each.split(".")) for app, listed in ODD.items() for each in listed.split()]
    with operation(by=None, source="system"), connection.cursor() as cursor:
        for app, model, column in named:
            meta = apps.get_model(app, model)._meta
            key, most = meta.pk.column, meta.get_field(column).max_length or 600
            words = f"CASE WHEN hashtext({key}::text) %% 2 = 0 THEN %s ELSE %s END"
            cursor.execute(
                f"UPDATE {meta.db_table} SET {column} = left({words}, %s - 12) || ' ' || {key} WHERE {column} <> ''",
                [LONG, FROM_THE_RIGHT, most],
            )


def forecast_of(manager: User) -> dict[str, Any]:
    from forecasting.models import Submission

    return {"submission": str(Submission.objects.filter(node=manager).latest("pk").uid)}


def contracts_of(manager: User) -> dict[str, Any]:
    """One that runs and has an obligation and a successor to come, and one that nobody signed yet."""
    from accounts.contract_access import visible_contracts
    from accounts.models import Obligation

    seen = visible_contracts(manager, "contract.change")
    obligation = Obligation.objects.filter(contract__in=seen.filter(state="active").values("pk"))[0]
    return {
        "contract": str(obligation.contract.uid),
        "obligation": str(obligation.uid),
        "draft_contract": str(seen.filter(state="draft")[0].uid),
    }


def working_time_of(rep: User) -> dict[str, Any]:
    from accounts.models import Leave, WorkCalendar

    leave = Leave.objects.filter(person=rep).latest("during")
    month = leave.during.lower.strftime("%Y-%m")
    return {"calendar": str(WorkCalendar.objects.get(default=True).uid), "leave": str(leave.uid), "leave_month": month}


def reorganised(by: User, managers: dict[str, User]) -> dict[str, Any]:
    """A draft that can be, one that cannot, and one that waits for its day."""
    from accounts.operations.reorganisations import draft_reorganisation, move_person, schedule_reorganisation

    day = datetime.now(UTC).date() + timedelta(days=40)
    west, east = managers["West"], managers["East"]
    plans = {name: draft_reorganisation(name=name, effective=day, by=by) for name in ("draft", "circle", "scheduled")}
    move_person(plans["draft"], west, manager=east, by=by)
    move_person(plans["circle"], east, manager=a_rep_of(east), by=by)
    move_person(plans["scheduled"], a_rep_of(east), manager=west, by=by)
    schedule_reorganisation(plans["scheduled"], by=by)
    return {f"{name}_plan": str(plan.uid) for name, plan in plans.items()}


def delegated(person: User, delegate: User) -> dict[str, Any]:
    """The delegate may act for the person from today on."""
    from accounts.models import Delegation

    today = datetime.now(UTC).date()
    days = (today - timedelta(days=1), today + timedelta(days=9))
    known = {"during": days, "verbs": ["customer.see", "deal.change", "deal.see"], "reason": "Vacation"}
    return {"delegation": str(Delegation.objects.create(person=person, delegate=delegate, **known).uid)}


def talk_of(rep: User) -> dict[str, Any]:
    """A task of the rep, a comment of theirs that was edited, and a channel that fails."""
    from django.utils import timezone

    from salesops.inbox.access import place_for
    from salesops.inbox.models import Channel, Comment, Task
    from salesops.inbox.operations.comments import edit_comment

    comment = Comment.objects.filter(author=rep).latest("pk")
    edit_comment(comment, place_for(rep, comment.kind, comment.record_uid), body="Their IT wants a pilot.", by=rep)
    channel = Channel.objects.get(name="West chat")
    trouble = {"failing_since": timezone.now(), "failures": 2, "last_error": "The other side answered 500"}
    Channel.objects.filter(pk=channel.pk).update(is_on=True, **trouble)
    return {
        "task": str(Task.objects.filter(assignee=rep, state="open")[0].uid),
        "comment": str(comment.uid),
        "channel": str(channel.uid),
    }


def captured_for(rep: User, manager: User) -> dict[str, Any]:
    """What the rep's calendar brought, and a calendar of the manager's that fails."""
    from django.utils import timezone

    from accounts.models import CaptureSource
    from pipeline.models import Captured

    trouble = {"failing_since": timezone.now(), "last_error": "The other side answered 404"}
    known = {"kind": "calendar", "host": "calendar.example.com", "address": "sealed"}
    CaptureSource.objects.create(person=manager, **known, **trouble)
    theirs = Captured.objects.filter(person=rep)
    return {
        "unmatched": str(theirs.filter(state="unmatched")[0].uid),
        "captured": str(theirs.filter(state="logged")[0].uid),
    }


def deals_of(rep: User) -> dict[str, Any]:
    """The largest open deal of the rep, one won, a lead, and what deals are made of."""
    from accounts.models import Contact
    from pipeline.models import Lead, Opportunity, Product, Stage

    own = Opportunity.objects.filter(owner=rep, customer__isnull=False, amount__isnull=False).order_by("-amount")
    deal, won = own.filter(status="open")[0], own.filter(status="won")[0]
    contact = Contact.objects.filter(customer=deal.customer).first() or Contact.objects.create(
        customer=deal.customer, name="Amara Osei"
    )
    return {
        "deal": str(deal.uid),
        "won_deal": str(won.uid),
        "customer": str(deal.customer.uid),
        "contact": str(contact.uid),
        "lead": str(Lead.objects.filter(owner=rep, state__in=["assigned", "working"]).latest("created_at").uid),
        "product": str(Product.objects.all()[0].uid),
        "stage": str(Stage.objects.filter(process=deal.process).order_by("position")[1].uid),
    }


def twins_of(rep: User) -> dict[str, Any]:
    """An account and a contact that look like those of the largest deal; a claim on what somebody else owns."""
    from accounts.models import Contact, CustomerAccount
    from accounts.operations.claims import claim_customer
    from accounts.operations.orders import record_installed, record_order
    from pipeline.models import Opportunity

    own = Opportunity.objects.filter(owner=rep, customer__isnull=False, amount__isnull=False).order_by("-amount")
    customer: Any = own.filter(status="open")[0].customer
    twin = CustomerAccount.objects.create(name=f"{customer.name} Inc", sector="Retail", domains=customer.domains)
    contact: Any = Contact.objects.filter(customer=customer).first()
    others = CustomerAccount.objects.exclude(ownerships__seat__person=rep).exclude(pk=twin.pk)
    claim = claim_customer(others[0], reason="I know their buyer from before", by=rep)
    order = record_order(
        customer, number="T-1", ordered_on=date(2026, 3, 2), amount=Decimal(900), currency="USD", by=rep
    )
    record_installed(customer, name="Scale", competitor="Weighty", start=date(2025, 1, 1), by=rep)
    things = {"order": str(order.uid), "others": str(others[1].uid), "claim": str(claim.uid)}
    return things | {"twin": str(twin.uid), "twin_contact": str(customer.contacts.create(name=contact.name).uid)}


def people_of(rep: User) -> dict[str, Any]:
    from accounts.models import RoleGrant, Team
    from salesops.web.models import SavedView

    view = SavedView.objects.create(owner=rep, table_key="deals", name="Mine, moved", query="tab=changed")
    return {
        "person": str(rep.uid),
        "employment": str(rep.employments.get().uid),
        "grant": str(RoleGrant.objects.filter(user=rep)[0].uid),
        "team": str(Team.objects.filter(memberships__person=rep)[0].uid),
        "view": str(view.uid),
    }


def leavers_of(manager: User, operations: User) -> dict[str, Any]:
    """Somebody of the team who leaves in a month, and a draft of the manager about another."""
    from accounts.access import today, visible_people
    from accounts.operations.people_changes import draft_change, save_change
    from accounts.people_changes import books_in_order
    from accounts.rules.people_changes import BookChoice, Choices

    to = BookChoice("give", (str(manager.uid),))
    books = {book.key: to for book in books_in_order()}
    asked = Choices(
        last_day=today() + timedelta(days=30), exit_kind="voluntary", reason="Moves to another city", books=books
    )
    team = visible_people(manager).filter(lines__manager=manager, lines__during__contains=today()).order_by("-name")
    leaver, drafted = team.filter(state="active")[:2]
    saved = save_change(draft_change("leave", leaver, asked, by=operations), by=operations)
    return {"leaver": str(saved.uid), "draft_leaver": str(draft_change("leave", drafted, asked, by=manager).uid)}


def an_account() -> str:
    from accounts.models import CustomerAccount

    return str(CustomerAccount.objects.order_by("pk")[0].name)


def imports_by(person: User) -> dict[str, Any]:
    """One import that waits for decisions, and one that was made."""
    from tests.imports.files import checked, committed, deals

    row = "{},{},{},{},{},{},2026-09-01,2026-12-18"
    owner = "Nobody We Know"
    waiting = checked(
        person,
        deals(
            row.format("x1", "Harbor fit-out", "Harbor Foods", owner, "Negotiation", "TBD"),
            row.format("x2", "Alder refresh", "Alder Labs", owner, "No such stage", "12000"),
        ),
    )
    made = committed(
        person, deals(row.format("y1", "Quay retrofit", an_account(), person.name, "Negotiation", "18000"))
    )
    return {"checked": str(waiting.uid), "imported": str(made.uid), "start": str(started(person).uid)}


def started(person: User) -> Any:
    """Start with a file that was not decided on."""
    from salesops.imports.operations.start import take_deals
    from tests.imports.files import deals

    file = deals(
        f"z1,Mill lighting,Mill & Sons,{person.name},Proposal,9000,2026-03-02,2026-04-30",
        f"z2,Pier signage,Pier One,{person.name},Won,21000,2026-02-02,2026-03-15",
        f"z3,Dock scales,Dock Union,{person.name},Discovery,14000,2026-05-02,",
    )
    return take_deals(io.BytesIO(file), name="deals.csv", by=person)


def work_of(person: User) -> dict[str, Any]:
    """A job that waits, and the newest line of the audit log."""
    from salesops.audit.models import AuditRecord
    from salesops.jobs.operations import enqueue
    from salesops.kernel.jobs import JOBS

    job = enqueue(next(iter(JOBS)).name, requested_by=person)
    return {"job": str(job.uid), "record": str(AuditRecord.objects.latest("pk").uid)}


def door_of(admin: User) -> dict[str, Any]:
    """Somebody invited, and what the list of sign-ins shows."""
    from accounts.models import SignInEvent, SignInLink
    from accounts.operations.links import invite_person
    from accounts.operations.own_roles import create_role
    from accounts.operations.people import create_person, grant_role
    from accounts.operations.sign_in_events import Where, note

    lou = invite_person(create_person(name="Lou Reyes", by=admin), email="lou@northwind.example", by=admin)
    where = Where("192.0.2.7", "Firefox, Linux")
    for kind in (SignInEvent.Kind.FAILURE, SignInEvent.Kind.SUCCESS):
        note(kind, person=admin, where=where, method=SignInEvent.Method.PASSWORD)
    until = datetime.now(UTC) + timedelta(days=1)
    note(SignInEvent.Kind.LOCKED, person=admin, where=where, method=SignInEvent.Method.PASSWORD, until=until)
    desk = create_role(name="Deal desk", verbs=["deal.see", "contract.see"], scope="all", by=admin)
    grant_role(lou, desk.key, by=admin)
    return {"own_role": desk.key, "invited": str(lou.uid), "invitation": str(SignInLink.objects.get(person=lou).uid)}


def asked_about(person: User, by: User) -> dict[str, Any]:
    """Somebody asked to be erased, and what is held was counted."""
    from accounts.models import ErasureRequest

    preview = {
        "records": [{"kind": "user", "uid": str(person.uid)}],
        "rows": [{"key": "user.99_person", "n": 1}, {"key": "user.50_deals", "n": 12}],
        "texts": [{"table": "pipeline_activity", "n": 3}, {"table": "audit_auditrecord", "n": 9}],
        "files": [{"key": "exports", "goes": 2, "stays": 0, "unread": 1, "why": ""}],
        "shared": 1,
    }
    day = datetime.now(UTC).date()
    made = ErasureRequest.objects.create(
        kind="erase",
        subject_kind="user",
        subject_uid=person.uid,
        state="previewed",
        received_on=day,
        due=day + timedelta(days=30),
        note="Please forget me.",
        received_by=by,
        verified_by=by,
        verified_at=datetime.now(UTC),
        verified_how="Called back",
        previewed_by=by,
        previewed_at=datetime.now(UTC),
        preview=preview,
    )
    return {"request": str(made.uid)}


def guarded(person: User) -> User:
    """Somebody with a second factor. Nobody types its code here: the key of a run opens no secret of another run."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "", "last_step": 0})
    return person


def a_rep_of(manager: User) -> User:
    """Of the manager's reps the one with most open deals."""
    from django.db.models import Count, Q
    from django.utils import timezone

    from accounts.models import User
    from accounts.queries.line import people_below

    below = people_below([manager.pk], timezone.now().date()) - {manager.pk}
    deals = Count("opportunity_owned", filter=Q(opportunity_owned__status="open"))
    found = User.objects.filter(pk__in=below, state=User.State.ACTIVE).annotate(deals=deals).order_by("-deals").first()
    assert found is not None
    return found
