"""The site and one page more: bytes that are there already, answered through everything a request goes through."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from salesops.urls import *  # noqa: F403
from salesops.urls import urlpatterns as site

STORED: dict[str, bytes] = {}
"""By path: what the page answered once, to be answered again."""


def stored(request: HttpRequest) -> HttpResponse:
    return HttpResponse(STORED[request.GET["path"]])


urlpatterns = [path("stored", stored), *site]
