"""What is forecast: which deals, at which rates, called by when. Every edit of a type is a new version."""

from datetime import time
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pipeline.models.opportunities import Kind
from salesops.db.append_only import append_only
from salesops.db.fields import AmountField
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class ForecastType(PublicRecord):
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.name


class ForecastTypeVersion(PublicRecord):
    """The rules of a type from `made_at` on. Append-only: a submission names the version it was made under.

    deadline_weekday: Monday 0, with deadline_time in the organisation's zone; null when only the period's end counts.
    stale_share, stale_amount: how far the number under a call may move before the call is marked stale.
    quota_measure: the quota that stands beside this forecast (territories.md, TERR-54).
    """

    class Policy(models.TextChoices):
        SPOT = "spot", _("Spot rates")
        PLAN = "plan", _("Plan rates")

    type = models.ForeignKey(ForecastType, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kinds = ArrayField(models.CharField(max_length=9, choices=Kind))
    policy = models.CharField(max_length=4, choices=Policy, default=Policy.SPOT)
    judgement_visible = models.BooleanField(default=False)
    stale_share = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.05"))
    stale_amount = AmountField(null=True, blank=True)
    headline = models.CharField(max_length=6, choices=[("commit", "commit"), ("upside", "upside")], default="commit")
    deadline_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    deadline_time = models.TimeField(default=time(18))
    quota_measure = models.CharField(max_length=24, default="bookings")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["type", "number"]
        constraints = [
            models.UniqueConstraint(fields=["type", "number"], name="forecast_type_version_once"),
            models.CheckConstraint(
                condition=Q(deadline_weekday__isnull=True) | Q(deadline_weekday__lte=6), name="forecast_type_weekday"
            ),
        ]
        triggers = append_only("forecasting_forecasttypeversion")
