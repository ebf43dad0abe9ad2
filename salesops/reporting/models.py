"""What a figure was defined as, version by version."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class MetricDefinition(models.Model):
    """One row for each version of a metric that was ever in force; `hash` is of the formula, not of its words."""

    key = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    spec = models.JSONField()
    valid_from = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    change_note = models.TextField(blank=True)

    class Meta:
        ordering = ["key", "version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="metric_definition_once")]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
