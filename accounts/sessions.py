"""What a session remembers of its sign-in: since when, last seen, when the second factor was last proven.

Kept in Django's session, which every request reads anyway; the list of one's sessions has rows of its own.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.models import ApiToken, User
from accounts.operations.sessions import close_session, open_session, rekey_session, see_session
from accounts.operations.sign_in_events import Where
from accounts.rules.factors import FRESH
from accounts.rules.sessions import SEEN_EVERY, device_of, is_over
from salesops.kernel.errors import Forbidden
from salesops.web.requests import is_fragment, page_behind

SINCE, SEEN, FACTOR = "sign_in_since", "sign_in_seen", "sign_in_factor"
NEEDED = "second_factor_needed"


def where_from(request: HttpRequest) -> Where:
    return Where(get_client_ip_address(request) or None, device_of(request.headers.get("User-Agent", "")))


def begin(request: HttpRequest, person: User) -> None:
    """At sign-in, and at the first request of a session that knows nothing of itself."""
    session, now = request.session, timezone.now()
    if session.session_key is None:
        session.create()
    session[SINCE] = session[SEEN] = now.timestamp()
    session.pop(FACTOR, None)
    open_session(person, str(session.session_key), where=where_from(request), at=now)


def go_on(request: HttpRequest, now: datetime) -> bool:
    """Whether the session is still one at this request; one that is gets seen."""
    session, seconds = request.session, now.timestamp()
    if SINCE not in session:
        begin(request, request.user)  # type: ignore[arg-type]
        return True
    if is_over(since=session[SINCE], seen=session[SEEN], now=seconds):
        return False
    if seconds - session[SEEN] >= SEEN_EVERY.total_seconds():
        session[SEEN] = seconds
        see_session(str(session.session_key), where=where_from(request), at=now)
    return True


def keep(request: HttpRequest, person: User) -> None:
    """This session goes on after a change that ended all of the person's, under a new key."""
    old = str(request.session.session_key)
    update_session_auth_hash(request, person)
    rekey_session(old, str(request.session.session_key), person=person)


def keep_own(request: HttpRequest, person: User) -> None:
    """Whoever changed their own roles works on here; their other sessions have ended."""
    user: User = request.user  # type: ignore[assignment]
    # A token has no session to keep, although its owner is the request's user.
    if person.pk == user.pk and SINCE in request.session:
        user.refresh_from_db(fields=["auth_epoch"])
        keep(request, user)


def leave(request: HttpRequest) -> None:
    if request.session.session_key:
        close_session(request.session.session_key, at=timezone.now())


def prove(request: HttpRequest) -> None:
    request.session[FACTOR] = timezone.now().timestamp()


def has_proven(request: HttpRequest) -> bool:
    """A second factor in this session, however long ago."""
    return FACTOR in request.session


def is_fresh(request: HttpRequest) -> bool:
    """A second factor within fifteen minutes; where none is asked of anybody, also whoever has none."""
    proven = request.session.get(FACTOR)
    if proven is None:
        return bool(settings.REQUIRE_MFA == "none")
    return bool(0 <= timezone.now().timestamp() - proven < FRESH.total_seconds())


def again_url(request: HttpRequest) -> str:
    return f"{reverse('accounts:factor_again')}?{urlencode({'next': page_behind(request)})}"


def where_next(request: HttpRequest) -> str:
    """The address asked for, when it is one of ours; never another host."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_local = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if asked and is_local else resolve_url(settings.LOGIN_REDIRECT_URL)


def proven_lately(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that needs a second factor of the last fifteen minutes: it is asked for first, then the page again."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_fresh(request) else sent_to(request, again_url(request))

    return inner


def sent_to(request: HttpRequest, url: str) -> HttpResponseBase:
    """A redirect of the whole page, whichever piece of it asked."""
    answer = HttpResponseRedirect(url)
    if is_fragment(request):
        answer.status_code = 403
        answer.headers["HX-Redirect"] = url
        del answer.headers["Location"]
    return answer


def require_fresh(request: Any) -> None:
    """For a REST request. A token has no second factor: where one is asked for, it does not do such things.

    Raises Forbidden `second_factor_needed`.
    """
    is_token = isinstance(request.auth, ApiToken)
    if not (settings.REQUIRE_MFA == "none" if is_token else is_fresh(request._request)):
        raise Forbidden(
            _("This needs your second factor of the last 15 minutes: confirm it on the site first."), NEEDED
        )


def without_factor(view: Any) -> Any:
    """Opens for who must have a second factor and has none yet: all they can do is to get one."""
    view.without_factor = True
    return view
