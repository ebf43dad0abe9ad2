"""Who may see and set which quotas: those of the people in reach."""

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Exists, F, Func, OuterRef, Q, Value

from accounts.access import reach, require, today, vacant_under
from accounts.models import Seat, SeatOccupancy, User
from salesops.db.scoped import ScopedQuerySet
from territories.models import LIVE, Quota, QuotaPlan


def seats_in(user: User, verb: str) -> Q:
    """Seats where people in reach sit today, their own ones, and vacant ones whose last one reported to them."""
    seen = reach(user, verb)
    if seen.everything:
        return Q()
    people = list(seen.people)
    occupied = SeatOccupancy.objects.filter(person__in=people, during__contains=today()).values("seat")
    vacant = vacant_under(people, today()).values("seat")
    return Q(pk__in=occupied) | Q(pk__in=vacant) | Q(person__in=people)


def visible_seats(user: User, verb: str = "quota.see") -> ScopedQuerySet[Seat]:
    """Seats whose quota the person may look at, or with `quota.change` set; Forbidden without the verb at all."""
    require(user, verb)
    return Seat.objects.filter(seats_in(user, verb)).order_by("name", "pk").mark_scoped(user)


def visible_quotas(user: User) -> ScopedQuerySet[Any]:
    """The live rows of the current plan: on one's own seats, on a post for the days somebody in reach sat there, and on
    a vacant one whose last one reported to somebody in reach from when they went."""
    require(user, "quota.see")
    rows = Quota.objects.filter(LIVE, plan__state=QuotaPlan.State.CURRENT)
    seen = reach(user, "quota.see")
    if not seen.everything:
        people = list(seen.people)
        bounds = (OuterRef("period__start_date"), OuterRef("period__end_date"), Value("[]"))
        during = Func(*bounds, function="daterange", output_field=DateRangeField())
        sat = SeatOccupancy.objects.filter(person__in=people, seat=OuterRef("seat"), during__overlap=during)
        left = vacant_under(people, today()).filter(seat=OuterRef("seat"))
        vacant = left.filter(during__endswith__lte=OuterRef("period__end_date"))
        rows = rows.filter(Q(seat__person__in=people) | Exists(sat) | Exists(vacant))
    return rows.annotate(seat_name=F("seat__name")).mark_scoped(user)
