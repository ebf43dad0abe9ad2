"""Panels: parts that several apps put on one page (home, deal, account, person).

The page writes `{% panels "home" record %}`. Every registered panel of that kind whose door opens is rendered in
process, in one response.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.safestring import SafeString

from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class Panel:
    """key: unique. record_kind: the page it stands on. door(user, record): may this person see it here.

    render answers "" when there is no source of data, and the panel hides itself. width: columns of twelve, 8 for the
    main column, 4 beside it, 12 for all of the page.
    """

    key: str
    record_kind: str
    order: int
    door: Callable[[Any, Any], bool]
    render: Callable[[HttpRequest, Any], SafeString]
    width: Literal[4, 8, 12] = 12


panels: Registry[Panel] = Registry("panels")


def panels_of(record_kind: str, user: Any, record: Any) -> list[Panel]:
    """Those whose door opens, in the order they stand."""
    fitting = (panel for panel in panels if panel.record_kind == record_kind)
    return sorted((panel for panel in fitting if panel.door(user, record)), key=lambda panel: (panel.order, panel.key))
