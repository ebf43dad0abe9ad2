"""People by what somebody typed."""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from salesops.inbox.rules.mentions import called_by, first_word

SHOWN = 8


def active_people_with(words: Iterable[str]) -> list[User]:
    """Active people whose name begins with one of the words: whom calls may mean, in one query."""
    found = Q(pk__in=[])
    for word in words:
        found |= Q(name__istartswith=word)
    return list(User.objects.filter(found, state=User.State.ACTIVE).order_by(Lower("name"), "pk"))


def people_meant(calls: Iterable[str]) -> list[tuple[str, list[User]]]:
    """Each call with the active people it may mean; none for words that name nobody."""
    calls = list(calls)
    known = [(person.name, person) for person in active_people_with({first_word(call) for call in calls} - {""})]
    return [(call, list(called_by(call, known))) for call in calls]


def people_like(text: str, limit: int = SHOWN) -> list[User]:
    """Active people with a word of their name that begins so, for a combobox."""
    text = text.strip()
    if not text:
        return []
    rows = User.objects.filter(Q(name__istartswith=text) | Q(name__icontains=f" {text}"), state=User.State.ACTIVE)
    return list(rows.order_by(Lower("name"), "pk")[:limit])
