"""The state of a table, all of it in the address: filters, order, columns, page (ui.md 7: URL = state)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from salesops.web.cursors import Keyset, Level
from salesops.web.errors import NotUnderstood
from salesops.web.filter_kinds import Criterion
from salesops.web.filters import Asking, Filter, read_criteria, refuse_unknown, usable
from salesops.web.requests import with_parameters
from salesops.web.tables.columns import Column

PAGE_SIZES = (50, 100, 200)
LEVELS = 2
STATE = ("period", "node", "as_of", "known_at", "compare", "ordering", "cursor", "cols", "sel", "tab", "view")
OWN = ("page_size", "count", "format", "bom", "density")
DENSITIES = ("", "dense", "roomy")


@dataclass(frozen=True)
class TableState:
    """What the query string asks of one table, checked. Raises NotUnderstood as soon as it is made."""

    key: str
    params: QueryDict
    path: str
    asking: Asking
    columns: Sequence[Column]
    filters: Sequence[Filter]
    default_ordering: Sequence[str]
    also: Sequence[str] = ()

    def __post_init__(self) -> None:
        known = [parameter for item in usable(self.filters, self.asking.viewer) for parameter in item.parameters()]
        refuse_unknown(self.params, [*STATE, *OWN, *self.also, *known])
        for checked in ("chosen", "ordering", "criteria", "page_size", "exact", "density"):
            getattr(self, checked)

    @cached_property
    def allowed(self) -> dict[str, Column]:
        """The columns this person may see, by key."""
        viewer = self.asking.viewer
        return {column.key: column for column in self.columns if column.seen_by is None or column.seen_by(viewer)}

    @cached_property
    def chosen(self) -> list[Column]:
        asked = [key for key in ",".join(self.params.getlist("cols")).split(",") if key]
        if not asked:
            return [column for column in self.allowed.values() if column.shown]
        if not set(asked) <= self.allowed.keys():
            raise NotUnderstood(
                "unknown_column", _("This list has no such column."), fields={"cols": _("Not known here.")}
            )
        return [self.allowed[key] for key in dict.fromkeys(asked)]

    @cached_property
    def ordering(self) -> list[tuple[str, bool]]:
        """Pairs of column key and "descending", the first level first."""
        asked = [term for term in self.params.get("ordering", "").split(",") if term] or list(self.default_ordering)
        pairs = [(term.removeprefix("-"), term.startswith("-")) for term in asked]
        sortable = {key for key, column in self.allowed.items() if column.sort is not False}
        if len(pairs) > LEVELS or any(key not in sortable for key, _descending in pairs):
            sentence = _("This list cannot be ordered like that.")
            raise NotUnderstood("bad_ordering", sentence, fields={"ordering": sentence})
        return pairs

    @cached_property
    def criteria(self) -> list[tuple[Filter, Criterion]]:
        return read_criteria(self.filters, self.params, self.asking)

    @cached_property
    def page_size(self) -> int:
        text = self.params.get("page_size", str(PAGE_SIZES[0]))
        if text not in map(str, PAGE_SIZES):
            sentence = _("A page has 50, 100 or 200 rows.")
            raise NotUnderstood("bad_page_size", sentence, fields={"page_size": sentence})
        return int(text)

    @cached_property
    def exact(self) -> bool:
        text = self.params.get("count", "")
        if text not in ("", "none", "exact"):
            sentence = _("Counting is none or exact.")
            raise NotUnderstood("bad_count", sentence, fields={"count": sentence})
        return text == "exact"

    @cached_property
    def density(self) -> str:
        text = self.params.get("density", "")
        if text not in DENSITIES:
            sentence = _("Rows are dense or roomy.")
            raise NotUnderstood("bad_density", sentence, fields={"density": sentence})
        return text

    def keyset(self, model: type[Model]) -> Keyset:
        """The order asked for, made total by the primary key."""
        levels = [self.allowed[key].level(model, descending) for key, descending in self.ordering]
        down = bool(levels) and levels[-1].descending
        return Keyset(self.key, [*levels, Level("id", F("pk"), down, nullable=False)])

    def url(self, **changes: object) -> str:
        return with_parameters(self.path, self.params, **changes)

    def sort_url(self, column: Column) -> str:
        """A press on a head makes it the first level and keeps the former first as the second; again turns it round."""
        current = dict(self.ordering)
        first = self.ordering[0][0] if self.ordering else ""
        down = not current[column.key] if first == column.key else column.side == "end"
        rest = [_term(key, descending) for key, descending in self.ordering if key != column.key]
        return self.url(ordering=",".join([_term(column.key, down), *rest][:LEVELS]), cursor=None)

    def aria_sort(self, column: Column) -> str:
        if not self.ordering or self.ordering[0][0] != column.key:
            return ""
        return "descending" if self.ordering[0][1] else "ascending"


def _term(key: str, descending: bool) -> str:
    return f"-{key}" if descending else key
