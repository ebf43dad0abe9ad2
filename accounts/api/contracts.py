"""Contracts: list, record, every step, what follows, notice."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import customer_for, require, require_owner
from accounts.api.fields import ProductField, asker, customer_field, person_field, read
from accounts.contract_access import contract_for, visible_contracts
from accounts.models import Contract, ContractRenewal
from accounts.operations.contract_terms import MOST_MONTHS, MOST_NOTICE, Line
from accounts.operations.contracts import (
    approve_contract,
    create_contract,
    edit_contract,
    give_notice,
    sign_contract,
    submit_contract,
    terminate_contract,
    void_contract,
)
from accounts.operations.renewals import draft_successor
from accounts.queries.contracts import with_last_day
from accounts.rules.contracts import STEPS
from accounts.tables import Contracts
from salesops.kernel.errors import Refused
from salesops.kernel.money import Money
from salesops.web.api.fields import MoneyField, RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter

CHANGE = "contract.change"
VERBS = {"approve": "contract.approve"}


class ContractLineSerializer(StrictSerializer):
    """A part of the value. `product` is the id of a product; `yearly_value` is what it adds to ARR."""

    name = serializers.CharField(max_length=200)
    product = ProductField(source="product_uid", allow_null=True, required=False)
    recurring = serializers.BooleanField(default=True)
    value = MoneyField(amount="value")
    yearly_value = MoneyField(amount="yearly_value", read_only=True)

    class Meta:
        list_serializer_class = serializers.ListSerializer
        """Lines are read through their contract, which somebody's scope has cut."""


class ContractLinkSerializer(StrictSerializer):
    """A contract before or after; `share` is the part of the new value that falls to the old one."""

    contract = serializers.UUIDField()
    share = serializers.DecimalField(max_digits=9, decimal_places=8)
    signed_on = serializers.DateField(allow_null=True)


def contract_rows(user: Any, verb: str = "contract.see") -> QuerySet[Contract]:
    return visible_contracts(user, verb)


class ContractSerializer(StrictSerializer):
    """An agreement. Money of one contract is in one currency, that of its lines."""

    id = serializers.UUIDField(source="uid", read_only=True)
    number = serializers.CharField(max_length=60, required=False)
    customer = serializers.UUIDField(source="customer.uid", read_only=True)
    customer_name = serializers.CharField(source="customer.name", read_only=True)
    type = serializers.ChoiceField(Contract.Type.choices, required=False)
    state = serializers.CharField(read_only=True)
    start = serializers.DateField(source="during.lower")
    last_day = serializers.DateField()
    auto_renew = serializers.BooleanField(required=False)
    notice_days = serializers.IntegerField(min_value=0, max_value=MOST_NOTICE, required=False)
    notice_by = serializers.DateField(read_only=True)
    renewal_months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, allow_null=True, required=False)
    value = MoneyField(amount="value", read_only=True)
    renewal_value = MoneyField(amount="renewal_value", allow_null=True, required=False)
    owner = person_field(allow_null=True, required=False)
    opportunity = serializers.UUIDField(source="opportunity_uid", read_only=True, allow_null=True)
    signed_on = serializers.DateField(read_only=True, allow_null=True)
    refused_on = serializers.DateField(read_only=True, allow_null=True)
    terminated_on = serializers.DateField(read_only=True, allow_null=True)
    approved_by = serializers.UUIDField(source="approved_by.uid", read_only=True, allow_null=True, default=None)
    approved_for = serializers.UUIDField(source="approved_for.uid", read_only=True, allow_null=True, default=None)
    sole_approver = serializers.BooleanField(read_only=True)
    lines = ContractLineSerializer(many=True)
    follows = serializers.SerializerMethodField()
    followed_by = serializers.SerializerMethodField()

    @extend_schema_field(ContractLinkSerializer(many=True))
    def get_follows(self, contract: Contract) -> list[dict[str, Any]]:
        return [_link(link, link.old.uid) for link in contract.predecessors.all()]

    @extend_schema_field(ContractLinkSerializer(many=True))
    def get_followed_by(self, contract: Contract) -> list[dict[str, Any]]:
        return [_link(link, link.new.uid) for link in contract.successors.all()]


class NewContractSerializer(ContractSerializer):
    customer = customer_field()  # type: ignore[assignment]


class TransitionSerializer(StrictSerializer):
    """`reason` for void and terminated ones, and for approving what nobody else can."""

    step = serializers.ChoiceField(sorted(STEPS))
    signed_on = serializers.DateField(required=False)
    terminated_on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class RenewSerializer(StrictSerializer):
    """All may be left out. `together_with`: other contracts of the account that end in the same new one."""

    start = serializers.DateField(required=False)
    months = serializers.IntegerField(min_value=1, max_value=MOST_MONTHS, required=False)
    value = MoneyField(required=False)
    number = serializers.CharField(max_length=60, required=False)
    together_with = serializers.ListField(
        child=RecordField(rows=lambda user: contract_rows(user, CHANGE)), required=False, max_length=50
    )


class NoticeSerializer(StrictSerializer):
    """null takes the notice back."""

    given_on = serializers.DateField(allow_null=True)


def _link(link: Any, uid: UUID) -> dict[str, Any]:
    return dict(ContractLinkSerializer({"contract": uid, "share": link.share, "signed_on": link.signed_on}).data)


