"""What the apps above register: which objects can be imported, from which columns, and how a name finds its record.

Nothing here knows what a deal is. An importer works on a temporary table `work_<key>` that the engine fills with typed
columns (salesops/imports/work.py); it links, checks, compares and writes with set SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from django.utils.functional import Promise

from salesops.kernel.registry import Registry

if TYPE_CHECKING:
    from salesops.db.operation import Operation
    from salesops.imports.columns import Columns
    from salesops.imports.models import ImportBatch
    from salesops.imports.work import Work

Words = str | Promise
Kind = Literal["text", "integer", "decimal", "money", "percent", "date", "moment", "boolean", "currency"]


@dataclass(frozen=True)
class Field:
    """A column of ours that a column of a file can go to.

    link: the target whose records its values name. external: it is the source's own id. known: words that a value is
    compared with, only to suggest a spelling. scale: offered as a multiplier ("in millions").
    """

    key: str
    label: Words
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False
    link: str = ""
    external: bool = False
    known: Callable[[], Sequence[str]] | None = None


@dataclass(frozen=True)
class Target:
    """A kind of record that values can name. `candidates` is SQL giving (id, value, label), one row a way to name it.

    It may use %(source)s and the keys of `options` of the batch through `parameters`. gone: SQL giving the ids of those
    who were erased: a row that means one of them is kept out.
    """

    key: str
    label: Words
    candidates: str
    parameters: Callable[[ImportBatch], dict[str, Any]] = lambda batch: {}
    gone: str = ""


@dataclass(frozen=True)
class Derivation:
    """Rows of another object made from the columns of this one, when its file is not in the batch."""

    object_key: str
    header: tuple[str, ...]
    rows: Callable[[Columns], list[list[str]]]


@dataclass
class Undone:
    """What an undo did, for the person who pressed it. `kept`: label and why."""

    removed: int = 0
    restored: int = 0
    archived: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Importer:
    """An object that can be imported. Files of one batch are taken by `order`, so that links find their records.

    makes: the target its rows become. resolve: links, matches, own checks, comparison. write: set SQL inside the
    operation, returns (created, changed). undo: takes back what `write` did and adds to the report. verbs: what
    somebody needs beside those of imports to see such a file at all.
    """

    key: str
    label: Words
    order: int
    makes: str
    fields: tuple[Field, ...]
    resolve: Callable[[Work], None]
    write: Callable[[Work, Operation], None]
    undo: Callable[[ImportBatch, Operation, Undone], None]
    derives: tuple[Derivation, ...] = ()
    verbs: frozenset[str] = frozenset()

    def field(self, key: str) -> Field:
        return next(item for item in self.fields if item.key == key)

    @property
    def external_field(self) -> str:
        return next((item.key for item in self.fields if item.external), "")


@dataclass(frozen=True)
class Trace:
    """A column that refers to a kind of record without a key, such as a log's: an undo must not orphan it."""

    kind: str
    table: str
    column: str


@dataclass(frozen=True)
class ValueCheck:
    """What a higher app refuses in every column of these keys. `where`: SQL over the work table, `{field}` a column."""

    key: str
    fields: tuple[str, ...]
    code: str
    where: str


value_checks: Registry[ValueCheck] = Registry("import_value_checks")
importers: Registry[Importer] = Registry("importers")
targets: Registry[Target] = Registry("import_targets")
traces: Registry[Trace] = Registry("import_traces")


def in_order() -> list[Importer]:
    return sorted(importers, key=lambda item: (item.order, item.key))
