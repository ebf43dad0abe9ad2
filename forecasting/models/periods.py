"""Whether a period takes calls, for everybody and node by node."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.append_only import append_only
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    UPCOMING = "upcoming", _("Upcoming")
    OPEN = "open", _("Open")
    SUBMITTED = "submitted", _("Submitted")
    LOCKED = "locked", _("Locked")
    REOPENED = "reopened", _("Re-opened")
    CLOSED = "closed", _("Closed")


class ForecastPeriodState(PublicRecord):
    """A type in a period. The row without a node is the period itself; a node has a row once it submitted.

    `seq` counts the submissions of the node: what a page saw is compared with it.
    """

    type = models.ForeignKey("forecasting.ForecastType", on_delete=models.PROTECT, related_name="period_states")
    period = models.ForeignKey("accounts.FiscalPeriod", on_delete=models.PROTECT, related_name="forecast_states")
    node = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="forecast_states")
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-period__start_date", "type", "node"]
        constraints = [
            models.UniqueConstraint(fields=["type", "period", "node"], nulls_distinct=False, name="period_state_once")
        ]


class ForecastPeriodEvent(models.Model):
    """Who opened, locked or re-opened what, when and why. Append-only."""

    state = models.ForeignKey(ForecastPeriodState, on_delete=models.PROTECT, related_name="events")
    before = models.CharField(max_length=9, choices=State, blank=True)
    after = models.CharField(max_length=9, choices=State)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        triggers = append_only("forecasting_forecastperiodevent", erasable=("reason",))
