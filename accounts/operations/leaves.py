"""Writes about leave. The kind and the note stand in no audit row: not everybody who reads it may know them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Leave, User
from accounts.operations.rows import locked, require_known
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

LONGEST_DAYS = 731
EDITABLE = frozenset({"kind", "start", "end", "minutes", "note"})


def plan_leave(
    person: User, *, kind: str, start: date, end: date, by: User | None, minutes: int | None = None, note: str = ""
) -> Leave:
    """Away from `start` up to `end`, exclusive; `minutes`: only the last so many of one day.

    Raises Refused `dates_order`, `leave_too_long`, `part_of_one_day`, `value_unknown`; Conflict `overlaps`.
    """
    with operation(by=by):
        locked(person)
        asked = _checked(person, {"kind": kind, "start": start, "end": end, "minutes": minutes, "note": note})
        leave = Leave.objects.create(person=person, **asked)
        record("leave.planned", by=by, of=person, after=_said(leave))
        return leave


def edit_leave(leave: Leave, *, changes: Mapping[str, Any], by: User | None, seen: int | None = None) -> Leave:
    """Raises as `plan_leave`, and Conflict `stale_version`."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        person = locked(leave.person)
        leave = locked(leave, seen=seen)
        before = _said(leave)
        now = {"kind": leave.kind, "start": leave.during.lower, "end": leave.during.upper, "minutes": leave.minutes}
        for name, value in _checked(person, {**now, "note": leave.note, **changes}, but=leave).items():
            setattr(leave, name, value)
        leave.row_version += 1
        leave.save()
        record("leave.edited", by=by, of=person, before=before, after=_said(leave))
        return leave


def remove_leave(leave: Leave, *, by: User | None) -> None:
    with operation(by=by):
        person = locked(leave.person)
        leave = locked(leave)
        record("leave.removed", by=by, of=person, before=_said(leave))
        leave.delete()


def _checked(person: User, asked: Mapping[str, Any], but: Leave | None = None) -> dict[str, Any]:
    start, end, minutes = asked["start"], asked["end"], asked["minutes"]
    if end <= start:
        sentence = _("The last day is before the first.")
        raise Refused("dates_order", sentence, fields={"end": sentence})
    if (end - start).days > LONGEST_DAYS:
        sentence = _("Plan at most two years at once.")
        raise Refused("leave_too_long", sentence, fields={"end": sentence})
    if minutes is not None and ((end - start).days > 1 or not 0 < minutes < 1440):
        sentence = _("Only one day is shortened, by less than the day.")
        raise Refused("part_of_one_day", sentence, fields={"minutes": sentence})
    if asked["kind"] not in Leave.Kind.values:
        sentence = _("Choose the kind from the list.")
        raise Refused("value_unknown", sentence, fields={"kind": sentence})
    others = Leave.objects.filter(person=person, during__overlap=DateRange(start, end))
    other = (others.exclude(pk=but.pk) if but else others).order_by("during").first()
    if other is not None:
        words = {"name": person.name, "day": other.during.lower}
        sentence = _("%(name)s is away from %(day)s already. Change that leave.") % words
        raise Conflict("overlaps", sentence, fields={"start": sentence})
    return {"kind": asked["kind"], "during": DateRange(start, end), "minutes": minutes, "note": asked["note"].strip()}


def _said(leave: Leave) -> dict[str, Any]:
    return {"from": str(leave.during.lower), "to": str(leave.during.upper), "minutes": leave.minutes}
