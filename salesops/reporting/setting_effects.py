"""Whose bookings of the running quarter would read otherwise, did won deals follow the person or the team (A-14)."""

from dataclasses import replace
from typing import Any, cast

from django.utils.translation import gettext as _

from accounts.access import scope_for, today
from accounts.models import User
from accounts.queries.line import subtree_spans
from accounts.setting_effects import Differing, SettingEffect
from salesops.kernel.results import Result
from salesops.kernel.scope import Scope
from salesops.reporting.evaluate import Ground, evaluate, ground
from salesops.reporting.questions import current_period
from salesops.web.templatetags.formats import money

MOST = 50
"""Leaders who are asked about: a preview is no report."""


def moved_bookings(user: Any, differing: Differing) -> list[SettingEffect]:
    if "won_follows" not in differing or not user.may("metrics.see"):
        return []
    now = ground()
    then = replace(now, won_follows=differing["won_follows"][1])
    found = []
    for leader in _leaders():
        is_now, would_be = (_bookings(user, leader, on) for on in (now, then))
        if is_now != would_be:
            words = _("Bookings of this quarter"), leader.name
            found.append(SettingEffect(*words, money(is_now, now.currency), money(would_be, now.currency)))
    return found


def _leaders() -> list[User]:
    rows = User.objects.filter(reports__during__contains=today(), state=User.State.ACTIVE).distinct()
    return list(rows.order_by("name", "pk")[:MOST])


def _bookings(user: Any, leader: User, on: Ground) -> Any:
    focus = Scope(spans=tuple(subtree_spans([leader.pk])))
    asked = {"scope": scope_for(user), "focus": focus, "period": current_period(on), "ground_": on}
    return cast(Result, evaluate("bookings", **asked)).value or 0  # type: ignore[arg-type]
