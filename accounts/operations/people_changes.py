"""A hire, a move, a leaver: drafted, previewed, saved in one transaction, taken back until its day (A-5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import PeopleChange, ReportingLine, RoleGrant, SeatOccupancy, TeamMembership, User
from accounts.operations.dated_rows import put_back, same_rows, taken
from accounts.operations.employment import end_employment
from accounts.operations.links import invite_person
from accounts.operations.people_change_books import (
    CUSTOMERS,
    HandOver,
    give,
    hand_overs,
    lines_of,
    shares_of,
    stays_vacant,
    take_back,
)
from accounts.operations.people_change_day import finish_change
from accounts.operations.people_change_facts import facts_about, turned
from accounts.operations.people_change_writes import hire, leave, leave_posts, move, seats_of, vacate
from accounts.operations.planned import require_room
from accounts.operations.rows import cut_from, locked, save_changes
from accounts.operations.sign_ins import suspend_person
from accounts.people_changes import Moving
from accounts.queries.headcount import employment_on
from accounts.rules.people_changes import Choices, choices_from
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

HIRE, CHANGE, LEAVE = PeopleChange.Kind.HIRE, PeopleChange.Kind.CHANGE, PeopleChange.Kind.LEAVE


@dataclass(frozen=True)
class Preview:
    """lines: each row before and after. shares: by receiver and book, with count, money and load."""

    lines: list[dict[str, Any]]
    shares: list[dict[str, Any]]


class _Undo(Exception):
    """Carries a preview out of the transaction that is taken back."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview


def draft_change(kind: str, person: User | None, asked: Choices, *, by: User) -> PeopleChange:
    """Kept, and nothing written yet. Raises Refused `required`, `value_unknown`."""
    _require(kind, person, asked)
    with operation(by=by) as op:
        change = PeopleChange.objects.create(
            kind=kind, person=person, manager=_manager(asked), effective=_day(asked), choices=asked.stored(),
            made_by=by, made_at=op.at,
        )  # fmt: skip
        record("people_change.drafted", by=by, of=change, after=_said(change))
        return change


def edit_change(change: PeopleChange, asked: Choices, *, by: User, seen: int | None = None) -> PeopleChange:
    """A draft asks for something else. Raises as `draft_change`, Refused `wrong_state`, Conflict `stale_version`."""
    with operation(by=by):
        change = locked(change, seen=seen)
        _require_draft(change)
        _require(change.kind, change.person, asked)
        before = _said(change)
        change.manager, change.effective, change.choices = _manager(asked), _day(asked), asked.stored()
        change.row_version += 1
        change.save(update_fields=["manager", "effective", "choices", "row_version"])
        record("people_change.edited", by=by, of=change, before=before, after=_said(change))
        return change


def preview_change(kind: str, person: User | None, asked: Choices, *, by: User) -> Preview:
    """What Save would do: done, read, and taken back. Raises what `save_change` would."""
    _require(kind, person, asked)
    change = PeopleChange(kind=kind, person=person, effective=_day(asked), choices=asked.stored())
    try:
        with transaction.atomic(), operation(by=by):
            _person, preview, _answers = _write(change, asked, by=by)
            raise _Undo(preview)
    except _Undo as done:
        return done.preview


def save_change(change: PeopleChange, *, by: User, seen: int | None = None) -> PeopleChange:
    """Its dated rows are written now, for its day; what has no days follows on the day, today's at once.

    Raises Conflict `books_open` with counts, `seat_taken`, `overlaps`, `last_admin`, `stale_version`; Refused
    `receiver_inactive`, `line_cycle`, `wrong_state`; Forbidden `guarded_role`. Nothing is kept then.
    """
    with operation(by=by):
        change = locked(change, seen=seen)
        _require_draft(change)
        asked = choices_from(change.choices)
        _require(change.kind, change.person, asked)
        people, seats = _touched(change.person, asked)
        before = taken(people, seats) if change.person else {}
        person, preview, answers = _write(change, asked, by=by)
        people, seats = sorted({*people, person.pk}), sorted({*seats, *seats_of(person, asked)})
        kept: dict[str, Any] = {"people": people, "seats": seats, "before": before, "after": taken(people, seats)}
        kept |= {"books": answers, "could_sign_in": person.is_active}
        saved = {"state": PeopleChange.State.SCHEDULED, "person": person, "saved_by": by}
        change.rows, change.taken = preview.lines, kept
        change.save(update_fields=["rows", "taken"])
        save_changes(change, saved, "people_change.saved", by=by)
        _begin(change, person, asked, by=by)
        return finish_change(change, today()) if change.effective <= today() else change


def cancel_change(change: PeopleChange, *, by: User, seen: int | None = None) -> PeopleChange:
    """Until its day everything it wrote is taken back; a draft just goes. A hire ends as one who did not start.

    Raises Refused `wrong_state` from its day on, Conflict `changed_since` when somebody changed these rows in between.
    """
    with operation(by=by):
        change = locked(change, seen=seen)
        if change.state not in (PeopleChange.State.DRAFT, PeopleChange.State.SCHEDULED):
            raise Refused("wrong_state", _("This has been done, or was cancelled. Enter another change."))
        if change.state == PeopleChange.State.SCHEDULED:
            if change.effective <= today():
                raise Refused("wrong_state", _("Its day has come: access has ended, and work was handed over."))
            _take_back(change, by=by)
        save_changes(change, {"state": PeopleChange.State.CANCELLED, "trouble": ""}, "people_change.cancelled", by=by)
        return change


