"""What a table declares: its columns, what it says when there is nothing, what can be done to many rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Aggregate, Expression, F, Model
from django.utils.safestring import SafeString

from salesops.web.cursors import Level, is_nullable

Row = Mapping[str, Any]
"""One row: the value of each column by its key, of each further path a column `needs`, and `id`, the public uid."""

NUMERIC = ("number", "integer", "money", "percent")


@dataclass(frozen=True)
class Column:
    """One column of a table, on the page and in the export.

    value: a field path or an expression, selected as `row[key]`.
    kind: text, number, integer, money, percent (ratio 0-1), date, moment or flag; decides side, display, export type.
    sort: what orders it; True for the value itself, False when it cannot be ordered.
    currency: the path of the ISO code beside a money value; the export gets a column for it.
    text, html: how a cell reads, where the kind does not say it; html must already be safe.
    total: an aggregate over all rows of the view, never of the page.
    needs: further paths that `text`, `html` and `url` look at.
    phone: where it stands in the card that a row is on a phone: "end" of the second line, or "hide".
    seen_by: who may see it; for others it is in no list, order, filter, total or export.
    """

    key: str
    label: Any
    value: str | Expression | F = ""
    kind: str = "text"
    unit: Any = ""
    align: str = ""
    phone: Literal["", "end", "hide"] = ""
    sort: bool | str | Expression | F = True
    currency: str = ""
    text: Callable[[Any, Row], Any] | None = None
    html: Callable[[Row], SafeString] | None = None
    url: Callable[[Row], str | None] | None = None
    total: Aggregate | Expression | None = None
    total_text: Callable[[Any], Any] | None = None
    needs: tuple[str, ...] = ()
    seen_by: Callable[[Any], bool] | None = None
    exported: bool = True
    shown: bool = True
    definition: Any = ""

    @property
    def alias(self) -> str:
        """Columns may bear the name of a model field; an annotation may not."""
        return f"_column_{self.key}"

    @property
    def expression(self) -> Expression | F:
        return as_expression(self.value or self.key)

    @property
    def side(self) -> str:
        return self.align or ("end" if self.kind in NUMERIC else "start")

    def level(self, model: type[Model], descending: bool) -> Level:
        source = (self.value or self.key) if self.sort is True else self.sort
        nullable = is_nullable(model, source) if isinstance(source, str) else True
        return Level(self.key, as_expression(source), descending, nullable)


@dataclass(frozen=True)
class Empty:
    """What will appear here, and one way on."""

    title: Any
    sentence: Any = ""
    action: Any = ""
    url: str = ""


@dataclass(frozen=True)
class BulkAction:
    """Something done to the chosen rows, or to all that match: the filter travels then, not the ids."""

    key: str
    label: Any
    url: str
    seen_by: Callable[[Any], bool] | None = None


def as_expression(source: Any) -> Expression | F:
    return F(source) if isinstance(source, str) else source
