"""Sales processes, their stages and what each stands for, and the lists of reasons."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from pipeline.access import stage_for, visible_processes, visible_reasons, visible_stages
from pipeline.api.deal_fields import subcategories
from pipeline.api.ground import Asked, Named, body_of, by_api
from pipeline.models import ProcessVersion, Reason, Stage, StageCategory
from pipeline.models.processes import Category
from pipeline.operations.processes import publish_version, set_stage_category
from pipeline.queries.processes import maps_at
from pipeline.rules.processes import StageDraft
from salesops.db.scoped import ScopedQuerySet
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ListView
from salesops.web.filters import Filter


class StageSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(read_only=True)
    position = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(read_only=True)
    counts_as_pipeline = serializers.BooleanField(read_only=True)
    probability = serializers.DecimalField(max_digits=7, decimal_places=6, read_only=True)
    exit_criteria = serializers.CharField(read_only=True)
    category = serializers.SerializerMethodField(help_text="what the stage stands for at the moment asked about")
    subcategory = serializers.SerializerMethodField()

    def get_category(self, stage: Stage) -> str | None:
        mapped = self.context["view"].maps.get(stage.pk)
        return mapped.category if mapped else None

    def get_subcategory(self, stage: Stage) -> str | None:
        mapped = self.context["view"].maps.get(stage.pk)
        return str(mapped.subcategory.uid) if mapped and mapped.subcategory else None


class ProcessSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    name = serializers.CharField(read_only=True)
    number = serializers.IntegerField(read_only=True)
    methodology = serializers.CharField(read_only=True)
    default = serializers.BooleanField(read_only=True)
    published_at = serializers.DateTimeField(read_only=True)
    retired_at = serializers.DateTimeField(read_only=True)
    stages = StageSerializer(many=True, read_only=True)


class StageInput(StrictSerializer):
    name = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(choices=Stage.Kind.choices, required=False, default="open")
    probability = serializers.DecimalField(max_digits=7, decimal_places=6, min_value=0, max_value=1)
    category = serializers.ChoiceField(choices=Category.choices, allow_null=True, required=False, default=None)
    counts_as_pipeline = serializers.BooleanField(required=False, default=True)
    exit_criteria = serializers.CharField(max_length=5_000, allow_blank=True, required=False, default="")


class ProcessInput(StrictSerializer):
    """A new version of the process of this name; deals stay on the version they have."""

    name = serializers.CharField(max_length=120)
    default = serializers.BooleanField(required=False, default=False)
    stages = StageInput(many=True, max_length=50)  # type: ignore[call-arg]


class CategoryInput(StrictSerializer):
    category = serializers.ChoiceField(choices=Category.choices)
    subcategory = Named(rows=subcategories, allow_null=True, required=False)


class ReasonSerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    list = serializers.CharField(read_only=True)
    key = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    excluded = serializers.BooleanField(read_only=True, help_text="left out of the win rate, counted beside it")
    retired_at = serializers.DateTimeField(read_only=True)


class Mapped(Asked):
    """Stages carry the category of a moment: the map has a past, but no versions of what was known."""

    history = True
    serializer_class: ClassVar[type[Any]] = ProcessSerializer
    maps: Mapping[int, StageCategory]

    def processes(self) -> ScopedQuerySet[ProcessVersion]:
        stages = visible_stages(self.asker).order_by("position")
        return visible_processes(self.asker).prefetch_related(Prefetch("stages", queryset=stages))

    def shown(self, process: ProcessVersion) -> dict[str, Any]:
        data: dict[str, Any] = ProcessSerializer(process, context={"request": self.request, "view": self}).data
        return data


class ProcessList(Mapped, ListView):
    """Every version of every process."""

    filters = (Filter("name", "Name", "text"), Filter("default", "Default", "flag"))
    orderings = {"name": "name", "published_at": "published_at"}
    default_ordering = ("name",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        self.maps = maps_at(moments.as_of.instant)
        return self.processes()

    @extend_schema(request=ProcessInput, responses={201: ProcessSerializer})
    def post(self, request: Request) -> Response:
        """Publish a version, whole and mapped from now on."""
        require(self.asker, "process.change")
        data = body_of(self, ProcessInput)
        drafts = [StageDraft(**stage) for stage in data["stages"]]
        with by_api(request) as op:
            process = publish_version(data["name"], drafts, default=data["default"], by=self.asker)
        self.maps = maps_at(op.at)
        row = self.processes().get(pk=process.pk)
        return Response(self.shown(row), status=201, headers={"Location": f"/api/v1/processes/{process.uid}"})


class ProcessRecord(Mapped):
    """One version of a process. It never changes once published."""

    def get(self, request: Request, uid: UUID) -> Response:
        moments = self.moments()
        process = self.processes().one(uid=uid)
        self.maps = maps_at(moments.as_of.instant)
        return Response(self.shown(process) | moments.echo())


class SetCategory(Asked):
    """From now on the stage stands for this category; what it stood for before stays in every past report."""

    maps: Mapping[int, StageCategory]

    @extend_schema(request=CategoryInput, responses=StageSerializer)
    def post(self, request: Request, uid: UUID) -> Response:
        stage = stage_for(self.asker, uid, "process.change")
        data = body_of(self, CategoryInput)
        with by_api(request) as op:
            set_stage_category(stage, by=self.asker, **data)
        self.maps = maps_at(op.at)
        return Response(StageSerializer(stage, context={"request": request, "view": self}).data)


class ReasonList(Asked, ListView):
    """Why deals are lost, pushed, refused."""

    serializer_class = ReasonSerializer
    filters = (Filter("list", "List", "choice", choices=Reason.List.choices),)
    orderings = {"label": "label"}
    default_ordering = ("label",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        return visible_reasons(self.asker)
