"""Shapes and their SVG. Lengths are geometry; looks are classes of app.css."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def place(value: float) -> str:
    """At most one decimal, no trailing zero, never `-0`: 12.04 -> `12`."""
    return f"{round(value, 1) + 0:g}"


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    classes: str
    radius: float = 0

    def svg(self) -> SafeString:
        sides = (place(self.x), place(self.y), place(max(self.width, 0)), place(max(self.height, 0)))
        rounded = format_html(' rx="{}"', place(self.radius)) if self.radius else ""
        return format_html('<rect x="{}" y="{}" width="{}" height="{}"{} class="{}"/>', *sides, rounded, self.classes)


@dataclass(frozen=True)
class Path:
    d: str
    classes: str

    def svg(self) -> SafeString:
        return format_html('<path d="{}" class="{}"/>', self.d, self.classes)


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    radius: float
    classes: str

    def svg(self) -> SafeString:
        spot = (place(self.x), place(self.y), place(self.radius))
        return format_html('<circle cx="{}" cy="{}" r="{}" class="{}"/>', *spot, self.classes)


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str
    classes: str = ""

    def svg(self) -> SafeString:
        looks = format_html(' class="{}"', self.classes) if self.classes else ""
        return format_html('<text x="{}" y="{}"{}>{}</text>', place(self.x), place(self.y), looks, self.words)


Shape = Rect | Path | Dot | Text


@dataclass(frozen=True)
class Linked:
    """A mark that opens its rows; `words` name it to readers of the screen. Without an address a plain group."""

    url: str
    words: str
    shapes: tuple[Shape, ...]
    current: bool = False

    def svg(self) -> SafeString:
        inside = joined(self.shapes)
        if not self.url:
            return format_html("<g>{}</g>", inside)
        here = SafeString(' aria-current="true"') if self.current else ""
        return format_html('<a class="mark" href="{}" aria-label="{}"{}>{}</a>', self.url, self.words, here, inside)


@dataclass(frozen=True)
class Drawing:
    """classes: `chart chart-wide`, `spark`. A picture without links is one image, with links a group of them."""

    width: float
    height: float
    shapes: tuple[Shape | Linked, ...]
    label: str
    classes: str = "chart"
    stretched: bool = False

    @property
    def role(self) -> str:
        return "group" if any(isinstance(shape, Linked) and shape.url for shape in self.shapes) else "img"

    def svg(self) -> SafeString:
        box = f"0 0 {place(self.width)} {place(self.height)}"
        fit = SafeString(' preserveAspectRatio="none"') if self.stretched else ""
        head = format_html('<svg class="{}" viewBox="{}"{} role="{}"', self.classes, box, fit, self.role)
        return format_html('{} aria-label="{}">{}</svg>', head, self.label, joined(self.shapes))


def joined(shapes: Iterable[Shape | Linked]) -> SafeString:
    return format_html_join("", "{}", ((shape.svg(),) for shape in shapes))
