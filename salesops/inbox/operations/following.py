"""Who follows a record hears that it changed: of each person who changes it once an hour, not once a press."""

from typing import Any

from salesops.audit.models import AuditRecord
from salesops.inbox.models import Follow
from salesops.inbox.operations.news import tell


def tell_followers(row: AuditRecord, **more: Any) -> None:
    """On `recorded`."""
    if row.record_uid is None:
        return
    follows = list(Follow.objects.filter(record_uid=row.record_uid).select_related("person").order_by("pk"))
    if follows:
        who = row.by.pk if row.by else 0
        tell(
            "changed",
            key=f"changed:{row.record_uid}:{who}:{row.at:%Y-%m-%dT%H}",
            people=[one.person for one in follows],
            by=row.by,
            record=(follows[0].kind, row.record_uid),
        )
