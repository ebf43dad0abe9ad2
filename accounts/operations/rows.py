"""How every operation here writes: lock, compare, save what differs, cut dated rows, leave an audit row."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from salesops.audit.operations import record
from salesops.audit.queries import history_of
from salesops.db.locks import lock
from salesops.db.models import EditableRecord
from salesops.kernel.errors import Conflict, Refused

R = TypeVar("R", bound=EditableRecord)


def locked(row: R, *, seen: int | None = None, wanted: Mapping[str, Any] | None = None) -> R:
    """The row, ours until the transaction ends.

    Raises Conflict `stale_version` that says who saved, when, and for each field `wanted` both values.
    """
    try:
        return lock(row, seen=seen)
    except Conflict as conflict:
        model: Any = row._meta.model
        current = model._default_manager.get(pk=row.pk)
        last = history_of(row).first()
        name = str(last.by) if last and last.by else _("the system")
        raise Conflict(
            conflict.code,
            _("%(name)s saved this after you opened it.") % {"name": name},
            by=name,
            at=last.at.isoformat() if last else None,
            values={
                field: {"yours": said(value), "theirs": said(getattr(current, field))}
                for field, value in (wanted or {}).items()
            },
            seen=seen,
            current=current.row_version,
        ) from conflict


def lock_rights() -> None:
    """Whoever takes rights away goes one after the other: two administrators must not end each other at once."""
    list(Organisation.objects.select_for_update().order_by("pk"))


def require_known(changes: Mapping[str, Any], editable: Collection[str]) -> None:
    unknown = sorted(set(changes) - set(editable))
    if unknown:
        raise Refused(
            "field_unknown",
            _("This cannot be edited here: %(names)s.") % {"names": ", ".join(unknown)},
            fields={name: _("Not an editable field.") for name in unknown},
        )


def save_changes(row: R, changes: Mapping[str, Any], verb: str, *, by: User | None, reason: str = "") -> bool:
    """Write what differs, one row version up, with its audit row. Nothing differs: nothing is written, False."""
    before = {name: getattr(row, name) for name, value in changes.items() if getattr(row, name) != value}
    if not before:
        return False
    for name in before:
        setattr(row, name, changes[name])
    row.row_version += 1
    row.save(update_fields=[*before, "row_version"])
    record(
        verb,
        by=by,
        of=row,
        before={name: said(value) for name, value in before.items()},
        after={name: said(changes[name]) for name in before},
        reason=reason,
    )
    return True


def cut_from(rows: models.QuerySet[Any], start: date | None) -> None:
    """Clear `[start, )` of dated rows: those that begin later go, the running one ends at `start`."""
    for row in rows.select_for_update().filter(during__overlap=DateRange(start, None)):
        if start is None or (row.during.lower is not None and row.during.lower >= start):
            row.delete()
        else:
            row.during = DateRange(row.during.lower, start)
            row.save(update_fields=["during"])


def require_not_merged(row: Any) -> None:
    """Raises Refused `merged_away`: what was merged comes back by undoing the merge."""
    if row.merged_into is not None:
        names = {"name": row.name, "other": row.merged_into.name}
        raise Refused("merged_away", _("%(name)s was merged into %(other)s. Undo that merge to have it back.") % names)


def required_text(value: str, field: str, sentence: str) -> str:
    """The text without blanks round it. Raises Refused `required` when nothing is left."""
    text = value.strip()
    if not text:
        raise Refused("required", sentence, fields={field: sentence})
    return text


def said(value: Any) -> Any:
    """A value as an audit row and a person read it: a record by its name, a range by its days."""
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, list | dict):
        return value
    return value if value is None or isinstance(value, bool | int | str) else str(value)
