"""One dated change of a person: hired, moved, left. What it did is kept, so that it can be taken back until its day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord

PERSON = settings.AUTH_USER_MODEL


class PeopleChange(EditableRecord):
    """`effective` is the first day it holds; of a leaver the first day without them.

    choices: what was asked, records by uid. rows: the lines of the preview it was saved with. taken: the dated rows it
    touched, before and after, and what each book answered. manager: whom a hire will report to. trouble: why its day's
    work did not go through; it is tried again. access_ended_at: when a leaver's access ended, which is told once.
    """

    class Kind(models.TextChoices):
        HIRE = "hire", _("New hire")
        CHANGE = "change", _("Job change")
        LEAVE = "leave", _("Leaver")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")

    kind = models.CharField(max_length=6, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    person = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    manager = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    effective = models.DateField()
    choices = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    taken = models.JSONField(default=dict)
    trouble = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    access_ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-effective", "-id"]
        indexes = [
            models.Index(fields=["effective"], condition=Q(state="scheduled"), name="change_due"),
            models.Index(fields=["person"], name="change_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | Q(person__isnull=False), name="change_has_person"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(kind="leave", state="scheduled"), name="change_one_leave"
            ),
        ]
