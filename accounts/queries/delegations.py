"""Reads about delegation: under which somebody acts, and which leave has none yet."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.models import Delegation, Leave, RoleGrant, User
from accounts.queries.working_time import time_of
from accounts.rules.delegation import SUGGESTED_FROM_DAYS
from accounts.rules.working_time import PersonTime, working_days


def acted_under(delegate: User, uid: str, day: date) -> Delegation | None:
    """The delegation by which this person may act today; None once it is over, taken back, or nothing is left of it."""
    try:
        key = UUID(uid)
    except ValueError:
        return None
    rows = Delegation.objects.select_related("person").filter(uid=key, delegate=delegate, during__contains=day)
    found = rows.first()
    return found if found and delegate.is_active and found.verbs_now else None


def open_to(delegate: User, day: date) -> list[Delegation]:
    """By which the person may act today."""
    rows = Delegation.objects.select_related("person").filter(delegate=delegate, during__contains=day)
    found = list(rows.order_by("person__name"))
    read_verbs([row.person for row in found])
    return [row for row in found if row.verbs_now]


def read_verbs(people: Sequence[User]) -> None:
    """The verbs of many people in one query, where each would ask for its own."""
    held: dict[int, set[str]] = {person.pk: set() for person in people}
    rows = RoleGrant.objects.filter(user__in=list(held), during__contains=timezone.now().date())
    for person, verb in rows.filter(role__verbs__isnull=False).values_list("user", "role__verbs__verb"):
        held[person].add(verb)
    for one in people:
        one.__dict__["verbs"] = frozenset(held[one.pk])


def working_days_of(leave: Leave, time: PersonTime) -> int:
    """Working days of the leave by the person's calendar, as if they were not away."""
    return working_days(PersonTime(time.starts, time.calendars), leave.during.lower, leave.during.upper)


def to_delegate(person: User, leaves: Iterable[Leave], today: date) -> set[int]:
    """The keys of leaves to come, of two working days or more, on which nobody acts for the person yet."""
    coming = [leave for leave in leaves if leave.during.upper > today and leave.minutes is None]
    if not coming:
        return set()
    time, taken = time_of(person), list(Delegation.objects.filter(person=person))
    return {
        leave.pk
        for leave in coming
        if working_days_of(leave, time) >= SUGGESTED_FROM_DAYS
        and not any(_meet(one.during, leave.during) for one in taken)
    }


def _meet(one: object, other: object) -> bool:
    return one.lower < other.upper and other.lower < one.upper  # type: ignore[attr-defined,no-any-return]
