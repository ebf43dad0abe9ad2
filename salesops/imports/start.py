"""Start: a company out of one deals file. Each app fills its own step; this module only asks them in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from salesops.imports.columns import Columns
from salesops.imports.models import ImportBatch, ImportFile
from salesops.imports.registry import Words
from salesops.imports.work import Work
from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class Sheet:
    """What a step looks at: the columns of the deals file, the answers given so far, the rows made from it."""

    batch: ImportBatch
    columns: Columns
    answers: dict[str, str]
    today: date

    def made(self, object_key: str) -> ImportFile | None:
        return self.batch.files.filter(object_key=object_key, derived_from__isnull=False).first()

    def read_from(self, *keys: str) -> str:
        return ", ".join(self.columns.header_of(key) for key in keys if key in self.columns)


@dataclass(frozen=True)
class Proposal:
    """A line of the page. choices: (value, words), none where its rows are edited below. tone, result: the tag."""

    proposed: Words
    note: Words = ""
    read_from: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    chosen: str = ""
    result: Words = ""
    tone: str = ""


@dataclass(frozen=True)
class StartStep:
    """prepare: settings that the check needs, kept in `batch.options`. before, after: writes round the rows' own.

    opens: the name of the page that Start ends on, given by the app that has it.
    """

    key: str
    label: Words
    order: int
    propose: Callable[[Sheet], Proposal]
    prepare: Callable[[Sheet, str], None] | None = None
    before: Callable[[Sheet, str, Any], None] | None = None
    after: Callable[[Sheet, str, Any], None] | None = None
    undo: Callable[[ImportBatch, Any], None] | None = None
    opens: str = ""


@dataclass(frozen=True)
class Finding:
    """What the file says, with the money at stake. rows: numbers of the rows that it opens."""

    key: str
    title: str
    note: str = ""
    amount: str | None = None
    tone: str = ""
    rows: list[int] = field(default_factory=list)


start_steps: Registry[StartStep] = Registry("start_steps")
findings: Registry[Callable[[Work], list[Finding]]] = Registry("start_findings")
"""By importer: asked after each check of a Start batch, while its work table stands."""


def steps() -> list[StartStep]:
    return sorted(start_steps, key=lambda step: (step.order, step.key))
