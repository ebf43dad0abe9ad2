"""Activities over REST: what was done, and logging it on a deal, a lead or a customer."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import require, visible_contacts, visible_customers
from pipeline.access import visible_activities, visible_deals, visible_leads
from pipeline.api.ground import DayField, Expands, MomentField, Named, body_of, by_api
from pipeline.models import Activity
from pipeline.operations.activities import MINUTES_IN_DAY, log_activity, log_customer_activity, log_lead_activity
from salesops.kernel.errors import Refused
from salesops.web.api.moments import Moments
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ListView
from salesops.web.filters import Filter

KEYS = ("owner", "opportunity", "lead", "customer", "contact")
MORE = frozenset({"next_step", "next_step_date", "contact"})
SUBJECTS = {"opportunity": MORE, "lead": frozenset[str](), "customer": frozenset({"contact"})}
"""What an activity is logged on, each with what of MORE it takes."""


class ActivitySerializer(StrictSerializer):
    id = serializers.UUIDField(source="uid", read_only=True)
    kind = serializers.CharField(read_only=True)
    direction = serializers.CharField(read_only=True)
    outcome = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)
    automated = serializers.BooleanField(read_only=True)
    owner = Named()
    opportunity = Named()
    lead = Named()
    customer = Named()
    contact = Named()
    occurred_at = serializers.DateTimeField(read_only=True)
    recorded_at = serializers.DateTimeField(read_only=True)
    minutes = serializers.IntegerField(read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]


class ActivityInput(StrictSerializer):
    """On one deal, one lead or one customer; a next step belongs to a deal, a contact to a customer."""

    opportunity = Named(rows=lambda user: visible_deals(user, "activity.log"), required=False)
    lead = Named(rows=lambda user: visible_leads(user, "activity.log"), required=False)
    customer = Named(rows=lambda user: visible_customers(user, "activity.log"), required=False)
    contact = Named(rows=lambda user: visible_contacts(user, "activity.log"), allow_null=True, required=False)
    kind = serializers.ChoiceField(choices=Activity.Kind.choices)
    direction = serializers.ChoiceField(choices=Activity.Direction.choices, required=False)
    outcome = serializers.ChoiceField(choices=Activity.Outcome.choices, allow_blank=True, required=False)
    note = serializers.CharField(max_length=20_000, allow_blank=True, required=False)
    occurred_at = MomentField(required=False)
    minutes = serializers.IntegerField(min_value=0, max_value=MINUTES_IN_DAY, allow_null=True, required=False)
    next_step = serializers.CharField(max_length=300, allow_blank=True, required=False)
    next_step_date = DayField(allow_null=True, required=False)


class ActivityList(Expands, ListView):
    """Activities of people in your reach, and on deals you work."""

    parameters = ("expand",)
    expandable = KEYS
    serializer_class = ActivitySerializer
    filters = (
        Filter("owner", _("Owner"), "person", "owner__uid"),
        Filter("opportunity", _("Deal, by id"), "person", "opportunity__uid"),
        Filter("lead", _("Lead, by id"), "person", "lead__uid"),
        Filter("kind", _("Kind"), "choice", choices=Activity.Kind.choices),
        Filter("direction", _("Direction"), "choice", choices=Activity.Direction.choices),
        Filter("outcome", _("Outcome"), "choice", choices=Activity.Outcome.choices),
        Filter("occurred", _("Occurred"), "moment", "occurred_at"),
    )
    orderings = {"occurred_at": "occurred_at", "recorded_at": "recorded_at"}
    default_ordering = ("-occurred_at",)

    def rows(self, moments: Moments) -> QuerySet[Any]:
        return visible_activities(self.asker).select_related(*KEYS)

    @extend_schema(request=ActivityInput, responses={201: ActivitySerializer})
    def post(self, request: Request) -> Response:
        require(self.asker, "activity.log")
        data = body_of(self, ActivityInput)
        subjects = {name: data.pop(name) for name in SUBJECTS if data.get(name) is not None}
        if len(subjects) != 1 or (data.keys() & MORE) - SUBJECTS[next(iter(subjects))]:
            sentence = _("Name one deal, or one lead or account without a next step.")
            raise Refused("activity_subject", sentence, fields=dict.fromkeys(SUBJECTS, sentence))
        [(name, subject)] = subjects.items()
        with by_api(request):
            activity = self._logged(name, subject, data)
        serializer = ActivitySerializer(activity, context={"request": request, "view": self})
        return Response(serializer.data, status=201)

    def _logged(self, name: str, subject: Any, data: dict[str, Any]) -> Activity:
        if name == "opportunity":
            return log_activity(subject, by=self.asker, **data)
        if name == "lead":
            return log_lead_activity(subject, by=self.asker, **data)
        return log_customer_activity(subject, by=self.asker, **data)
