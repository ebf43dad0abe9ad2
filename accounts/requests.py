"""The request of somebody who is signed in."""

from accounts.models import User
from salesops.web.requests import AppRequest


class PersonRequest(AppRequest):
    """What every page gets but those that say `login_not_required`. Views annotate it; it is never constructed."""

    user: User  # type: ignore[assignment]