def terms_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the operation takes: plain amounts, and the one currency they came in. Raises Refused `currency_mixed`."""
    terms = dict(asked)
    if "during" in terms:
        terms["start"] = terms.pop("during")["lower"]
    codes = {line["value"].currency for line in terms.get("lines", ())}
    renewal: Money | None = terms.get("renewal_value")
    codes |= {renewal.currency} if renewal else set()
    if len(codes) > 1:
        sentence = _("A contract is in one currency.")
        raise Refused("currency_mixed", sentence, fields={"lines": sentence})  # type: ignore[arg-type,dict-item]
    if renewal:
        terms["renewal_value"] = renewal.amount
    if "lines" in terms:
        terms["lines"] = [Line(**{**line, "value": line["value"].amount}) for line in terms["lines"]]
    return terms | ({"currency": codes.pop()} if codes else {})


class ContractList(ListView):
    serializer_class = ContractSerializer
    filters = (*Contracts.filters, Filter("customer", _("Account"), "person", "customer__uid"))
    orderings = {"notice_by": "notice_by", "number": "number", "value": "value", "last_day": "last_on"}
    default_ordering = ("notice_by",)

    def rows(self, moments: Moments) -> Any:
        return with_last_day(shown(asker(self)))

    @extend_schema(request=NewContractSerializer, responses={201: ContractSerializer})
    def post(self, request: Any) -> Response:
        """The same content under a known number is the first contract again."""
        require(request.user, CHANGE)
        asked = terms_of(read(NewContractSerializer, request))
        customer_for(request.user, asked["customer"].uid, CHANGE)
        if asked.get("owner"):
            require_owner(request.user, asked["owner"], CHANGE)
        made = create_contract(**asked, by=request.user)
        return answer(self, request, made, status=201, Location=f"/api/v1/contracts/{made.uid}")


class ContractRecord(RecordView):
    serializer_class = ContractSerializer

    def record(self, moments: Moments) -> Any:
        found = contract_for(asker(self), self.kwargs["uid"])
        return shown(asker(self)).get(pk=found.pk)

    @extend_schema(request=ContractSerializer, responses=ContractSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        contract = contract_for(request.user, uid, CHANGE)
        changes = terms_of(read(ContractSerializer, request, partial=True))
        if changes.get("owner") and changes["owner"] != contract.owner:
            require_owner(request.user, changes["owner"], CHANGE)
        edit_contract(contract, changes=changes, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class ContractTransition(ApiView):
    @extend_schema(request=TransitionSerializer, responses=ContractSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        """One step: submit, approve, sign, terminate or void. Days are needed where the step has one."""
        asked = read(TransitionSerializer, request)
        contract = contract_for(request.user, uid, VERBS.get(asked["step"], CHANGE))
        by, reason = request.user, asked["reason"]
        if asked["step"] == "submit":
            submit_contract(contract, by=by)
        elif asked["step"] == "approve":
            approve_contract(contract, by=by, reason=reason)
        elif asked["step"] == "sign":
            sign_contract(contract, signed_on=_day(asked, "signed_on"), by=by)
        elif asked["step"] == "terminate":
            terminate_contract(contract, terminated_on=_day(asked, "terminated_on"), reason=reason, by=by)
        else:
            void_contract(contract, reason=reason, by=by)
        return answer(self, request, contract)


class ContractRenew(ApiView):
    @extend_schema(request=RenewSerializer, responses={201: ContractSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        """Drafts what follows: again for the rest of a split, with others for one common end."""
        contract = contract_for(request.user, uid, CHANGE)
        asked = read(RenewSerializer, request)
        money: Money | None = asked.pop("value", None)
        if money is not None and money.currency != contract.currency:
            sentence = str(_("A renewal is in the currency of its contract."))
            raise Refused("currency_mixed", sentence, fields={"value": sentence})
        olds = [contract, *asked.pop("together_with", ())]
        new = draft_successor(olds, by=request.user, value=money.amount if money else None, **asked)
        return answer(self, request, new, status=201, Location=f"/api/v1/contracts/{new.uid}")


class ContractNotice(ApiView):
    @extend_schema(request=NoticeSerializer, responses=ContractSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        contract = contract_for(request.user, uid, CHANGE)
        give_notice(contract, given_on=read(NoticeSerializer, request)["given_on"], by=request.user)
        return answer(self, request, contract)


def shown(user: Any) -> Any:
    """The contracts this person may see, with everything they show, in as many queries for fifty as for five."""
    rows = visible_contracts(user)
    # A link says what the contract at its other end carries: it stays away with a contract outside the scope.
    links = (
        Prefetch(name, ContractRenewal.objects.filter(**{f"{side}__in": rows.values("pk")}).select_related(side))
        for name, side in (("predecessors", "old"), ("successors", "new"))
    )
    return rows.select_related("customer", "owner", "approved_by", "approved_for").prefetch_related("lines", *links)


def answer(view: Any, request: Any, contract: Contract, *, status: int = 200, **headers: str) -> Response:
    """The contract as it stands after a write; 404 for who cannot see what they made."""
    found = shown(request.user).one(pk=contract.pk)
    body = ContractSerializer(found, context={"request": request, "view": view}).data
    return Response(body, status=status, headers={"ETag": f'"{found.row_version}"', **headers})


def _day(asked: Mapping[str, Any], name: str) -> Any:
    if name not in asked:
        sentence = str(_("Say on which day."))
        raise Refused("required", sentence, fields={name: sentence})
    return asked[name]
