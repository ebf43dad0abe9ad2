"""A request in the time and language of the person who asks, within their session, behind their second factor."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.acting import act_by_header, act_by_session
from accounts.queries.organisation import read_once
from accounts.queries.organisation import zone as organisation_zone
from accounts.queries.signing_in import must_have_factor
from accounts.sessions import NEEDED, go_on, has_proven, sent_to
from salesops.kernel.errors import Forbidden
from salesops.web.answers import answer
from salesops.web.errors import Problem
from salesops.web.requests import AppRequest, is_api

Answer = Callable[[HttpRequest], HttpResponseBase]


def in_their_time(get_response: Answer) -> Answer:
    """Moments read in the zone the person chose, else in the organisation's. Business days are always its own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return get_response(request)
        zone = ZoneInfo(user.time_zone) if user.time_zone else organisation_zone()
        with timezone.override(zone), translation.override(user.language):
            return get_response(request)

    return middleware


def one_organisation(get_response: Answer) -> Answer:
    """Frame, doors and lists ask for the organisation's settings many times: the row is read once."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with read_once():
            return get_response(request)

    return middleware


def within_their_session(get_response: Callable[[AppRequest], HttpResponseBase]) -> Any:
    """A session that is over is signed out here, and the request goes on as a stranger's."""

    def middleware(request: AppRequest) -> HttpResponseBase:
        if request.user.is_authenticated and not go_on(request, request.now):
            logout(request)
        return get_response(request)

    return middleware


def for_another(get_response: Callable[[AppRequest], HttpResponseBase]) -> Any:
    """Whoever acts for somebody else does so from here on: before it is asked which rights there are."""

    def middleware(request: AppRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            try:
                act_by_session(request, request.user)
                act_by_header(request, request.user)
            except Forbidden as error:
                return answer(request, Problem(403, error.code, error.message))
        return get_response(request)

    return middleware


class SecondFactorMiddleware:
    """Who must have a second factor and has shown none in this session reaches the pages that lead to one, no other."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        user: Any = request.user
        is_open = getattr(view, "without_factor", False) or not user.is_authenticated or has_proven(request)
        if is_open or not must_have_factor(user):
            return None
        if not is_api(request):
            return sent_to(request, reverse("accounts:factors"))
        return answer(request, Problem(403, NEEDED, _("Your role needs a second factor. Add one on the site first.")))
