"""A request in the time and language of the person who asks."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation


def in_their_time(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Moments read in the person's own zone where they chose one. Business days stay the organisation's."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        zone = ZoneInfo(user.time_zone) if user.time_zone else None
        with timezone.override(zone or timezone.get_default_timezone()), translation.override(user.language):
            return get_response(request)

    return middleware
