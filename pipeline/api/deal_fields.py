"""Deals as the API writes and reads them."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.access import reach, visible_customers
from accounts.models import User
from accounts.operations.contract_terms import MOST_MONTHS
from accounts.queries.organisation import organisation
from pipeline.access import visible_products, visible_reasons, visible_stages
from pipeline.api.ground import NAMED, DayField, MomentField, Named, money
from pipeline.models import Stage, Subcategory
from pipeline.models.leads import SourcedBy
from pipeline.models.opportunities import Kind
from pipeline.models.processes import Category
from pipeline.queries.conversion import closed_money
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.moments import INFINITY
from salesops.web.api.fields import MONEY_SCHEMA, MoneyField
from salesops.web.api.serializers import StrictSerializer


def people_for(verb: str) -> Any:
    """Whom a person may give something to: everybody in reach of the verb."""

    def rows(user: User) -> ScopedQuerySet[User]:
        seen = reach(user, verb)
        people = User.objects.all() if seen.everything else User.objects.filter(pk__in=seen.people)
        return people.mark_scoped(user)

    return rows


def subcategories(user: User) -> ScopedQuerySet[Subcategory]:
    return Subcategory.objects.all().mark_scoped(user)


def open_stages(user: User) -> ScopedQuerySet[Stage]:
    return visible_stages(user).filter(kind=Stage.Kind.OPEN)


class StateSerializer(StrictSerializer):
    """The part of a deal that has a past."""

    owner = Named()
    credit_owner = Named()
    stage = Named()
    status = serializers.CharField(read_only=True)
    category = serializers.CharField(read_only=True, help_text="what it counts as at that moment; null: unmapped")
    category_override = serializers.CharField(read_only=True)
    subcategory = Named()
    omitted = serializers.BooleanField(read_only=True)
    amount = MoneyField(amount="amount", read_only=True)
    amount_basis = serializers.CharField(read_only=True)
    amount_converted = serializers.SerializerMethodField()
    product = Named()
    close_date = serializers.DateField(read_only=True)
    close_basis = serializers.CharField(read_only=True)
    closed_at = serializers.DateTimeField(read_only=True)
    probability_manual = serializers.DecimalField(max_digits=7, decimal_places=6, read_only=True)
    next_step = serializers.CharField(read_only=True)
    next_step_date = serializers.DateField(read_only=True)
    kind = serializers.CharField(read_only=True)
    loss_reason = Named()
    push_reason = Named()
    come_back_on = serializers.DateField(read_only=True)

    @extend_schema_field(MONEY_SCHEMA | {"nullable": True})
    def get_amount_converted(self, row: Any) -> dict[str, str] | None:
        """In the company's currency, once closed; null without an amount or a rate of the close date."""
        if row.status == Stage.Kind.OPEN:
            return None
        context = cast(dict[str, Any], self.context)
        if "reporting" not in context:
            context["reporting"] = organisation().currency
        worth = closed_money(row, context["reporting"])
        return None if worth is None else MoneyField().to_representation(worth)


class OpportunitySerializer(StateSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    version = serializers.IntegerField(source="row_version", read_only=True)
    name = serializers.CharField(read_only=True)
    customer = Named()
    process = Named()
    sourced_by = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)


class PastOpportunitySerializer(OpportunitySerializer):
    """The same fields from a row of the log; what has no past is as it is now."""

    id = serializers.UUIDField(source="opportunity.uid", read_only=True)
    version = serializers.IntegerField(source="opportunity.row_version", read_only=True)
    name = serializers.CharField(source="opportunity.name", read_only=True)
    customer = Named(source="opportunity.customer")
    process = Named(source="opportunity.process")
    sourced_by = serializers.CharField(source="opportunity.sourced_by", read_only=True)
    created_at = serializers.DateTimeField(source="opportunity.created_at", read_only=True)


class EndField(serializers.DateTimeField):
    """An instant that may never come: null."""

    def to_representation(self, value: Any) -> str | None:  # type: ignore[override]
        return None if value == INFINITY else super().to_representation(value)


