"""From what a source tells to an activity: stored once, logged when it is over, withdrawn when it did not take place.

docs/decisions/0210-captured-activities.md says why a captured row stands between the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import CaptureSource, Contact, CustomerAccount, User
from accounts.queries.privacy import erased_among
from pipeline.models import Activity, Captured, Lead, Opportunity
from pipeline.operations.activities import (
    Origin,
    log_activity,
    log_customer_activity,
    log_lead_activity,
    restate_activity,
    withdraw_activity,
)
from pipeline.operations.matching import Match, match_for, the_deal
from pipeline.rules.touches import Ours, Party, Touch, external_id, outside
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

State = Captured.State
KINDS = {"calendar": Activity.Kind.MEETING, "mail": Activity.Kind.EMAIL, "phone": Activity.Kind.CALL}
NOTHING: dict[str, Any] = {"party": [], "subject": "", "note": ""}
OPEN = (State.WAITING, State.UNMATCHED)
TAKES_PLACE = (*OPEN, State.LOGGED, State.PRIVATE)


def store_touches(source: CaptureSource, person: User, touches: Iterable[Touch], ours: Ours) -> int:
    """What is new or was told otherwise before; the same again changes nothing. How many rows were written.

    What was among ourselves is not kept at all, nor is who was erased.
    """
    told = {external_id(person.uid, touch.key): touch for touch in touches}
    known = {(row.origin, row.external_id): row for row in Captured.objects.filter(external_id__in=list(told))}
    parties = {key: outside(touch.party, ours) for key, touch in told.items()}
    gone = erased_among(one.address for party in parties.values() for one in party)
    written = 0
    for key, touch in told.items():
        party = tuple(one for one in parties[key] if one.address not in gone)
        row = known.get((touch.origin, key))
        if touch.is_over or not party:
            written += row is not None and withdraw(row)
        elif row is None:
            written += _stored(source, person, key, touch, party)
        else:
            written += _told_again(row, _details(touch, party))
    return written


def withdraw_missing(
    source: CaptureSource, person: User, touches: Iterable[Touch], *, since: datetime, until: datetime
) -> int:
    """What this source told before of [since, until) and tells no more: it was taken out there."""
    told = {external_id(person.uid, touch.key) for touch in touches}
    rows = Captured.objects.filter(source=source, person=person, state__in=TAKES_PLACE)
    missing = rows.filter(occurred_at__gte=since, occurred_at__lt=until).exclude(external_id__in=told)
    return sum(withdraw(row) for row in missing)


def withdraw(row: Captured) -> bool:
    """It did not take place: an activity it had become counts no more. Whether that was news."""
    with operation(by=None, source=row.origin):
        row = _locked(row)
        if row.state not in TAKES_PLACE:
            return False
        if row.activity is not None and row.state == State.LOGGED:
            withdraw_activity(row.activity, by=None)
        _save(row, {"state": State.WITHDRAWN, **NOTHING})
        return True


def log_captured(row: Captured) -> str:
    """Once it is over: an activity of its person, or it waits for them to say with whom it was. The state it is in."""
    with operation(by=row.person, source=row.origin) as op:
        row = _locked(row)
        if row.state not in OPEN or row.ends_at > op.at:
            return row.state
        if row.is_private:
            _save(row, {"state": State.PRIVATE, **NOTHING})
        elif row.activity is not None:
            restate_activity(row.activity, occurred_at=row.occurred_at, minutes=_minutes(row), by=row.person)
            _save(row, {"state": State.LOGGED, **NOTHING})
        else:
            match = match_for(row.person, [Party(**one) for one in row.party])
            if match is None:
                _save(row, {"state": State.UNMATCHED})
            else:
                _log(row, match, row.person)
        return row.state


def leave_unmatched(row: Captured) -> str:
    """It could not be logged where it belongs, whatever the reason: its person says where."""
    waiting = Captured.objects.filter(pk=row.pk, state=State.WAITING)
    waiting.update(state=State.UNMATCHED)
    return State.UNMATCHED


def match_captured(
    row: Captured,
    *,
    by: User,
    contact: Contact | None = None,
    customer: CustomerAccount | None = None,
    deal: Opportunity | None = None,
    lead: Lead | None = None,
) -> Activity:
    """Logged where its person says. The address is not noted with whom it was said to be: the next one is asked again.

    Raises Refused `wrong_state`, `match_needed`, `contact_elsewhere`.
    """
    with operation(by=by, source=row.origin):
        row = _locked(row)
        _require_unmatched(row)
        if deal is None and lead is None and customer is None and contact is not None:
            customer = contact.customer
            deal = the_deal(row.person, customer)
        if deal is None and lead is None and customer is None:
            sentence = _("Choose a contact, an account, a deal or a lead.")
            raise Refused("match_needed", sentence, fields={"contact": sentence})
        _log(row, Match(customer, deal, lead, contact), by)
        return row.activity  # type: ignore[return-value]


def dismiss_captured(row: Captured, *, by: User | None) -> None:
    """It is nobody's business here: what it said is forgotten, and told again it stays away. Raises `wrong_state`."""
    with operation(by=by) as op:
        row = _locked(row)
        _require_unmatched(row)
        _save(row, {"state": State.DISMISSED, "decided_by": by, "decided_at": op.at, **NOTHING})
        record("captured.dismissed", by=by, of=row, after={"origin": row.origin})


