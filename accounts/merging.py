"""What follows a customer or a contact into another one: the list that every app fills and `merge` goes through."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Model
from django.utils.functional import Promise

from salesops.db.operation import Operation
from salesops.kernel.registry import Registry

Words = str | Promise


@dataclass(frozen=True)
class Follower:
    """Rows of one kind that belong to a customer (`of` "customer") or a contact.

    column: the table and its column that names the customer or contact. count(loser): how many there are, for the
    preview. move(loser, survivor, op): give them to the survivor; what it returns is kept as JSON. put_back(loser,
    survivor, moved, op): give those back that still stand where the merge put them; returns how many do not.
    settle(loser, survivor, op): once everything was put back, whatever must follow.
    """

    key: str
    of: Literal["customer", "contact"]
    label: Words
    column: tuple[type[Model], str]
    count: Callable[[Any], int]
    move: Callable[[Any, Any, Operation], Any]
    put_back: Callable[[Any, Any, Any, Operation], int]
    settle: Callable[[Any, Any, Operation], None] | None = None


followers: Registry[Follower] = Registry("merge_followers")


def followers_of(kind: str) -> list[Follower]:
    return [follower for follower in followers if follower.of == kind]


def pointing(
    key: str,
    of: Literal["customer", "contact"],
    label: Words,
    model: type[Model],
    column: str,
    settle: Callable[[Any, Any, Operation], None] | None = None,
    among: Callable[[Any, Any], Any] = lambda rows, survivor: rows,
) -> Follower:
    """Rows that name their customer or contact in one column and need no more than another value there.

    among(rows, survivor): those of them that can stand at the survivor; the others stay.

    Neither way is an edit of the row: its version stays. A row that somebody pointed elsewhere since is left there.
    """
    rows: Any = model._default_manager

    def move(loser: Any, survivor: Any, op: Operation) -> list[int]:
        there = rows.select_for_update().filter(**{column: loser}).exclude(pk=_own(model, survivor))
        moved = sorted(among(there, survivor).values_list("pk", flat=True))
        rows.filter(pk__in=moved).update(**{column: survivor})
        return moved

    def put_back(loser: Any, survivor: Any, moved: list[int], op: Operation) -> int:
        return len(moved) - int(rows.filter(pk__in=moved, **{column: survivor}).update(**{column: loser}))

    def count(loser: Any) -> int:
        return int(rows.filter(**{column: loser}).count())

    return Follower(key, of, label, (model, column), count, move, put_back, settle)


def _own(model: type[Model], survivor: Any) -> int | None:
    """A survivor below the loser must not come to stand below itself; `merge` finds its place."""
    return survivor.pk if isinstance(survivor, model) else None
