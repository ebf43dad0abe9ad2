"""Capture over REST: where activity enters by itself, and what waits to be matched."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require, visible_contacts, visible_customers
from accounts.api.fields import EmptySerializer, read
from accounts.capture_access import CAPTURE, KEEP, require_may_connect, source_for, visible_sources
from accounts.models import CaptureSource, User
from accounts.operations.capture import (
    Told,
    connect_calendar,
    connect_folder,
    connect_hook,
    disconnect_source,
    edit_source,
    rotate_hook,
)
from pipeline.access import visible_deals, visible_leads
from pipeline.api.activities import ActivitySerializer
from pipeline.api.ground import Named
from pipeline.capture_access import captured_for, visible_captured
from pipeline.models import Captured
from pipeline.operations.capturing import dismiss_captured, match_captured
from pipeline.operations.reading import read_now
from salesops.kernel.errors import Refused
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter

Kind = CaptureSource.Kind
ASKED = {
    Kind.CALENDAR: ("address",),
    Kind.MAIL_FOLDER: ("host", "user", "password", "folder"),
    Kind.MAIL_HOOK: ("signs",),
    Kind.PHONE_HOOK: ("signs",),
}
NEEDED = ("address", "host", "user", "password")


class SourceSerializer(StrictSerializer):
    """What is secret of it is written and never read: `host` is what is shown."""

    id = serializers.UUIDField(source="uid", read_only=True)
    kind = serializers.ChoiceField(Kind.choices, read_only=True)
    of_organisation = serializers.SerializerMethodField()
    host = serializers.CharField(read_only=True)
    is_signed = serializers.BooleanField(read_only=True)
    is_on = serializers.BooleanField(required=False)
    last_ok_at = serializers.DateTimeField(read_only=True, allow_null=True)
    failing_since = serializers.DateTimeField(read_only=True, allow_null=True)
    last_error = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)

    def get_of_organisation(self, source: CaptureSource) -> bool:
        return source.person_id is None


class NewSourceSerializer(StrictSerializer):
    """A calendar takes `address`; a mail folder `host`, `user`, `password`, `folder`; a hook `signs`."""

    kind = serializers.ChoiceField(Kind.choices)
    of_organisation = serializers.BooleanField(default=False)
    address = serializers.CharField(max_length=2_000, required=False)
    host = serializers.CharField(max_length=253, required=False)
    user = serializers.CharField(max_length=250, required=False)
    password = serializers.CharField(max_length=500, trim_whitespace=False, required=False)
    folder = serializers.CharField(max_length=250, required=False)
    signs = serializers.BooleanField(required=False)


class ToldSerializer(StrictSerializer):
    """What the sender of a hook is set up with, in this answer alone. `secret` is empty where it does not sign."""

    address = serializers.CharField()
    secret = serializers.CharField(allow_blank=True)


class MadeSourceSerializer(SourceSerializer):
    hook = ToldSerializer(allow_null=True, read_only=True)


class CapturedSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid")
    origin = serializers.ChoiceField(Captured.Origin.choices)
    state = serializers.ChoiceField(Captured.State.choices)
    occurred_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    direction = serializers.CharField()
    outcome = serializers.CharField()
    subject = serializers.CharField()
    party = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    activity = serializers.UUIDField(source="activity.uid", allow_null=True, default=None)


class MatchSerializer(StrictSerializer):
    """One contact, account, deal or lead."""

    contact = Named(rows=lambda user: visible_contacts(user, CAPTURE), required=False)
    customer = Named(rows=lambda user: visible_customers(user, CAPTURE), required=False)
    opportunity = Named(rows=lambda user: visible_deals(user, CAPTURE), required=False)
    lead = Named(rows=lambda user: visible_leads(user, CAPTURE), required=False)


class SourceList(ListView):
    """Your own, and the organisation's for who keeps them."""

    serializer_class = SourceSerializer
    filters = (
        Filter("kind", "Kind", "choice", choices=Kind.choices),
        Filter("failing_since", "Failing since", "moment", may_be_empty=True),
    )
    orderings = {"created_at": "created_at"}
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_sources(self.request.user)  # type: ignore[arg-type]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """An answer kept for a repeated request would keep the secret: here a key is not taken."""
        request._request.META.pop("HTTP_IDEMPOTENCY_KEY", None)
        super().initial(request, *args, **kwargs)

    @extend_schema(request=NewSourceSerializer, responses={201: MadeSourceSerializer})
    def post(self, request: Any) -> Response:
        """A hook's address and secret are in this answer alone."""
        if not request.user.may(KEEP):
            require(request.user, CAPTURE)
        asked = read(NewSourceSerializer, request)
        of_organisation = asked.pop("of_organisation")
        require_may_connect(request.user, for_organisation=of_organisation)
        source, told = connect(asked, None if of_organisation else request.user, request.user)
        body = SourceSerializer(source).data | {"hook": told_body(told) if told else None}
        headers = {"Cache-Control": "no-store", "Location": f"/api/v1/capture-sources/{source.uid}"}
        return Response(body, status=201, headers=headers)


