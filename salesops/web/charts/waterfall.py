"""Why a total changed: neutral ends, steps between them that add up."""

from dataclasses import dataclass, replace
from decimal import Decimal

from salesops.web.charts.drawing import Drawing, Linked, Path, Rect, Shape, Text
from salesops.web.charts.figures import WIDTH, Mark, Side, Waterfall
from salesops.web.charts.scale import Scale, axis_text, lines_for
from salesops.web.templatetags.formats import money_signed, signed

MOST_BARS = 8
WIDE = {"top": 28, "floor": 250, "left": 44}
LINE = 13
ROW = 30


@dataclass(frozen=True)
class Step:
    """A mark and the totals before and after it; both ends start at zero."""

    mark: Mark
    before: Decimal
    after: Decimal

    @property
    def top(self) -> Decimal:
        return max(self.before, self.after)

    @property
    def size(self) -> Decimal:
        return abs(self.after - self.before)


def folded(figure: Waterfall) -> tuple[Mark, ...]:
    """The eight largest changes in their order, the rest as one mark "Other (n)" that sums them."""
    if len(figure.marks) <= MOST_BARS:
        return figure.marks
    ranked = sorted(range(len(figure.marks)), key=lambda n: (-abs(figure.marks[n].value), n))
    kept = set(ranked[:MOST_BARS])
    rest = [mark for n, mark in enumerate(figure.marks) if n not in kept]
    value = sum((mark.value for mark in rest), Decimal(0))
    text = money_signed(value, figure.unit) if figure.unit not in ("", "%") else signed(value)
    here = any(mark.current for mark in rest)
    other = Mark(f"{figure.other_label} ({len(rest)})", value, text, figure.other_url, current=here)
    return (*(mark for n, mark in enumerate(figure.marks) if n in kept), other)


def steps_of(figure: Waterfall) -> list[Step]:
    """Raises ValueError when opening and changes do not add up to the closing total."""
    if figure.opening is None or figure.closing is None:
        raise ValueError("a waterfall stands between an opening and a closing total")
    total = figure.opening.value
    steps = [Step(replace(figure.opening, tone="neutral"), Decimal(0), total)]
    for mark in folded(figure):
        tone = mark.tone or ("good" if mark.value >= 0 else "bad")
        steps.append(Step(replace(mark, tone=tone), total, total + mark.value))
        total += mark.value
    if total != figure.closing.value:
        raise ValueError(f"the steps end at {total}, not at {figure.closing.value}")
    return [*steps, Step(replace(figure.closing, tone="neutral"), Decimal(0), total)]


def draw_waterfall(figure: Waterfall, side: Side) -> Drawing:
    return _narrow(figure) if side == "narrow" else _upright(figure, side)


def _upright(figure: Waterfall, side: Side) -> Drawing:
    steps = steps_of(figure)
    width = WIDTH[side]
    high = max(step.top for step in steps) or Decimal(1)
    up = Scale(Decimal(0), high, WIDE["floor"], WIDE["top"])
    slot = (width - WIDE["left"]) / len(steps)
    height = WIDE["floor"] + 18 + LINE * max(len(_wrapped(step.mark, slot)) for step in steps)
    shapes: list[Shape | Linked] = []
    for value in lines_for(Decimal(0), high):
        y = up.at(value)
        shapes += [
            Path(f"M{WIDE['left']} {round(y, 1):g}H{width}", "axis"),
            Text(WIDE["left"] - 8, y + 4, axis_text(value, figure.unit), "t-end"),
        ]
    for n, step in enumerate(steps):
        shapes.append(_column(step, WIDE["left"] + n * slot, slot, up, height))
        if n:
            y = up.at(step.before if n < len(steps) - 1 else step.after)
            start = WIDE["left"] + n * slot - slot * 0.16
            shapes.append(Path(f"M{round(start, 1):g} {round(y, 1):g}h{round(slot * 0.32, 1):g}", "connector"))
    return Drawing(width, height, tuple(shapes), figure.title, f"chart chart-{side}")


def _column(step: Step, x: float, slot: float, up: Scale, height: int) -> Linked:
    top, middle = up.at(step.top), x + slot / 2
    tall = max(up.at(min(step.before, step.after)) - top, 1.5)
    words = [
        Text(middle, WIDE["floor"] + 18 + n * LINE, part, "t-middle")
        for n, part in enumerate(_wrapped(step.mark, slot))
    ]
    return Linked(
        step.mark.rows_url,
        f"{step.mark.label} {step.mark.text}",
        (
            Rect(x + slot * 0.07, 4, slot * 0.86, height - 8, "hit", 4),
            Rect(x + slot * 0.16, top, slot * 0.68, tall, f"fill-{step.mark.tone}", 2),
            Text(middle, top - 7, step.mark.text, "t-strong t-middle"),
            *words,
        ),
        step.mark.current,
    )


def _wrapped(mark: Mark, slot: float) -> list[str]:
    """The label in lines that fit its slot (about 6.5 px a letter), then the note where it fits too."""
    most = max(int(slot / 6.5), 6)
    lines = [""]
    for word in mark.label.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [*lines[:3], *([mark.note] if mark.note and len(mark.note) <= most else [])]


def _narrow(figure: Waterfall) -> Drawing:
    """Turned: one row a step, words at the left, the value at the right."""
    steps = steps_of(figure)
    high = max(step.top for step in steps) or Decimal(1)
    across = Scale(Decimal(0), high, 116, 258)
    rows = [_row(step, n * ROW, across) for n, step in enumerate(steps)]
    return Drawing(WIDTH["narrow"], len(steps) * ROW, tuple(rows), figure.title, "chart chart-narrow")


def _row(step: Step, y: float, across: Scale) -> Linked:
    start = across.at(min(step.before, step.after))
    width = max(across.at(step.top) - start, 1.5)
    label = step.mark.label if len(step.mark.label) <= 19 else f"{step.mark.label[:18]}…"
    shapes = (
        Rect(0, y + 1, WIDTH["narrow"], ROW - 2, "hit", 4),
        Text(4, y + 19, label),
        Rect(start, y + 8, width, 14, f"fill-{step.mark.tone}", 2),
        Text(WIDTH["narrow"] - 4, y + 19, step.mark.text, "t-strong t-end"),
    )
    return Linked(step.mark.rows_url, f"{step.mark.label} {step.mark.text}", shapes, step.mark.current)
