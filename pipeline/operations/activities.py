"""Logging what was done with a deal or a lead."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contact, CustomerAccount, User
from pipeline import events
from pipeline.models import Activity, ActivityContact, Lead, Opportunity
from pipeline.operations.deal_rows import locked, save_changes
from pipeline.operations.lead_rows import note_event
from salesops.audit.operations import record
from salesops.db.locks import lock
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused

MINUTES_IN_DAY = 24 * 60


@dataclass(frozen=True)
class Origin:
    """Of an activity that came in by itself. external_id: what its source, the operation's, knows it by; no two have
    the same. others: who took part beside its contact.
    """

    external_id: str
    subject: str = ""
    others: tuple[Contact, ...] = ()


def log_activity(
    deal: Opportunity,
    *,
    kind: str,
    by: User,
    outcome: str = "",
    next_step: str = "",
    next_step_date: date | None = None,
    note: str = "",
    direction: str = "outbound",
    occurred_at: datetime | None = None,
    minutes: int | None = None,
    contact: Contact | None = None,
    origin: Origin | None = None,
    at: datetime | None = None,
) -> Activity:
    """One activity on a deal; a next step that is given is saved with it, an empty one leaves the deal's as it is.

    Raises Refused `occurred_in_future`, `choice_unknown`, `minutes_range`, `deal_deleted`, `contact_elsewhere`.
    """
    with operation(by=by, at=at) as op:
        deal = locked(deal, seen=None)
        if deal.deleted:
            raise Refused("deal_deleted", _("This deal was deleted."))
        activity = _insert(
            op,
            opportunity=deal,
            customer_id=deal.customer_id,
            contact=_contact_of(contact, deal.customer_id),
            kind=kind,
            outcome=outcome,
            note=note,
            direction=direction,
            occurred_at=occurred_at,
            minutes=minutes,
            origin=origin,
        )
        step = _next_step(deal, next_step, next_step_date)
        before, after = save_changes(deal, step, op, "deal.next_step")
        if after:
            events.deal_changed.send(Opportunity, deal=deal, by=by, at=op.at, before=before, after=after)
        events.activity_logged.send(Activity, activity=activity, by=by, at=op.at)
        return activity


def log_customer_activity(
    customer: CustomerAccount,
    *,
    kind: str,
    by: User,
    contact: Contact | None = None,
    outcome: str = "",
    note: str = "",
    direction: str = "outbound",
    occurred_at: datetime | None = None,
    minutes: int | None = None,
    origin: Origin | None = None,
    at: datetime | None = None,
) -> Activity:
    """One activity with a customer that is about no deal of theirs.

    Raises Refused `occurred_in_future`, `choice_unknown`, `minutes_range`, `contact_elsewhere`.
    """
    with operation(by=by, at=at) as op:
        customer = lock(customer)
        activity = _insert(
            op,
            customer_id=customer.pk,
            contact=_contact_of(contact, customer.pk),
            kind=kind,
            outcome=outcome,
            note=note,
            direction=direction,
            occurred_at=occurred_at,
            minutes=minutes,
            origin=origin,
        )
        events.activity_logged.send(Activity, activity=activity, by=by, at=op.at)
        return activity


def log_lead_activity(
    lead: Lead,
    *,
    kind: str,
    by: User,
    outcome: str = "",
    note: str = "",
    direction: str = "outbound",
    occurred_at: datetime | None = None,
    minutes: int | None = None,
    origin: Origin | None = None,
    at: datetime | None = None,
) -> Activity:
    """One activity on a lead; the first makes a new or assigned lead a worked one.

    Raises Refused `occurred_in_future`, `choice_unknown`, `minutes_range`.
    """
    with operation(by=by, at=at) as op:
        lead = lock(lead)
        activity = _insert(
            op,
            lead=lead,
            customer_id=lead.customer_id,
            kind=kind,
            outcome=outcome,
            note=note,
            direction=direction,
            occurred_at=occurred_at,
            minutes=minutes,
            origin=origin,
        )
        if lead.state in (Lead.State.NEW, Lead.State.ASSIGNED, Lead.State.RECYCLED):
            lead.state = Lead.State.WORKING
            lead.row_version += 1
            lead.save(update_fields=["state", "row_version"])
            note_event(lead, "working", op)
        events.activity_logged.send(Activity, activity=activity, by=by, at=op.at)
        return activity


def withdraw_activity(activity: Activity, *, by: User | None) -> None:
    """What came in by itself and did not take place after all. Its row stays, so that it cannot come in twice."""
    with operation(by=by) as op:
        activity = lock(activity)
        activity.deleted_at = op.at
        activity.save(update_fields=["deleted_at"])
        record("activity.withdrawn", by=by, of=activity, before={"kind": activity.kind, "outcome": activity.outcome})


def restate_activity(activity: Activity, *, occurred_at: datetime, minutes: int, by: User | None) -> None:
    """What came in by itself took place at another time, or does so after all."""
    with operation(by=by):
        activity = lock(activity)
        before = {"occurred_at": activity.occurred_at.isoformat(), "withdrawn": activity.deleted_at is not None}
        activity.occurred_at, activity.minutes, activity.deleted_at = occurred_at, minutes, None
        activity.save(update_fields=["occurred_at", "minutes", "deleted_at"])
        after = {"occurred_at": occurred_at.isoformat(), "withdrawn": False}
        record("activity.restated", by=by, of=activity, before=before, after=after)


def _insert(op: Operation, *, occurred_at: datetime | None, origin: Origin | None, **fields: Any) -> Activity:
    _require_choice("kind", fields["kind"], Activity.Kind.values)
    _require_choice("outcome", fields["outcome"], ["", *Activity.Outcome.values])
    _require_choice("direction", fields["direction"], Activity.Direction.values)
    if occurred_at is not None and occurred_at > op.at:
        sentence = _("This has not happened yet. Log it when it has.")
        raise Refused("occurred_in_future", sentence, fields={"occurred_at": sentence})
    if fields["minutes"] is not None and not 0 <= fields["minutes"] <= MINUTES_IN_DAY:
        sentence = _("An activity lasts from 0 minutes to a day.")
        raise Refused("minutes_range", sentence, fields={"minutes": sentence})
    if origin is not None:
        fields |= {"external_id": origin.external_id, "subject": origin.subject, "automated": True}
    activity = Activity.objects.create(
        owner=op.by, occurred_at=occurred_at or op.at, recorded_at=op.at, source=op.source, **fields
    )
    if origin is not None:
        ActivityContact.objects.bulk_create(ActivityContact(activity=activity, contact=one) for one in origin.others)
    record("activity.logged", by=op.by, of=activity, after={"kind": activity.kind, "outcome": activity.outcome})
    return activity


def _contact_of(contact: Contact | None, customer: int | None) -> Contact | None:
    if contact is not None and contact.customer_id != customer:
        sentence = _("%(name)s is a contact of another account.") % {"name": contact.name}
        raise Refused("contact_elsewhere", sentence, fields={"contact": sentence})
    return contact


def _require_choice(field: str, value: str, known: list[str]) -> None:
    if value not in known:
        sentence = _("“%(value)s” is not one of the choices.") % {"value": value}
        raise Refused("choice_unknown", sentence, fields={field: sentence})


def _next_step(deal: Opportunity, step: str, day: date | None) -> dict[str, Any]:
    """A new step without a day has none: the old step's day would speak of something else."""
    step = step.strip()
    if step and step != deal.next_step:
        return {"next_step": step, "next_step_date": day}
    return {"next_step_date": day} if day is not None else {}
