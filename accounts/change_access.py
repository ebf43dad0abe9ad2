"""Who may see, draft and save hires, moves and leavers: the door of `PeopleChange` (accounts-desk.md 4)."""

from datetime import date
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.access import reach
from accounts.models import PeopleChange, Seat, SeatOccupancy, User
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden

SEE, DRAFT, SAVE = "change.see", "change.draft", "change.save"


def visible_changes(user: User, verb: str = SEE) -> ScopedQuerySet[PeopleChange]:
    """Those of people the verb reaches, hires under them, and one's own drafts."""
    seen = reach(user, verb)
    rows = PeopleChange.objects.select_related("person", "manager", "made_by", "saved_by")
    if not seen.everything:
        people = list(seen.people)
        rows = rows.filter(Q(person__in=people) | Q(manager__in=people) | Q(made_by=user)) if people else rows.none()
    return rows.mark_scoped(user)


def change_for(user: User, uid: UUID, verb: str = SEE) -> PeopleChange:
    """One change; outside scope 404, inside without the verb over whom it is about 403."""
    change = visible_changes(user).one(uid=uid)
    if not covers_change(user, verb, change.person, change.manager):
        raise Forbidden()
    return change


def covers_change(user: User, verb: str, person: User | None, manager: User | None) -> bool:
    """Whether the verb reaches who moves or leaves; of a hire, under whom they come."""
    about = person or manager
    return reach(user, verb).covers(about.pk if about else None)


def vacant_seats(user: User, day: date) -> ScopedQuerySet[Seat]:
    """Posts on which nobody sits from that day on."""
    sits = SeatOccupancy.objects.filter(seat=OuterRef("pk"), during__overlap=DateRange(day, None))
    return Seat.objects.filter(~Exists(sits), kind=Seat.Kind.POST).order_by("name", "pk").mark_scoped(user)


def require_draft(user: User, person: User | None, manager: User | None) -> None:
    """Raises Forbidden `not_allowed` with whom to ask."""
    if not covers_change(user, DRAFT, person, manager):
        raise Forbidden(_("You enter hires, moves and leavers of your own line. Ask operations."), "not_allowed")


def cancelling(user: User, uid: UUID) -> PeopleChange:
    """The change this person may cancel: a draft by who drafts, what is saved by who saves."""
    change = change_for(user, uid, DRAFT)
    return change if change.state == PeopleChange.State.DRAFT else change_for(user, uid, SAVE)


def sees_exit(user: User, change: PeopleChange) -> bool:
    """How and why somebody leaves: to whom exits are open, and to who entered it."""
    return reach(user, "exit.see").covers(change.person_id) or change.made_by_id == user.pk
