"""What a chart shows, before any drawing. One dataclass a chart; amounts are Decimal, texts are already formatted."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Tone = str
"""The end of a `fill-` class: won, commit, upside, pipeline, gap, good, warn, bad, neutral, accent, 1 to 6."""


@dataclass(frozen=True)
class Mark:
    """One bar, step or point. text: the value as people read it. rows_url: the rows behind it, "" for none.

    note: a second line under the label ("48 deals"). current: the chosen one.
    """

    label: str
    value: Decimal
    text: str
    rows_url: str = ""
    tone: Tone = ""
    note: str = ""
    current: bool = False


@dataclass(frozen=True)
class Figure:
    """title says what, base over what, sentence gives the answer; unit: an ISO currency, "%" (ratios) or "".

    enough: false shows the points with "too few to judge" in place of the sentence.
    """

    title: str
    unit: str
    base: str
    sentence: str
    marks: tuple[Mark, ...] = ()
    enough: bool = True


@dataclass(frozen=True)
class Sparkline(Figure):
    """The trend in a cell; the last point is dotted."""


@dataclass(frozen=True)
class Bullet(Figure):
    """The first mark against `target`; `target_text` names it."""

    target: Decimal = Decimal(0)
    target_text: str = ""


@dataclass(frozen=True)
class StackedBar(Figure):
    """Parts of a whole in order, with a tick at `target` (0: none). `whole` fixes the length of the axis."""

    target: Decimal = Decimal(0)
    target_text: str = ""
    whole: Decimal = Decimal(0)


@dataclass(frozen=True)
class DivergingBar(Figure):
    """Bars to both sides of zero: blue is under, orange is over."""


@dataclass(frozen=True)
class Waterfall(Figure):
    """`marks` are the changes; `opening` and `closing` the neutral totals. Opening plus changes equals closing.

    A mark of tone `won` leaves in the deepest cobalt; others are good or bad by sign. The rest of more than eight
    changes folds into "Other (n)", which opens at `other_url`.
    """

    opening: Mark | None = None
    closing: Mark | None = None
    other_label: str = "Other"
    other_url: str = ""


@dataclass(frozen=True)
class Funnel(Figure):
    """Stages from wide to narrow; `note` of a mark is its conversion ("65% pass")."""


@dataclass(frozen=True)
class Histogram(Figure):
    """Counts by class. `threshold` stands before that mark (0 to n), with its words."""

    threshold: int | None = None
    threshold_text: str = ""


@dataclass(frozen=True)
class Column:
    """One column of parts from the bottom up; `target` is drawn as an ink tick across it."""

    label: str
    parts: tuple[Mark, ...]
    target: Decimal | None = None
    target_text: str = ""


@dataclass(frozen=True)
class Columns(Figure):
    """Stacked columns over time. `legend`: words and tone of each part, in order; `plan` names the ticks."""

    columns: tuple[Column, ...] = ()
    legend: tuple[tuple[str, Tone], ...] = ()
    plan: str = ""


@dataclass(frozen=True)
class Point:
    """At `x`, 0 to 1 of the time axis; `low` and `high` bound the 80% range where it is known."""

    x: float
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    label: str = ""
    text: str = ""
    rows_url: str = ""


@dataclass(frozen=True)
class Line:
    """style: solid (what happened), likely (what may), ink (a call), target (dashed). end: words at its end."""

    label: str
    style: Literal["solid", "likely", "ink", "target"]
    points: tuple[Point, ...]
    end: str = ""


@dataclass(frozen=True)
class LineBand(Figure):
    """Lines over time with the band of the one that has bounds. `ticks`: position 0 to 1 and words."""

    lines: tuple[Line, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    from_zero: bool = True


Side = Literal["full", "wide", "narrow"]
WIDTH: dict[Side, int] = {"full": 1096, "wide": 738, "narrow": 326}
"""The drawings of a chart; CSS shows the one that fits its panel. Only the waterfall stands as wide as a page."""
