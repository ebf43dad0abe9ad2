"""Deals over REST: list and record at any moment, every operation as an action."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require
from accounts.models import User
from pipeline.access import deal_for, history_for, visible_deals, visible_states
from pipeline.api.deal_fields import (
    OpportunityChange,
    OpportunityNew,
    OpportunitySerializer,
    PastOpportunitySerializer,
    VersionSerializer,
    as_changes,
)
from pipeline.api.deal_filters import FILTERS, changed_since
from pipeline.api.ground import Expands, body_of, both_values, by_api
from pipeline.models import Opportunity, OpportunityVersion
from pipeline.operations.deal_rows import locked
from pipeline.operations.opportunities import create_opportunity, edit_opportunity, move_stage
from pipeline.queries.categories import with_category
from pipeline.queries.history import starts_at
from salesops.db.scoped import ScopedQuerySet
from salesops.web.api.moments import Moments
from salesops.web.api.versions import etag_of, seen_version
from salesops.web.api.views import ListView, RecordView

KEYS = ("owner", "credit_owner", "stage", "subcategory", "product", "loss_reason", "push_reason")
PARENTS = ("customer", "process")


class Deals(Expands):
    """Deals at a moment: the current rows for now, rows of the log for any other."""

    parameters: ClassVar[Sequence[str]] = ("expand",)
    expandable = (*KEYS, *PARENTS)
    history = True
    keeps_versions = True
    serializer_class: Any = OpportunitySerializer

    def deals(self, moments: Moments) -> ScopedQuerySet[Any]:
        at, known = moments.as_of, moments.known_at
        if at.is_now and known.is_now:
            rows = visible_deals(self.asker).select_related(*KEYS, *PARENTS)
            return with_category(rows, at.instant).annotate(customer_uid=F("customer__uid"))
        # The row of the log has no name of its own: its fields are written by another serializer.
        self.serializer_class = PastOpportunitySerializer
        past = visible_states(self.asker, at.instant, None if known.is_now else known.instant)
        past = past.select_related(*KEYS, *(f"opportunity__{name}" for name in PARENTS))
        return with_category(past, at.instant).annotate(
            customer_uid=F("opportunity__customer__uid"),
            name=F("opportunity__name"),
            created_at=F("opportunity__created_at"),
        )


def shown(view: Any, deal: Opportunity, *, status: int = 200, **headers: str) -> Response:
    """A deal after a write, read anew: also one that the writer has just handed out of their own scope."""
    rows = Opportunity.objects.filter(pk=deal.pk).select_related(*KEYS, *PARENTS)
    row = with_category(rows, view.asking().now).get()
    data = OpportunitySerializer(row, context={"request": view.request, "view": view}).data
    return Response(data, status=status, headers={"ETag": etag_of(row.row_version), **headers})


class OpportunityList(Deals, ListView):
    """Deals you see, now or as of any moment."""

    parameters = ("expand", "changed_since")
    filters = FILTERS
    orderings = {
        "name": "name",
        "amount": "amount",
        "close_date": "close_date",
        "created_at": "created_at",
        "closed_at": "closed_at",
        "owner": "owner__name",
        "stage": "stage__position",
    }
    default_ordering = ("-created_at",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        return changed_since(self.deals(moments), self.request.query_params, self.asking())

    def tie_breaker(self, rows: QuerySet[Any]) -> F:
        return F("opportunity_id") if rows.model is OpportunityVersion else F("pk")

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().get(request, *args, **kwargs)
        if not answer.data["results"] and _is_before(self.moments()):
            answer.data["note"] = _("No history reaches back that far.")
        return answer

    @extend_schema(request=OpportunityNew, responses={201: OpportunitySerializer})
    def post(self, request: Request) -> Response:
        require(self.asker, "deal.change")
        data = as_changes(body_of(self, OpportunityNew))
        owner: User = data.pop("owner", self.asker)
        given = {"customer": None, "amount": None, **data}
        with by_api(request):
            deal = create_opportunity(owner=owner, by=self.asker, **given)
        return shown(self, deal, status=201, Location=f"/api/v1/opportunities/{deal.uid}")


def _is_before(moments: Moments) -> bool:
    if moments.as_of.is_now:
        return False
    first = starts_at()
    return first is None or moments.as_of.instant < first


class OpportunityRecord(Deals, RecordView):
    """One deal, now or as of any moment."""

    def record(self, moments: Moments) -> Any:
        rows = self.deals(moments)
        path = "uid" if rows.model is Opportunity else "opportunity__uid"
        found = rows.one(**{path: self.kwargs["uid"]})
        if rows.model is OpportunityVersion:
            found.row_version = found.opportunity.row_version
        return found

    @extend_schema(request=OpportunityChange, responses=OpportunitySerializer)
    def patch(self, request: Request, uid: UUID) -> Response:
        """Stage included; who owns it and how it closes are actions of their own."""
        deal = deal_for(self.asker, uid, "deal.change")
        seen = seen_version(request)
        changes = as_changes(body_of(self, OpportunityChange, partial=True))
        stage = changes.pop("stage", None)
        with by_api(request):
            deal = locked(deal, seen=seen, wanted=changes)
            if stage is not None:
                deal = move_stage(deal, stage, by=self.asker)
            if changes:
                deal = edit_opportunity(deal, changes=changes, by=self.asker)
        return shown(self, deal)

    def conflict_facts(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        deal = self.record(self.moments())
        data = OpportunitySerializer(deal, context={"request": self.request, "view": self}).data
        told = both_values(deal, data, self.wanted)
        return told | {name: facts[name] for name in ("by", "at") if facts.get(name)}


class OpportunityHistory(Expands, ListView):
    """Every state ever recorded of a deal, in effective order; `superseded_at` says what is no longer believed.

    The category of a state is the one it had when it began, by the map of that day.
    """

    parameters = ("expand",)
    expandable = KEYS
    serializer_class = VersionSerializer
    orderings = {"valid_from": "valid_from", "recorded_at": "recorded_at", "version": "version"}
    default_ordering = ("-valid_from",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        deal = deal_for(self.asker, self.kwargs["uid"])
        actor = User.objects.filter(pk=OuterRef("actor_id"))
        rows = history_for(self.asker, deal).select_related(*KEYS)
        return with_category(rows, OuterRef("valid_from")).annotate(
            actor_uid=Subquery(actor.values("uid")), actor_name=Subquery(actor.values("name"))
        )

    def tie_breaker(self, rows: QuerySet[Any]) -> F:
        return F("version")
