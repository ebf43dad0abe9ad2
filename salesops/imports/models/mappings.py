"""Mappings that were confirmed once and are offered again to a file with the same header."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from salesops.db.models import PublicRecord


class SavedMapping(PublicRecord):
    """A version of a named mapping; the newest with the fingerprint of a header is offered."""

    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    object_key = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="mapping_version_once")]
        indexes = [models.Index(fields=["object_key", "fingerprint", "-created_at"], name="mapping_for_header")]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
