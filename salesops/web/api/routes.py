"""Addresses of the API: a trailing slash is optional."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern


class EitherWay(RoutePattern):
    """A route written without a slash at its end, matched with one too. Links are made without."""

    def match(self, path: str) -> Any:
        return super().match(path.removesuffix("/"))


def api_path(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Like `path`: `api_path("deals/<uuid:uid>", DealView.as_view(), "deal")`."""
    return URLPattern(EitherWay(route.removesuffix("/"), name=name, is_endpoint=True), view, {}, name)
