"""Hires, moves and leavers: drafted, previewed, saved, cancelled (accounts-desk.md A-5)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import require
from accounts.api.fields import EmptySerializer, asker, person_field, read, team_field
from accounts.change_access import cancelling, change_for, require_draft, sees_exit, visible_changes
from accounts.models import Employment, JobAssignment, PeopleChange, Seat, User
from accounts.operations.people_changes import (
    Preview,
    cancel_change,
    draft_change,
    edit_change,
    preview_change,
    save_change,
)
from accounts.rules.people_changes import HOWS, BookChoice, Choices, choices_from
from salesops.web.api.fields import RecordField
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter

EXIT_FIELDS = ("exit_kind", "reason", "regretted")


class ChangeLineSerializer(StrictSerializer):
    """A row before and after; `amount` in the company's currency where the book has money."""

    part = serializers.CharField()
    label = serializers.CharField()
    what = serializers.CharField(allow_blank=True)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    day = serializers.DateField()
    amount = serializers.CharField(allow_null=True)
    receiver = serializers.UUIDField(allow_null=True)


class ShareSerializer(StrictSerializer):
    """What one person gets of one book, and how many rows they hold then."""

    receiver = serializers.UUIDField()
    name = serializers.CharField()
    part = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    amount = serializers.CharField(allow_null=True)
    load = serializers.IntegerField()


class ChangePreviewSerializer(StrictSerializer):
    lines = ChangeLineSerializer(many=True)
    shares = ShareSerializer(many=True)


class BookChoiceSerializer(StrictSerializer):
    """`give`: all to one. `load`: over several. `vacant`: stays for the next one. `along`: goes with who moves."""

    how = serializers.ChoiceField(HOWS)
    to = serializers.ListField(child=person_field(), max_length=50, default=list)


class ChoicesSerializer(StrictSerializer):
    """`start` of a hire or a move, `last_day` of a leaver; what is not named stays as it is."""

    start = serializers.DateField(required=False)
    name = serializers.CharField(max_length=300, required=False)
    email = serializers.EmailField(required=False)
    manager = person_field(required=False)
    team = team_field(required=False)
    seat = RecordField(rows=lambda user: Seat.objects.all().mark_scoped(user), required=False)
    function = serializers.ChoiceField(JobAssignment.Function.choices, required=False)
    job_role = serializers.CharField(max_length=120, required=False)
    cost_centre = serializers.CharField(max_length=60, required=False)
    location = serializers.CharField(max_length=120, required=False)
    role = serializers.SlugField(max_length=40, required=False)
    invite_on = serializers.DateField(required=False)
    last_day = serializers.DateField(required=False)
    exit_kind = serializers.ChoiceField(Employment.Exit.choices, required=False)
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False)
    regretted = serializers.BooleanField(allow_null=True, required=False)
    access_ends = serializers.ChoiceField(("after", "now"), required=False)
    books = serializers.DictField(child=BookChoiceSerializer(), required=False)


class NewChangeSerializer(ChoicesSerializer):
    kind = serializers.ChoiceField(PeopleChange.Kind.choices)
    person = person_field(required=False)


class ChangeSerializer(StrictSerializer):
    """How and why somebody leaves is null to whom exits are not open."""

    id = serializers.UUIDField(source="uid", read_only=True)
    kind = serializers.CharField(read_only=True)
    state = serializers.CharField(read_only=True)
    person = serializers.UUIDField(source="person.uid", read_only=True, allow_null=True, default=None)
    person_name = serializers.SerializerMethodField()
    effective = serializers.DateField(read_only=True)
    choices = serializers.SerializerMethodField()
    rows = ChangeLineSerializer(many=True, read_only=True)
    trouble = serializers.CharField(read_only=True)
    made_by = serializers.CharField(source="made_by.name", read_only=True, allow_null=True, default=None)
    saved_by = serializers.CharField(source="saved_by.name", read_only=True, allow_null=True, default=None)

    def get_person_name(self, change: PeopleChange) -> str:
        return change.person.name if change.person else str(change.choices.get("name", ""))

    def get_choices(self, change: PeopleChange) -> dict[str, Any]:
        return choices_shown(change, self.context["request"].user)


