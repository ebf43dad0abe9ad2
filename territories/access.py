"""Who may see and set which quotas: those of the people in reach."""

from typing import Any

from django.db.models import F, Q

from accounts.access import reach, require
from accounts.models import Seat, SeatOccupancy, User
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.moments import INFINITY
from territories.models import Quota, QuotaPlan


def seats_in(user: User, verb: str) -> Q:
    """Seats of people in reach, whoever sits there by now: the quota stays on the seat."""
    seen = reach(user, verb)
    if seen.everything:
        return Q()
    people = list(seen.people)
    occupied = SeatOccupancy.objects.filter(person__in=people).values("seat")
    return Q(pk__in=occupied) | Q(person__in=people)


def visible_seats(user: User, verb: str = "quota.see") -> ScopedQuerySet[Seat]:
    """Seats whose quota the person may look at, or with `quota.change` set; Forbidden without the verb at all."""
    require(user, verb)
    return Seat.objects.filter(seats_in(user, verb)).order_by("name", "pk").mark_scoped(user)


def visible_quotas(user: User) -> ScopedQuerySet[Any]:
    """The live rows of the current plan."""
    require(user, "quota.see")
    rows = Quota.objects.filter(superseded_at=INFINITY, plan__state=QuotaPlan.State.CURRENT)
    seats = Seat.objects.filter(seats_in(user, "quota.see"))
    return rows.filter(seat__in=seats).annotate(seat_name=F("seat__name")).mark_scoped(user)
