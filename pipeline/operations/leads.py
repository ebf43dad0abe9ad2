"""Writes about leads: enter, assign, qualify, disqualify, recycle, convert."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Contact, CustomerAccount, User
from accounts.operations.customers import create_customer
from accounts.operations.suppressed import require_not_erased
from accounts.queries.organisation import zone
from accounts.rules.contacts import company_domain, normal_email, phone_e164
from pipeline import events
from pipeline.access import visible_leads
from pipeline.models import Lead, Opportunity
from pipeline.operations.deal_checks import require_reason, require_receiver
from pipeline.operations.lead_rows import note_event
from pipeline.operations.opportunities import create_opportunity
from pipeline.operations.receivers import tell_receiver
from pipeline.operations.stale import lock_for_edit
from pipeline.queries.leads import CLOSED, known_contact, match_of, open_twin
from salesops.db.locks import lock
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Conflict, Refused
from salesops.kernel.moments import local_day

EDITABLE = frozenset({"name", "company", "title", "email", "phone", "source", "sourced_by", "channel"})


def create_lead(
    *,
    name: str,
    by: User | None,
    company: str = "",
    title: str = "",
    email: str = "",
    phone: str = "",
    source: str = "",
    sourced_by: str = "marketing",
    channel: str = "inbound",
    owner: User | None = None,
    at: datetime | None = None,
) -> Lead:
    """A new lead, assigned at once when an owner is given.

    Raises Conflict `lead_duplicate`, naming the open lead with the same address to who may open it; Refused
    `person_erased`.
    """
    with operation(by=by, at=at) as op:
        _require_no_twin(email, by=by)
        require_not_erased(email=email, phone=phone)
        if owner is not None:
            require_receiver(owner)
        lead = Lead.objects.create(
            name=name.strip(),
            company=company.strip(),
            title=title.strip(),
            email=email.strip(),
            email_norm=normal_email(email),
            phone=phone.strip(),
            source=source.strip(),
            sourced_by=sourced_by,
            channel=channel,
            owner=owner,
            state=Lead.State.ASSIGNED if owner else Lead.State.NEW,
            created_at=op.at,
        )
        note_event(lead, "created", op)
        events.lead_created.send(Lead, lead=lead, by=by, at=op.at)
        return lead


def edit_lead(
    lead: Lead,
    *,
    changes: Mapping[str, Any],
    by: User | None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Lead:
    """Save named fields (`EDITABLE`); nothing differs, nothing is written.

    Raises Conflict `stale_version`, `lead_duplicate`; Refused `field_unknown`, `lead_closed`, `person_erased`.
    """
    unknown = sorted(set(changes) - EDITABLE)
    if unknown:
        raise Refused(
            "field_unknown",
            _("This cannot be edited here: %(names)s.") % {"names": ", ".join(unknown)},
            fields={name: _("Not an editable field.") for name in unknown},
        )
    with operation(by=by, at=at) as op:
        lead = lock_for_edit(lead, seen=seen, wanted=changes)
        _require_open(lead)
        _require_here(lead)
        given = {name: value.strip() for name, value in changes.items()}
        new = {name: value for name, value in given.items() if getattr(lead, name) != value}
        if "email" in new:
            new["email_norm"] = normal_email(new["email"])
            _require_no_twin(new["email"], by=by, but=lead)
        require_not_erased(**{name: new[name] for name in ("email", "phone") if name in new})
        if new:
            _save(lead, op, "edited", **new)
        return lead


def _require_here(lead: Lead) -> None:
    if lead.erased_at is not None:
        raise Refused("person_erased", _("This person asked to be erased: nothing can be written about them."))


def assign_lead(
    lead: Lead, owner: User, *, by: User | None, seen: int | None = None, at: datetime | None = None
) -> Lead:
    """Raises Refused `receiver_inactive`, `lead_closed`; Conflict `stale_version`."""
    require_receiver(owner)
    with operation(by=by, at=at) as op:
        lead = _open_lead(lead, seen)
        state = Lead.State.ASSIGNED if lead.state in (Lead.State.NEW, Lead.State.RECYCLED) else lead.state
        _save(lead, op, "assigned", owner=owner, state=state)
        events.lead_assigned.send(Lead, lead=lead, by=by, at=op.at)
        tell_receiver("lead", lead, by)
        return lead


def qualify_lead(lead: Lead, *, by: User | None, seen: int | None = None, at: datetime | None = None) -> Lead:
    """Raises Refused `lead_closed`; Conflict `stale_version`."""
    with operation(by=by, at=at) as op:
        lead = _open_lead(lead, seen)
        _save(lead, op, "qualified", state=Lead.State.QUALIFIED)
        return lead


def disqualify_lead(
    lead: Lead, *, reason: str, by: User | None, seen: int | None = None, at: datetime | None = None
) -> Lead:
    """Raises Refused `reason_required`, `lead_closed`; Conflict `stale_version`."""
    require_reason(reason.strip(), "reason", _("Say why this lead is disqualified."))
    with operation(by=by, at=at, reason=reason) as op:
        lead = _open_lead(lead, seen)
        _save(lead, op, "disqualified", state=Lead.State.DISQUALIFIED, disqualified_reason=reason.strip())
        events.lead_disqualified.send(Lead, lead=lead, by=by, at=op.at)
        return lead


def recycle_lead(lead: Lead, *, by: User | None, seen: int | None = None, at: datetime | None = None) -> Lead:
    """A disqualified lead back into the queue. Raises Refused `lead_not_disqualified`; Conflict `lead_duplicate`."""
    with operation(by=by, at=at) as op:
        lead = lock(lead, seen=seen)
        if lead.state != Lead.State.DISQUALIFIED:
            raise Refused("lead_not_disqualified", _("Only a disqualified lead can come back."))
        _require_no_twin(lead.email, by=by)
        _save(lead, op, "recycled", state=Lead.State.RECYCLED, disqualified_reason="")
        events.lead_recycled.send(Lead, lead=lead, by=by, at=op.at)
        return lead


def convert_lead(lead: Lead, *, by: User | None, seen: int | None = None, at: datetime | None = None) -> Opportunity:
    """Customer, contact and deal, made or reused; converting again returns the same deal.

    The deal belongs to the lead's owner, else to `by`. Raises Refused `lead_closed`, `owner_required`.
    """
    with operation(by=by, at=at) as op:
        lead = lock(lead)
        if lead.state == Lead.State.CONVERTED and lead.opportunity is not None:
            return lead.opportunity
        lead = _open_lead(lead, seen)
        _require_here(lead)
        owner = lead.owner or by
        if owner is None:
            raise Refused("owner_required", _("Assign this lead before it is converted."))
        customer = _customer_of(lead, owner, op)
        contact = _contact_of(lead, customer)
        deal = create_opportunity(
            name=lead.company or lead.name,
            customer=customer,
            owner=owner,
            amount=None,
            by=by,
            sourced_by=lead.sourced_by,
            at=at,
        )
        _save(
            lead,
            op,
            "converted",
            state=Lead.State.CONVERTED,
            owner=owner,
            converted_at=op.at,
            customer=customer,
            contact=contact,
            opportunity=deal,
        )
        events.lead_converted.send(Lead, lead=lead, deal=deal, by=by, at=op.at)
        return deal


def _customer_of(lead: Lead, owner: User, op: Operation) -> CustomerAccount:
    """The customer that `match_of` finds, else a new one that the owner's seat owns."""
    known = match_of(lead).customer
    if known is not None:
        return known
    domain = company_domain(lead.email)
    return create_customer(
        name=lead.company or lead.name,
        owner=owner,
        start=local_day(op.at, zone()),
        by=op.by,
        domains=[domain] if domain else [],
    )


