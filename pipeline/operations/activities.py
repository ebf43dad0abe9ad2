"""Logging what was done with a deal or a lead."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contact, CustomerAccount, User
from pipeline import events
from pipeline.models import Activity, Lead, Opportunity
from pipeline.operations.deal_rows import locked, save_changes
from pipeline.operations.lead_rows import note_event
from salesops.audit.operations import record
from salesops.db.locks import lock
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Refused

MINUTES_IN_DAY = 24 * 60


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
        )
        if lead.state in (Lead.State.NEW, Lead.State.ASSIGNED, Lead.State.RECYCLED):
            lead.state = Lead.State.WORKING
            lead.row_version += 1
            lead.save(update_fields=["state", "row_version"])
            note_event(lead, "working", op)
        events.activity_logged.send(Activity, activity=activity, by=by, at=op.at)
        return activity


def _insert(op: Operation, *, occurred_at: datetime | None, **fields: Any) -> Activity:
    _require_choice("kind", fields["kind"], Activity.Kind.values)
    _require_choice("outcome", fields["outcome"], ["", *Activity.Outcome.values])
    _require_choice("direction", fields["direction"], Activity.Direction.values)
    if occurred_at is not None and occurred_at > op.at:
        sentence = _("This has not happened yet. Log it when it has.")
        raise Refused("occurred_in_future", sentence, fields={"occurred_at": sentence})
    if fields["minutes"] is not None and not 0 <= fields["minutes"] <= MINUTES_IN_DAY:
        sentence = _("An activity lasts from 0 minutes to a day.")
        raise Refused("minutes_range", sentence, fields={"minutes": sentence})
    activity = Activity.objects.create(
        owner=op.by, occurred_at=occurred_at or op.at, recorded_at=op.at, source=op.source, **fields
    )
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
