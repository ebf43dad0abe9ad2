"""Tags of the frame: icons, initials, categories, panels."""

from functools import lru_cache
from typing import Any
from zlib import crc32

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from salesops.web.panels import panels_of

register = template.Library()

SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"
TONES = 5


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, classes: str = "") -> SafeString:
    """A picture beside a word; it says nothing by itself, so it is hidden from readers of the screen."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        *(f" {classes}" if classes else "", static(SPRITE), name),
    )


@register.filter
def initials(name: str) -> str:
    """First letters of the first and the last word: `Mei-Lin Chao` -> `MC`, one word -> its first letter."""
    words = str(name).split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


@register.filter
def avatar(name: str) -> SafeString:
    """Initials on a tone that stays the same for a name."""
    tone = crc32(str(name).encode()) % TONES + 1
    return format_html('<span class="avatar tone-{}" aria-hidden="true">{}</span>', tone, initials(name))


@register.simple_tag
def category(key: str, label: str) -> SafeString:
    """A forecast category: its swatch on the confidence ramp and the organisation's word for it. Lost is plain text."""
    if key == "lost":
        return format_html('<span class="muted">{}</span>', label)
    return format_html('<span class="category"><i class="swatch {}"></i>{}</span>', key, label)


@register.simple_tag(takes_context=True)
def panels(context: Context, record_kind: str, record: Any) -> SafeString:
    """The panels of this page that are open to this person. An empty answer hides its panel.

    Panels wider than half the page stand under each other, and the narrow ones beside them: a short panel leaves no
    hole next to a long one. Those as wide as the page come last.
    """
    request = context["request"]
    places: dict[int, list[tuple[str, SafeString]]] = {8: [], 4: [], 12: []}
    for panel in panels_of(record_kind, request.user, record):
        body = panel.render(request, record)
        if body:
            shown = mark_safe(body)  # noqa: S308 - rendered by the panel's own template
            places[panel.width].append((panel.key, shown))
    columns = [
        (width, format_html_join("\n", '<div id="panel-{}">{}</div>', found))
        for width, found in places.items()
        if found
    ]
    return format_html_join("\n", '<div class="span-{} stack">{}</div>', columns)


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget with our classes and the ties to its hint and error, which a screen reader follows."""
    widget = field.field.widget
    ties = described_by(field)
    attrs: dict[str, str | bool] = {"aria-describedby": ties} if ties else {}
    if not isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        attrs["class"] = f"{widget.attrs.get('class', '')} input".strip()
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


def described_by(field: BoundField) -> str:
    hint = f"{field.auto_id}_helptext" if field.help_text else ""
    error = f"{field.auto_id}_error" if field.errors else ""
    return " ".join(part for part in (hint, error) if part)
