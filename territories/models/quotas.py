"""The one quota table: what a seat is to reach in a period, by version of a plan."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.fields import AmountField, CurrencyField, InfinityField
from salesops.db.models import EditableRecord, PublicRecord
from salesops.kernel.moments import INFINITY

PERSON = settings.AUTH_USER_MODEL


class QuotaMeasure(models.TextChoices):
    """What a quota can be set on (territories.md, TERR-54)."""

    BOOKINGS = "bookings", _("Bookings")
    NEW_ARR = "new_arr", _("New recurring revenue")
    RENEWAL_ARR = "renewal_arr", _("Renewed recurring revenue")
    MARGIN = "margin", _("Margin")
    UNITS = "units", _("Units")
    MEETINGS_HELD = "meetings_held", _("Meetings held")
    OPPORTUNITIES_ACCEPTED = "opportunities_accepted", _("Opportunities accepted")


MONEY_MEASURES = (QuotaMeasure.BOOKINGS, QuotaMeasure.NEW_ARR, QuotaMeasure.RENEWAL_ARR, QuotaMeasure.MARGIN)


class QuotaPlan(EditableRecord):
    """One version of the quotas. Exactly one is current; figures read that one, an older one stays to be looked at."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CURRENT = "current", _("Current")
        RETIRED = "retired", _("Retired")

    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=7, choices=State, default=State.CURRENT)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name", "version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="quota_plan_version_once"),
            models.UniqueConstraint(fields=["state"], condition=Q(state="current"), name="quota_plan_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


LIVE = Q(valid_to=INFINITY, superseded_at=INFINITY)
"""The quotas of now: neither changed since nor found wrong."""


class Quota(PublicRecord):
    """Amount or count that a seat is to reach in a fiscal period, as it stood from `valid_from` until `valid_to`.

    A change ends the row and inserts a new one; what was never right, an undone import, is superseded (0501). No row is
    "no quota", which is not a quota of 0. Money has a currency, a count has none.
    """

    class Method(models.TextChoices):
        SET = "set", _("Set by hand")
        IMPORTED = "imported", _("Imported")
        PREFILLED = "prefilled", _("Last year's bookings + 20%")

    plan = models.ForeignKey(QuotaPlan, on_delete=models.PROTECT, related_name="quotas")
    seat = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="quotas")
    measure = models.CharField(max_length=24, choices=QuotaMeasure, default=QuotaMeasure.BOOKINGS)
    period = models.ForeignKey("accounts.FiscalPeriod", on_delete=models.PROTECT, related_name="quotas")
    amount = AmountField()
    currency = CurrencyField(null=True, blank=True)
    method = models.CharField(max_length=9, choices=Method, default=Method.SET)
    override_reason = models.CharField(max_length=300, blank=True)
    batch_id = models.BigIntegerField(null=True, blank=True)
    valid_from = models.DateTimeField(default=timezone.now, editable=False)
    valid_to = InfinityField(editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    superseded_at = InfinityField(editable=False)

    class Meta:
        ordering = ["seat", "measure", "period"]
        indexes = [
            models.Index(
                fields=["measure", "period"],
                include=["seat", "amount", "currency", "plan", "valid_from", "valid_to"],
                condition=Q(superseded_at=INFINITY),
                name="quota_measure_period",
            ),
            models.Index(fields=["batch_id"], condition=Q(batch_id__isnull=False), name="quota_batch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "seat", "measure", "period"],
                condition=LIVE,
                name="quota_once",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="quota_not_negative"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="quota_stood_forwards"),
            models.CheckConstraint(
                condition=Q(measure__in=MONEY_MEASURES, currency__isnull=False)
                | (~Q(measure__in=MONEY_MEASURES) & Q(currency__isnull=True)),
                name="quota_unit",
            ),
        ]