def _write(change: PeopleChange, asked: Choices, *, by: User) -> tuple[User, Preview, dict[str, Any]]:
    """The dated rows of a change, with each line before and after; what its dated books answered."""
    day, person = change.effective, change.person
    if person is not None:
        person = locked(person)
        require_room(change, person)
    plans = hand_overs(person, change.kind, asked, day) if person and change.kind != HIRE else []
    before = facts_about(person, day)
    shares = shares_of(plans, day)
    answers = _apply(change, person, asked, plans, by=by) if person and change.kind != HIRE else {}
    if change.kind == HIRE:
        person = hire(person, asked, day, by=by)
    assert person is not None  # noqa: S101 - who moves or leaves is named, who is hired was just made
    lines = turned(before, facts_about(person, day), day) + lines_of(plans, person, day)
    return person, Preview(lines, shares), answers


def _apply(change: PeopleChange, person: User, asked: Choices, plans: list[HandOver], *, by: User) -> dict[str, Any]:
    day = change.effective
    moving = Moving(person, day, by, change.get_kind_display())
    answers = give(plans, moving, dated=True)
    if stays_vacant(plans, CUSTOMERS):
        vacate(person, day, stays=change.kind == CHANGE)
    if change.kind == CHANGE and asked.seat:
        answers |= leave_posts(person, plans, moving)
    if change.kind == CHANGE:
        move(person, asked, day, by=by)
    else:
        leave(person, asked, day, by=by)
    return answers


def _begin(change: PeopleChange, person: User, asked: Choices, *, by: User) -> None:
    """What does not wait for the day: access that ends now, an invitation that is due."""
    if change.kind == LEAVE and asked.access_ends == "now" and person.is_active:
        suspend_person(person, by=by)
    if change.kind == HIRE and asked.invite_on and asked.invite_on <= today():
        invite_person(person, email=person.email or "", by=by)


def _take_back(change: PeopleChange, *, by: User) -> None:
    kept, person = change.taken, change.person
    assert person is not None  # noqa: S101 - the database holds one for what is scheduled
    if change.kind == HIRE:
        _did_not_start(person, change.effective, by=by)
        return
    if not same_rows(taken(kept["people"], kept["seats"]), kept["after"]):
        raise Conflict("changed_since", _("Somebody changed these rows since; that change would be lost."))
    ended_now = change.choices.get("access_ends") == "now" and kept["could_sign_in"]
    if change.kind == LEAVE and person.state == User.State.SUSPENDED and ended_now:
        save_changes(locked(person), {"state": User.State.ACTIVE}, "person.restored", by=by)
    take_back(kept["books"], by)
    put_back(kept["before"], kept["people"], kept["seats"])


def _did_not_start(person: User, start: date, *, by: User) -> None:
    """The seat is vacant again, the employment counts nowhere, the invitation opens nothing."""
    employment = employment_on(person.pk, start)
    if employment is not None and employment.during.lower == start:
        end_employment(employment, last_day=start, exit_kind="did_not_start", by=by)
    cut_from(SeatOccupancy.objects.filter(person=person), start)
    cut_from(ReportingLine.objects.filter(person=person), start)
    cut_from(TeamMembership.objects.filter(person=person), start)
    cut_from(RoleGrant.objects.filter(user=person), start)
    state = User.State.DEACTIVATED if person.email else User.State.LISTED
    if person.state in (User.State.LISTED, User.State.INVITED):
        save_changes(locked(person), {"state": state}, "person.did_not_start", by=by)


def _touched(person: User | None, asked: Choices) -> tuple[list[int], list[int]]:
    """The people and seats whose dated rows a change may turn: theirs, and the lines of those below."""
    if person is None:
        return [], seats_of(None, asked)
    below = ReportingLine.objects.filter(manager=person).values_list("person_id", flat=True)
    return sorted({person.pk, *below}), seats_of(person, asked)


def _require(kind: str, person: User | None, asked: Choices) -> None:
    field = "last_day" if kind == LEAVE else "start"
    needed: dict[str, object] = {field: getattr(asked, field)}
    if kind == HIRE:
        needed |= {"name": asked.name or person, "function": asked.function}
    if kind == LEAVE:
        needed["exit_kind"] = asked.exit_kind
    missing = {name: _("This is needed.") for name, value in needed.items() if not value}
    if missing or (kind != HIRE and person is None):
        raise Refused("required", _("Something is missing."), fields=missing or {"person": _("Say who.")})
    if asked.invite_on and not (asked.email or (person and person.email)):
        sentence = _("An invitation needs an address to go to.")
        raise Refused("address_needed", sentence, fields={"email": sentence})


def _require_draft(change: PeopleChange) -> None:
    if change.state != PeopleChange.State.DRAFT:
        raise Refused("wrong_state", _("This is no draft any more."))


def _day(asked: Choices) -> date:
    """The first day it holds; asked once `_require` has found one."""
    assert asked.effective is not None  # noqa: S101 - checked before
    return asked.effective


def _manager(asked: Choices) -> User | None:
    return User.objects.filter(uid=UUID(asked.manager)).first() if asked.manager else None


def _said(change: PeopleChange) -> dict[str, Any]:
    """For the audit: what and from when. How somebody leaves is in the employment, behind its own verb."""
    return {"kind": change.kind, "effective": str(change.effective), "person": str(change.person or "")}
