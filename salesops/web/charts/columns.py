"""Stacked columns over time, with a tick for what was planned."""

from decimal import Decimal

from salesops.web.charts.bars import named
from salesops.web.charts.drawing import Drawing, Linked, Path, Rect, Shape, Text
from salesops.web.charts.figures import WIDTH, Column, Columns, Side
from salesops.web.charts.scale import Scale, axis_text, lines_for

HEIGHT = {"wide": 230, "narrow": 200}
LEFT = 48
FLOOR = 26
TOP = 12
MOST_LABELS = {"wide": 14, "narrow": 5}


def draw_columns(figure: Columns, side: Side) -> Drawing:
    """Hairlines, then each column from zero; labels thin out where they would touch."""
    width, height = WIDTH[side], HEIGHT[side]
    tops = [max(_total(column), column.target or Decimal(0)) for column in figure.columns]
    up = Scale(Decimal(0), max(tops, default=Decimal(0)) or Decimal(1), height - FLOOR, TOP)
    shapes: list[Shape | Linked] = []
    for value in lines_for(Decimal(0), up.high):
        y = round(up.at(value), 1)
        shapes.append(Path(f"M{LEFT} {y:g}H{width}", "axis" if value else "axis-zero"))
        shapes.append(Text(LEFT - 6, y + 4, axis_text(value, figure.unit), "t-end"))
    slot = (width - LEFT) / max(len(figure.columns), 1)
    every = -(-len(figure.columns) // MOST_LABELS[side])
    for number, column in enumerate(figure.columns):
        start = LEFT + number * slot
        shapes += _column(column, start, slot, up)
        if number % every == 0:
            shapes.append(Text(start + slot / 2, height - 8, column.label, "t-middle"))
    return Drawing(width, height, tuple(shapes), figure.title, f"chart chart-{side}")


def _total(column: Column) -> Decimal:
    return sum((max(mark.value, Decimal(0)) for mark in column.parts), Decimal(0))


def _column(column: Column, start: float, slot: float, up: Scale) -> list[Shape | Linked]:
    shapes: list[Shape | Linked] = []
    so_far = Decimal(0)
    for place, mark in enumerate(column.parts, 1):
        if mark.value <= 0:
            continue
        bottom, top = up.at(so_far), up.at(so_far + mark.value)
        bar = Rect(
            start + slot * 0.18, top, slot * 0.64, max(bottom - top - 1, 1), f"fill-{mark.tone or min(place, 6)}", 1
        )
        shapes.append(Linked(mark.rows_url, f"{column.label} {named(mark)}", (bar,)))
        so_far += mark.value
    if column.target:
        y = round(up.at(column.target), 1)
        shapes.append(Path(f"M{round(start + slot * 0.1, 1):g} {y:g}h{round(slot * 0.8, 1):g}", "tick"))
    return shapes
