"""Writing down what was done, in the transaction that does it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.utils import timezone

from salesops.audit.events import recorded
from salesops.audit.models import AuditRecord
from salesops.db.models import PublicRecord
from salesops.db.operation import running

Payload = Mapping[str, Any]


def record(
    verb: str,
    *,
    by: Any,
    of: PublicRecord | None = None,
    kind: str = "",
    uid: UUID | None = None,
    before: Payload | None = None,
    after: Payload | None = None,
    reason: str = "",
    at: datetime | None = None,
    batch_id: int | None = None,
    acting_for: Any = None,
) -> AuditRecord:
    """One row: who (`by`, None for the system) did `verb` to `of`, or to the record `kind`, `uid`.

    acting_for: known of a request that acts under a delegation.
    before, after: the fields that changed, by name; nothing that must not be read later. at: the instant of the running
    operation unless given. The request's id comes from the log context, so that both can be laid side by side.
    """
    if of is not None:
        kind, uid = kind or str(of._meta.model_name), of.uid
    row = AuditRecord.objects.create(
        at=at or _instant(),
        by=by,
        acting_for=acting_for or acted_for(by, of),
        verb=verb,
        kind=kind,
        record_uid=uid,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
        batch_id=batch_id,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
    )
    recorded.send(AuditRecord, row=row)
    return row


def acted_for(by: Any, of: PublicRecord | None) -> Any:
    """Whom `by` acts for under a delegation. What people do to themselves, they do for nobody."""
    principal = getattr(by, "principal", by)
    return None if principal is by or of == by else principal


def differences(before: Payload, after: Payload) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides cut to what differs, for `before=` and `after=`."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _instant() -> datetime:
    """Of the operation round us, so that a row and its audit carry one instant."""
    round_us = running()
    return round_us.at if round_us else timezone.now()
