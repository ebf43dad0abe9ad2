"""Cards of any account, claims on ownership and their decision."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require, require_owner
from accounts.api.fields import asker, read
from accounts.customer_access import CLAIM, DECIDE, card_for, claim_for, visible_cards, visible_claims
from accounts.models import OwnershipClaim
from accounts.operations.claims import accept_claim, claim_customer, decline_claim
from accounts.tables import Claims
from salesops.kernel.errors import Refused
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView


class CardSerializer(StrictSerializer):
    """What everybody who sees accounts may know of any of them."""

    id = serializers.UUIDField(source="uid")
    name = serializers.CharField()
    domains = serializers.ListField(child=serializers.CharField())
    owner_name = serializers.CharField(allow_null=True)


class CardsSerializer(StrictSerializer):
    results = CardSerializer(many=True)


class ClaimSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid")
    customer = serializers.UUIDField(source="customer.uid")
    customer_name = serializers.CharField(source="customer.name")
    claimed_by = serializers.UUIDField(source="claimed_by.uid")
    claimed_by_name = serializers.CharField(source="claimed_by.name")
    reason = serializers.CharField()
    state = serializers.ChoiceField(OwnershipClaim.State.choices)
    made_at = serializers.DateTimeField()
    starts_on = serializers.DateField(allow_null=True)
    decided_by_name = serializers.CharField(source="decided_by.name", allow_null=True, default=None)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    sole_approver = serializers.BooleanField()


class NewClaimSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=1000)


class DecideSerializer(StrictSerializer):
    """`start` is the first day of the new owner, needed to accept; `note` the answer, needed to decline."""

    accept = serializers.BooleanField()
    start = serializers.DateField(required=False)
    note = serializers.CharField(max_length=1000, allow_blank=True, default="")


class CardSearch(ApiView):
    parameters = ("q",)

    @extend_schema(parameters=[OpenApiParameter("q", str, required=True)], responses=CardsSerializer)
    def get(self, request: Any) -> Response:
        """Accounts of anybody by three letters of a name or domain, at most ten."""
        found = list(visible_cards(request.user, request.query_params.get("q", "")[:300]))
        return Response(CardsSerializer({"results": found}).data)


class CustomerClaim(ApiView):
    @extend_schema(request=NewClaimSerializer, responses={201: ClaimSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        """This should be mine. While a claim is open, claiming again gives the same one."""
        require(request.user, CLAIM)
        asked = read(NewClaimSerializer, request)
        made = claim_customer(card_for(request.user, uid), reason=asked["reason"], by=request.user)
        location = {"Location": f"/api/v1/ownership-claims/{made.uid}"}
        return Response(ClaimSerializer(made).data, status=201, headers=location)


class ClaimList(ListView):
    """One's own claims, and those one decides."""

    serializer_class = ClaimSerializer
    filters = Claims.filters
    orderings = {"made_at": "made_at"}
    default_ordering = ("-made_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_claims(asker(self))


class ClaimRecord(ApiView):
    @extend_schema(responses=ClaimSerializer)
    def get(self, request: Any, uid: UUID) -> Response:
        return Response(ClaimSerializer(claim_for(request.user, uid)).data)


class ClaimDecide(ApiView):
    @extend_schema(request=DecideSerializer, responses=ClaimSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        claim = claim_for(request.user, uid, DECIDE)
        asked = read(DecideSerializer, request)
        if not asked["accept"]:
            return Response(ClaimSerializer(decline_claim(claim, note=asked["note"], by=request.user)).data)
        if "start" not in asked:
            sentence = _("Say on which day.")
            raise Refused("required", sentence, fields={"start": sentence})
        require_owner(request.user, claim.claimed_by, DECIDE)
        done = accept_claim(claim, start=asked["start"], note=asked["note"], by=request.user)
        return Response(ClaimSerializer(done).data)
