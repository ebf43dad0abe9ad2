"""Where activity enters by itself: a calendar, a folder of mail, a hook for mail or calls (platform.md 2.8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord

PERSON = settings.AUTH_USER_MODEL


class CaptureSource(EditableRecord):
    """A way in. `person` None: the organisation's, which is read for whomever of ours a message names.

    address, secret: sealed by FIELD_KEYS; `host` is what is shown. secret: the password of a folder, or what a hook is
    signed with; empty for a hook whose sender cannot sign. key_digest: of the key in a hook's address, which is told
    once. cursor: what the next read needs of the last one. failing_since: from the first failed read on.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar", _("Calendar")
        MAIL_FOLDER = "mail_folder", _("Mail folder")
        MAIL_HOOK = "mail_hook", _("Mail hook")
        PHONE_HOOK = "phone_hook", _("Phone hook")

    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="capture_sources")
    kind = models.CharField(max_length=11, choices=Kind)
    host = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    secret = models.TextField(blank=True)
    key_digest = models.CharField(max_length=64, null=True, unique=True)
    cursor = models.JSONField(default=dict, editable=False)
    is_on = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True, editable=False)
    last_ok_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    last_error = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["kind", "id"]
        indexes = [models.Index(fields=["due_at"], condition=Q(is_on=True), name="capture_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["calendar", "mail_folder"], key_digest__isnull=True) & ~Q(address="")
                | Q(kind__in=["mail_hook", "phone_hook"], key_digest__isnull=False, address=""),
                name="capture_polled_or_called",
            )
        ]

    def __str__(self) -> str:
        label = str(self.get_kind_display())
        return f"{label}, {self.host}" if self.host else label

    @property
    def is_polled(self) -> bool:
        return self.kind in (self.Kind.CALENDAR, self.Kind.MAIL_FOLDER)

    @property
    def is_signed(self) -> bool:
        return bool(self.secret)
