"""What stands in the navigation: entries registered by the apps, shown to whom their verb is open.

An entry has a place in each layout. The layout follows the kind of home page of the person (`user.home`): `sell` for
reps, `manage` for managers and vice presidents, `operate` for operations and everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salesops.kernel.registry import Registry
from salesops.web.organisation import areas_in_use

Words = str | Promise

GROUPS: dict[str, Words] = {
    "top": "",
    "sell": _("Sell"),
    "inspect": _("Inspect"),
    "pipeline": _("Pipeline"),
    "forecast": _("Forecast"),
    "plan": _("Plan"),
    "earn": _("Earn"),
    "team": _("Team"),
    "grow": _("Grow"),
    "data": _("Data"),
    "set_up": _("Set up"),
}
"""Group keys in the order they stand; `top` has no heading."""

LAYOUTS = {"rep": "sell", "manager": "manage", "vp": "manage"}
DEFAULT_LAYOUT = "operate"


@dataclass(frozen=True)
class NavEntry:
    """One line of the navigation.

    group: the group in every layout that `groups` does not name; `groups`: by layout, "" hides it there.
    verb: asked of `user.may`; empty is open to everyone signed in. shortcut: the letter after `G`.
    count: a number to show beside it, None for none; `hot` paints it as something waiting for this person.
    area: the area that must be in use for it to show; empty shows always.
    phone: 1, 2, 4 or 5 is its seat in the bottom bar (3 is Log). labels: another word by layout ("My forecast").
    """

    key: str
    label: Words
    icon: str
    url_name: str
    group: str
    order: int
    verb: str = ""
    shortcut: str = ""
    groups: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Words] = field(default_factory=dict)
    count: Callable[[HttpRequest], int | None] | None = None
    hot: bool = False
    phone: int = 0
    area: str = ""


navigation: Registry[NavEntry] = Registry("navigation")


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it."""

    key: str
    label: Words
    icon: str
    url: str
    shortcut: str
    current: bool
    count: int | None
    hot: bool
    phone: int


@dataclass(frozen=True)
class Group:
    key: str
    label: Words
    lines: tuple[Line, ...]


def groups_for(request: HttpRequest) -> list[Group]:
    """The navigation of the person who asks; empty when nobody is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    layout = LAYOUTS.get(getattr(user, "home", ""), DEFAULT_LAYOUT)
    urls = {entry.key: url_of(entry) for entry in navigation if may(request, entry.verb)}
    open_to = [entry for entry in navigation if urls.get(entry.key) and in_use(entry)]
    current = current_key(request.path, {entry.key: urls[entry.key] for entry in open_to})
    found = []
    for key, label in GROUPS.items():
        mine = sorted((e for e in open_to if e.groups.get(layout, e.group) == key), key=lambda e: (e.order, e.key))
        if mine:
            lines = (line(request, entry, urls[entry.key], layout, entry.key == current) for entry in mine)
            found.append(Group(key, label, tuple(lines)))
    return found


def phone_lines(groups: list[Group]) -> list[Line]:
    """At most four lines for the bottom bar, by seat; Log stands between the second and the third."""
    seated = {line.phone: line for group in groups for line in group.lines if line.phone}
    return [seated[seat] for seat in sorted(seated)][:3]


def in_use(entry: NavEntry) -> bool:
    """Whether the company has switched the entry's area on; asked only for entries that have one."""
    return not entry.area or entry.area in areas_in_use()


def may(request: HttpRequest, verb: str) -> bool:
    return not verb or bool(request.user.may(verb))  # type: ignore[union-attr]


def url_of(entry: NavEntry) -> str:
    """Empty when the page is not part of this installation."""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def current_key(path: str, urls: dict[str, str]) -> str:
    """The entry with the longest address at the start of this path."""
    under = [(len(url), key) for key, url in urls.items() if is_under(path, url)]
    return max(under)[1] if under else ""


def is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/"))


def line(request: HttpRequest, entry: NavEntry, url: str, layout: str, is_current: bool) -> Line:
    count = entry.count(request) if entry.count else None
    label = entry.labels.get(layout, entry.label)
    return Line(*(entry.key, label, entry.icon, url, entry.shortcut, is_current, count or None, entry.hot, entry.phone))
