"""A request in the time and language of the person who asks."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from accounts.queries.organisation import zone as organisation_zone


def in_their_time(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Moments read in the zone the person chose, else in the organisation's. Business days are always its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        zone = ZoneInfo(user.time_zone) if user.time_zone else organisation_zone()
        with timezone.override(zone), translation.override(user.language):
            return get_response(request)

    return middleware
