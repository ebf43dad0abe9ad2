"""Keyset pages: the next page starts after the last row seen, whatever was inserted meanwhile, at any depth.

A cursor is a signed list of the values that ordered the edge row, bound to one list and one ordering.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Expression, F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from salesops.web.errors import NotUnderstood

MAX_CURSOR = 4000

Encode = Callable[[Any], str]
TYPES: dict[str, tuple[type, Encode, Callable[[str], Any]]] = {
    "b": (bool, lambda value: "1" if value else "", bool),
    "i": (int, str, int),
    "s": (str, str, str),
    "n": (Decimal, str, Decimal),
    "f": (float, repr, float),
    "t": (datetime, datetime.isoformat, datetime.fromisoformat),
    "d": (date, date.isoformat, date.fromisoformat),
    "l": (
        timedelta,
        lambda value: str(value // timedelta(microseconds=1)),
        lambda text: timedelta(microseconds=int(text)),
    ),
    "u": (UUID, str, UUID),
}


@dataclass(frozen=True)
class Level:
    """One level of an ordering. A `nullable` one puts rows without a value last in both directions."""

    name: str
    expression: Expression | F
    descending: bool = False
    nullable: bool = True

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name


@dataclass(frozen=True)
class Cursor:
    """`position` is how many rows stand before the page, so that "51-100" needs no counting."""

    values: tuple[Any, ...]
    position: int
    backwards: bool = False


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    position: int
    next: str | None
    previous: str | None


class Keyset:
    """The ordering of one list. The last level must be unique: it makes the order total, so no row shows twice."""

    def __init__(self, scope: str, levels: Sequence[Level]) -> None:
        self.scope = scope
        self.levels = tuple(levels)
        self.names = [f"_order_{number}" for number in range(len(levels))]

    @property
    def salt(self) -> str:
        return f"cursor:{self.scope}:{','.join(map(str, self.levels))}"

    def dump(self, cursor: Cursor) -> str:
        payload = [[_dump(value) for value in cursor.values], cursor.position, int(cursor.backwards)]
        return signing.dumps(payload, salt=self.salt, compress=True)

    def load(self, text: str | None) -> Cursor | None:
        """Raises NotUnderstood `bad_cursor` when it was not made by us for this list and this ordering."""
        if not text:
            return None
        try:
            if len(text) > MAX_CURSOR:
                raise ValueError("too long")
            values, position, backwards = signing.loads(text, salt=self.salt)
            return Cursor(tuple(_load(value) for value in values), int(position), bool(backwards))
        except (signing.BadSignature, ValueError, TypeError, KeyError) as error:
            raise NotUnderstood(
                "bad_cursor", _("This page address does not fit this list. Start at its first page.")
            ) from error

    def page(self, rows: QuerySet[Any], cursor_text: str | None, size: int, *, fields: Sequence[str] = ()) -> Page:
        """One query for `size` rows and the knowledge whether there are more. With `fields` the rows are dicts."""
        cursor = self.load(cursor_text)
        backwards = bool(cursor and cursor.backwards)
        found = self.ordered(rows, cursor)
        if fields:
            found = found.values(*fields, *self.names)
        taken = list(found[: size + 1])
        more = len(taken) > size
        taken = taken[:size]
        if backwards:
            taken.reverse()
        position = self._position(cursor, len(taken), more)
        has_next, has_previous = (True, more) if backwards else (more, cursor is not None)
        return Page(
            taken,
            position,
            self._edge(taken, -1, position + len(taken), False) if has_next else None,
            self._edge(taken, 0, position, True) if has_previous else None,
        )

    def _position(self, cursor: Cursor | None, count: int, more: bool) -> int:
        if cursor is None:
            return 0
        if not cursor.backwards:
            return cursor.position
        return max(cursor.position - count, 1) if more else 0

    def _edge(self, taken: list[Any], index: int, position: int, backwards: bool) -> str | None:
        if not taken:
            return None
        row = taken[index]
        values = tuple(row[name] if isinstance(row, dict) else getattr(row, name) for name in self.names)
        return self.dump(Cursor(values, position, backwards))

    def ordered(self, rows: QuerySet[Any], cursor: Cursor | None = None) -> QuerySet[Any]:
        """All rows in order, or those beyond the cursor: backwards, nearest first, when it looks back."""
        backwards = bool(cursor and cursor.backwards)
        rows = rows.annotate(**{name: level.expression for name, level in zip(self.names, self.levels, strict=True)})
        if cursor is not None:
            rows = rows.filter(self._beyond(cursor))
        return rows.order_by(*(self._term(number, backwards) for number in range(len(self.levels))))

    def _term(self, number: int, backwards: bool) -> Any:
        level, column = self.levels[number], F(self.names[number])
        nulls: dict[str, Any] = {}
        if level.nullable:
            nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        return column.desc(**nulls) if level.descending != backwards else column.asc(**nulls)

    def _beyond(self, cursor: Cursor) -> Q:
        """Rows after the edge in reading order: `(a, b) > (x, y)` written out, since levels differ in direction."""
        if len(cursor.values) != len(self.levels):
            raise NotUnderstood("bad_cursor", _("This page address does not fit this list. Start at its first page."))
        beyond, equal = Q(pk__in=[]), Q()
        for number, value in enumerate(cursor.values):
            beyond |= equal & self._after(number, value, cursor.backwards)
            equal &= Q(**{f"{self.names[number]}__isnull": True}) if value is None else Q(**{self.names[number]: value})
        # Redundant, but an index range: PostgreSQL does not derive it from the OR.
        return self._not_before(cursor) & beyond

    def _after(self, number: int, value: Any, backwards: bool) -> Q:
        level, name = self.levels[number], self.names[number]
        if value is None:
            return Q(**{f"{name}__isnull": False}) if backwards else Q(pk__in=[])
        operator = "lt" if level.descending != backwards else "gt"
        after = Q(**{f"{name}__{operator}": value})
        return after | Q(**{f"{name}__isnull": True}) if level.nullable and not backwards else after

    def _not_before(self, cursor: Cursor) -> Q:
        level, value = self.levels[0], cursor.values[0]
        if level.nullable or value is None:
            return Q()
        operator = "lte" if level.descending != cursor.backwards else "gte"
        return Q(**{f"{self.names[0]}__{operator}": value})


def is_nullable(model: type[Model], path: str) -> bool:
    """Whether a field path can be empty. Through a nullable link everything can; so can an annotation or transform."""
    for part in path.split("__"):
        try:
            field = model._meta.get_field(model._meta.pk.name if part == "pk" else part)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        model = getattr(field, "related_model", None) or model
    return False


def _dump(value: Any) -> list[str] | None:
    if value is None:
        return None
    for tag, (kind, encode, _decode) in TYPES.items():
        if isinstance(value, kind):
            return [tag, encode(value)]
    raise TypeError(f"a list cannot be ordered by {type(value).__name__}")


def _load(value: list[str] | None) -> Any:
    return None if value is None else TYPES[value[0]][2](value[1])
