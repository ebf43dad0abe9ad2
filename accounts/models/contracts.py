"""Contracts: what was agreed, for how long, what follows one, its files and what it obliges us to."""

from datetime import date, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import CustomerAccount
from accounts.rules.terms import LEGAL_TERM_YEARS, kept_until
from salesops.db.append_only import erasing
from salesops.db.fields import AmountField, CurrencyField
from salesops.db.models import EditableRecord, PublicRecord

PERSON = settings.AUTH_USER_MODEL

LINES_SUM = """
    IF (SELECT coalesce(sum(line.value), 0) FROM accounts_contractline line WHERE line.contract_id = asked)
        IS DISTINCT FROM (SELECT value FROM accounts_contract WHERE id = asked)
        AND EXISTS (SELECT 1 FROM accounts_contract WHERE id = asked) THEN
        RAISE EXCEPTION 'contract_lines_sum' USING ERRCODE = 'check_violation', CONSTRAINT = 'contract_lines_sum';
    END IF;
    RETURN NULL;
"""
SHARES_SUM = """
    IF (SELECT sum(link.share) FROM accounts_contractrenewal link WHERE link.new_id = asked) <> 1 THEN
        RAISE EXCEPTION 'renewal_shares_sum' USING ERRCODE = 'check_violation', CONSTRAINT = 'renewal_shares_sum';
    END IF;
    RETURN NULL;
"""
SIGNED_FILE = f"""
    IF EXISTS (SELECT 1 FROM accounts_contract WHERE id = OLD.contract_id
        AND state NOT IN ('draft', 'in_review', 'sent', 'void')) THEN
        IF TG_OP = 'DELETE' THEN
            IF OLD.blocked_at IS NOT NULL AND EXISTS (SELECT 1 FROM accounts_contract WHERE id = OLD.contract_id
                AND upper(during) + interval '{LEGAL_TERM_YEARS} years' <= statement_timestamp()) THEN
                RETURN OLD;
            END IF;
        ELSE
            loose := CASE WHEN OLD.blocked_at IS NULL THEN '{{blocked_at}}'::text[] ELSE '{{}}' END;
            IF {erasing("accounts_contractfile")} THEN loose := array_append(loose, 'name'); END IF;
            IF (to_jsonb(NEW) - loose) = (to_jsonb(OLD) - loose) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION 'contract_file_signed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def at_the_end(name: str, column: str, func: str, *, deletes: bool) -> pgtrigger.Trigger:
    """A check of sums when the transaction ends: rows that belong together are written one after the other."""
    found = f"asked := (CASE WHEN TG_OP = 'DELETE' THEN OLD.{column} ELSE NEW.{column} END);"
    written = pgtrigger.Insert | pgtrigger.Update
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=written | pgtrigger.Delete if deletes else written,
        timing=pgtrigger.Deferred,
        declare=[("asked", "bigint")],
        func=found + func,
    )


class Contract(EditableRecord):
    """An agreement with a customer over `during`. `notice_by` is the legal day, whatever day of the week it is.

    compared_value: the value, of more than a year its yearly part; renewal rates set that of a successor against the
    `renewal_value` of what it follows. made_by: who last changed its terms; somebody else approves them, or
    `sole_approver` says that nobody else could (A-13). approved_for: whom they acted for under a delegation (A-2).
    """

    class Type(models.TextChoices):
        NEW = "new", _("New")
        RENEWAL = "renewal", _("Renewal")
        SUPPORT = "support", _("Support")
        LICENCE = "licence", _("Licence")
        NDA = "nda", _("Confidentiality")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        SENT = "sent", _("Sent")
        SIGNED = "signed", _("Signed")
        ACTIVE = "active", _("Active")
        RENEWED = "renewed", _("Renewed")
        EXPIRED = "expired", _("Expired")
        TERMINATED = "terminated", _("Terminated")
        VOID = "void", _("Void")

    number = models.CharField(max_length=60, unique=True)
    customer = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="contracts")
    type = models.CharField(max_length=8, choices=Type, default=Type.NEW)
    opportunity_uid = models.UUIDField(null=True, blank=True)
    during = DateRangeField()
    auto_renew = models.BooleanField(default=False)
    notice_days = models.PositiveSmallIntegerField(default=30)
    notice_by = models.GeneratedField(
        expression=Func(
            F("during"),
            F("notice_days"),
            template="(upper(%(expressions)s)",
            arg_joiner=") - 1 - ",
            output_field=models.DateField(),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )
    renewal_months = models.PositiveSmallIntegerField(default=12)
    value = AmountField(default=0)
    currency = CurrencyField(default="USD")
    compared_value = AmountField(default=0)
    renewal_value = AmountField(default=0)
    owner = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="contracts")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    signed_on = models.DateField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    terminated_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_for = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_reason = models.CharField(max_length=300, blank=True)
    sole_approver = models.BooleanField(default=False)
    notice_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["customer"], name="contract_customer"),
            models.Index(fields=["owner", "state"], name="contract_owner_state"),
            models.Index(fields=["state", "notice_by"], name="contract_state_notice"),
            models.Index(fields=["opportunity_uid"], name="contract_opportunity"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(during__isempty=False, during__lower_inf=False, during__upper_inf=False),
                name="contract_end_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "active", "renewed", "expired", "terminated"])
                | Q(signed_on__isnull=False),
                name="contract_signed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="terminated") | Q(terminated_on__isnull=False), name="contract_terminated_has_day"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(approved_by=F("made_by"))
                | Q(sole_approver=True),
                name="contract_checker_differs",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0, compared_value__gte=0, renewal_value__gte=0), name="contract_value_sign"
            ),
        ]
        triggers = [at_the_end("contract_lines_sum", "id", LINES_SUM, deletes=False)]

    def __str__(self) -> str:
        return self.number

    @property
    def last_day(self) -> date:
        """In it; the range ends the day after."""
        ends: date = self.during.upper
        return ends - timedelta(days=1)

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None

    @property
    def is_open(self) -> bool:
        """Terms may still change."""
        return self.state in (self.State.DRAFT, self.State.IN_REVIEW, self.State.SENT)

    @property
    def is_running(self) -> bool:
        return self.state in (self.State.SIGNED, self.State.ACTIVE)


class ContractLine(models.Model):
    """A part of the value. `yearly_value` is stored for recurring ones, 0 for the rest and for confidentiality."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    name = models.CharField(max_length=200)
    product_uid = models.UUIDField(null=True, blank=True)
    recurring = models.BooleanField(default=True)
    value = AmountField()
    yearly_value = AmountField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0, yearly_value__gte=0), name="contract_line_sign"),
            models.CheckConstraint(condition=Q(recurring=True) | Q(yearly_value=0), name="contract_line_yearly"),
        ]
        triggers = [at_the_end("contract_line_sum", "contract_id", LINES_SUM, deletes=True)]

    def __str__(self) -> str:
        return self.name

    @property
    def currency(self) -> str:
        return self.contract.currency


