"""Why a person may or may not do something with a record."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.access import person_for
from accounts.api.fields import asker
from accounts.explaining import Kind, explain, kind_of
from salesops.web.api.serializers import StrictSerializer
from salesops.web.api.views import ApiView
from salesops.web.errors import NotUnderstood


class WayInSerializer(StrictSerializer):
    """One way in: `chain` is the line from below to above, `acting_for` whose rights a delegation lends."""

    sentences = serializers.ListField(child=serializers.CharField())
    role = serializers.CharField()
    scope = serializers.CharField()
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    chain = serializers.ListField(child=serializers.CharField())
    acting_for = serializers.CharField()


class WhySerializer(StrictSerializer):
    allowed = serializers.BooleanField()
    reasons = WayInSerializer(many=True)
    acting = WayInSerializer(many=True)
    hindrances = serializers.ListField(child=serializers.CharField())


class Why(ApiView):
    """`record` is `customer:<id>` or `deal:<id>`; without `person` it is oneself, without `verb` whether it is seen."""

    parameters = ("record", "person", "verb")

    @extend_schema(
        parameters=[
            OpenApiParameter("record", OpenApiTypes.STR, required=True),
            OpenApiParameter("person", OpenApiTypes.UUID),
            OpenApiParameter("verb", OpenApiTypes.STR),
        ],
        responses=WhySerializer,
    )
    def get(self, request: Any) -> Response:
        user, asked = asker(self), request.query_params
        name, _colon, uid = asked.get("record", "").partition(":")
        key = as_uid("record", uid)
        kind = kind_of(name)
        record = kind.find(user, key)
        person = person_for(user, as_uid("person", asked["person"])) if asked.get("person") else user
        return Response(WhySerializer(explain(person, verb_of(kind, asked.get("verb")), kind, record, asker=user)).data)


def verb_of(kind: Kind, asked: str | None) -> str:
    if asked and asked not in kind.verbs:
        sentence = _("Choose one of: %(verbs)s.") % {"verbs": ", ".join(kind.verbs)}
        raise NotUnderstood("bad_choice", sentence, fields={"verb": sentence})
    return asked or kind.verbs[0]


def as_uid(field: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        sentence = _("This is no id.")
        raise NotUnderstood("bad_choice", sentence, fields={field: sentence}) from error
