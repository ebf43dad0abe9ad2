"""Pictures that stand in a cell: sparkline, bullet, stacked bar."""

from decimal import Decimal

from salesops.web.charts.drawing import Dot, Drawing, Linked, Path, Rect, Shape
from salesops.web.charts.figures import Bullet, Sparkline, StackedBar
from salesops.web.charts.scale import Scale, polyline

SPARK = (72, 22)
BAR = (152, 16)
THIN = 8


def draw_sparkline(figure: Sparkline) -> Drawing:
    """A line over its own range; one value is a dot in the middle."""
    width, height = SPARK
    values = [mark.value for mark in figure.marks]
    shapes: list[Shape] = []
    if values:
        up = Scale(min(values), max(values), height - 3, 3)
        across = Scale(Decimal(0), Decimal(max(len(values) - 1, 1)), 2, width - 4)
        flat = min(values) == max(values)
        spots = [(across.at(Decimal(n)), height / 2 if flat else up.at(value)) for n, value in enumerate(values)]
        shapes = [Path(polyline(spots), "line-spark"), Dot(*spots[-1], 2, "fill-accent")]
    return Drawing(width, height, tuple(shapes), figure.sentence, "spark")


def draw_bullet(figure: Bullet) -> Drawing:
    """The value over a track with an ink tick at the target; the axis ends at the larger of the two."""
    width, height = BAR
    value = figure.marks[0].value
    across = Scale(Decimal(0), max(value, figure.target) or Decimal(1), 0, width - 2)
    tick = across.at(figure.target)
    tone = figure.marks[0].tone or "commit"
    bar = Rect(0, 4, across.at(max(value, Decimal(0))), THIN, f"fill-{tone}", 1)
    shapes = (
        Rect(0, 4, width, THIN, "fill-track", 1),
        _opening(figure.marks[0].rows_url, figure.sentence, bar),
        Path(f"M{round(tick + 1, 1):g} 1v14", "tick"),
    )
    return Drawing(width, height, shapes, figure.sentence, "bar-drawing")


def draw_stacked(figure: StackedBar) -> Drawing:
    """Parts side by side with a hairline between them, and the tick of the target."""
    width, height = BAR
    total = sum((mark.value for mark in figure.marks), Decimal(0))
    across = Scale(Decimal(0), max(figure.whole, total, figure.target) or Decimal(1), 0, width - 2)
    shapes: list[Shape | Linked] = []
    so_far = Decimal(0)
    for number, mark in enumerate(figure.marks, 1):
        start, end = across.at(so_far), across.at(so_far + mark.value)
        bar = Rect(start, 3, max(end - start - 1, 0), height - 6, f"fill-{mark.tone or min(number, 6)}", 1)
        shapes.append(_opening(mark.rows_url, f"{mark.label} {mark.text}", bar))
        so_far += mark.value
    if figure.target:
        shapes.append(Path(f"M{round(across.at(figure.target) + 1, 1):g} 1v14", "tick"))
    return Drawing(width, height, tuple(shapes), figure.sentence, "bar-drawing")


def draw_progress(figure: StackedBar, classes: str) -> Drawing:
    """A stacked bar as wide as its panel: the checked rows of an import, a lane's share of the pipeline."""
    total = sum((mark.value for mark in figure.marks), Decimal(0))
    across = Scale(Decimal(0), max(figure.whole, total) or Decimal(1), 0, 1000)
    shapes: list[Shape] = [Rect(0, 0, 1000, THIN, "fill-track")]
    so_far = Decimal(0)
    for number, mark in enumerate(figure.marks, 1):
        start, end = across.at(so_far), across.at(so_far + mark.value)
        shapes.append(Rect(start, 0, end - start - 2, THIN, f"fill-{mark.tone or min(number, 6)}"))
        so_far += mark.value
    return Drawing(1000, THIN, tuple(shapes), figure.sentence, classes, stretched=True)


def _opening(url: str, words: str, bar: Rect) -> Linked:
    return Linked(url, words, (bar,))
