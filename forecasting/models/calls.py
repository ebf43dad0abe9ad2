"""What people say a period will bring: their own number, and their number for a direct report."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.append_only import append_only
from salesops.db.fields import AmountField, CurrencyField
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class ForecastCall(PublicRecord):
    """One number by one person. `node` is whose forecast it is: the forecaster's own, or that of a direct report.

    value, base: cumulative (commit = won + commit) in the organisation's currency; base is the roll-up that was shown.
    `replace` puts the value in its place, `shift` adds value - base to whatever the roll-up becomes.
    """

    class Measure(models.TextChoices):
        COMMIT = "commit", _("Commit")
        UPSIDE = "upside", _("Upside")

    class Mode(models.TextChoices):
        REPLACE = "replace", _("Replace")
        SHIFT = "shift", _("Shift")

    type = models.ForeignKey("forecasting.ForecastType", on_delete=models.PROTECT, related_name="calls")
    period = models.ForeignKey("accounts.FiscalPeriod", on_delete=models.PROTECT, related_name="forecast_calls")
    forecaster = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="forecast_calls")
    acting_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    node = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="forecasts_called")
    measure = models.CharField(max_length=6, choices=Measure)
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.REPLACE)
    value = AmountField()
    base = AmountField()
    currency = CurrencyField()
    reason_code = models.SlugField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["type", "period", "node", "measure", "-made_at"], name="call_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["type", "period", "forecaster", "node", "measure"],
                condition=Q(withdrawn_at__isnull=True, superseded_at__isnull=True),
                name="call_one_live",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("made_at")), name="call_expiry_after_made"
            ),
            models.CheckConstraint(condition=Q(forecaster=F("node")) | ~Q(note=""), name="call_judgement_has_note"),
        ]
        triggers = append_only(
            "forecasting_forecastcall",
            set_once=("superseded_at", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason"),
            erasable=("note", "withdrawn_reason"),
        )
