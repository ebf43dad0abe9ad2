"""Somebody is let go by hand: at once where they hold no work, else by the Leaver form (accounts-desk.md A-5)."""

from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import User
from accounts.operations.people_change_books import counted, open_counts
from accounts.operations.rows import locked
from accounts.operations.sign_ins import deactivate_person
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict


def deactivate_without_books(person: User, *, by: User) -> User:
    """Raises Conflict `books_open` with counts for who still holds work, and as `deactivate_person`."""
    with operation(by=by):
        person = locked(person)
        counts = open_counts(person, today())
        if counts:
            words = {"name": person.name, "said": counted(counts)}
            sentence = _("%(name)s still holds work: %(said)s. Say on the Leaver form who gets it.") % words
            raise Conflict("books_open", sentence, counts=counts)
        return deactivate_person(person, by=by)
