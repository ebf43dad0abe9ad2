"""Customers, their contacts, and which seat owns them from which day."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.privacy import never_back, stays_erased
from salesops.db.fields import AmountField, CurrencyField, InfinityField
from salesops.db.models import EditableRecord
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.moments import INFINITY

PERSON = settings.AUTH_USER_MODEL


class CustomerAccount(EditableRecord):
    """A company we sell to. `parent` is the company it belongs to; `merged_into` the one that it turned out to be."""

    name = models.CharField(max_length=300)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subsidiaries")
    domains = ArrayField(models.CharField(max_length=253), default=list, blank=True)
    account_type = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=80, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    annual_revenue = AmountField(null=True, blank=True)
    annual_revenue_currency = CurrencyField(null=True, blank=True)
    founded_year = models.PositiveSmallIntegerField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="customer_name_trgm")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="customer_not_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | models.Q(archived_at__isnull=False) & ~models.Q(merged_into=models.F("id")),
                name="customer_merged_is_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerMember(models.Model):
    """A person who sees one customer without owning it; role `deal` while they hold a deal there."""

    customer = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="customer_memberships")
    role = models.CharField(max_length=40)
    during = DateRangeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="member_no_overlap",
                expressions=[
                    ("customer", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]


class AccountOwnership(models.Model):
    """Which seat owns a customer in which role on which days; written by `change_ownership` only."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        AM = "am", _("Account manager")
        CSM = "csm", _("Customer success")
        SE = "se", _("Solution engineer")
        RENEWALS = "renewals", _("Renewals")

    account = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="ownerships")
    role = models.CharField(max_length=8, choices=Role, default=Role.OWNER)
    seat = models.ForeignKey("accounts.Seat", on_delete=models.PROTECT, related_name="ownerships")
    valid = DateRangeField()
    source = models.CharField(max_length=20, default="ui")
    recorded_at = models.DateTimeField(default=timezone.now)
    superseded_at = InfinityField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="no_two_owners",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(superseded_at=INFINITY),
            )
        ]


class Contact(EditableRecord):
    """A person at a customer. `consent` is what they said to being written to; `opted_out_at` when they ended it."""

    class Consent(models.TextChoices):
        UNKNOWN = "unknown", _("Not asked")
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")

    customer = models.ForeignKey(
        CustomerAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    name = models.CharField(max_length=300)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    email_norm = models.CharField(max_length=254, blank=True, editable=False)
    phone = models.CharField(max_length=40, blank=True)
    phone_e164 = models.CharField(max_length=16, blank=True, editable=False)
    consent = models.CharField(max_length=7, choices=Consent, default=Consent.UNKNOWN)
    opted_out_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["email_norm"], name="contact_email_norm")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | models.Q(archived_at__isnull=False) & ~models.Q(merged_into=models.F("id")),
                name="contact_merged_is_archived",
            )
        ]
        triggers = [
            never_back("email", "phone"),
            stays_erased("erased_at IS NOT NULL", "name", "title", "email", "phone"),
        ]

    def __str__(self) -> str:
        return self.name