class VersionSerializer(StateSerializer):
    """One state of a deal: true `[valid_from, valid_to)`, believed `[recorded_at, superseded_at)`."""

    version = serializers.IntegerField(read_only=True)
    valid_from = serializers.DateTimeField(read_only=True)
    valid_to = EndField(read_only=True)
    recorded_at = serializers.DateTimeField(read_only=True)
    superseded_at = EndField(read_only=True)
    by = serializers.SerializerMethodField()
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    reason = serializers.CharField(read_only=True)
    reconstructed = serializers.BooleanField(read_only=True)
    changed_fields = serializers.ListField(child=serializers.CharField(), read_only=True)
    deleted = serializers.BooleanField(read_only=True)

    @extend_schema_field(NAMED)
    def get_by(self, row: Any) -> dict[str, str] | None:
        return {"id": str(row.actor_uid), "name": row.actor_name} if row.actor_uid else None


class OpportunityInput(StrictSerializer):
    """What PATCH may set. Owner, status and closing have actions of their own."""

    name = serializers.CharField(max_length=300)
    customer = Named(rows=visible_customers, allow_null=True, required=False)
    amount = money(allow_null=True, required=False, negative=True)
    stage = Named(rows=open_stages, required=False)
    close_date = DayField()
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    product = Named(rows=visible_products, allow_null=True, required=False)
    sourced_by = serializers.ChoiceField(choices=SourcedBy.choices, allow_blank=True, required=False)
    next_step = serializers.CharField(max_length=300, allow_blank=True, required=False)
    next_step_date = DayField(allow_null=True, required=False)


class OpportunityNew(OpportunityInput):
    owner = Named(rows=people_for("deal.change"), required=False)


class OpportunityChange(OpportunityInput):
    category_override = serializers.ChoiceField(choices=Category.choices, allow_blank=True, required=False)
    subcategory = Named(rows=subcategories, allow_null=True, required=False)
    omitted = serializers.BooleanField(required=False)
    probability_manual = serializers.DecimalField(
        max_digits=7, decimal_places=6, min_value=0, max_value=1, allow_null=True, required=False
    )
    push_reason = Named(rows=lambda user: visible_reasons(user).filter(list="push"), allow_null=True, required=False)
    come_back_on = DayField(allow_null=True, required=False)


def as_changes(data: dict[str, Any]) -> dict[str, Any]:
    """One Money is two columns."""
    if "amount" not in data:
        return data
    amount = data.pop("amount")
    if amount is None:
        return data | {"amount": None}
    return data | {"amount": amount.amount, "currency": amount.currency}


class CloseInput(StrictSerializer):
    """`months` and `contract_from`: won with a term, the contract is made in the same transaction."""

    outcome = serializers.ChoiceField(choices=[("won", "won"), ("lost", "lost")])
    close_date = DayField(required=False)
    amount = money(required=False)
    reason = Named(rows=lambda user: visible_reasons(user).filter(list="loss"), required=False, allow_null=True)
    come_back_on = DayField(allow_null=True, required=False)
    contract_from = DayField(allow_null=True, required=False)
    months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, allow_null=True, required=False)


class ReopenInput(StrictSerializer):
    stage = Named(rows=open_stages)
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class ReasonInput(StrictSerializer):
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class TransferInput(StrictSerializer):
    owner = Named(rows=people_for("deal.transfer"))


class PastInput(StrictSerializer):
    """Fields of a past state; a closed stage is stated by its own name."""

    owner = Named(rows=people_for("deal.correct"), required=False)
    stage = Named(rows=visible_stages, required=False)
    amount = money(allow_null=True, required=False, negative=True)
    close_date = DayField(allow_null=True, required=False)
    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    product = Named(rows=visible_products, allow_null=True, required=False)
    category_override = serializers.ChoiceField(choices=Category.choices, allow_blank=True, required=False)
    omitted = serializers.BooleanField(required=False)
    next_step = serializers.CharField(max_length=300, allow_blank=True, required=False)
    next_step_date = DayField(allow_null=True, required=False)
    loss_reason = Named(rows=lambda user: visible_reasons(user).filter(list="loss"), required=False, allow_null=True)


class RecordPastInput(StrictSerializer):
    effective_at = MomentField()
    state = PastInput()
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")


class CorrectInput(StrictSerializer):
    effective_at = MomentField()
    changes = PastInput()
    reason = serializers.CharField(max_length=1000, allow_blank=True, required=False, default="")