def _contact_of(lead: Lead, customer: CustomerAccount) -> Contact:
    return known_contact(lead, customer) or Contact.objects.create(
        customer=customer,
        name=lead.name,
        title=lead.title,
        email=lead.email,
        email_norm=lead.email_norm,
        phone=lead.phone,
        phone_e164=phone_e164(lead.phone, customer.country),
    )


def _open_lead(lead: Lead, seen: int | None) -> Lead:
    lead = lock(lead, seen=seen)
    _require_open(lead)
    return lead


def _require_open(lead: Lead) -> None:
    if lead.state in CLOSED:
        raise Refused("lead_closed", _("This lead was converted or disqualified already."))


def _require_no_twin(email: str, *, by: User | None, but: Lead | None = None) -> None:
    twin = open_twin(email)
    if twin is None or twin == but:
        return
    sentence = _("A lead with this address is open.")
    if by is not None and not visible_leads(by).filter(pk=twin.pk).exists():
        raise Conflict("lead_duplicate", sentence, fields={"email": sentence})
    raise Conflict(
        "lead_duplicate",
        _("“%(name)s” is open with the same e-mail address.") % {"name": twin.name},
        fields={"email": sentence},
        lead=str(twin.uid),
    )


def _save(lead: Lead, op: Operation, kind: str, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(lead, name, value)
    lead.row_version += 1
    lead.save(update_fields=[*changes, "row_version"])
    detail = {name: str(changes[name]) for name in ("owner", "disqualified_reason") if changes.get(name)}
    note_event(lead, kind, op, **detail)
