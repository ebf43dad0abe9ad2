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
        raise _refused("dates_order", "end", _("The last day is before the first."))
    if (end - start).days > LONGEST_DAYS:
        raise _refused("leave_too_long", "end", _("Plan at most two years at once."))
    if minutes is not None and ((end - start).days > 1 or not 0 < minutes < 1440):
        raise _refused("part_of_one_day", "minutes", _("Only one day is shortened, by less than the day."))
    if asked["kind"] not in Leave.Kind.values:
        raise _refused("value_unknown", "kind", _("Choose the kind from the list."))
    others = Leave.objects.filter(person=person, during__overlap=DateRange(start, end))
    other = (others.exclude(pk=but.pk) if but else others).order_by("during").first()
    if other is not None:
        words = {"name": person.name, "day": other.during.lower}
        sentence = _("%(name)s is away from %(day)s already. Change that leave.") % words
        raise Conflict("overlaps", sentence, fields={"start": sentence})
    return {"kind": asked["kind"], "during": DateRange(start, end), "minutes": minutes, "note": asked["note"].strip()}


def _refused(code: str, field: str, sentence: str) -> Refused:
    return Refused(code, sentence, fields={field: sentence})


def _said(leave: Leave) -> dict[str, Any]:
    return {"from": str(leave.during.lower), "to": str(leave.during.upper), "minutes": leave.minutes}
