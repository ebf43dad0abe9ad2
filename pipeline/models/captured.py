"""What came in by itself: meetings, mail and calls, each of one person of ours, until it is an activity."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pipeline.models.activities import Activity
from pipeline.models.strength import notes_others
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Captured(PublicRecord):
    """One meeting, mail or call as its source told it, for one person.

    origin, external_id: what makes it the same one whichever source tells it again; the id is a digest that also holds
    the person. party: `[address or number, name]` of everybody outside, emptied once it is logged or dismissed: what
    was matched is in the activity, and nothing of the rest is remembered. waiting: it lies ahead, or its job comes.
    """

    class Origin(models.TextChoices):
        CALENDAR = "calendar", _("Calendar")
        MAIL = "mail", _("Mail")
        PHONE = "phone", _("Phone")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        UNMATCHED = "unmatched", _("To be matched")
        LOGGED = "logged", _("Logged")
        DISMISSED = "dismissed", _("Dismissed")
        WITHDRAWN = "withdrawn", _("Cancelled")
        PRIVATE = "private", _("Private, time only")

    origin = models.CharField(max_length=8, choices=Origin)
    external_id = models.CharField(max_length=64)
    source = models.ForeignKey(
        "accounts.CaptureSource", null=True, on_delete=models.SET_NULL, related_name="captured", db_index=False
    )
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="captured", db_index=False)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    occurred_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    direction = models.CharField(max_length=8, choices=Activity.Direction, default=Activity.Direction.OUTBOUND)
    outcome = models.CharField(max_length=12, choices=Activity.Outcome, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)
    party = models.JSONField(default=list)
    activity = models.OneToOneField(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="captured_as"
    )
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-occurred_at", "-id"]
        verbose_name_plural = "captured"
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(state="waiting"), name="captured_waiting"),
            models.Index(fields=["person", "-occurred_at"], name="captured_of_person"),
            models.Index(fields=["source", "ends_at"], name="captured_of_source"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["origin", "external_id"], name="captured_once"),
            models.CheckConstraint(condition=Q(ends_at__gte=models.F("occurred_at")), name="captured_end_after_start"),
            models.CheckConstraint(
                condition=~Q(state="logged") | Q(activity__isnull=False), name="captured_logged_has_activity"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["logged", "dismissed", "private"]) | Q(party=[], subject="", note=""),
                name="captured_remembers_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or str(self.get_origin_display())


class ActivityContact(models.Model):
    """Who else of the outside took part in an activity, beside its `contact`."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="others")
    contact = models.ForeignKey("accounts.Contact", on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = notes_others()
        constraints = [models.UniqueConstraint(fields=["activity", "contact"], name="activity_contact_once")]
