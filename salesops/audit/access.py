"""Who reads which audit records."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from salesops.audit.models import AuditRecord
from salesops.db.scoped import ScopedQuerySet

SEE_ALL = "audit.see"


def visible_to(user: Any) -> ScopedQuerySet[AuditRecord]:
    """What a person did themselves or had done in their name; everything with the verb `audit.see`."""
    rows: ScopedQuerySet[AuditRecord] = AuditRecord.objects.all()
    if not user.may(SEE_ALL):
        rows = rows.filter(Q(by=user) | Q(acting_for=user))
    return rows.mark_scoped(user)


def record_for(user: Any, uid: UUID) -> AuditRecord:
    """Raises NotFound, also for what others did."""
    return visible_to(user).select_related("by", "acting_for").one(uid=uid)
