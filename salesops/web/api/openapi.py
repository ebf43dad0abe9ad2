"""How the OpenAPI document describes what every operation shares: errors, keys, versions, moments, lists."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_basic_type, get_lib_doc_excludes
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from salesops.web.filters import Filter

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "fields", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        "request_id": {"type": "string"},
        "facts": {"type": "object", "additionalProperties": True},
    },
}
LIST_PARAMETERS = {
    "cursor": "signed; from `next` or `previous` of an answer",
    "page_size": "1 to 200, 50 unless said",
    "count": "`none` or `exact`",
    "ordering": "names by comma, `-` before one for descending",
    "fields": "names by comma: only these come",
    "as_of": "an instant with offset, or a date (the end of that local day)",
    "known_at": "as it was known then",
}


def only_api(endpoints: list[Any], **_kwargs: Any) -> list[Any]:
    """Pages have no place in the document."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/")]


def inherited_words() -> list[type]:
    """Docstrings of our bases speak to who reads the code; only a view's or serializer's own goes into the document."""
    from salesops.web.api import serializers, views

    own = [views.ApiView, views.ListView, views.RecordView]
    return [*get_lib_doc_excludes(), *own, serializers.StrictSerializer, serializers.ScopedModelSerializer]


class SessionScheme(OpenApiAuthenticationExtension):
    """Found by spectacular through its base class."""

    target_class = "salesops.web.api.sessions.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description)


class Schema(AutoSchema):
    """Reads the declarations of our bases, so that no view repeats them."""

    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        if self.method in ("PATCH", "PUT"):
            given.append(header("If-Match", "the ETag of the version you saw", required=True))
        if self.method == "POST":
            required = bool(getattr(self.view, "key_required", False))
            given.append(header("Idempotency-Key", "the same when you try again", required=required))
        return given + (self._query() if self.method == "GET" else [])

    def _query(self) -> list[OpenApiParameter]:
        filters = {
            name: _described(item, name) for item in getattr(self.view, "filters", ()) for name in item.parameters()
        }
        own = dict.fromkeys(getattr(self.view, "parameters", ()), "")
        names = [name for name in LIST_PARAMETERS if self._takes(name)]
        shared = {name: LIST_PARAMETERS[name] for name in names}
        return [OpenApiParameter(name, str, description=said) for name, said in (own | filters | shared).items()]

    def _takes(self, name: str) -> bool:
        if name in ("as_of", "known_at"):
            wanted = "history" if name == "as_of" else "keeps_versions"
            return bool(getattr(self.view, wanted, False))
        is_list = hasattr(self.view, "orderings")
        return is_list or (name == "fields" and hasattr(self.view, "record"))

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Only GET: the bodies of our lists are pages, whatever the base."""
        return hasattr(self.view, "orderings") and self.method == "GET"

    def get_filter_backends(self) -> list[Any]:
        return []

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        problem = {"description": "problem", "content": {"application/problem+json": {"schema": PROBLEM}}}
        return bodies | {"default": problem} if isinstance(bodies, dict) else bodies

    def _get_response_for_code(self, serializer: Any, status_code: str, *args: Any, **kwargs: Any) -> Any:
        answer = super()._get_response_for_code(serializer, status_code, *args, **kwargs)
        if not self._is_list_view() or not str(status_code).startswith("2"):
            return answer
        for body in answer.get("content", {}).values():
            if body["schema"].get("type") == "array":
                body["schema"] = page_of(body["schema"])
        return answer


def page_of(rows: dict[str, Any]) -> dict[str, Any]:
    link = {"type": "string", "format": "uri", "nullable": True}
    instant = build_basic_type(OpenApiTypes.DATETIME)
    return {
        "type": "object",
        "required": ["results", "next", "previous", "count"],
        "properties": {
            "results": rows,
            "next": link,
            "previous": link,
            "count": {"type": "integer", "nullable": True},
            "as_of": instant,
            "known_at": instant,
            "future": {"type": "boolean"},
        },
    }


def _described(item: Filter, name: str) -> str:
    suffix = name.removeprefix(item.key)
    return f"{item.label} ({item.kind}{', ' + suffix.lstrip('_') if suffix else ''})"
