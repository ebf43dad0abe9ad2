"""The mark of `visible_to`, as those who show rows look for it; `salesops.db.scoped` sets it."""

from typing import TypeVar

R = TypeVar("R")


class UnscopedQueryset(TypeError):
    """A table, export, serializer or fragment was given rows that nobody's scope has cut."""


def require_scoped(rows: R) -> R:
    """The same rows; raises UnscopedQueryset when they did not come from `visible_to`."""
    if getattr(rows, "scoped_for", None) is None:
        name = getattr(getattr(rows, "model", type(rows)), "__name__", "")
        raise UnscopedQueryset(f"{name} rows did not come from visible_to")
    return rows
