"""The mark that a queryset came through `visible_to`: what is shown, counted or exported must carry it."""

from typing import Any, Self, TypeVar

from django.db import models

from salesops.kernel.errors import NotFound
from salesops.kernel.scoping import UnscopedQueryset, require_scoped

__all__ = ["ScopedQuerySet", "UnscopedQueryset", "require_scoped"]

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that remembers for whom it was cut. Chaining keeps the mark."""

    scoped_for: Any = None

    def mark_scoped(self, user: Any) -> Self:
        """Called by `visible_to` alone, after its condition is in the WHERE clause."""
        marked = self._chain()  # type: ignore[attr-defined]
        marked.scoped_for = user
        return marked

    def one(self, *conditions: models.Q, **named: Any) -> M:
        """The first row that meets them. Raises NotFound: out of scope and nowhere at all are one answer."""
        found = self.filter(*conditions, **named).first()
        if found is None:
            raise NotFound()
        return found

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone.scoped_for = self.scoped_for
        return clone
