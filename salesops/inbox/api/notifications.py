"""One's own notifications, and how one wants to be told."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.fields import EmptySerializer, asker, read
from salesops.inbox.access import notification_for, place_for, visible_notifications
from salesops.inbox.api.fields import AboutSerializer
from salesops.inbox.models import Preference
from salesops.inbox.news_kinds import news_kinds
from salesops.inbox.operations.notifications import (
    follow,
    mark_all_read,
    mark_read,
    mark_unread,
    mute,
    preference_of,
    save_preference,
    snooze,
    unfollow,
    unmute,
)
from salesops.inbox.reading import lines_for
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import ScopedListSerializer, StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class ReadingList(ScopedListSerializer):
    """Reads the sentences of the page's rows together."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        lines = lines_for(self.context["request"].user, rows)
        for row, line in zip(rows, lines, strict=True):
            row.line = line
        return super().to_representation(rows)


class NotificationSerializer(StrictSerializer):
    """`about` is null, and nothing is said, where the record is no longer open to the person."""

    class Meta:
        list_serializer_class = ReadingList

    id = serializers.UUIDField(source="uid")
    kind = serializers.CharField(source="news.kind")
    text = serializers.CharField(source="line.sentence")
    excerpt = serializers.CharField(source="line.excerpt")
    url = serializers.CharField(source="line.url")
    about = serializers.SerializerMethodField()
    by = serializers.SerializerMethodField()
    at = serializers.DateTimeField(source="news.at")
    read_at = serializers.DateTimeField(allow_null=True)
    snoozed_until = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(AboutSerializer(allow_null=True))
    def get_about(self, row: Any) -> dict[str, str] | None:
        place = row.line.place
        return {"kind": place.kind.key, "id": str(place.uid)} if place else None

    def get_by(self, row: Any) -> str | None:
        return str(row.news.by.uid) if row.line.place and row.news.by else None


class NotificationList(ListView):
    """One's own, the newest first."""

    serializer_class = NotificationSerializer
    filters = (
        Filter("kind", _("Kind"), "text", "news__kind"),
        Filter("read_at", _("Read"), "moment", may_be_empty=True),
        Filter("snoozed_until", _("Snoozed until"), "moment", may_be_empty=True),
    )
    orderings = {"made_at": "made_at"}
    default_ordering = ("-made_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_notifications(asker(self))


class NotificationRead(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        mark_read(notification_for(request.user, uid))
        return Response(status=204)


class NotificationUnread(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        mark_unread(notification_for(request.user, uid))
        return Response(status=204)


class SnoozeSerializer(StrictSerializer):
    until = serializers.DateTimeField()


class NotificationSnooze(ApiView):
    """Out of sight until then; `unread` brings it back before."""

    @extend_schema(request=SnoozeSerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        notification = notification_for(request.user, uid)
        snooze(notification, read(SnoozeSerializer, request)["until"])
        return Response(status=204)


class ReadCountSerializer(StrictSerializer):
    read = serializers.IntegerField()


class NotificationsRead(ApiView):
    """Mark all of one's own as read."""

    @extend_schema(request=EmptySerializer, responses=ReadCountSerializer)
    def post(self, request: Any) -> Response:
        read(EmptySerializer, request)
        return Response({"read": mark_all_read(request.user)})


class PreferenceSerializer(StrictSerializer):
    """Quiet hours and the hour of the daily mail are by the person's own clock."""

    mail = serializers.ChoiceField(Preference.Mail.choices)
    digest_hour = serializers.IntegerField(min_value=0, max_value=23)
    quiet_from = serializers.TimeField(allow_null=True)
    quiet_to = serializers.TimeField(allow_null=True)
    switched_off = serializers.ListField(child=serializers.SlugField(max_length=40), max_length=100)
    always_told = serializers.SerializerMethodField()

    def get_always_told(self, row: Any) -> list[str]:
        return [kind.key for kind in news_kinds if kind.required]


class PreferenceRecord(RecordView):
    """How one is told. `always_told` are the kinds that nobody switches off."""

    serializer_class = PreferenceSerializer

    def record(self, moments: Moments) -> Preference:
        return preference_of(asker(self))

    @extend_schema(request=PreferenceSerializer, responses=PreferenceSerializer)
    def patch(self, request: Any) -> Response:
        asked = read(PreferenceSerializer, request, partial=True)
        kept = save_preference(request.user, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(kept)


class FollowView(ApiView):
    """Hear every comment and change of a record."""

    @extend_schema(request=AboutSerializer, responses={204: None})
    def post(self, request: Any) -> Response:
        asked = read(AboutSerializer, request)
        follow(place_for(request.user, asked["kind"], asked["record_uid"]), by=request.user)
        return Response(status=204)


class UnfollowView(ApiView):
    @extend_schema(request=AboutSerializer, responses={204: None})
    def post(self, request: Any) -> Response:
        asked = read(AboutSerializer, request)
        unfollow(place_for(request.user, asked["kind"], asked["record_uid"]), by=request.user)
        return Response(status=204)


class MuteView(ApiView):
    """Hear nothing of a record but what one must."""

    @extend_schema(request=AboutSerializer, responses={204: None})
    def post(self, request: Any) -> Response:
        asked = read(AboutSerializer, request)
        mute(place_for(request.user, asked["kind"], asked["record_uid"]), by=request.user)
        return Response(status=204)


class UnmuteView(ApiView):
    @extend_schema(request=AboutSerializer, responses={204: None})
    def post(self, request: Any) -> Response:
        asked = read(AboutSerializer, request)
        unmute(place_for(request.user, asked["kind"], asked["record_uid"]), by=request.user)
        return Response(status=204)
