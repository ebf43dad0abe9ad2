"""One tag a chart: a figure with caption, answer, two drawings and the same marks as a table."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.safestring import SafeString

from salesops.web.charts import bars, columns, lines, small, waterfall
from salesops.web.charts.figures import (
    Bullet,
    Columns,
    DivergingBar,
    Figure,
    Funnel,
    Histogram,
    LineBand,
    Sparkline,
    StackedBar,
    Waterfall,
)

register = template.Library()
FIGURE = "web/_figure.html"


@dataclass(frozen=True)
class TableRow:
    label: str
    text: str
    note: str
    url: str


@register.simple_tag
def sparkline(figure: Sparkline) -> SafeString:
    return small.draw_sparkline(figure).svg()


@register.simple_tag
def bullet(figure: Bullet) -> SafeString:
    return small.draw_bullet(figure).svg()


@register.simple_tag
def stacked_bar(figure: StackedBar) -> SafeString:
    return small.draw_stacked(figure).svg()


@register.simple_tag
def progress_bar(figure: StackedBar, classes: str = "bar-wide") -> SafeString:
    """As wide as its panel; `bar-thin` under the head of a lane."""
    return small.draw_progress(figure, classes).svg()


@register.inclusion_tag(FIGURE)
def diverging_bar(figure: DivergingBar) -> dict[str, Any]:
    return shown(figure, bars.draw_diverging(figure, "wide").svg(), bars.draw_diverging(figure, "narrow").svg())


@register.inclusion_tag(FIGURE, name="waterfall")
def waterfall_chart(figure: Waterfall) -> dict[str, Any]:
    """Its table lists every change, the folded ones too."""
    full, wide, narrow = (waterfall.draw_waterfall(figure, side).svg() for side in ("full", "wide", "narrow"))
    ends = (figure.opening, *figure.marks, figure.closing)
    rows = [TableRow(mark.label, mark.text, mark.note, mark.rows_url) for mark in ends if mark is not None]
    return shown(figure, wide, narrow) | {"rows": rows, "full": full, "has_notes": any(row.note for row in rows)}


@register.inclusion_tag(FIGURE)
def funnel(figure: Funnel) -> dict[str, Any]:
    return shown(figure, bars.draw_funnel(figure, "wide").svg(), bars.draw_funnel(figure, "narrow").svg())


@register.inclusion_tag(FIGURE)
def histogram(figure: Histogram) -> dict[str, Any]:
    return shown(figure, bars.draw_histogram(figure, "wide").svg(), bars.draw_histogram(figure, "narrow").svg())


@register.inclusion_tag(FIGURE, name="columns")
def columns_chart(figure: Columns) -> dict[str, Any]:
    """Its table has a line for each part that is there."""
    wide, narrow = columns.draw_columns(figure, "wide"), columns.draw_columns(figure, "narrow")
    rows = [
        TableRow(f"{column.label}, {mark.label}", mark.text, column.target_text, mark.rows_url)
        for column in figure.columns
        for mark in column.parts
        if mark.value
    ]
    return shown(figure, wide.svg(), narrow.svg()) | {"rows": rows, "has_notes": any(row.note for row in rows)}


@register.inclusion_tag(FIGURE)
def line_band(figure: LineBand) -> dict[str, Any]:
    wide, narrow = lines.draw_line_band(figure, "wide"), lines.draw_line_band(figure, "narrow")
    points = [(line, point) for line in figure.lines for point in line.points if point.text]
    rows = [TableRow(f"{line.label}, {point.label}", point.text, "", point.rows_url) for line, point in points]
    return shown(figure, wide.svg(), narrow.svg()) | {"rows": rows}


def shown(figure: Figure, wide: SafeString, narrow: SafeString) -> dict[str, Any]:
    rows = [TableRow(mark.label, mark.text, mark.note, mark.rows_url) for mark in figure.marks]
    return {"figure": figure, "wide": wide, "narrow": narrow, "rows": rows, "has_notes": any(row.note for row in rows)}
