"""What a changed setting does to what people see: each app registers a function of who asks and what differs.

An app shows who asks no figure that they may not see anyway.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from salesops.kernel.registry import Registry

Differing = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class SettingEffect:
    """One figure that reads otherwise: `what` it is, whose it is, as it reads now and as it would."""

    what: str
    whose: str
    now: str
    then: str


setting_effects: Registry[Callable[[Any, Differing], list[SettingEffect]]] = Registry("effects of settings")
