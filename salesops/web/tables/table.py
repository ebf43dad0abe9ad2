"""One person's view of one scoped queryset: page, totals over all rows, chips, links, export rows."""

from collections.abc import Generator, Sequence
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db.models import Count, F, QuerySet
from django.http import QueryDict

from salesops.kernel.moments import AsOf
from salesops.kernel.scoping import require_scoped
from salesops.web.cursors import Page
from salesops.web.filters import Asking, Filter, apply_criteria
from salesops.web.tables.columns import BulkAction, Column, Empty, Row, as_expression
from salesops.web.tables.state import TableState
from salesops.web.tables.view import TableView

COUNT_LIMIT = 10_000
CHUNK = 2_000


class Table:
    """Declared by subclasses; queries are as many for 50 rows as for 5: page, totals or count, and nothing else.

    saves_views: False for a table that is a part of a page, not a list of its own.
    row_id: the path of the public uid. row_url: where a row opens. also: further parameters of the page's address.
    """

    key: ClassVar[str]
    caption: ClassVar[Any]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[Sequence[Filter]] = ()
    ordering: ClassVar[Sequence[str]] = ()
    empty: ClassVar[Empty]
    bulk_actions: ClassVar[Sequence[BulkAction]] = ()
    phone_form: ClassVar[str] = "read"
    row_id: ClassVar[str] = "uid"
    also: ClassVar[Sequence[str]] = ()
    saves_views: ClassVar[bool] = True

    def __init__(
        self,
        rows: QuerySet[Any],
        *,
        params: QueryDict,
        path: str,
        asking: Asking,
        as_of: AsOf | None = None,
        known_at: AsOf | None = None,
    ) -> None:
        """Raises UnscopedQueryset when the rows are nobody's, NotUnderstood when the address asks what is not here."""
        self.rows = require_scoped(rows)
        self.asking = asking
        self.as_of = as_of
        self.known_at = known_at
        self.state = TableState(self.key, params, path, asking, self.columns, self.filters, self.ordering, self.also)

    @classmethod
    def read(
        cls, request: Any, rows: QuerySet[Any], *, as_of: AsOf | None = None, known_at: AsOf | None = None
    ) -> Self:
        return cls(
            rows, params=request.GET, path=request.path, asking=Asking.by(request), as_of=as_of, known_at=known_at
        )

    def row_url(self, row: Row) -> str | None:
        """Where a row opens; None when it does not."""
        return None

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """All rows of this view, without order or page; what "all that match" means to a bulk action."""
        return apply_criteria(self.rows, self.state.criteria)

    @cached_property
    def page(self) -> Page:
        keyset = self.state.keyset(self.rows.model)
        found = keyset.page(
            self._selected(self.filtered), self.state.params.get("cursor"), self.state.page_size, fields=self._fields
        )
        return Page([self._row(row) for row in found.rows], found.position, found.next, found.previous)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """Totals by column key over all rows, in one query together with the exact `count`. Empty without totals."""
        totals = {column.alias: column.total for column in self.state.chosen if column.total is not None}
        if not totals:
            return {}
        found = self.filtered.order_by().aggregate(_count=Count("pk"), **totals)
        summed = {c.key: found[c.alias] for c in self.state.chosen if c.total is not None}
        return {"count": found["_count"], "totals": summed}

    @cached_property
    def count(self) -> tuple[int, bool]:
        """How many rows, and whether that is exact: over 10,000 only counted when asked or known anyway."""
        page = self.page
        if page.next is None:
            return page.position + len(page.rows), True
        if self.summary:
            return self.summary["count"], True
        if self.state.exact:
            return self.filtered.count(), True
        counted = self.filtered.order_by().values("pk")[: COUNT_LIMIT + 1].count()
        return min(counted, COUNT_LIMIT), counted <= COUNT_LIMIT

    def exact_count(self) -> int:
        return self.summary["count"] if self.summary else self.filtered.count()

    @cached_property
    def view(self) -> TableView:
        """The context of templates/web/table.html."""
        return TableView(self)

    def records(self, rows: QuerySet[Any] | None = None) -> Generator[Row, None, None]:
        """Every row of the view in its order, read by a server-side cursor in constant memory."""
        rows = apply_criteria(require_scoped(rows), self.state.criteria) if rows is not None else self.filtered
        ordered = self.state.keyset(rows.model).ordered(self._selected(rows))
        for row in ordered.values(*self._fields).iterator(chunk_size=CHUNK):
            yield self._row(row)

    @cached_property
    def _paths(self) -> list[str]:
        """Further paths beside the columns' own values, each once."""
        needed = [path for column in self.state.chosen for path in column.needs]
        return list(dict.fromkeys([*needed, *(column.currency for column in self.state.chosen if column.currency)]))

    @cached_property
    def _aliases(self) -> dict[str, Any]:
        own = {column.alias: column.expression for column in self.state.chosen}
        further = {f"_path_{number}": F(path) for number, path in enumerate(self._paths)}
        return {"_row_id": as_expression(self.row_id), **own, **further}

    @cached_property
    def _fields(self) -> tuple[str, ...]:
        return tuple(self._aliases)

    def _selected(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.annotate(**self._aliases)

    def _row(self, found: dict[str, Any]) -> Row:
        row = {path: found[f"_path_{number}"] for number, path in enumerate(self._paths)}
        row |= {column.key: found[column.alias] for column in self.state.chosen}
        return row | {"id": str(found["_row_id"])}
