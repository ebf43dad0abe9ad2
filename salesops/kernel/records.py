"""The kinds of record that the whole product can point at: each app registers its own, with the door of its list.

Whoever keeps something about "any record" (a comment, a task, a notification) names it by kind and uid, and asks here
who may see it: no key of the database points upward.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from salesops.kernel.registry import Registry


@dataclass(frozen=True)
class RecordKind:
    """rows(user): the scoped rows that this person may open. title(row), url(row): how it is called, where it opens.

    talks: whether people comment on it and give each other tasks about it.
    """

    key: str
    label: Any
    rows: Callable[[Any], Any]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    talks: bool = True


record_kinds: Registry[RecordKind] = Registry("kinds of record")
