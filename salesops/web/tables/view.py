"""The context of templates/web/table.html, ready to print: no arithmetic is left to the template."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from salesops.web.filters import Filter, usable
from salesops.web.saved_views import Tab, kept_query, tabs_of
from salesops.web.tables.cells import show
from salesops.web.tables.columns import BulkAction, Column, Empty, Row

if TYPE_CHECKING:
    from salesops.web.tables.table import Table


@dataclass(frozen=True)
class ColumnView:
    key: str
    label: str
    unit: str
    align: str
    sort_url: str
    aria_sort: str
    phone: str


@dataclass(frozen=True)
class CellView:
    """`html` is safe and wins over `text`; `value` is the bare value, None when there is none."""

    column: ColumnView
    text: str
    html: Any
    value: Any
    url: str | None


@dataclass(frozen=True)
class RowView:
    id: str
    url: str | None
    cells: list[CellView]


@dataclass(frozen=True)
class TotalView:
    """`text` is empty for a column without a total."""

    column: ColumnView
    text: str
    value: Any


@dataclass(frozen=True)
class PageView:
    """`first` and `last` count from 1; `total_text` is "412" or "10,000+", then `exact_url` counts all."""

    first: int
    last: int
    total_text: str
    exact_url: str | None
    next_url: str | None
    previous_url: str | None
    size: int


@dataclass(frozen=True)
class ChipView:
    key: str
    label: str
    operator: str
    value: str
    remove_url: str


@dataclass(frozen=True)
class FilterView:
    """One field of the filter form: the inputs are named `parameters`, filled from `values`."""

    key: str
    label: str
    kind: str
    parameters: list[str]
    values: dict[str, list[str]]
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class ChoiceView:
    key: str
    label: str
    chosen: bool


class TableView:
    """Everything lazy: a template that prints no totals costs no query for them."""

    def __init__(self, table: "Table") -> None:
        self.table = table
        self.state = table.state
        self.key = table.key
        self.caption = table.caption
        self.phone_form = table.phone_form

    @cached_property
    def columns(self) -> list[ColumnView]:
        return [
            ColumnView(
                column.key,
                str(column.label),
                str(column.unit),
                column.side,
                self.state.sort_url(column) if column.sort is not False else "",
                self.state.aria_sort(column),
                column.phone,
            )
            for column in self.state.chosen
        ]

    @cached_property
    def rows(self) -> list[RowView]:
        return [RowView(row["id"], self.table.row_url(row), self._cells(row)) for row in self.table.page.rows]

    def _cells(self, row: Row) -> list[CellView]:
        return [
            CellView(
                head,
                self._text(column, row[column.key], row),
                column.html(row) if column.html else "",
                row[column.key],
                column.url(row) if column.url else None,
            )
            for head, column in zip(self.columns, self.state.chosen, strict=True)
        ]

    def _text(self, column: Column, value: Any, row: Row | None) -> str:
        if column.text is not None and row is not None:
            shown = column.text(value, row)
            return shown if isinstance(shown, str) else str(shown)
        currency = str(row[column.currency] or "") if column.currency and row is not None else ""
        return show(column.kind, value, currency)

    @cached_property
    def totals(self) -> list[TotalView]:
        """One for each column; an empty list when the table has no totals or no rows."""
        summary = self.table.summary
        if not summary or not self.rows:
            return []
        return [
            TotalView(head, self._total_text(column, summary["totals"]), summary["totals"].get(column.key))
            for head, column in zip(self.columns, self.state.chosen, strict=True)
        ]

    def _total_text(self, column: Column, totals: dict[str, Any]) -> str:
        if column.key not in totals:
            return ""
        value = totals[column.key]
        return str(column.total_text(value)) if column.total_text else self._text(column, value, None)

    @cached_property
    def empty(self) -> Empty | None:
        """None while there are rows. Filtered to nothing says so and offers to clear."""
        if self.rows:
            return None
        if not self.state.criteria:
            return self.table.empty
        return Empty(_("Nothing matches these filters"), "", _("Clear filters"), self.clear_url)

    @cached_property
    def clear_url(self) -> str:
        known = [name for item in self.table.filters for name in item.parameters()]
        return self.state.url(cursor=None, **dict.fromkeys(known))

    @cached_property
    def page(self) -> PageView:
        page = self.table.page
        total, exact = self.table.count
        text = number_format(total, force_grouping=True)
        return PageView(
            page.position + 1 if page.rows else 0,
            page.position + len(page.rows),
            text if exact else f"{text}+",
            None if exact else self.state.url(count="exact"),
            self.state.url(cursor=page.next) if page.next else None,
            self.state.url(cursor=page.previous) if page.previous else None,
            self.state.page_size,
        )

    @cached_property
    def chips(self) -> list[ChipView]:
        return [
            ChipView(
                criterion.key,
                str(item.label),
                criterion.operator,
                criterion.said,
                self.state.url(cursor=None, **{f"{item.key}{criterion.operator}": None}),
            )
            for item, criterion in self.state.criteria
        ]

    @cached_property
    def filter_fields(self) -> list[FilterView]:
        return [self._filter(item) for item in usable(self.table.filters, self.state.asking.viewer)]

    def _filter(self, item: Filter) -> FilterView:
        names = item.parameters()
        values = {name: self.state.params.getlist(name) for name in names}
        pairs = [(str(key), str(label)) for key, label in item.pairs(self.state.asking.viewer)]
        return FilterView(item.key, str(item.label), item.kind, names, values, pairs)

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """Hidden inputs of the filter form: the rest of the address, without the page that is left."""
        filtered = {name for item in self.table.filters for name in item.parameters()} | {"cursor", "count"}
        return [(name, value) for name, values in self.state.params.lists() if name not in filtered for value in values]

    @cached_property
    def tabs(self) -> list[Tab]:
        """The saved views of this list; empty without any."""
        return tabs_of(self.table) if self.table.saves_views else []

    @property
    def save_view_url(self) -> str:
        """Where this very view gets a name; empty while it is the plain list or a view that has one."""
        if not self.table.saves_views or any(tab.is_current for tab in self.tabs):
            return ""
        query = urlencode({"table": self.key, "address": f"{self.state.path}?{self.saved_query}"})
        return f"{reverse('web:save_view')}?{query}" if self.saved_query else ""

    @property
    def saved_query(self) -> str:
        """What a saved view keeps of the address."""
        return kept_query(self.state.params.urlencode())

    @property
    def density(self) -> str:
        return self.state.density

    @property
    def choosable(self) -> list[ChoiceView]:
        """The columns this person may show, in their order."""
        chosen = {column.key for column in self.state.chosen}
        return [ChoiceView(key, str(column.label), key in chosen) for key, column in self.state.allowed.items()]

    @property
    def densities(self) -> list[ChoiceView]:
        words = (("", _("Normal")), ("dense", _("Dense")), ("roomy", _("Roomy")))
        return [ChoiceView(key, label, key == self.density) for key, label in words]

    @cached_property
    def kept_for_columns(self) -> list[tuple[str, str]]:
        """Hidden inputs of the column form: the rest of the address."""
        changed = ("cols", "density", "cursor")
        return [(name, value) for name, values in self.state.params.lists() if name not in changed for value in values]

    @property
    def export_urls(self) -> dict[str, str]:
        """This very view as a file; the page's address answers `format=`."""
        return {kind: self.state.url(format=kind, cursor=None, page_size=None, count=None) for kind in ("csv", "xlsx")}

    @cached_property
    def bulk_actions(self) -> list[BulkAction]:
        viewer = self.state.asking.viewer
        return [action for action in self.table.bulk_actions if action.seen_by is None or action.seen_by(viewer)]
