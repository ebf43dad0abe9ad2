"""What the web layer keeps: the answers to keyed POSTs, and people's views of tables."""

import uuid

from django.conf import settings
from django.db import models


class IdempotentAnswer(models.Model):
    """The stored answer to one keyed POST of one user, kept 48 hours (salesops.web.api.idempotency)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="web_answer_once_per_user_and_key")]


class SavedView(models.Model):
    """A list as somebody likes to see it: filters, order and columns are in `query`, as the address has them."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    table_key = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2_000, blank=True)
    shared = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "table_key", "name"], name="saved_view_once_per_name"),
        ]
        indexes = [models.Index(fields=["table_key", "owner"], name="saved_view_of_table")]

    def __str__(self) -> str:
        return self.name
