"""What `salesops.settings` takes for DRF and for the OpenAPI document. Apps above add their way to sign in."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["salesops.web.api.sessions.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["salesops.web.api.parsers.StrictJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["salesops.web.api.throttles.RequestThrottle"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "salesops.web.api.sessions.JsonNegotiation",
    "DEFAULT_SCHEMA_CLASS": "salesops.web.api.openapi.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "salesops.web.api.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "SalesOps",
    "DESCRIPTION": "What a page can do, the API can do: the same operations, doors and figures.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "GET_LIB_DOC_EXCLUDES": "salesops.web.api.openapi.inherited_words",
    "PREPROCESSING_HOOKS": ["salesops.web.api.openapi.only_api"],
}
