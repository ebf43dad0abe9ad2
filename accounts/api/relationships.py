"""Who knows whom: stated weights, and the strength that all sources make together."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import customer_for, require, require_owner
from accounts.api.fields import EmptySerializer, asker, person_field, read
from accounts.api.merges import contact_field
from accounts.customer_access import relationship_for, visible_relationships
from accounts.models import Relationship
from accounts.operations.relationships import remove_relationship, state_relationship
from accounts.queries.relationships import who_knows_whom
from accounts.rules.relationships import stated_from
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView, ListView
from salesops.web.filters import Filter

CHANGE = "customer.change"


class StrengthField(serializers.DecimalField):
    """0 to 1 with six places, of one source alone."""

    def get_attribute(self, instance: Any) -> Any:
        return stated_from(instance.weight)


class RelationshipSerializer(StrictSerializer):
    """One source's word. `consent` false and what was removed count for nothing."""

    id = serializers.UUIDField(source="uid", read_only=True)
    person = person_field(required=False)
    contact = contact_field()
    source = serializers.ChoiceField(Relationship.Source.choices, read_only=True)  # type: ignore[assignment]
    strength = StrengthField(max_digits=20, decimal_places=6)
    consent = serializers.BooleanField(default=True)
    seen_on = serializers.DateField(read_only=True)
    removed_at = serializers.DateTimeField(read_only=True)


class NewRelationshipSerializer(StrictSerializer):
    person = person_field(required=False)
    contact = contact_field()
    strength = serializers.FloatField()
    consent = serializers.BooleanField(default=True)


class KnownSerializer(StrictSerializer):
    """strength = 1 - exp(-sum of the weights of all sources that count)."""

    person = serializers.UUIDField(source="person.uid")
    person_name = serializers.CharField(source="person.name")
    contact = serializers.UUIDField(source="contact.uid")
    contact_name = serializers.CharField(source="contact.name")
    strength = serializers.DecimalField(max_digits=7, decimal_places=6)
    seen_on = serializers.DateField()


class KnownListSerializer(StrictSerializer):
    results = KnownSerializer(many=True)


class RelationshipList(ListView):
    """What each source says; `customers/{id}/who-knows-whom` has it as one strength."""

    serializer_class = RelationshipSerializer
    filters = (
        Filter("person", "Person", "person", "person__uid"),
        Filter("contact", "Contact", "person", "contact__uid"),
        Filter("source", "Source", "choice", choices=Relationship.Source.choices),
    )
    orderings = {"seen_on": "seen_on"}
    default_ordering = ("-seen_on",)

    def rows(self, moments: Moments) -> QuerySet[Relationship]:
        return visible_relationships(asker(self))

    @extend_schema(request=NewRelationshipSerializer, responses={201: RelationshipSerializer})
    def post(self, request: Any) -> Response:
        """How well a person knows a contact, 0 to 0.99; oneself without `person`."""
        require(request.user, CHANGE)
        asked = read(NewRelationshipSerializer, request)
        person = asked.pop("person", request.user)
        if person != request.user:
            require_owner(request.user, person, CHANGE)
        made = state_relationship(person, **asked, source=Relationship.Source.API, by=request.user)
        return Response(RelationshipSerializer(made).data, status=201)


class RelationshipRemove(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """It counts for nothing from now on."""
        read(EmptySerializer, request)
        remove_relationship(relationship_for(request.user, uid), by=request.user)
        return Response(status=204)


class WhoKnowsWhom(ApiView):
    @extend_schema(responses=KnownListSerializer)
    def get(self, request: Any, uid: UUID) -> Response:
        """The twenty strongest at one customer."""
        customer = customer_for(request.user, uid)
        found = who_knows_whom(visible_relationships(request.user).filter(contact__customer=customer))
        return Response(KnownListSerializer({"results": found}).data)
