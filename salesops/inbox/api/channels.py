"""Channels: the ways out, their health, trying them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require, visible_people
from accounts.api.fields import EmptySerializer, asker, read, team_field
from salesops.inbox.access import CHANGE_CHANNELS, channel_for, delivery_for, visible_channels, visible_deliveries
from salesops.inbox.models import Channel, Delivery
from salesops.inbox.operations.channels import create_channel, edit_channel, rotate_secret, send_test
from salesops.inbox.operations.deliveries import send_again
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class ChannelSerializer(StrictSerializer):
    """`address` is written and never read: `host` is what is shown of it."""

    id = serializers.UUIDField(source="uid", read_only=True)
    kind = serializers.ChoiceField(Channel.Kind.choices, read_only=True)
    name = serializers.CharField(max_length=120)
    owner = RecordField(rows=visible_people, allow_null=True)
    audience = serializers.ChoiceField(Channel.Audience.choices, required=False)
    team = team_field(allow_null=True, required=False)
    address = serializers.CharField(max_length=2_000, write_only=True)
    host = serializers.CharField(read_only=True)
    is_on = serializers.BooleanField(required=False)
    last_ok_at = serializers.DateTimeField(read_only=True, allow_null=True)
    failing_since = serializers.DateTimeField(read_only=True, allow_null=True)
    failures = serializers.IntegerField(read_only=True)
    last_error = serializers.CharField(read_only=True)


class NewChannelSerializer(ChannelSerializer):
    kind = serializers.ChoiceField(Channel.Kind.choices)
    owner = RecordField(rows=visible_people)
    is_on = None  # type: ignore[assignment]


class MadeChannelSerializer(ChannelSerializer):
    """`secret` signs what a webhook is sent; it is told this once."""

    secret = serializers.CharField(read_only=True, allow_blank=True)


class SecretSerializer(StrictSerializer):
    secret = serializers.CharField()


class DeliverySerializer(StrictSerializer):
    """What became of one message; what it said stays with who got it."""

    id = serializers.UUIDField(source="uid")
    event = serializers.UUIDField(source="news.uid")
    kind = serializers.CharField(source="news.kind")
    channel = serializers.UUIDField(source="channel.uid")
    person = serializers.UUIDField(source="person.uid")
    state = serializers.ChoiceField(Delivery.State.choices)
    reason = serializers.CharField()
    error = serializers.CharField()
    attempts = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)


class ChannelList(ListView):
    """The ways out and whether they work."""

    serializer_class = ChannelSerializer
    filters = (
        Filter("kind", _("Kind"), "choice", choices=Channel.Kind.choices),
        Filter("failing_since", _("Failing since"), "moment", may_be_empty=True),
    )
    orderings = {"name": "name"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> Any:
        return visible_channels(asker(self))

    @extend_schema(request=NewChannelSerializer, responses={201: MadeChannelSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, CHANGE_CHANNELS)
        made, secret = create_channel(**read(NewChannelSerializer, request), by=request.user)
        body = ChannelSerializer(made).data | {"secret": secret}
        return Response(body, status=201, headers={"Location": f"/api/v1/channels/{made.uid}"})


class ChannelRecord(RecordView):
    serializer_class = ChannelSerializer

    def record(self, moments: Moments) -> Channel:
        return channel_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=ChannelSerializer, responses=ChannelSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        channel = channel_for(request.user, uid, change=True)
        asked = read(ChannelSerializer, request, partial=True)
        edit_channel(channel, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class ChannelTest(ApiView):
    """Send one message now; what became of it the delivery says. 204 for the channel inside SalesOps."""

    @extend_schema(request=EmptySerializer, responses={202: DeliverySerializer, 204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        channel = channel_for(request.user, uid, change=True)
        read(EmptySerializer, request)
        delivery = send_test(channel, by=request.user)
        if delivery is None:
            return Response(status=204)
        return Response(DeliverySerializer(delivery).data, status=202)


class ChannelSecret(ApiView):
    """A new secret; the one before signs as well, until the next."""

    @extend_schema(request=EmptySerializer, responses=SecretSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        channel = channel_for(request.user, uid, change=True)
        read(EmptySerializer, request)
        return Response({"secret": rotate_secret(channel, by=request.user)})


class DeliveryList(ListView):
    """The log of channels, for who keeps them; otherwise what went to oneself."""

    serializer_class = DeliverySerializer
    filters = (
        Filter("channel", _("Channel"), "person", "channel__uid"),
        Filter("state", _("State"), "choice", choices=Delivery.State.choices),
        Filter("event", _("Event"), "person", "news__uid"),
    )
    orderings = {"made_at": "made_at"}
    default_ordering = ("-made_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_deliveries(asker(self))


class DeliveryAgain(ApiView):
    """Send what failed once more."""

    @extend_schema(request=EmptySerializer, responses={202: DeliverySerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        delivery = delivery_for(request.user, uid)
        read(EmptySerializer, request)
        return Response(DeliverySerializer(send_again(delivery, by=request.user)).data, status=202)