def _log(row: Captured, match: Match, by: User) -> None:
    said: dict[str, Any] = {
        "kind": KINDS[row.origin],
        "outcome": row.outcome,
        "direction": row.direction,
        "note": row.note,
        "occurred_at": row.occurred_at,
        "minutes": _minutes(row),
        "by": by,
        "origin": Origin(row.external_id, row.subject, match.others),
    }
    if match.lead is not None:
        activity = log_lead_activity(match.lead, **said)
    elif match.deal is not None:
        activity = log_activity(match.deal, contact=match.contact, **said)
    else:
        activity = log_customer_activity(match.customer, contact=match.contact, **said)  # type: ignore[arg-type]
    _save(row, {"state": State.LOGGED, "activity": activity, **NOTHING})


def _stored(source: CaptureSource, person: User, key: str, touch: Touch, party: tuple[Party, ...]) -> bool:
    """Two that store it at once make one: the second finds the first one's row."""
    fields = _details(touch, party) | {"source": source, "person": person}
    _row, made = Captured.objects.get_or_create(origin=touch.origin, external_id=key, defaults=fields)
    return made


def _told_again(row: Captured, details: Mapping[str, Any]) -> bool:
    """Of one that is decided only its time counts, and that it takes place again."""
    if row.state == State.DISMISSED or not _differs(row, details):
        return False
    with operation(by=None, source=row.origin) as op:
        row = _locked(row)
        if row.state in (*OPEN, State.WITHDRAWN) or (row.state == State.LOGGED and details["ends_at"] > op.at):
            if row.state == State.LOGGED and row.activity is not None:
                withdraw_activity(row.activity, by=None)
            _save(row, {**details, "state": State.WAITING})
        else:
            times = {name: details[name] for name in ("occurred_at", "ends_at")}
            _save(row, times)
            if row.activity is not None:
                restate_activity(row.activity, occurred_at=row.occurred_at, minutes=_minutes(row), by=None)
        return True


def _differs(row: Captured, details: Mapping[str, Any]) -> bool:
    names = details if row.state in OPEN else ("occurred_at", "ends_at")
    return row.state == State.WITHDRAWN or any(getattr(row, name) != details[name] for name in names)


def _details(touch: Touch, party: tuple[Party, ...]) -> dict[str, Any]:
    kept = {"occurred_at": touch.starts_at, "ends_at": touch.ends_at, "direction": touch.direction}
    kept |= {"outcome": touch.outcome, "is_private": touch.is_private}
    if touch.is_private:
        return kept | NOTHING
    return kept | {"party": [asdict(one) for one in party], "subject": touch.subject[:300], "note": touch.note}


def _locked(row: Captured) -> Captured:
    rows = Captured.objects.select_for_update(of=("self",)).select_related("activity", "person")
    return rows.get(pk=row.pk)


def _save(row: Captured, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))


def _minutes(row: Captured) -> int:
    return int((row.ends_at - row.occurred_at).total_seconds() // 60)


def _require_unmatched(row: Captured) -> None:
    if row.state != State.UNMATCHED:
        raise Refused("wrong_state", _("This was dealt with already."))
