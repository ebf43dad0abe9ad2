"""Lists of reasons people choose from: why lost, why pushed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from salesops.db.models import PublicRecord


class Reason(PublicRecord):
    """Two levels. `excluded` reasons (duplicate, disqualified) leave the win rate, and are counted beside it."""

    class List(models.TextChoices):
        LOSS = "loss", _("Loss")
        PUSH = "push", _("Push")
        REFUSAL = "refusal", _("Refusal")

    list = models.CharField(max_length=8, choices=List)
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    excluded = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["list", "label"]
        constraints = [models.UniqueConstraint(fields=["list", "key"], name="reason_key_unique")]

    def __str__(self) -> str:
        return self.label