class ContractRenewal(models.Model):
    """`new` follows `old`. share: the part of the new value that falls to the old one; co-termed ones add up to 1.

    signed_on: of the new one, kept here because renewals are judged by it.
    """

    old = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="predecessors")
    share = models.DecimalField(max_digits=9, decimal_places=8, default=1)
    signed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="renewal_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="renewal_not_itself"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="renewal_share_range"),
        ]
        triggers = [at_the_end("renewal_shares_sum", "new_id", SHARES_SUM, deletes=True)]


class ContractFile(PublicRecord):
    """A file as it was uploaded; the same name again is its next version. Once the contract is signed it stays.

    blocked_at: it names somebody who was erased; nobody opens it, and it goes when its legal term is over (A-8).
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    version = models.PositiveSmallIntegerField(default=1)
    content_type = models.CharField(max_length=100)
    content = models.FileField(upload_to="contracts", max_length=200)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    blocked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "name", "version"], name="contract_file_version"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="contract_file_signed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                declare=[("loose", "text[]")],
                func=SIGNED_FILE,
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kept_until(self) -> date | None:
        """The day a blocked one may go; None for all others."""
        return kept_until(self.contract.during.upper) if self.blocked_at else None


class Obligation(EditableRecord):
    """What a contract obliges us to by a day. Done with a recurrence, the next one is made."""

    class Recurrence(models.TextChoices):
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")
        YEAR = "year", _("Every year")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="obligations")
    name = models.CharField(max_length=300)
    due = models.DateField()
    owner = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations")
    recurrence = models.CharField(max_length=7, choices=Recurrence, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["due", "id"]
        indexes = [models.Index(fields=["due"], condition=Q(done_at__isnull=True), name="obligation_open_due")]

    def __str__(self) -> str:
        return self.name
