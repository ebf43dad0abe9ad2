"""Metrics and measures as values: apps declare them, `salesops.reporting` evaluates them (metrics.md 4)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Protocol

from salesops.kernel.errors import Refused
from salesops.kernel.grain import Ask
from salesops.kernel.registry import Registry

ROW_COLUMNS = ("source_id", "part", "reason", "event_at", "day", "owner_id", "value")
COUNTED, EXCLUDED, PENDING = "counted", "excluded", "pending"
_PARAMETER = re.compile(r"%\((\w+)\)s")


class Unit(StrEnum):
    """What a value is. Money is in the asked currency; a ratio is 0.25, never 25."""

    MONEY = "money"
    MONEY_PER_DAY = "money_per_day"
    RATIO = "ratio"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    MINUTES = "minutes"
    HEADS = "heads"
    POINTS = "points"


Additivity = Literal["sum", "distinct", "distribution", "snapshot"]
Kind = Literal["simple", "ratio", "derived", "cohort", "distribution", "snapshot"]
PeriodBy = Literal["event", "cohort", "snapshot", "due"]
Statistic = Literal["sum", "count", "distinct", "mean", "p50", "p90", "km_median"]


class Parametrised(Protocol):
    """Anything that brings bound parameters: a scope cut, a grain."""

    @property
    def params(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Select:
    """A SELECT with `%(name)s` parameters; a literal percent sign is written `%%`."""

    sql: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, sql: str, ask: Ask, *parts: Parametrised, **own: Any) -> "Select":
        """With the parameters of question, parts and the measure itself. One name with two values: ValueError."""
        merged: dict[str, Any] = ask.params()
        for bound in (*(part.params for part in parts), own):
            for name, value in bound.items():
                if name in merged and merged[name] != value:
                    raise ValueError(f"parameter {name} would have two values")
                merged[name] = value
        return cls(sql, {name: merged[name] for name in set(_PARAMETER.findall(sql))})

    def named(self, prefix: str) -> "Select":
        """The same SELECT with every parameter renamed, to stand beside another one in a single query."""
        sql = _PARAMETER.sub(lambda found: f"%({prefix}{found[1]})s", self.sql)
        return Select(sql, {f"{prefix}{name}": value for name, value in self.params.items()})


@dataclass(frozen=True)
class Measure:
    """Bound to one source; the only place that reads its rows.

    `select(ask)` gives one row an occurrence with ROW_COLUMNS, then `dim_<key>` for each asked dimension. part:
    `counted`, `excluded` or `pending`, with `reason`. value: days, 1, or the amount in the asked currency, rounded half
    up at its minor unit; null where the row counts but has no value. history: what answers `as_of` and `known_at`.
    verb: what a reader needs beside the right to see figures; empty for none.
    """

    key: str
    version: int
    source: str
    select: Callable[[Ask], Select]
    history: Literal["versions", "events"]
    additivity: Additivity
    unit: Unit
    row_columns: tuple[str, ...] = ()
    cells: bool = False
    verb: str = ""

    def rows(self, ask: Ask) -> Select:
        """The rows of the question. Raises Refused `no_history` for `known_at` on a source without versions."""
        if ask.known_at is not None and self.history == "events":
            raise Refused(
                "no_history",
                "What was known at an earlier moment is not kept for this figure.",
                measure=self.key,
            )
        return self.select(ask)


@dataclass(frozen=True)
class Benchmark:
    """A figure somebody published. Never a target by itself."""

    value: Decimal
    quote: str
    source: str


@dataclass(frozen=True)
class Metric:
    """A formula over measures, and everything a reader needs to trust it. Label, question and words are for people.

    numerator, denominator: keys of measures. expression: of a derived metric, from the values of `inputs` (keys of
    metrics) to a value or None. statistic: what a distribution shows of its numerator's rows.
    windows are whole days (G14); a cohort is immature until `grace_days` have passed for its last member.
    empty_reason: why there is no value when nothing can be divided by.
    """

    key: str
    version: int
    label: object
    question: object
    plain_words: object
    owner: str
    unit: Unit
    good: Literal["up", "down", "none"]
    kind: Kind
    numerator: str | None = None
    denominator: str | None = None
    inputs: tuple[str, ...] = ()
    expression: Callable[[Mapping[str, Decimal | None]], Decimal | None] | None = None
    statistic: Statistic = "sum"
    period_by: PeriodBy = "event"
    window_days: int | None = None
    grace_days: int | None = None
    min_group: int | None = None
    empty_reason: str = "zero_denominator"
    note: object = ""
    benchmarks: tuple[Benchmark, ...] = ()
    articles: tuple[str, ...] = ()
    status: Literal["draft", "certified", "retired"] = "certified"

    def __post_init__(self) -> None:
        formula = {
            "ratio": bool(self.numerator and self.denominator),
            "cohort": bool(self.numerator and self.denominator),
            "derived": bool(self.inputs and self.expression),
        }.get(self.kind, self.numerator is not None and self.denominator is None)
        if not formula:
            raise ValueError(f"{self.key}: the parts do not make a {self.kind} metric")

    def specification(self) -> dict[str, Any]:
        """What `metric_definition` stores and hashes: every field but the callable, words as text."""
        spec = {name: value for name, value in asdict(self).items() if name != "expression"}
        for name in ("label", "question", "plain_words", "note"):
            spec[name] = str(spec[name])
        return spec


METRICS: Registry[Metric] = Registry("metrics")
MEASURES: Registry[Measure] = Registry("measures")
