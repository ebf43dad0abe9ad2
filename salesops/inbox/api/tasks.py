"""Tasks about any record."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.fields import EmptySerializer, asker, read
from salesops.inbox.access import place_for, task_for, visible_tasks
from salesops.inbox.api.fields import AboutSerializer, person_field
from salesops.inbox.models import Task
from salesops.inbox.operations.tasks import edit_task, finish_task, give_task, reopen_task
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import seen_version
from salesops.web.api.views import ApiView, ListView, RecordView
from salesops.web.filters import Filter


class TaskSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    about = AboutSerializer(source="*", read_only=True)
    title = serializers.CharField(max_length=300)
    assignee = person_field(allow_null=True)
    due = serializers.DateField(allow_null=True, required=False)
    state = serializers.ChoiceField(Task.State.choices, read_only=True)
    origin = serializers.ChoiceField(Task.Origin.choices, read_only=True)
    made_by = person_field(read_only=True, allow_null=True)
    created_at = serializers.DateTimeField(read_only=True)
    done_at = serializers.DateTimeField(read_only=True, allow_null=True)


class NewTaskSerializer(TaskSerializer):
    about = AboutSerializer()
    assignee = person_field()


class TaskList(ListView):
    """Tasks about records in the asker's scope."""

    serializer_class = TaskSerializer
    filters = (
        Filter("kind", _("Kind"), "text"),
        Filter("record", _("Record"), "person", "record_uid"),
        Filter("assignee", _("Who"), "person", "assignee__uid"),
        Filter("state", _("State"), "choice", choices=Task.State.choices),
        Filter("origin", _("From"), "choice", choices=Task.Origin.choices),
        Filter("due", _("By"), "date", may_be_empty=True),
    )
    orderings = {"due": "due", "created_at": "created_at"}
    default_ordering = ("due",)

    def rows(self, moments: Moments) -> Any:
        return visible_tasks(asker(self))

    @extend_schema(request=NewTaskSerializer, responses={201: TaskSerializer})
    def post(self, request: Any) -> Response:
        asked = read(NewTaskSerializer, request)
        about = asked.pop("about")
        place = place_for(request.user, about["kind"], about["record_uid"])
        made = give_task(place, **asked, by=request.user)
        return Response(TaskSerializer(made).data, status=201, headers={"Location": f"/api/v1/tasks/{made.uid}"})


class TaskRecord(RecordView):
    serializer_class = TaskSerializer

    def record(self, moments: Moments) -> Task:
        return task_for(asker(self), self.kwargs["uid"])

    @extend_schema(request=TaskSerializer, responses=TaskSerializer)
    def patch(self, request: Any, uid: UUID) -> Response:
        task = task_for(request.user, uid, change=True)
        asked = read(TaskSerializer, request, partial=True)
        edit_task(task, changes=asked, by=request.user, seen=seen_version(request))
        return self.written(self.record(self.moments()))


class TaskDone(ApiView):
    @extend_schema(request=EmptySerializer, responses=TaskSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        finish_task(task_for(request.user, uid, change=True), by=request.user)
        return Response(TaskSerializer(task_for(request.user, uid)).data)


class TaskReopen(ApiView):
    @extend_schema(request=EmptySerializer, responses=TaskSerializer)
    def post(self, request: Any, uid: UUID) -> Response:
        read(EmptySerializer, request)
        reopen_task(task_for(request.user, uid, change=True), by=request.user)
        return Response(TaskSerializer(task_for(request.user, uid)).data)
