"""The one organisation of this installation: zone, words, fiscal periods, currencies, dated rates."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.append_only import append_only
from salesops.db.fields import CurrencyField, InfinityField
from salesops.db.models import EditableRecord, PublicRecord
from salesops.kernel.moments import INFINITY


class Organisation(EditableRecord):
    """One row. `areas` lists the areas switched on beside pipeline and forecast."""

    class FiscalPattern(models.TextChoices):
        GREGORIAN = "gregorian", _("Calendar months")
        WEEKS_445 = "4-4-5", "4-4-5"
        WEEKS_454 = "4-5-4", "4-5-4"
        WEEKS_544 = "5-4-4", "5-4-4"

    class WonFollows(models.TextChoices):
        TEAM = "team", _("The team at closing")
        PERSON = "person", _("The person")

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    currency = CurrencyField(default="USD")
    fiscal_start_month = models.PositiveSmallIntegerField(default=1)
    fiscal_pattern = models.CharField(max_length=10, choices=FiscalPattern, default=FiscalPattern.GREGORIAN)
    fiscal_year_named_by = models.CharField(max_length=5, choices=[("start", "start"), ("end", "end")], default="start")
    won_follows = models.CharField(max_length=6, choices=WonFollows, default=WonFollows.TEAM)
    category_labels = models.JSONField(default=dict, blank=True)
    areas = models.JSONField(default=list, blank=True)
    capture_bodies = models.BooleanField(default=False)
    history_from = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=True), name="organisation_only_one"),
            models.CheckConstraint(condition=Q(fiscal_start_month__range=(1, 12)), name="organisation_start_month"),
        ]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Currency(models.Model):
    code = CurrencyField(primary_key=True)
    name = models.CharField(max_length=80)
    minor_units = models.PositiveSmallIntegerField(default=2)


class FiscalPeriod(PublicRecord):
    """A period of the organisation's calendar. `end_date` is its last day; the instants are half-open."""

    class Level(models.TextChoices):
        WEEK = "week", _("Week")
        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")
        YEAR = "year", _("Year")

    level = models.CharField(max_length=7, choices=Level)
    key = models.CharField(max_length=16)
    label = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    index = models.PositiveSmallIntegerField()
    start_date = models.DateField()
    end_date = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["start_date"]
        constraints = [
            models.UniqueConstraint(fields=["level", "key"], name="period_key_unique"),
            models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="period_end_after_start"),
            ExclusionConstraint(
                name="period_no_overlap",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    (
                        Func(F("start_date"), F("end_date"), models.Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.label


class FxRate(PublicRecord):
    """Units of `to_currency` for one of `from_currency` on the days of `valid`. An edit supersedes."""

    class Kind(models.TextChoices):
        SPOT = "spot", _("Spot")
        PLAN = "plan", _("Plan")

    from_currency = CurrencyField()
    to_currency = CurrencyField()
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.SPOT)
    rate = models.DecimalField(max_digits=20, decimal_places=10)
    valid = DateRangeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = InfinityField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_positive"),
            ExclusionConstraint(
                name="rate_no_overlap",
                expressions=[
                    ("from_currency", RangeOperators.EQUAL),
                    ("to_currency", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at=INFINITY),
            ),
        ]


class SettingsChange(PublicRecord):
    """The settings from an instant on, append-only. `names`: those that changed; `before`: all as they were."""

    valid_from = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    names = ArrayField(models.CharField(max_length=40))
    before = models.JSONField()
    values = models.JSONField()

    class Meta:
        ordering = ["-valid_from", "-id"]
        triggers = append_only("accounts_settingschange", erasable=("before", "values"))
        indexes = [models.Index(fields=["valid_from"], name="settings_change_from")]
