"""Who follows a record hears that it changed: of each person who changes it once an hour, not once a press."""

from typing import Any

from accounts.models import User
from salesops.audit.models import AuditRecord
from salesops.inbox.models import Follow
from salesops.inbox.operations.news import tell


def tell_followers(row: AuditRecord, **more: Any) -> None:
    """On `recorded`."""
    if row.record_uid is None:
        return
    # Asked at every write of the product, and mostly nobody follows: who does is read after that.
    follows = Follow.objects.filter(record_uid=row.record_uid).order_by("pk").values_list("person", "kind")
    if follows:
        followers = User.objects.in_bulk([person for person, _kind in follows])
        who = row.by.pk if row.by else 0
        tell(
            "changed",
            key=f"changed:{row.record_uid}:{who}:{row.at:%Y-%m-%dT%H}",
            people=[followers[person] for person, _kind in follows],
            by=row.by,
            record=(follows[0][1], row.record_uid),
        )
