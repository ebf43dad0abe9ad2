"""Diverging bars, funnel, histogram."""

from decimal import Decimal

from salesops.web.charts.drawing import Drawing, Linked, Path, Rect, Shape, Text
from salesops.web.charts.figures import WIDTH, DivergingBar, Funnel, Histogram, Mark, Side
from salesops.web.charts.scale import Scale

ROW = 42
THIN_ROW = 30


def named(mark: Mark) -> str:
    return " ".join(part for part in (mark.label, mark.text, mark.note) if part)


def draw_diverging(figure: DivergingBar, side: Side) -> Drawing:
    """One row a mark; the same length means the same distance from zero on either side."""
    width, left, right = WIDTH[side], (150 if side == "wide" else 96), 56
    reach = max((abs(mark.value) for mark in figure.marks), default=Decimal(0)) or Decimal(1)
    across = Scale(-reach, reach, left, width - right)
    zero = across.at(Decimal(0))
    shapes: list[Shape | Linked] = []
    for n, mark in enumerate(figure.marks):
        y, end = n * THIN_ROW, across.at(mark.value)
        tone = mark.tone or ("over" if mark.value > 0 else "under")
        bar = Rect(min(zero, end), y + 8, max(abs(end - zero), 1), 14, f"fill-{tone}", 2)
        words = (Text(4, y + 19, mark.label), Text(width - 4, y + 19, mark.text, "t-strong t-end"))
        hit = Rect(0, y + 1, width, THIN_ROW - 2, "hit", 4)
        shapes.append(Linked(mark.rows_url, named(mark), (hit, bar, *words), mark.current))
    shapes.append(Path(f"M{round(zero, 1):g} 0v{len(figure.marks) * THIN_ROW}", "axis-zero"))
    return Drawing(width, len(figure.marks) * THIN_ROW, tuple(shapes), figure.title, f"chart chart-{side}")


def draw_funnel(figure: Funnel, side: Side) -> Drawing:
    """Bars from the left, longest first as they come; the conversion stands at the right."""
    width, left, right = WIDTH[side], (112 if side == "wide" else 88), (140 if side == "wide" else 96)
    across = Scale(
        Decimal(0),
        max((mark.value for mark in figure.marks), default=Decimal(1)) or Decimal(1),
        0,
        width - left - right,
    )
    shapes = tuple(_stage(mark, n * ROW, across, left, width) for n, mark in enumerate(figure.marks))
    return Drawing(width, len(figure.marks) * ROW, shapes, figure.title, f"chart chart-{side}")


def _stage(mark: Mark, y: float, across: Scale, left: float, width: float) -> Linked:
    length = max(across.at(mark.value), 1.5)
    shapes: tuple[Shape, ...] = (
        Rect(0, y + 1, width, ROW - 2, "hit", 4),
        Text(4, y + 25, mark.label, "t-mid"),
        Rect(left, y + 7, length, 28, f"fill-{mark.tone or 'commit'}", 2),
        Text(left + length + 8, y + 25, mark.text, "t-strong"),
    )
    note = (Text(width - 4, y + 25, mark.note, "t-end"),) if mark.note else ()
    return Linked(mark.rows_url, named(mark), (*shapes, *note), mark.current)


def draw_histogram(figure: Histogram, side: Side) -> Drawing:
    """Columns from zero with their counts on top; the dashed threshold stands between two of them."""
    width, height = WIDTH[side], (250 if side == "wide" else 210)
    floor, top = height - 40, 44
    up = Scale(Decimal(0), max((mark.value for mark in figure.marks), default=Decimal(1)) or Decimal(1), floor, top)
    slot = width / max(len(figure.marks), 1)
    shapes: list[Shape | Linked] = [Path(f"M0 {floor}H{width}", "axis-zero")]
    for n, mark in enumerate(figure.marks):
        y, middle = up.at(mark.value), n * slot + slot / 2
        parts: tuple[Shape, ...] = (
            Rect(n * slot + 2, top - 20, slot - 4, height - top + 18, "hit", 4),
            Rect(n * slot + slot * 0.1, y, slot * 0.8, max(floor - y, 1), f"fill-{mark.tone or 'upside'}", 2),
            Text(middle, y - 7, mark.text, "t-strong t-middle"),
        )
        words = tuple(Text(middle, floor + 16 + n * 13, word, "t-middle") for n, word in enumerate(_lines(mark, side)))
        shapes.append(Linked(mark.rows_url, named(mark), (*parts, *words), mark.current))
    if figure.threshold is not None:
        shapes += _threshold(figure, slot, floor, width)
    return Drawing(width, height, tuple(shapes), figure.title, f"chart chart-{side}")


def _lines(mark: Mark, side: Side) -> list[str]:
    """The narrow drawing has no room for two words side by side."""
    return mark.label.split() if side == "narrow" else [mark.label]


def _threshold(figure: Histogram, slot: float, floor: float, width: float) -> list[Shape]:
    x = slot * (figure.threshold or 0)
    is_late = x > width * 0.6
    words = Text(x - 6 if is_late else x + 6, 14, figure.threshold_text, "t-mid t-end" if is_late else "t-mid")
    return [Path(f"M{round(x, 1):g} 4V{floor}", "line-target"), words]
