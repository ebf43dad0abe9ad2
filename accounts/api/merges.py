"""Records that are one: pairs proposed, merge, undo, "not a duplicate"; for customers and contacts alike."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import (
    contact_for,
    contact_merge_for,
    customer_for,
    merge_for,
    require,
    visible_contact_merges,
    visible_contacts,
    visible_customers,
    visible_merges,
)
from accounts.api.fields import asker, customer_field, read
from accounts.operations.merges import Versions, mark_not_duplicate, merge_contacts, merge_customers, undo_merge
from accounts.queries.duplicates import Pairs, duplicate_contacts, duplicate_customers
from salesops.kernel.errors import NotFound
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.requests import page_number

MERGE = "customer.merge"


def contact_field(**options: Any) -> RecordField:
    return RecordField(rows=visible_contacts, **options)


class MergeSerializer(StrictSerializer):
    """`kept`: after an undo, what stood still because somebody had changed it: fields by name, rows by their number."""

    id = serializers.UUIDField(source="uid")
    survivor = serializers.UUIDField(source="survivor.uid")
    loser = serializers.UUIDField(source="loser.uid")
    loser_name = serializers.CharField(source="loser.name")
    choices = serializers.DictField(child=serializers.CharField())
    reason = serializers.CharField()
    merged_at = serializers.DateTimeField()
    undone_at = serializers.DateTimeField(allow_null=True)
    kept = serializers.DictField()


class ChoicesSerializer(StrictSerializer):
    """choices: for a field "survivor" or "loser"; versions: the row versions that were looked at."""

    choices = serializers.DictField(child=serializers.CharField(max_length=20), default=dict)
    survivor_version = serializers.IntegerField(min_value=1, max_value=2_147_483_647, required=False)
    loser_version = serializers.IntegerField(min_value=1, max_value=2_147_483_647, required=False)
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")


class CustomerMergeSerializer(ChoicesSerializer):
    loser = customer_field()


class ContactMergeSerializer(ChoicesSerializer):
    loser = contact_field()


class UndoMergeSerializer(StrictSerializer):
    merge = serializers.UUIDField()


class OtherCustomerSerializer(StrictSerializer):
    other = customer_field()


class OtherContactSerializer(StrictSerializer):
    other = contact_field()


class LikenessSerializer(StrictSerializer):
    key = serializers.CharField()
    value = serializers.CharField()


class PairSerializer(StrictSerializer):
    """score: 0 to 1, how sure it is that both are one; the surest first."""

    first = serializers.UUIDField()
    first_name = serializers.CharField()
    second = serializers.UUIDField()
    second_name = serializers.CharField()
    score = serializers.DecimalField(max_digits=7, decimal_places=6)
    reasons = LikenessSerializer(many=True)


class PairsSerializer(StrictSerializer):
    results = PairSerializer(many=True)
    count = serializers.IntegerField()
    next_page = serializers.IntegerField(allow_null=True)


PAGES = OpenApiParameter("page", int, description="From 1; `count` is of all pages, `next_page` null on the last.")


def pairs_answer(found: Pairs) -> Response:
    rows = [
        {
            "first": pair.first.uid,
            "first_name": pair.first.name,
            "second": pair.second.uid,
            "second_name": pair.second.name,
            "score": pair.score,
            "reasons": [{"key": key, "value": value} for key, _said, value in pair.reasons],
        }
        for pair in found.pairs
    ]
    answer = {"results": rows, "count": found.total, "next_page": found.next_page}
    return Response(PairsSerializer(answer).data)


class CustomerDuplicates(ApiView):
    parameters = ("page",)

    @extend_schema(parameters=[PAGES], responses=PairsSerializer)
    def get(self, request: Any) -> Response:
        """The surest first, 100 a page, without those found not to be duplicates."""
        require(request.user, MERGE)
        rows = visible_customers(request.user, MERGE)
        return pairs_answer(duplicate_customers(rows, page_number(request.query_params)))


class ContactDuplicates(ApiView):
    parameters = ("page",)

    @extend_schema(parameters=[PAGES], responses=PairsSerializer)
    def get(self, request: Any) -> Response:
        """Within one customer each, 100 a page."""
        require(request.user, MERGE)
        rows = visible_contacts(request.user, MERGE)
        return pairs_answer(duplicate_contacts(rows, page_number(request.query_params)))


class _Merge(ApiView):
    """POST: the record of the address stays, `loser` goes into it."""

    serializer: ClassVar[type[ChoicesSerializer]]
    find: ClassVar[Callable[..., Any]]
    merge: ClassVar[Callable[..., Any]]

    def run(self, request: Any, uid: UUID) -> Response:
        kind = type(self)
        survivor = kind.find(request.user, uid, MERGE)
        asked = read(kind.serializer, request)
        loser = kind.find(request.user, asked["loser"].uid, MERGE)
        seen = Versions(asked.get("survivor_version"), asked.get("loser_version"))
        made = kind.merge(survivor, loser, choices=asked["choices"], seen=seen, reason=asked["reason"], by=request.user)
        return Response(MergeSerializer(made).data, status=201)


class CustomerMergeAction(_Merge):
    serializer = CustomerMergeSerializer
    find = staticmethod(customer_for)
    merge = staticmethod(merge_customers)

    @extend_schema(request=CustomerMergeSerializer, responses={201: MergeSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        """What belongs to the loser moves; undone within 30 days."""
        return self.run(request, uid)


class ContactMergeAction(_Merge):
    serializer = ContactMergeSerializer
    find = staticmethod(contact_for)
    merge = staticmethod(merge_contacts)

    @extend_schema(request=ContactMergeSerializer, responses={201: MergeSerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        """Two contacts of one customer. Opting out survives."""
        return self.run(request, uid)


def undone(request: Any, found: Any, survivor: Any) -> Response:
    if found.survivor_id != survivor.pk:
        raise NotFound()
    return Response(MergeSerializer(undo_merge(found, by=request.user)).data)


class CustomerUndoMerge(ApiView):
    @extend_schema(request=UndoMergeSerializer, responses=MergeSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        """Both records as they were; what was changed since stays and is counted in `kept`."""
        survivor = customer_for(request.user, uid, MERGE)
        found = merge_for(request.user, read(UndoMergeSerializer, request)["merge"])
        return undone(request, found, survivor)


class ContactUndoMerge(ApiView):
    @extend_schema(request=UndoMergeSerializer, responses=MergeSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        survivor = contact_for(request.user, uid, MERGE)
        found = contact_merge_for(request.user, read(UndoMergeSerializer, request)["merge"])
        return undone(request, found, survivor)


class CustomerMerges(ListView):
    """What was merged into this customer, also what was undone."""

    serializer_class = MergeSerializer
    orderings = {"merged_at": "merged_at"}
    default_ordering = ("-merged_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_merges(asker(self)).filter(survivor=customer_for(asker(self), self.kwargs["uid"]))


class ContactMerges(ListView):
    """What was merged into this contact, also what was undone."""

    serializer_class = MergeSerializer
    orderings = {"merged_at": "merged_at"}
    default_ordering = ("-merged_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_contact_merges(asker(self)).filter(survivor=contact_for(asker(self), self.kwargs["uid"]))


class CustomerNotDuplicate(ApiView):
    @extend_schema(request=OtherCustomerSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """These two are two: they are not proposed again."""
        first = customer_for(request.user, uid, MERGE)
        mark_not_duplicate(first, read(OtherCustomerSerializer, request)["other"], by=request.user)
        return Response(status=204)


class ContactNotDuplicate(ApiView):
    @extend_schema(request=OtherContactSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        first = contact_for(request.user, uid, MERGE)
        mark_not_duplicate(first, read(OtherContactSerializer, request)["other"], by=request.user)
        return Response(status=204)
