"""Employment, the truth about headcount, and the jobs held inside it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord

PERSON = settings.AUTH_USER_MODEL

JOB_INSIDE = """
    IF EXISTS (
        SELECT FROM {changed} JOIN accounts_jobassignment job ON {joined}
        JOIN accounts_employment spell ON spell.id = job.employment_id WHERE NOT job.during <@ spell.during
    ) THEN
        RAISE EXCEPTION 'job_inside_employment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'job_inside_employment';
    END IF;
    RETURN NULL;
"""


def job_inside(name: str, operation: pgtrigger.Operation, joined: str) -> pgtrigger.Trigger:
    """Asked once for all rows of a statement: an import writes thousands."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(new="changed"),
        func=JOB_INSIDE.format(changed="changed", joined=joined),
    )


class Employment(EditableRecord):
    """A person employed from the first day up to, and with, the last. A rehire is another one.

    Who did not start has one that lasts a day and counts nowhere: neither as a hire nor as a separation.
    """

    class Exit(models.TextChoices):
        VOLUNTARY = "voluntary", _("Left by own wish")
        INVOLUNTARY = "involuntary", _("Dismissed")
        RETIREMENT = "retirement", _("Retired")
        OTHER = "other", _("Other")
        DID_NOT_START = "did_not_start", _("Did not start")

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="employments")
    during = DateRangeField()
    exit_kind = models.CharField(max_length=13, choices=Exit, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    regretted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["person", "during"]
        indexes = [models.Index(fields=["person"], name="employment_person")]
        constraints = [
            ExclusionConstraint(
                name="employment_no_overlap",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=~Q(exit_kind="did_not_start"),
            ),
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__isempty=False), name="employment_has_start"
            ),
            models.CheckConstraint(
                condition=Q(during__endswith__isnull=True, exit_kind="", reason="", regretted__isnull=True)
                | (Q(during__endswith__isnull=False) & ~Q(exit_kind="")),
                name="employment_exit_complete",
            ),
        ]
        triggers = [job_inside("employment_holds_jobs", pgtrigger.Update, "job.employment_id = changed.id")]


class JobAssignment(EditableRecord):
    """What somebody does from which day: a transfer is a new one and never a separation."""

    class Function(models.TextChoices):
        SALES = "sales", _("Sales")
        SALES_OPS = "sales_ops", _("Sales operations")
        ENABLEMENT = "enablement", _("Enablement")
        OTHER = "other", _("Other")

    employment = models.ForeignKey(Employment, on_delete=models.CASCADE, related_name="jobs")
    function = models.CharField(max_length=10, choices=Function)
    job_role = models.CharField(max_length=120, blank=True)
    cost_centre = models.CharField(max_length=60, blank=True)
    location = models.CharField(max_length=120, blank=True)
    during = DateRangeField()

    class Meta:
        ordering = ["employment", "during"]
        indexes = [models.Index(fields=["employment"], name="job_employment")]
        constraints = [
            ExclusionConstraint(
                name="job_no_overlap",
                expressions=[("employment", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(during__startswith__isnull=False, during__isempty=False), name="job_has_start"
            ),
        ]
        triggers = [
            job_inside("job_begins_inside", pgtrigger.Insert, "job.id = changed.id"),
            job_inside("job_stays_inside", pgtrigger.Update, "job.id = changed.id"),
        ]
