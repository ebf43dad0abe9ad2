"""Contacts: the people at our customers."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import contact_for, customer_for, require, visible_contacts
from accounts.api.fields import EmptySerializer, asker, customer_field, read
from accounts.models import Contact
from accounts.operations.contacts import archive_contact, create_contact, edit_contact, restore_contact
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class OptedOutField(serializers.BooleanField):
    """Stored as the instant of opting out."""

    def get_attribute(self, instance: Any) -> bool:
        return instance.opted_out_at is not None


class ContactSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    customer = customer_field(required=False)
    name = serializers.CharField(max_length=300)
    title = serializers.CharField(max_length=120, allow_blank=True, required=False)
    email = serializers.CharField(max_length=254, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    phone_e164 = serializers.CharField(read_only=True)
    consent = serializers.ChoiceField(Contact.Consent.choices, required=False)
    opted_out = OptedOutField(required=False)
    created_at = serializers.DateTimeField(read_only=True)


class NewContactSerializer(ContactSerializer):
    customer = customer_field()


class ContactList(ListView):
    serializer_class = ContactSerializer
    filters = (
        Filter("name", "Name", "text"),
        Filter("email", "E-mail", "text", "email_norm"),
        Filter("customer", "Customer", "person", "customer__uid"),
    )
    orderings = {"name": "name", "created_at": "created_at"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[Contact]:
        return visible_contacts(asker(self))

    @extend_schema(request=NewContactSerializer, responses={201: ContactSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "customer.change")
        asked = read(NewContactSerializer, request)
        customer_for(request.user, asked["customer"].uid, "customer.change")
        made = create_contact(**asked, by=request.user)
        body = ContactSerializer(made).data
        return Response(body, status=201, headers={"Location": f"/api/v1/contacts/{made.uid}"})


class ContactRecord(RecordView):
    serializer_class = ContactSerializer

    def record(self, moments: Moments) -> Contact:
        return contact_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=ContactSerializer, responses=ContactSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        contact = contact_for(request.user, uid, "customer.change")
        asked = read(ContactSerializer, request, partial=True)
        if asked.get("customer"):
            customer_for(request.user, asked["customer"].uid, "customer.change")
        edit_contact(contact, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class ContactArchive(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        archive_contact(contact_for(request.user, uid, "customer.change"), by=request.user)
        return Response(status=204)


class ContactRestore(ApiView):
    @extend_schema(request=EmptySerializer, responses=ContactSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        contact = contact_for(request.user, uid, "customer.change", archived=True)
        return Response(ContactSerializer(restore_contact(contact, by=request.user)).data)
