"""What was done with a customer, a lead or a deal: calls, mails, meetings."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pipeline.models.strength import notes_activities
from salesops.db.models import EditableRecord

PERSON = settings.AUTH_USER_MODEL


class Activity(EditableRecord):
    """One touch. `occurred_at` is when it happened, `recorded_at` when it was logged."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        EMAIL = "email", _("Mail")
        MEETING = "meeting", _("Meeting")
        MESSAGE = "message", _("Message")
        VISIT = "visit", _("Visit")
        OTHER = "other", _("Other")

    class Direction(models.TextChoices):
        OUTBOUND = "outbound", _("Outbound")
        INBOUND = "inbound", _("Inbound")

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        LEFT_MESSAGE = "left_message", _("Left a message")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("No-show")
        CANCELLED = "cancelled", _("Cancelled")
        SENT = "sent", _("Sent")
        REPLIED = "replied", _("Replied")

    kind = models.CharField(max_length=8, choices=Kind)
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.OUTBOUND)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    automated = models.BooleanField(default=False)
    bounced = models.BooleanField(default=False)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="activities")
    opportunity = models.ForeignKey(
        "pipeline.Opportunity", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    lead = models.ForeignKey(
        "pipeline.Lead", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    customer = models.ForeignKey(
        "accounts.CustomerAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    contact = models.ForeignKey(
        "accounts.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    occurred_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=20, default="ui")
    external_id = models.CharField(max_length=200, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "activities"
        triggers = notes_activities()
        indexes = [
            models.Index(
                fields=["owner", "occurred_at"],
                include=["kind", "opportunity", "lead"],
                condition=models.Q(deleted_at__isnull=True),
                name="activity_owner_when",
            ),
            models.Index(fields=["opportunity", "-occurred_at"], name="activity_deal_when"),
            models.Index(fields=["occurred_at"], condition=models.Q(deleted_at__isnull=True), name="activity_when"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="activity_external_uniq"
            )
        ]
