"""Doors to the ways in: one's own, and the organisation's for who keeps them."""

from uuid import UUID

from django.db.models import Q

from accounts.access import require
from accounts.models import CaptureSource, User
from salesops.db.scoped import ScopedQuerySet

CAPTURE = "activity.log"
"""Who logs may let it be logged."""
KEEP = "channel.change"
"""Who keeps the ways out keeps the organisation's ways in."""


def visible_sources(user: User) -> ScopedQuerySet[CaptureSource]:
    """Nobody sees those of another person: their address says what they use, and how well it goes is theirs."""
    inside = Q(person=user)
    if user.may(KEEP):
        inside |= Q(person__isnull=True)
    return CaptureSource.objects.filter(inside).mark_scoped(user)


def source_for(user: User, uid: UUID) -> CaptureSource:
    return visible_sources(user).one(uid=uid)


def require_may_connect(user: User, *, for_organisation: bool) -> None:
    require(user, KEEP if for_organisation else CAPTURE)
