"""What is said and to be done about a customer or contact that turned out to be another one goes along with it."""

from collections.abc import Callable
from typing import Any, Literal

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.merging import Follower, Words, followers
from salesops.db.operation import Operation
from salesops.inbox.models import Comment, Follow, Mute, News, Task


def following(
    key: str,
    of: Literal["customer", "contact"],
    label: Words,
    model: type[Model],
    kind: str = "kind",
    among: Callable[[Any, Any], Any] = lambda rows, there: rows,
) -> Follower:
    """Rows that name their record by kind and uid: only the uid changes, and no version of a row.

    among(rows, there): those of them that can stand beside what is `there` already; the others stay.
    """
    rows: Any = model._default_manager
    uid = "record_uid"

    def about(record: Any) -> dict[str, Any]:
        return {kind: of, uid: record.uid}

    def move(loser: Any, survivor: Any, op: Operation) -> list[int]:
        free = among(rows.select_for_update().filter(**about(loser)), rows.filter(**about(survivor)))
        moved = sorted(free.values_list("pk", flat=True))
        rows.filter(pk__in=moved).update(**{uid: survivor.uid})
        return moved

    def put_back(loser: Any, survivor: Any, moved: list[int], op: Operation) -> int:
        return len(moved) - int(rows.filter(pk__in=moved, **about(survivor)).update(**{uid: loser.uid}))

    return Follower(
        key, of, label, (model, uid), lambda loser: int(rows.filter(**about(loser)).count()), move, put_back
    )


def one_a_person(rows: Any, there: Any) -> Any:
    """Who asked for the same of both keeps what stands at the survivor."""
    return rows.exclude(person__in=there.values("person"))


def register() -> None:
    kinds: tuple[Literal["customer", "contact"], ...] = ("customer", "contact")
    for of in kinds:
        for follower in (
            following(f"{of}_comments", of, _("comments"), Comment),
            following(f"{of}_tasks", of, _("tasks"), Task),
            following(f"{of}_news", of, _("news"), News, "record_kind"),
            following(f"{of}_follows", of, _("people who follow it"), Follow, among=one_a_person),
            following(f"{of}_mutes", of, _("people who muted it"), Mute, among=one_a_person),
        ):
            followers.register(follower.key, follower)