def connect(asked: dict[str, Any], person: User | None, by: User) -> tuple[CaptureSource, Told | None]:
    """Raises Refused `field_unknown` for what the kind does not take, `required`, and as the operations do."""
    kind = asked.pop("kind")
    strange = [name for name in asked if name not in ASKED[kind]]
    if strange:
        sentence = _("This kind of source does not take it.")
        raise Refused("field_unknown", sentence, fields=dict.fromkeys(strange, sentence))
    missing = [name for name in ASKED[kind] if name in NEEDED and name not in asked]
    if missing:
        sentence = _("This kind of source needs it.")
        raise Refused("required", sentence, fields=dict.fromkeys(missing, sentence))
    if kind == Kind.CALENDAR:
        return connect_calendar(**asked, person=person, by=by), None
    if kind == Kind.MAIL_FOLDER:
        return connect_folder(**asked, person=person, by=by), None
    return connect_hook(kind, **asked, person=person, by=by)


def told_body(told: Told) -> dict[str, str]:
    return {"address": f"{settings.BASE_URL}{reverse('pipeline:hook', args=[told.key])}", "secret": told.secret}


class SourceRecord(RecordView):
    serializer_class = SourceSerializer

    def record(self, moments: Moments) -> CaptureSource:
        return source_for(self.request.user, self.kwargs["uid"])  # type: ignore[arg-type]

    @extend_schema(request=SourceSerializer, responses=SourceSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        """`is_on` false pauses it."""
        source = source_for(request.user, uid)
        asked = read(SourceSerializer, request, partial=True)
        return self.written(edit_source(source, changes=asked, by=request.user, seen=seen_version(request)))


class SourceRead(ApiView):
    @extend_schema(request=EmptySerializer, responses={202: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """Read it now; whether it worked the source says."""
        read(EmptySerializer, request)
        read_now(source_for(request.user, uid), by=request.user)
        return Response(status=202)


class SourceRotate(ApiView):
    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """As where it is made: no answer with a secret is kept."""
        request._request.META.pop("HTTP_IDEMPOTENCY_KEY", None)
        super().initial(request, *args, **kwargs)

    @extend_schema(request=EmptySerializer, responses=ToldSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        """A new address and secret of a hook; the ones before end at once."""
        read(EmptySerializer, request)
        told = rotate_hook(source_for(request.user, uid), by=request.user)
        return Response(told_body(told), headers={"Cache-Control": "no-store"})


class SourceDisconnect(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """It goes with its address and secrets; what it brought stays."""
        read(EmptySerializer, request)
        disconnect_source(source_for(request.user, uid), by=request.user)
        return Response(status=204)


class CapturedList(ListView):
    """What came in by itself for you. `party` and `subject` are there while it is not decided."""

    serializer_class = CapturedSerializer
    filters = (
        Filter("state", "State", "choice", choices=Captured.State.choices),
        Filter("origin", "From", "choice", choices=Captured.Origin.choices),
        Filter("occurred", "Occurred", "moment", "occurred_at"),
    )
    orderings = {"occurred_at": "occurred_at"}
    default_ordering = ("-occurred_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_captured(self.request.user).select_related("activity")  # type: ignore[arg-type]


class CapturedMatch(ApiView):
    @extend_schema(request=MatchSerializer, responses={201: ActivitySerializer})
    def post(self, request: Any, uid: UUID) -> Response:
        """Log it there."""
        row = captured_for(request.user, uid)
        require(request.user, CAPTURE)
        asked = read(MatchSerializer, request)
        if len(asked) != 1:
            sentence = _("Name one contact, account, deal or lead.")
            raise Refused("match_needed", sentence, fields=dict.fromkeys(MatchSerializer().fields, sentence))
        if "opportunity" in asked:
            asked["deal"] = asked.pop("opportunity")
        activity = match_captured(row, **asked, by=request.user)
        return Response(ActivitySerializer(activity, context={"request": request, "view": self}).data, status=201)


class CapturedDismiss(ApiView):
    @extend_schema(request=EmptySerializer, responses={204: None})
    def post(self, request: Any, uid: UUID) -> Response:
        """What it said is forgotten; told again it stays away."""
        row = captured_for(request.user, uid)
        require(request.user, CAPTURE)
        read(EmptySerializer, request)
        dismiss_captured(row, by=request.user)
        return Response(status=204)
