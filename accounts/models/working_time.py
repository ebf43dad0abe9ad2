"""Working time: calendars with their opening hours and holidays, whose calendar holds when, and leave."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord, PublicRecord
from salesops.db.scoped import ScopedQuerySet

PERSON = settings.AUTH_USER_MODEL


class WorkCalendar(EditableRecord):
    """Opening hours in a zone (empty: the organisation's). The `default` one is the organisation's own calendar."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, blank=True)
    default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="calendar_name_unique"),
            models.UniqueConstraint(fields=["default"], condition=Q(default=True), name="calendar_one_default"),
        ]

    def __str__(self) -> str:
        return self.name


class MinutesOfWeek(Func):
    """The minutes since Monday 00:00 that hours cover; what runs past Sunday's end is Monday's."""

    template = (
        "int4multirange("
        "int4range(((weekday - 1) * 1440 + opens), least((weekday - 1) * 1440 + closes, 10080)),"
        " int4range(0, greatest((weekday - 1) * 1440 + closes - 10080, 0)))"
    )


class WorkHours(models.Model):
    """Minutes of the local day of an ISO weekday, half-open; past 1,440 into the next day, at most a day long."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    weekday__range=(1, 7), opens__lt=1440, closes__gt=F("opens"), closes__lte=F("opens") + 1440
                ),
                name="hours_in_order",
            ),
            ExclusionConstraint(
                name="hours_no_overlap",
                expressions=[("calendar", RangeOperators.EQUAL), (MinutesOfWeek(), RangeOperators.OVERLAPS)],
            ),
        ]


class Holiday(PublicRecord):
    """A day on which the hours of a calendar do not open. Where it came from does not matter: the rows are ours."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="holiday_once")]

    def __str__(self) -> str:
        return self.name


class TeamCalendar(models.Model):
    """The calendar of a team on some days; a day without one has the organisation's."""

    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="calendars")
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="of_teams")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="team_one_calendar",
                expressions=[("team", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class PersonCalendar(models.Model):
    """A calendar of one's own on some days; a day without one has that of the primary team."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="calendars")
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="of_people")
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="person_one_calendar",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class DaysOf(Func):
    """How many days a range of dates has."""

    template = "(upper(%(expressions)s) - lower(%(expressions)s))"
    output_field = models.IntegerField()


class Leave(EditableRecord):
    """Days a person is away. `minutes`: only so many, the last ones open, of one day.

    `kind` and `note` are for who may see the reasons (`leave.see`), and stand in no audit row.
    """

    class Kind(models.TextChoices):
        VACATION = "vacation", _("Vacation")
        SICK = "sick", _("Sick")
        PARENTAL = "parental", _("Parental")
        UNPAID = "unpaid", _("Unpaid")
        OTHER = "other", _("Other")

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=10, choices=Kind)
    during = DateRangeField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="leave_no_overlap",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="leave_has_days",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | (Q(minutes__range=(1, 1439)) & Q(Exact(DaysOf("during"), 1))),
                name="leave_part_of_one_day",
            ),
        ]

    @property
    def last_day(self) -> date:
        return self.during.upper - timedelta(days=1)
