"""Reading the audit of one record."""

from django.db.models import QuerySet

from salesops.audit.models import AuditRecord
from salesops.db.models import PublicRecord


def history_of(record: PublicRecord) -> QuerySet[AuditRecord]:
    """What was done to a record, newest first. The caller has come through the record's own door."""
    rows = AuditRecord.objects.filter(kind=record._meta.model_name, record_uid=record.uid)
    return rows.select_related("by", "acting_for").order_by("-at", "-id")
