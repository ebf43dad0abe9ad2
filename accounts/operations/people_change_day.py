"""The day of a change: access ends, work without days of its own goes to its heirs (accounts-desk.md A-5)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from accounts import events
from accounts.models import PeopleChange, User
from accounts.operations.links import invite_person
from accounts.operations.people_change_books import CUSTOMERS, give, hand_overs, stays_vacant, still_here, to_manager
from accounts.operations.people_change_writes import vacate
from accounts.operations.rows import locked, save_changes
from accounts.operations.sign_ins import GONE, deactivate_person, end_sign_ins
from accounts.people_changes import Moving
from accounts.rules.people_changes import Choices, choices_from
from salesops.db.operation import operation
from salesops.kernel.errors import SalesOpsError

HIRE, LEAVE = PeopleChange.Kind.HIRE, PeopleChange.Kind.LEAVE
DUE = Q(state=PeopleChange.State.SCHEDULED)
LIVE = Q(state__in=(PeopleChange.State.SCHEDULED, PeopleChange.State.DONE))


def finish_change(change: PeopleChange, day: date) -> PeopleChange:
    """Everything of a change whose day has come; in one transaction of the caller. Raises as `hand_overs`."""
    change = end_access(change)
    return hand_over(change, day)


def end_access(change: PeopleChange) -> PeopleChange:
    """A leaver's sessions end at their next request, tokens are revoked, `person_left` is told. Twice is once."""
    if change.kind != LEAVE:
        return change
    with operation(by=change.saved_by) as op:
        change = locked(change)
        person = change.person
        if person is None or change.access_ended_at is not None or person.state in GONE:
            return change
        if person.email:
            change.person = person = deactivate_person(person, by=change.saved_by)
        else:
            end_sign_ins(person)
        change.access_ended_at = op.at
        change.save(update_fields=["access_ended_at"])
        events.person_left.send(User, person=person, by=change.saved_by, at=op.at, day=change.effective)
        return change


def hand_over(change: PeopleChange, day: date) -> PeopleChange:
    """What is open now goes where the choices say, also what came since Save."""
    with operation(by=change.saved_by, reason=change.get_kind_display()):
        change = locked(change)
        if change.state != PeopleChange.State.SCHEDULED or change.effective > day or change.person is None:
            return change
        asked = choices_from(change.choices)
        if change.kind != HIRE:
            _give(change, change.person, asked)
        done = {"state": PeopleChange.State.DONE, "trouble": ""}
        save_changes(change, done, "people_change.done", by=change.saved_by)
        PeopleChange.objects.filter(pk=change.pk).update(done_at=Now())
        change.refresh_from_db()
        return change


def _give(change: PeopleChange, person: User, asked: Choices) -> None:
    """Nothing active stays with a leaver: a book that filled since Save without a choice goes to the last manager."""
    effective, moving = change.effective, Moving(person, change.effective, change.saved_by, change.get_kind_display())
    manager = to_manager(person, effective)
    asked = replace(asked, books=still_here(asked.books, manager, effective))
    plans = hand_overs(person, change.kind, asked, effective, fallback=manager)
    give(plans, moving, dated=False)
    if change.kind == LEAVE:
        give(plans, moving, dated=True)
        if stays_vacant(plans, CUSTOMERS):
            vacate(person, effective, stays=False)


def steps_of(day: date) -> Iterator[tuple[str, PeopleChange, Callable[[], object]]]:
    """What is due: access first, which no hand-over in trouble may hold up; then work, then invitations."""
    for change in PeopleChange.objects.filter(DUE, effective__lte=day).select_related("person", "saved_by"):
        yield "access", change, lambda change=change: end_access(change)  # type: ignore[misc]
        yield "done", change, lambda change=change: hand_over(change, day)  # type: ignore[misc]
    waits = PeopleChange.objects.filter(kind=HIRE, person__state=User.State.LISTED)
    waits = waits.filter(LIVE)
    # Who was hired again is invited on the day of the last hire, not of the first one.
    later = PeopleChange.objects.filter(LIVE, kind=HIRE, person=OuterRef("person"), pk__gt=OuterRef("pk"))
    waits = waits.exclude(Exists(later))
    for change in waits.filter(choices__invite_on__lte=day.isoformat()).select_related("person", "saved_by"):
        yield "invited", change, lambda change=change: _invite(change)  # type: ignore[misc]


def note_trouble(change: PeopleChange, error: SalesOpsError) -> None:
    """On the change, for who saved it: it is tried again within the hour."""
    PeopleChange.objects.filter(pk=change.pk).update(trouble=error.message[:300])


def _invite(change: PeopleChange) -> object:
    person, by = change.person, change.saved_by
    assert person is not None  # noqa: S101 - only hires with a person are looked at
    return invite_person(person, email=person.email or "", by=by)  # type: ignore[arg-type]
