"""Hires, moves, leavers and re-organisations whose day is to come: who is here on a day, and what is planned later."""

from datetime import date

from django.db.models import Q

from accounts.models import PeopleChange, Reorganisation, User

HIRE, LEAVE = PeopleChange.Kind.HIRE, PeopleChange.Kind.LEAVE
SCHEDULED, DONE = PeopleChange.State.SCHEDULED, PeopleChange.State.DONE
GONE = frozenset({User.State.DEACTIVATED, User.State.ERASED})


def works_on(person: User, day: date) -> bool:
    """Neither gone nor leaving by then. Who left without ever having an address stays listed, and is gone as well."""
    turns = PeopleChange.objects.filter(
        person=person, kind__in=(HIRE, LEAVE), state__in=(SCHEDULED, DONE), effective__lte=day
    )
    last = turns.order_by("-effective", "-pk").first()
    if person.state in GONE:
        return False
    return last is None or last.kind == HIRE or (last.state == DONE and person.state != User.State.LISTED)


def takes_over_on(person: User, day: date) -> bool:
    """Whether work may be given to them then: who cannot sign in for now gets none."""
    return person.state != User.State.SUSPENDED and works_on(person, day)


def signing_in_on(day: date) -> frozenset[int]:
    """Who signs in; on a past day also who has left since: a page of that day counts them still."""
    left = PeopleChange.objects.filter(kind=LEAVE, state__in=(SCHEDULED, DONE), effective__gt=day)
    here = Q(state=User.State.ACTIVE) | Q(state=User.State.DEACTIVATED, pk__in=left.values("person"))
    return frozenset(User.objects.filter(here).values_list("pk", flat=True))


def later_change(person: User, day: date) -> PeopleChange | None:
    """The first one that is planned for after `day`."""
    rows = PeopleChange.objects.filter(person=person, state=SCHEDULED, effective__gt=day)
    return rows.order_by("effective", "pk").first()


def leave_of(person: User) -> PeopleChange | None:
    """The leave that is planned, whose day may have come."""
    return PeopleChange.objects.filter(person=person, kind=LEAVE, state=SCHEDULED).first()


def later_move(person: User, day: date) -> Reorganisation | None:
    """The first scheduled re-organisation after `day` that moves this person."""
    rows = Reorganisation.objects.filter(moves__person=person, state=Reorganisation.State.SCHEDULED)
    return rows.filter(effective__gt=day).order_by("effective", "pk").first()
