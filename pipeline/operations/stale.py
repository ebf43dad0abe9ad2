"""Locking a lead or a product for an editor who may be the second one."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from pipeline.operations.deal_rows import said
from salesops.audit.queries import history_of
from salesops.db.locks import lock
from salesops.db.models import EditableRecord
from salesops.kernel.errors import Conflict

R = TypeVar("R", bound=EditableRecord)


def lock_for_edit(record: R, *, seen: int | None, wanted: Mapping[str, Any]) -> R:
    """The row, ours until the transaction ends.

    Raises Conflict `stale_version` that says who saved, when, and for each field that differs both values.
    """
    try:
        return lock(record, seen=seen)
    except Conflict as conflict:
        current = type(record)._default_manager.get(pk=record.pk)
        last = history_of(current).first()
        name = last.by.name if last and last.by else _("the system")
        pairs = {field: (value, getattr(current, field)) for field, value in wanted.items()}
        raise Conflict(
            conflict.code,
            _("%(name)s saved this record after you opened it.") % {"name": name},
            by=name,
            at=last.at.isoformat() if last else None,
            values={field: {"yours": said(a), "theirs": said(b)} for field, (a, b) in pairs.items() if a != b},
            seen=seen,
            current=current.row_version,
        ) from conflict
