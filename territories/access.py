"""Who may see and set which quotas: those of the people in reach."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from accounts.access import reach, require, today
from accounts.models import Seat, SeatOccupancy, User
from salesops.db.scoped import ScopedQuerySet
from territories.models import LIVE, Quota, QuotaPlan


def seats_in(user: User, verb: str) -> Q:
    """Seats where people in reach sit today, and their own ones."""
    seen = reach(user, verb)
    if seen.everything:
        return Q()
    people = list(seen.people)
    occupied = SeatOccupancy.objects.filter(person__in=people, during__contains=today()).values("seat")
    return Q(pk__in=occupied) | Q(person__in=people)


def visible_seats(user: User, verb: str = "quota.see") -> ScopedQuerySet[Seat]:
    """Seats whose quota the person may look at, or with `quota.change` set; Forbidden without the verb at all."""
    require(user, verb)
    return Seat.objects.filter(seats_in(user, verb)).order_by("name", "pk").mark_scoped(user)


def visible_quotas(user: User) -> ScopedQuerySet[Any]:
    """The live rows of the current plan: on one's own seats, and on a post for the days somebody in reach sat there."""
    require(user, "quota.see")
    rows = Quota.objects.filter(LIVE, plan__state=QuotaPlan.State.CURRENT)
    seen = reach(user, "quota.see")
    if not seen.everything:
        people = list(seen.people)
        bounds = (OuterRef("period__start_date"), OuterRef("period__end_date"), Value("[]"))
        during = Func(*bounds, function="daterange", output_field=DateRangeField())
        sat = SeatOccupancy.objects.filter(person__in=people, seat=OuterRef("seat"), during__overlap=during)
        rows = rows.filter(Q(seat__person__in=people) | Exists(sat))
    return rows.annotate(seat_name=F("seat__name")).mark_scoped(user)
