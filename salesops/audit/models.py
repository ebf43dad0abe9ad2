"""Who did what, when, and why; and the seal that shows when somebody changed that afterwards."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from salesops.db.append_only import append_only
from salesops.db.models import PublicRecord

# The functions are made by the migration; the verifier calls the same ones.
HASH_ROW = """
    NEW.salt := coalesce(NEW.salt, gen_random_uuid());
    NEW.payload_hash := audit_payload_hash(NEW.salt, NEW.before, NEW.after, NEW.reason);
    NEW.row_hash := audit_row_hash(NEW);
    RETURN NEW;
"""


class AuditRecord(PublicRecord):
    """One change of one record, or one act without a record (reading others' pay, an import of a batch).

    The payload is before, after and reason. `payload_hash` covers it with `salt`, `row_hash` covers the rest and
    `payload_hash`: erasing a person blanks the payload and destroys the salt, and the seal over `row_hash` still holds.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=60, blank=True)
    record_uid = models.UUIDField(null=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    batch_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    salt = models.UUIDField(null=True, default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    payload_hash = models.BinaryField(max_length=32, null=True, editable=False)
    row_hash = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        triggers = [
            *append_only("audit_auditrecord", erasable=("before", "after", "reason", "salt")),
            pgtrigger.Trigger(name="hash_row", when=pgtrigger.Before, operation=pgtrigger.Insert, func=HASH_ROW),
        ]
        indexes = [
            models.Index(fields=["kind", "record_uid", "-at"], name="audit_of_record"),
            models.Index(fields=["by", "-at"], name="audit_by_person"),
            models.Index(fields=["-at", "-id"], name="audit_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.record_uid}"

    @property
    def who(self) -> str:
        """`Ana Sol`, under a delegation `Ana Sol for Rui Melo`; empty for the system."""
        return who_acted(self.by.name if self.by else None, self.acting_for.name if self.acting_for else None)


def who_acted(name: str | None, principal: str | None) -> str:
    """Both names of an act under a delegation."""
    if not name or not principal:
        return name or ""
    return _("%(name)s for %(principal)s") % {"name": name, "principal": principal}


class Seal(models.Model):
    """A stretch of rows of one table under one hash, chained to the one before. `rows` says how many there were."""

    table = models.CharField(max_length=63)
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    rows = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        triggers = append_only("audit_seal")
        constraints = [
            models.UniqueConstraint(fields=["table", "first_id"], name="seal_starts_once"),
            models.UniqueConstraint(fields=["table", "previous"], name="seal_chain_is_a_line"),
            models.CheckConstraint(condition=models.Q(last_id__gte=models.F("first_id")), name="seal_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.first_id}-{self.last_id}"
