"""Customers: list, record, owner, members."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import customer_for, require, require_owner, survivor_for, today, visible_customers
from accounts.api.fields import EmptySerializer, EndField, StartField, asker, customer_field, person_field, read
from accounts.models import AccountOwnership, CustomerAccount
from accounts.operations.customers import (
    add_member,
    archive_customer,
    change_ownership,
    create_customer,
    edit_customer,
    end_membership,
    restore_customer,
    seat_of_receiver,
    undo_ownership,
)
from accounts.queries.customers import believed_owners, with_owner
from accounts.queries.organisation import zone
from accounts.tables import Customers
from salesops.kernel.moments import INFINITY, local_day
from salesops.kernel.money import Money
from salesops.web.api.fields import MoneyField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView


class CustomerSerializer(StrictSerializer):
    """A company we sell to. `owner` is who sits on the owning seat today."""

    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(max_length=300)
    owner = serializers.UUIDField(source="owner_uid", read_only=True, allow_null=True)
    owner_name = serializers.CharField(read_only=True, allow_null=True)
    parent = customer_field(allow_null=True, required=False)  # type: ignore[assignment]
    domains = serializers.ListField(child=serializers.CharField(max_length=253), required=False, max_length=100)
    account_type = serializers.CharField(max_length=40, allow_blank=True, required=False)
    sector = serializers.CharField(max_length=80, allow_blank=True, required=False)
    country = serializers.CharField(max_length=80, allow_blank=True, required=False)
    employees = serializers.IntegerField(min_value=0, max_value=2_147_483_647, allow_null=True, required=False)
    annual_revenue = MoneyField(
        amount="annual_revenue", currency="annual_revenue_currency", allow_null=True, required=False
    )
    founded_year = serializers.IntegerField(min_value=1, max_value=9999, allow_null=True, required=False)
    created_at = serializers.DateTimeField(read_only=True)


class NewCustomerSerializer(CustomerSerializer):
    owner = person_field(allow_null=True, required=False)  # type: ignore[assignment]


class OwnerSerializer(StrictSerializer):
    owner = person_field(allow_null=True)
    role = serializers.ChoiceField(AccountOwnership.Role.choices, default=AccountOwnership.Role.OWNER)
    start = serializers.DateField()
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class OwnershipSerializer(StrictSerializer):
    """Who owns the customer in a role on which days. `person` sat on the seat on the day asked about, else at its end.

    `superseded_at` is null while it is what we believe.
    """

    customer = serializers.UUIDField(source="account.uid")
    role = serializers.CharField()
    person = serializers.UUIDField(source="sat_uid", allow_null=True)
    person_name = serializers.CharField(source="sat_name", allow_null=True)
    seat = serializers.UUIDField(source="seat.uid")
    seat_name = serializers.CharField(source="seat.name")
    start = StartField(source="valid", allow_null=True)
    end = EndField(source="valid", allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    recorded_at = serializers.DateTimeField()
    superseded_at = serializers.SerializerMethodField()

    def get_superseded_at(self, row: AccountOwnership) -> datetime | None:
        return None if row.superseded_at == INFINITY else row.superseded_at


class UndoOwnerSerializer(StrictSerializer):
    recorded_at = serializers.DateTimeField()


class MemberSerializer(StrictSerializer):
    person = person_field()
    person_name = serializers.CharField(source="person.name", read_only=True)
    role = serializers.CharField(max_length=40)
    start = StartField(source="during", allow_null=True, required=False)
    end = EndField(source="during", allow_null=True, required=False)


class NewMemberSerializer(StrictSerializer):
    person = person_field()
    role = serializers.CharField(max_length=40)
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True, default=None)


class EndMemberSerializer(StrictSerializer):
    person = person_field()
    role = serializers.CharField(max_length=40)
    end = serializers.DateField()


def changes_of(asked: dict[str, Any]) -> dict[str, Any]:
    """Money comes as one value and is stored in two columns."""
    if "annual_revenue" in asked:
        money: Money | None = asked["annual_revenue"]
        asked["annual_revenue"] = money and money.amount
        asked["annual_revenue_currency"] = money and money.currency
    return asked


class CustomerList(ListView):
    serializer_class = CustomerSerializer
    filters = Customers.filters
    orderings = {"name": "name", "created_at": "created_at", "sector": "sector", "country": "country"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[CustomerAccount]:
        return with_owner(visible_customers(asker(self)).select_related("parent"), today())

    @extend_schema(request=NewCustomerSerializer, responses={201: CustomerSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "customer.change")
        asked = changes_of(read(NewCustomerSerializer, request))
        owner = asked.pop("owner", request.user)
        require_owner(request.user, owner, "customer.change")
        made = create_customer(**asked, owner=owner, start=today(), by=request.user)
        body = CustomerSerializer(with_owner(visible_customers(request.user), today()).get(pk=made.pk)).data
        return Response(body, status=201, headers={"Location": f"/api/v1/customers/{made.uid}"})


class CustomerRecord(RecordView):
    serializer_class = CustomerSerializer

    def record(self, moments: Moments) -> Any:
        found = customer_for(asker(self), self.kwargs["uid"])
        return with_owner(visible_customers(asker(self)), today()).get(pk=found.pk)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """308 leads from a customer that was merged to the one it became."""
        survivor = survivor_for(request.user, self.kwargs["uid"])
        if survivor is not None:
            return Response(status=308, headers={"Location": f"/api/v1/customers/{survivor.uid}"})
        return super().get(request, *args, **kwargs)

    @extend_schema(request=CustomerSerializer, responses=CustomerSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        customer = customer_for(request.user, uid, "customer.change")
        asked = changes_of(read(CustomerSerializer, request, partial=True))
        edit_customer(customer, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class CustomerOwners(ListView):
    """Owners over time, also of what was merged into it; POST gives the customer to another seat from a day on.

    `as_of`: only who owned it on that day. `known_at`: as it was believed then.
    """

    history = True
    keeps_versions = True

    serializer_class = OwnershipSerializer
    orderings = {"start": "valid__startswith"}
    default_ordering = ("-start",)

    def rows(self, moments: Moments) -> QuerySet[AccountOwnership]:
        customer = customer_for(asker(self), self.kwargs["uid"])
        day = None if moments.as_of.is_now else local_day(moments.as_of.instant, zone())
        rows = believed_owners(
            [customer.pk, *customer.merged.values_list("pk", flat=True)], day, moments.known_at.instant
        )
        return rows.mark_scoped(asker(self))  # type: ignore[no-any-return]

    @extend_schema(request=OwnerSerializer, responses=UndoOwnerSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        """`recorded_at` of the answer is what undo takes."""
        customer = customer_for(request.user, uid, "ownership.change")
        asked = read(OwnerSerializer, request)
        owner = asked.pop("owner")
        require_owner(request.user, owner, "ownership.change")
        at = change_ownership(customer, seat_of_receiver(owner) if owner else None, **asked, by=request.user)
        return Response(UndoOwnerSerializer({"recorded_at": at}).data)


class OwnerUndo(ApiView):
    @extend_schema(request=UndoOwnerSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        customer = customer_for(request.user, uid, "ownership.change")
        undo_ownership(customer, read(UndoOwnerSerializer, request)["recorded_at"], by=request.user)
        return Response(status=204)


class CustomerMembers(ListView):
    serializer_class = MemberSerializer
    orderings = {"start": "during__startswith"}
    default_ordering = ("-start",)

    def rows(self, moments: Moments) -> Any:
        customer = customer_for(asker(self), self.kwargs["uid"])
        return customer.members.select_related("person").mark_scoped(asker(self))  # type: ignore[attr-defined]

    @extend_schema(request=NewMemberSerializer, responses={201: MemberSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        customer = customer_for(request.user, uid, "ownership.change")
        asked = read(NewMemberSerializer, request)
        member = add_member(customer, asked.pop("person"), **asked, by=request.user)
        return Response(MemberSerializer(member).data, status=201)


class MemberEnd(ApiView):
    @extend_schema(request=EndMemberSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        customer = customer_for(request.user, uid, "ownership.change")
        asked = read(EndMemberSerializer, request)
        end_membership(customer, asked["person"], role=asked["role"], end=asked["end"], by=request.user)
        return Response(status=204)


class CustomerArchive(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        archive_customer(customer_for(request.user, uid, "customer.change"), by=request.user)
        return Response(status=204)


class CustomerRestore(ApiView):
    @extend_schema(request=EmptySerializer, responses=CustomerSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        customer = customer_for(request.user, uid, "customer.change", archived=True)
        restore_customer(customer, by=request.user)
        found = with_owner(visible_customers(request.user), today()).one(pk=customer.pk)
        return Response(CustomerSerializer(found).data)
