"""A deal: its current row, and the log of every state it had."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pipeline.models.leads import SourcedBy
from pipeline.models.processes import Category, Stage
from salesops.db.fields import AmountField, CurrencyField
from salesops.db.models import EditableRecord
from salesops.db.scoped import ScopedQuerySet
from salesops.db.versioned import (
    LIVE,
    OPEN,
    VersionRow,
    append_only_triggers,
    log_triggers,
    versioned_fields,
    without_key_checks,
)

PERSON = settings.AUTH_USER_MODEL


class Kind(models.TextChoices):
    NEW = "new", _("New")
    EXPANSION = "expansion", _("Expansion")
    RENEWAL = "renewal", _("Renewal")


class CloseBasis(models.TextChoices):
    STATED = "stated", _("Stated")
    INSTANT = "instant", _("Taken from the moment of closing")
    DERIVED = "derived", _("Derived by an import rule")


class AmountBasis(models.TextChoices):
    STATED = "stated", _("Stated")
    LIST_PRICE = "list_price", _("Estimated from the list price")


class OpportunityState(models.Model):
    """Every column of a deal whose past matters: the list that the log and its triggers are made from.

    No key has an index by itself: every edit writes each of them again. `Opportunity` names its own.
    """

    owner = models.ForeignKey(
        PERSON, null=True, related_name="%(class)s_owned", on_delete=models.PROTECT, db_index=False
    )
    credit_owner = models.ForeignKey(PERSON, null=True, related_name="+", on_delete=models.PROTECT, db_index=False)
    stage = models.ForeignKey(Stage, related_name="+", on_delete=models.PROTECT, db_index=False)
    status = models.CharField(max_length=4, choices=Stage.Kind, default=Stage.Kind.OPEN)
    category_override = models.CharField(max_length=8, choices=Category, blank=True)
    subcategory = models.ForeignKey(
        "pipeline.Subcategory", null=True, blank=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    omitted = models.BooleanField(default=False)
    amount = AmountField(null=True, blank=True)
    amount_basis = models.CharField(max_length=10, choices=AmountBasis, default=AmountBasis.STATED)
    currency = CurrencyField(default="USD")
    product = models.ForeignKey(
        "pipeline.Product", null=True, blank=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    close_date = models.DateField(null=True, blank=True)
    close_basis = models.CharField(max_length=8, choices=CloseBasis, default=CloseBasis.STATED)
    closed_at = models.DateTimeField(null=True, blank=True)
    amount_converted = AmountField(null=True, blank=True)
    close_rate = models.ForeignKey(
        "accounts.FxRate", null=True, blank=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    probability_manual = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_date = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.NEW)
    loss_reason = models.ForeignKey(
        "pipeline.Reason", null=True, blank=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    push_reason = models.ForeignKey(
        "pipeline.Reason", null=True, blank=True, related_name="+", on_delete=models.PROTECT, db_index=False
    )
    come_back_on = models.DateField(null=True, blank=True)
    deleted = models.BooleanField(default=False)

    class Meta:
        abstract = True


VERSIONED_FIELDS = versioned_fields(OpportunityState)


class Opportunity(OpportunityState, EditableRecord):
    """The deal as it stands now. Its past is `OpportunityVersion`, kept by triggers."""

    name = models.CharField(max_length=300)
    customer = models.ForeignKey(
        "accounts.CustomerAccount",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunities",
        db_index=False,
    )
    process = models.ForeignKey("pipeline.ProcessVersion", on_delete=models.PROTECT, related_name="opportunities")
    sourced_by = models.CharField(max_length=10, choices=SourcedBy, blank=True)
    source = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "opportunities"
        indexes = [
            models.Index(fields=["owner", "status", "close_date"], name="deal_owner_status_close"),
            models.Index(fields=["status", "close_date"], condition=Q(deleted=False), name="deal_status_close"),
            models.Index(fields=["customer"], name="deal_customer"),
            models.Index(fields=["created_at"], name="deal_created"),
            models.Index(fields=["credit_owner"], name="deal_credit_owner"),
            models.Index(fields=["stage"], name="deal_stage"),
            # Keys that most deals leave empty: only so that what they name can be looked for before it is removed.
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"deal_{name}")
                for name in ("product", "subcategory", "close_rate", "loss_reason", "push_reason")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="open") | Q(closed_at__isnull=True), name="deal_open_not_closed"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(closed_at__isnull=False), name="deal_closed_has_instant"
            ),
            models.CheckConstraint(
                condition=Q(probability_manual__isnull=True) | Q(probability_manual__range=(0, 1)),
                name="deal_probability_ratio",
            ),
        ]
        triggers = log_triggers(
            "pipeline_opportunity", "pipeline_opportunityversion", "opportunity_id", VERSIONED_FIELDS
        )

    def __str__(self) -> str:
        return self.name


@without_key_checks
class OpportunityVersion(OpportunityState, VersionRow):
    """One state of a deal: true `[valid_from, valid_to)`, known `[recorded_at, superseded_at)`. See pipeline.md 3.1."""

    pk = models.CompositePrimaryKey("opportunity_id", "version")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="versions")
    changed_fields = ArrayField(models.CharField(max_length=40), default=list)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            # Led by the end: what is open now ends later than now, a small part of what ever was.
            models.Index(
                fields=["valid_to", "valid_from", "close_date"],
                include=[
                    "opportunity",
                    "owner",
                    "stage",
                    "category_override",
                    "omitted",
                    "amount",
                    "currency",
                    "kind",
                    "probability_manual",
                ],
                condition=LIVE & Q(status="open", deleted=False),
                name="version_open_until",
            ),
            models.Index(
                fields=["close_date", "valid_from", "valid_to"],
                include=["opportunity", "credit_owner", "status", "amount_converted", "amount", "currency", "kind"],
                condition=LIVE & ~Q(status="open") & Q(deleted=False),
                name="version_closed_covering",
            ),
            models.Index(
                fields=["owner", "valid_from"], include=["valid_to"], condition=LIVE, name="version_owner_from"
            ),
            # With what a look back at a deal asks for, so that it reads the index alone.
            models.Index(
                fields=["opportunity", "-valid_from", "-version"],
                include=["superseded_at", "valid_to", "stage", "status", "owner", "deleted"],
                name="version_deal_order",
            ),
            models.Index(fields=["batch_id"], condition=Q(batch_id__isnull=False), name="version_batch"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="version_interval"),
            models.CheckConstraint(condition=Q(recorded_at__lt=F("superseded_at")), name="version_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0) | Q(status="won"), name="version_amount_sign"
            ),
            models.UniqueConstraint(fields=["opportunity"], condition=OPEN, name="version_one_current"),
        ]
        triggers = append_only_triggers("pipeline_opportunityversion", ("opportunity_id", *VERSIONED_FIELDS))


class OpportunityMember(models.Model):
    """A person who works a deal without owning it; sees that deal, no other."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="deal_memberships")
    role = models.CharField(max_length=40, default="member")
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="deal_member_no_overlap",
                expressions=[
                    ("opportunity", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]
