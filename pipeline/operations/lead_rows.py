"""How every operation on a lead leaves its trace."""

from typing import Any

from pipeline.models import Lead, LeadEvent
from salesops.audit.operations import record
from salesops.db.operation import Operation


def note_event(lead: Lead, kind: str, op: Operation, **detail: Any) -> None:
    """One row of the lead's own history and one of the audit."""
    LeadEvent.objects.create(lead=lead, kind=kind, at=op.at, by=op.by, detail=detail)
    record(f"lead.{kind}", by=op.by, of=lead, after={"state": lead.state, **detail}, batch_id=op.batch_id)
