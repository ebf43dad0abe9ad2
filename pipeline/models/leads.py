"""People and companies that may become deals."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.privacy import never_back, stays_erased
from salesops.db.models import EditableRecord

PERSON = settings.AUTH_USER_MODEL


class SourcedBy(models.TextChoices):
    MARKETING = "marketing", _("Marketing")
    SDR = "sdr", _("SDR")
    SELF = "self", _("Self")
    PARTNER = "partner", _("Partner")
    CUSTOMER = "customer", _("Customer")


class Lead(EditableRecord):
    class State(models.TextChoices):
        NEW = "new", _("New")
        ASSIGNED = "assigned", _("Assigned")
        WORKING = "working", _("Working")
        QUALIFIED = "qualified", _("Qualified")
        CONVERTED = "converted", _("Converted")
        DISQUALIFIED = "disqualified", _("Disqualified")
        RECYCLED = "recycled", _("Recycled")

    class Channel(models.TextChoices):
        INBOUND = "inbound", _("Inbound")
        OUTBOUND = "outbound", _("Outbound")

    name = models.CharField(max_length=300)
    company = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    email_norm = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=80, blank=True)
    sourced_by = models.CharField(max_length=10, choices=SourcedBy, default=SourcedBy.MARKETING)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.INBOUND)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    owner = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    disqualified_reason = models.CharField(max_length=200, blank=True)
    converted_at = models.DateTimeField(null=True, blank=True, editable=False)
    customer = models.ForeignKey(
        "accounts.CustomerAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    contact = models.ForeignKey("accounts.Contact", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opportunity = models.ForeignKey(
        "pipeline.Opportunity", null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    is_test = models.BooleanField(default=False)
    is_spam = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        triggers = [
            never_back("email", "phone"),
            stays_erased("erased_at IS NOT NULL", "name", "title", "email", "phone"),
        ]
        indexes = [
            GinIndex(fields=["company"], opclasses=["gin_trgm_ops"], name="lead_company_trgm"),
            models.Index(fields=["owner", "created_at"], name="lead_owner_created"),
            models.Index(fields=["created_at"], name="lead_created"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["email_norm"],
                condition=~models.Q(email_norm="") & ~models.Q(state__in=["converted", "disqualified"]),
                name="lead_open_email_uniq",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="disqualified") | ~models.Q(disqualified_reason=""),
                name="lead_disqualified_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="converted") | models.Q(converted_at__isnull=False),
                name="lead_converted_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LeadEvent(models.Model):
    """Append-only: what happened to a lead and when."""

    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
