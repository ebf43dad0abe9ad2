"""Sign-in by the browser's session, and the one content type that is answered."""

from typing import Any

from rest_framework import authentication
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """With CSRF on every write. Naming a scheme makes a missing sign-in 401 instead of 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class JsonNegotiation(DefaultContentNegotiation):
    """An exotic Accept header gets JSON: refusing it (406) would only hide the message."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type