class ChangeList(ListView):
    serializer_class = ChangeSerializer
    filters = (
        Filter("person", "Person", "person", "person__uid"),
        Filter("kind", "Kind", "choice", choices=PeopleChange.Kind.choices),
        Filter("state", "State", "choice", choices=PeopleChange.State.choices),
    )
    orderings = {"effective": "effective", "state": "state"}
    default_ordering = ("-effective",)

    def rows(self, moments: Moments) -> QuerySet[PeopleChange]:
        require(asker(self), "change.see")
        return visible_changes(asker(self))

    @extend_schema(request=NewChangeSerializer, responses={201: ChangeSerializer})
    def post(self, request: Any) -> Response:
        require(request.user, "change.draft")
        asked = read(NewChangeSerializer, request)
        kind, person = asked.pop("kind"), asked.pop("person", None)
        require_draft(request.user, person, asked.get("manager"))
        change = draft_change(kind, person, choices_of(asked), by=request.user)
        body = ChangeSerializer(change, context={"request": request}).data
        return Response(body, status=201, headers={"Location": f"/api/v1/people-changes/{change.uid}"})


class ChangeRecord(RecordView):
    serializer_class = ChangeSerializer

    def record(self, moments: Moments) -> PeopleChange:
        return change_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=ChoicesSerializer, responses=ChangeSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        """What is named replaces what the draft asked."""
        change = change_for(request.user, uid, "change.draft")
        asked = read(ChoicesSerializer, request, partial=True)
        require_draft(request.user, change.person, asked.get("manager") or change.manager)
        wanted = choices_from({**change.choices, **choices_of(asked).stored()})
        return self.written(edit_change(change, wanted, by=request.user, seen=seen_version(request)))


class ChangePreview(ApiView):
    """What Save would write, each row before and after; nothing is kept."""

    @extend_schema(request=EmptySerializer, responses=ChangePreviewSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        change = change_for(request.user, uid, "change.draft")
        preview = preview_change(change.kind, change.person, choices_from(change.choices), by=request.user)
        return Response(written(preview))


class ChangeSave(ApiView):
    """One transaction; what has no days of its own follows on the day."""

    @extend_schema(request=EmptySerializer, responses=ChangeSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        change = change_for(request.user, uid, "change.save")
        saved = save_change(change, by=request.user)
        return Response(ChangeSerializer(saved, context={"request": request}).data)


class ChangeCancel(ApiView):
    """Until its day everything it wrote is taken back; who drafts may cancel drafts."""

    @extend_schema(request=EmptySerializer, responses=ChangeSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        change = cancelling(request.user, uid)
        cancelled = cancel_change(change, by=request.user)
        return Response(ChangeSerializer(cancelled, context={"request": request}).data)


def choices_of(asked: dict[str, Any]) -> Choices:
    """Records as their uids."""
    named = {key: str(asked[key].uid) for key in ("manager", "team", "seat") if asked.get(key)}
    plain = {key: value for key, value in asked.items() if key not in ("manager", "team", "seat", "books")}
    books = {
        key: BookChoice(one["how"], tuple(str(person.uid) for person in one["to"]))
        for key, one in (asked.get("books") or {}).items()
    }
    return Choices(**plain, **named, books=books)


def choices_shown(change: PeopleChange, user: User) -> dict[str, Any]:
    """What was asked, as far as this person may read it."""
    opens = sees_exit(user, change)
    return {key: value for key, value in change.choices.items() if opens or key not in EXIT_FIELDS}


def written(preview: Preview) -> dict[str, Any]:
    return {"lines": preview.lines, "shares": preview.shares}
