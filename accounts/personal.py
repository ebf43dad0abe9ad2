"""What is held of a person, declared by each app in its `apps.py`: who can be a subject, and which rows are theirs.

Texts that only mention somebody need no declaration: erasure looks at every text of every table (salesops/audit).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from salesops.kernel.registry import Registry

if TYPE_CHECKING:
    from accounts.models import User

ERASED = "[erased]"
Words = str | Promise
Does = Literal["blanked", "removed", "stays"]


@dataclass(frozen=True)
class SubjectKind:
    """A kind of record that stands for a person.

    visible: the records somebody may name as a subject. erased: the condition under which one is erased already.
    names, addresses, phones, others: its columns by what they say (accounts/rules/erasing.py, Values). blocks: why this
    one cannot be erased now, empty when it can.
    """

    key: str
    label: Words
    order: int
    model: type[Model]
    visible: Callable[[User], QuerySet[Any]]
    erased: Q
    names: tuple[str, ...] = ("name",)
    addresses: tuple[str, ...] = ("email",)
    phones: tuple[str, ...] = ("phone",)
    others: tuple[str, ...] = ("title",)
    detail: Callable[[Any], str] = lambda record: ""
    blocks: Callable[[Any], str] = lambda record: ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.names, *self.addresses, *self.phones, *self.others)

    def record(self, uid: UUID) -> Any:
        """The record whoever asks; None when it is gone."""
        return self.model._base_manager.filter(uid=uid).first()


@dataclass(frozen=True)
class Held:
    """Rows of one table that belong to a subject of one kind.

    rows: those of the subjects with these keys. shown: the fields of an access file. blank: field to value; log: the
    table is append-only and `blank` is emptied by its own function. removed: the rows go. stays: why nothing happens.
    """

    key: str
    app: str
    label: Words
    kind: str
    rows: Callable[[Sequence[int]], QuerySet[Any]]
    shown: tuple[str, ...]
    blank: Mapping[str, Any] = field(default_factory=dict)
    log: bool = False
    removed: bool = False
    stays: Words = ""

    @property
    def does(self) -> Does:
        return "removed" if self.removed else "blanked" if self.blank else "stays"


@dataclass(frozen=True)
class HeldFiles:
    """Stored files of one table. stays: says why one is kept as it is, empty when it goes if it holds the person.

    remove: takes one row and its content away. block: lets nobody open one that stays; False when it is so already.
    """

    key: str
    app: str
    label: Words
    rows: Callable[[], QuerySet[Any]]
    column: str
    remove: Callable[[Any], None]
    stays: Callable[[Any], Words] = lambda row: ""
    block: Callable[[Any], bool] = lambda row: False


subject_kinds: Registry[SubjectKind] = Registry("kinds of people one can ask about")
held: Registry[Held] = Registry("what is held of a person")
held_files: Registry[HeldFiles] = Registry("stored files that may hold a person")


def in_order() -> list[SubjectKind]:
    return sorted(subject_kinds, key=lambda kind: kind.order)
