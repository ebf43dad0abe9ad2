"""How every operation writes the current row of a deal: lock, compare, save what differs, leave an audit row."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from pipeline.models import Opportunity, OpportunityVersion
from salesops.audit.operations import record
from salesops.db.locks import lock
from salesops.db.operation import Operation
from salesops.kernel.errors import Conflict
from salesops.kernel.moments import INFINITY

Changes = Mapping[str, Any]


def locked(deal: Opportunity, *, seen: int | None, wanted: Changes | None = None) -> Opportunity:
    """The deal's row, ours until the transaction ends.

    Raises Conflict `stale_version` that says who saved, when, and for each field `wanted` both values.
    """
    try:
        return lock(deal, seen=seen)
    except Conflict as conflict:
        current = Opportunity.objects.get(pk=deal.pk)
        last = OpportunityVersion.objects.filter(opportunity=deal, superseded_at=INFINITY, valid_to=INFINITY).first()
        who = User.objects.filter(pk=last.actor_id).first() if last else None
        name = who.name if who else _("the system")
        raise Conflict(
            conflict.code,
            _("%(name)s saved this deal after you opened it.") % {"name": name},
            by=name,
            at=last.recorded_at.isoformat() if last else None,
            values={
                field: {"yours": said(value), "theirs": said(getattr(current, field))}
                for field, value in (wanted or {}).items()
            },
            seen=seen,
            current=current.row_version,
        ) from conflict


def save_changes(
    deal: Opportunity, changes: Changes, op: Operation, verb: str, *, reason: str = ""
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write what differs, one row version up; returns the differing columns before and after.

    Nothing differs: nothing is written, and both are empty.
    """
    before = {name: getattr(deal, name) for name, value in changes.items() if getattr(deal, name) != value}
    after = {name: changes[name] for name in before}
    if not before:
        return {}, {}
    for name, value in after.items():
        setattr(deal, name, value)
    deal.row_version += 1
    deal.save(update_fields=[*after, "row_version"])
    record(
        verb,
        by=op.by,
        of=deal,
        before={name: said(value) for name, value in before.items()},
        after={name: said(value) for name, value in after.items()},
        reason=reason or op.reason,
        batch_id=op.batch_id,
    )
    return before, after


def said(value: Any) -> Any:
    """A value as an audit row and a person read it: a record by its name."""
    if isinstance(value, models.Model):
        return str(value)
    return value if value is None or isinstance(value, bool | int | str) else str(value)
