"""The mark that a queryset came through `visible_to`: what is shown, counted or exported must carry it."""

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class UnscopedQueryset(TypeError):
    """A table, export, serializer or fragment was given rows that nobody's scope has cut."""


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that remembers for whom it was cut. Chaining keeps the mark."""

    scoped_for: Any = None

    def mark_scoped(self, user: Any) -> Self:
        """Called by `visible_to` alone, after its condition is in the WHERE clause."""
        marked = self._chain()
        marked.scoped_for = user
        return marked

    def _clone(self) -> Self:
        clone = super()._clone()
        clone.scoped_for = self.scoped_for
        return clone


def require_scoped(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """The same rows; raises UnscopedQueryset when they did not come from `visible_to`."""
    if getattr(rows, "scoped_for", None) is None:
        raise UnscopedQueryset(f"{rows.model.__name__} rows did not come from visible_to")
    return rows
