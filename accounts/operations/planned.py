"""One plan after the other: what is entered for a day writes over every later day of somebody's dated rows."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import PeopleChange, Reorganisation, User
from accounts.queries.planned import later_change, later_move, leave_of
from salesops.kernel.errors import Conflict


def require_room(change: PeopleChange, person: User) -> None:
    """Raises Conflict `overlaps` for a change before another plan of this person, and for a second leave.

    Re-organisations may come after a leave: who has left moves nowhere.
    """
    is_leave = change.kind == PeopleChange.Kind.LEAVE
    field = "last_day" if is_leave else "start"
    leave = leave_of(person) if is_leave else None
    if leave is not None:
        sentence = _("%(name)s is leaving already, and gone from %(day)s. Cancel that first.")
        raise _overlaps(sentence % {"name": person.name, "day": leave.effective}, field, leave)
    require_no_later_change(person, change.effective, field=field)
    if not is_leave:
        require_no_later_move(person, change.effective, field=field)


def require_no_later_change(person: User, day: date, *, field: str) -> None:
    """Raises Conflict `overlaps`, naming the hire, move or leaver whose rows would be lost."""
    other = later_change(person, max(day, today()))
    if other is not None:
        words = {"kind": other.get_kind_display(), "name": person.name, "day": other.effective}
        sentence = _("%(kind)s of %(name)s is planned for %(day)s and would be lost. Cancel it first.") % words
        raise _overlaps(sentence, field, other)


def require_no_later_move(person: User, day: date, *, field: str) -> None:
    """Raises Conflict `overlaps`, naming the re-organisation whose rows would be lost."""
    other = later_move(person, max(day, today()))
    if other is not None:
        words = {"plan": other.name, "name": person.name, "day": other.effective}
        sentence = _("“%(plan)s” moves %(name)s on %(day)s, and that would be lost. Take it back first.") % words
        raise _overlaps(sentence, field, other)


def _overlaps(sentence: str, field: str, other: PeopleChange | Reorganisation) -> Conflict:
    return Conflict("overlaps", sentence, fields={field: sentence}, row=str(other.uid))
