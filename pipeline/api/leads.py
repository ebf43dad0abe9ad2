"""Leads over REST: entered once, worked, converted."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from accounts.access import reach, require
from pipeline.access import lead_for, visible_leads
from pipeline.api.deal_fields import OpportunitySerializer, people_for
from pipeline.api.ground import Asked, Expands, Named, body_of, both_values, by_api
from pipeline.api.opportunities import shown as shown_deal
from pipeline.models import Lead
from pipeline.models.leads import SourcedBy
from pipeline.operations.leads import (
    assign_lead,
    convert_lead,
    create_lead,
    disqualify_lead,
    edit_lead,
    qualify_lead,
    recycle_lead,
)
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.versions import etag_of, seen_version
from salesops.web.api.views import ListView, RecordView
from salesops.web.filters import Filter

KEYS = ("owner", "customer", "opportunity")


class LeadInput(StrictSerializer):
    name = serializers.CharField(max_length=300)
    company = serializers.CharField(max_length=300, allow_blank=True, required=False)
    title = serializers.CharField(max_length=120, allow_blank=True, required=False)
    email = serializers.EmailField(max_length=254, allow_blank=True, required=False)
    phone = serializers.CharField(max_length=40, allow_blank=True, required=False)
    source = serializers.CharField(max_length=80, allow_blank=True, required=False)  # type: ignore[assignment]
    sourced_by = serializers.ChoiceField(choices=SourcedBy.choices, required=False)
    channel = serializers.ChoiceField(choices=Lead.Channel.choices, required=False)


class LeadNew(LeadInput):
    owner = Named(rows=people_for("lead.change"), required=False)


class LeadSerializer(LeadInput):
    id = serializers.UUIDField(source="uid", read_only=True)
    version = serializers.IntegerField(source="row_version", read_only=True)
    state = serializers.CharField(read_only=True)
    owner = Named()
    disqualified_reason = serializers.CharField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    converted_at = serializers.DateTimeField(read_only=True)
    customer = Named()
    opportunity = Named()


class AssignInput(StrictSerializer):
    owner = Named(rows=people_for("lead.change"))


class DisqualifyInput(StrictSerializer):
    reason = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")


class NoInput(StrictSerializer):
    """An empty object, or no body at all."""


class Leads(Expands):
    parameters: ClassVar[Sequence[str]] = ("expand",)
    expandable = KEYS
    serializer_class: ClassVar[type[Any]] = LeadSerializer


def shown(view: Any, lead: Lead, *, status: int = 200, **headers: str) -> Response:
    """A lead after a write, also one just given out of the writer's scope."""
    row = Lead.objects.select_related(*KEYS).get(pk=lead.pk)
    data = LeadSerializer(row, context={"request": view.request, "view": view}).data
    return Response(data, status=status, headers={"ETag": etag_of(row.row_version), **headers})


class LeadList(Leads, ListView):
    """Leads of people in your reach."""

    filters = (
        Filter("name", _("Name"), "text"),
        Filter("company", _("Company"), "text"),
        Filter("email", _("E-mail"), "text"),
        Filter("owner", _("Owner"), "person", "owner__uid", may_be_empty=True),
        Filter("state", _("State"), "choice", choices=Lead.State.choices),
        Filter("source", _("Source"), "text"),
        Filter("channel", _("Channel"), "choice", choices=Lead.Channel.choices),
        Filter("created", _("Created"), "moment", "created_at"),
    )
    orderings = {"name": "name", "company": "company", "created_at": "created_at", "owner": "owner__name"}
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        return visible_leads(self.asker).select_related(*KEYS)

    @extend_schema(request=LeadNew, responses={201: LeadSerializer})
    def post(self, request: Request) -> Response:
        """Send an Idempotency-Key: the same lead sent again is the same lead."""
        require(self.asker, "lead.change")
        data = body_of(self, LeadNew)
        # Without an owner a lead is seen by those who see everything; nobody else may lose what they entered.
        mine = None if reach(self.asker, "lead.change").everything else self.asker
        with by_api(request):
            lead = create_lead(by=self.asker, **{"owner": mine, **data})
        return shown(self, lead, status=201, Location=f"/api/v1/leads/{lead.uid}")


class LeadRecord(Leads, RecordView):
    """One lead."""

    def record(self, moments: Moments) -> Lead:
        return lead_for(self.asker, self.kwargs["uid"])

    @extend_schema(request=LeadInput, responses=LeadSerializer)
    def patch(self, request: Request, uid: UUID) -> Response:
        lead = lead_for(self.asker, uid, "lead.change")
        seen = seen_version(request)
        changes = body_of(self, LeadInput, partial=True)
        with by_api(request):
            lead = edit_lead(lead, changes=changes, by=self.asker, seen=seen)
        return shown(self, lead)

    def conflict_facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        lead = self.record(self.moments())
        data = LeadSerializer(lead, context={"request": self.request, "view": self}).data
        return both_values(lead, data, self.wanted)


class LeadAction(Expands):
    """POST: find the lead through the door, read the body, call one operation, show the lead."""

    parameters = ("expand",)
    expandable = KEYS

    body: ClassVar[type[Serializer[Any]]] = NoInput

    def act(self, lead: Lead, data: dict[str, Any]) -> Lead:
        raise NotImplementedError

    def post(self, request: Request, uid: UUID) -> Response:
        lead = lead_for(self.asker, uid, "lead.change")
        data = body_of(self, self.body)
        with by_api(request):
            lead = self.act(lead, data)
        return shown(self, lead)


@extend_schema(request=AssignInput, responses=LeadSerializer)
class AssignLead(LeadAction):
    """To somebody in your reach."""

    body = AssignInput

    def act(self, lead: Lead, data: dict[str, Any]) -> Lead:
        return assign_lead(lead, data["owner"], by=self.asker)


@extend_schema(request=NoInput, responses=LeadSerializer)
class QualifyLead(LeadAction):
    """Worth a deal, not yet one."""

    def act(self, lead: Lead, data: dict[str, Any]) -> Lead:
        return qualify_lead(lead, by=self.asker)


@extend_schema(request=DisqualifyInput, responses=LeadSerializer)
class DisqualifyLead(LeadAction):
    """With a reason."""

    body = DisqualifyInput

    def act(self, lead: Lead, data: dict[str, Any]) -> Lead:
        return disqualify_lead(lead, reason=data["reason"], by=self.asker)


@extend_schema(request=NoInput, responses=LeadSerializer)
class RecycleLead(LeadAction):
    """A disqualified lead back into the queue."""

    def act(self, lead: Lead, data: dict[str, Any]) -> Lead:
        return recycle_lead(lead, by=self.asker)


@extend_schema(request=NoInput, responses=OpportunitySerializer)
class ConvertLead(Asked):
    """Customer, contact and deal, made or reused; asked again, the same deal."""

    def post(self, request: Request, uid: UUID) -> Response:
        lead = lead_for(self.asker, uid, "lead.change")
        body_of(self, NoInput)
        with by_api(request):
            deal = convert_lead(lead, by=self.asker)
        return shown_deal(self, deal)
