"""Lines over time with the band of what may come."""

from decimal import Decimal

from salesops.web.charts.drawing import Dot, Drawing, Linked, Path, Rect, Shape, Text
from salesops.web.charts.figures import WIDTH, Line, LineBand, Point, Side
from salesops.web.charts.scale import Scale, axis_text, lines_for, polyline

HEIGHT = {"wide": 210, "narrow": 190}
RIGHT = {"wide": 130, "narrow": 6}
LEFT = 46
TOP = 24
GAP = 15
CLASSES = {"solid": "line-solid", "likely": "line-likely", "ink": "line-ink", "target": "line-target"}
WORDS = {"solid": "t-strong", "likely": "t-strong", "ink": "t-strong", "target": "t-mid"}


def draw_line_band(figure: LineBand, side: Side) -> Drawing:
    """Hairlines, the band, the lines, their end words pushed apart so that none overlap."""
    width, height = WIDTH[side], HEIGHT[side]
    values = [v for line in figure.lines for p in line.points for v in (p.value, p.low, p.high) if v is not None]
    low, high = _domain(values, from_zero=figure.from_zero)
    up = Scale(low, high, height - 26, TOP)
    across = Scale(Decimal(0), Decimal(1), LEFT, width - RIGHT[side])
    shapes: list[Shape | Linked] = _grid(figure, low, high, up, width - RIGHT[side])
    for position, words in figure.ticks:
        anchor = "t-end" if position > 0.97 else "t-middle" if position > 0.03 else ""
        shapes.append(Text(across.at(Decimal(str(position))), height - 6, words, anchor))
    for line in figure.lines:
        shapes += _line(line, across, up)
    shapes += _ends(figure.lines, across, up, side)
    return Drawing(width, height, tuple(shapes), figure.title, f"chart chart-{side}")


def _domain(values: list[Decimal], *, from_zero: bool) -> tuple[Decimal, Decimal]:
    if not values:
        return Decimal(0), Decimal(1)
    low = min(*values, Decimal(0)) if from_zero else min(values) - (max(values) - min(values)) / 8
    return low, max(values) if max(values) > low else low + 1


def _grid(figure: LineBand, low: Decimal, high: Decimal, up: Scale, end: float) -> list[Shape | Linked]:
    shapes: list[Shape | Linked] = []
    for value in lines_for(low, high):
        y = up.at(value)
        shapes.append(Path(f"M{LEFT} {round(y, 1):g}H{round(end, 1):g}", "axis"))
        shapes.append(Text(LEFT - 6, y + 4, axis_text(value, figure.unit), "t-end"))
    return shapes


def spot(point: Point, across: Scale, up: Scale, value: Decimal | None = None) -> tuple[float, float]:
    return across.at(Decimal(str(point.x))), up.at(point.value if value is None else value)


def _line(line: Line, across: Scale, up: Scale) -> list[Shape | Linked]:
    spots = [spot(point, across, up) for point in line.points]
    shapes: list[Shape | Linked] = []
    ranged = [point for point in line.points if point.low is not None and point.high is not None]
    if len(ranged) > 1:
        over = [spot(point, across, up, point.high) for point in ranged]
        under = [spot(point, across, up, point.low) for point in reversed(ranged)]
        shapes.append(Path(polyline([*over, *under]) + "Z", "band"))
    shapes.append(Path(polyline(spots), CLASSES[line.style]))
    for point, (x, y) in zip(line.points, spots, strict=True):
        if point.rows_url:
            hit = (Rect(x - 12, y - 12, 24, 24, "hit", 4), Dot(x, y, 2.5, "fill-accent"))
            shapes.append(Linked(point.rows_url, f"{line.label} {point.label} {point.text}", hit))
    return shapes


def _ends(lines: tuple[Line, ...], across: Scale, up: Scale, side: Side) -> list[Shape | Linked]:
    """Words at the line's end: beside it when wide, above it when narrow."""
    named = sorted(
        ((spot(line.points[-1], across, up), line) for line in lines if line.end and line.points),
        key=lambda pair: pair[0][1],
    )
    shapes: list[Shape | Linked] = []
    last = 0.0
    for (x, y), line in named:
        beside = side == "wide" and line.points[-1].x > 0.9
        at = max(y + 4 if beside else y - 8, last + GAP, 11.0)
        last = at
        looks = WORDS[line.style] if beside else f"{WORDS[line.style]} t-end"
        shapes.append(Text(x + 9 if beside else x, at, line.end, looks))
    return shapes
