"""Whose rows a question may see: people with the days they were in view, and single records by membership.

One scope renders the condition of every measure, so a list, a figure and an export cannot disagree. Nobody's name is in
the SQL text: people and days are bound as arrays and joined by unnest, which the planner turns into one index probe a
person for a team and one hash for a company (an EXISTS over a closure measured 12 to 120 times slower: platform.md 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Span = tuple[int, date | None, date | None]


@dataclass(frozen=True)
class ScopeCut:
    """SQL for a FROM and a WHERE clause, with its parameters. `join` starts with a JOIN keyword or is empty."""

    join: str
    where: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """`spans` are (person, from, to): half-open days, None without a bound. `record_ids`: memberships by kind.

    Spans of one person that touch or overlap are joined on construction, so that no row is ever counted twice.
    An empty scope sees nothing; it is never an error.
    """

    everything: bool = False
    spans: tuple[Span, ...] = ()
    record_ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", _joined(self.spans))

    @classmethod
    def of_people(cls, people: Iterable[int]) -> "Scope":
        """These people at any time."""
        return cls(spans=tuple((person, None, None) for person in people))

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.spans or any(self.record_ids.values()))

    def sees(self, owner: int | None, day: date, *, kind: str = "", record: int | None = None) -> bool:
        """The same condition on plain values: the slow reference of the SQL, and the door of one row."""
        if self.everything or record in self.record_ids.get(kind, ()):
            return True
        return any(
            person == owner and (start is None or start <= day) and (end is None or day < end)
            for person, start, end in self.spans
        )

    def cut(
        self,
        *,
        owner: str,
        day: str,
        record: tuple[str, str] | None = None,
        within: tuple[date, date] | None = None,
        name: str = "scope",
    ) -> ScopeCut:
        """Condition on the SQL expressions `owner` (a person id) and `day` (the business day the row is placed at).

        record: (kind, id expression) of a record that can have members. within: half-open days in which the caller
        promises every row's day to lie; where nobody moved in between, no row's day is looked at. name: tells two cuts
        of one query apart. The join adds no rows: a person has at most one span on a day. A null owner is outside, a
        null day outside every bounded span.
        """
        if self.everything:
            return ScopeCut("", "TRUE")
        kind, identity = record or ("", "")
        members = self.record_ids.get(kind, ())
        spans, is_whole = _inside(self.spans, within)
        params: dict[str, Any] = {f"{name}_person": [person for person, _, _ in spans]}
        in_people = f"{owner} = ANY(%({name}_person)s::bigint[])"
        if members:
            params[f"{name}_members"] = list(members)
            in_people = f"({in_people} OR {identity} = ANY(%({name}_members)s::bigint[]))"
        if is_whole:
            return ScopeCut("", in_people, params)
        params[f"{name}_from"] = [start.isoformat() if start else "-infinity" for _, start, _ in spans]
        params[f"{name}_to"] = [end.isoformat() if end else "infinity" for _, _, end in spans]
        join = (
            f"JOIN unnest(%({name}_person)s::bigint[], %({name}_from)s::date[], %({name}_to)s::date[])"
            f" AS {name}(person, from_day, to_day) ON {name}.person = {owner}"
            f" AND {name}.from_day <= {day} AND {name}.to_day > {day}"
        )
        if not members:
            return ScopeCut(join, "TRUE", params)
        # The first condition follows from the second; the planner needs it to combine two indexes.
        either = f"({name}.person IS NOT NULL OR {identity} = ANY(%({name}_members)s::bigint[]))"
        return ScopeCut(f"LEFT {join}", f"{in_people} AND {either}", params)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted by person and day, touching stretches merged."""
    merged: list[Span] = []
    for person, start, end in sorted(set(spans), key=lambda span: (span[0], span[1] or date.min)):
        if start is not None and end is not None and end <= start:
            continue
        if merged and merged[-1][0] == person and _touches(merged[-1][2], start):
            last = merged.pop()
            end = None if last[2] is None or end is None else max(last[2], end)
            start = last[1]
        merged.append((person, start, end))
    return tuple(merged)


def _inside(spans: tuple[Span, ...], within: tuple[date, date] | None) -> tuple[tuple[Span, ...], bool]:
    """The spans that reach into `within`, and whether each of them covers all of it."""
    first, end = within or (None, None)
    reaching = tuple(
        span
        for span in spans
        if (end is None or span[1] is None or span[1] < end) and (first is None or span[2] is None or span[2] > first)
    )
    whole = all(
        (start is None or (first is not None and start <= first))
        and (stop is None or (end is not None and stop >= end))
        for _, start, stop in reaching
    )
    return reaching, whole


def _touches(end: date | None, start: date | None) -> bool:
    return end is None or start is None or start <= end


NOTHING = Scope()
EVERYTHING = Scope(everything=True)
