"""Acting for somebody else: a session says so, or a REST request by the header `Acting-For`.

What is one's own stays one's own: settings, tokens, sessions and delegations are never reached in another's name.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import Delegation, User
from accounts.queries.delegations import acted_under
from salesops.kernel.errors import Forbidden, NotFound

ACTING = "acting_under"
HEADER = "Acting-For"
OWN = ("/settings", "/sign-out", "/api/v1/me", "/api/v1/tokens", "/api/v1/sessions", "/api/v1/delegations")


def is_own(path: str) -> bool:
    return any(path == own or path.startswith(f"{own}/") for own in OWN)


def begin_acting(request: Any, uid: UUID) -> Delegation:
    """Raises NotFound for a delegation by which this person cannot act today."""
    found = acted_under(request.user, str(uid), today())
    if found is None:
        raise NotFound()
    request.session[ACTING] = str(uid)
    return found


def stop_acting(request: Any) -> None:
    request.session.pop(ACTING, None)


def act_by_session(request: Any, user: User) -> None:
    """Takes the session's delegation up for this request, or forgets one that is over."""
    uid = request.session.get(ACTING)
    if uid and not is_own(request.path_info):
        found = acted_under(user, uid, today())
        user.act_under(found)
        if found is None:
            stop_acting(request)


def act_by_header(request: Any, user: User, day: date | None = None) -> None:
    """For a REST request. Raises Forbidden `delegation_over` for a header that opens nothing."""
    uid = request.headers.get(HEADER)
    if uid and not is_own(request.path_info):
        found = acted_under(user, uid, day or today())
        if found is None:
            raise Forbidden(_("This delegation is over, or was not made for you."), "delegation_over")
        user.act_under(found)
