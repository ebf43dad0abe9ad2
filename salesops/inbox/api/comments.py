"""Comments on any record."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.fields import asker, read
from salesops.inbox.access import comment_for, place_for, visible_comments
from salesops.inbox.api.fields import AboutSerializer, person_field
from salesops.inbox.models import Comment
from salesops.inbox.models.talk import LONGEST_BODY
from salesops.inbox.operations.comments import edit_comment, withdraw_comment, write_comment
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ListView, RecordView
from salesops.web.filters import Filter


class CommentSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    about = AboutSerializer(source="*", read_only=True)
    author = person_field(read_only=True)
    body = serializers.CharField(max_length=LONGEST_BODY)
    created_at = serializers.DateTimeField(read_only=True)
    edited_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewCommentSerializer(CommentSerializer):
    about = AboutSerializer()


class CommentList(ListView):
    """Comments on records in the asker's scope. `@` and a name in `body` tells that person."""

    serializer_class = CommentSerializer
    filters = (
        Filter("kind", _("Kind"), "text"),
        Filter("record", _("Record"), "person", "record_uid"),
        Filter("author", _("Author"), "person", "author__uid"),
    )
    orderings = {"created_at": "created_at"}
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> Any:
        return visible_comments(asker(self))

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer})
    def post(self, request: Any) -> Response:
        asked = read(NewCommentSerializer, request)
        place = place_for(request.user, asked["about"]["kind"], asked["about"]["record_uid"])
        made = write_comment(place, body=asked["body"], by=request.user)
        headers = {"Location": f"/api/v1/comments/{made.uid}"}
        return Response(CommentSerializer(made).data, status=201, headers=headers)


class CommentRecord(RecordView):
    """One comment. Its author edits it, or withdraws it by DELETE."""

    serializer_class = CommentSerializer

    def record(self, moments: Moments) -> Comment:
        return comment_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=CommentSerializer, responses=CommentSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        comment = comment_for(request.user, uid, own=True)
        place = place_for(request.user, comment.kind, comment.record_uid)
        body = read(CommentSerializer, request, partial=True).get("body", comment.body)
        edit_comment(comment, place, body=body, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))

    @extend_schema(responses={204: None})
    def delete(self, request: Any, uid: UUID) -> Response:
        withdraw_comment(comment_for(request.user, uid, own=True), by=request.user)
        return Response(status=204)
