"""What the web layer keeps: the answers to keyed POSTs."""

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
