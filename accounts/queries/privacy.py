"""Reads for requests about personal data: whose values, which records, who else is called so, what is suppressed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import ErasureRequest
from accounts.personal import SubjectKind, in_order, subject_kinds
from accounts.rules.erasing import Values, digits_of, normal_address, spaced
from salesops.audit.models import AuditRecord
from salesops.imports.models import BatchRecord

IMPORTED_AS = {"user": "person"}
"""Kinds that imports call otherwise."""


@dataclass(frozen=True)
class Person:
    """Everybody here with one address is one person. keys: by kind, of every record of theirs; the asked one is in it.

    searched: what free text is searched for. Names and numbers that somebody else has too are left out: `shared` says
    how many.
    """

    keys: Mapping[str, tuple[int, ...]]
    values: Values
    searched: Values
    shared: int = 0

    def records(self) -> list[tuple[SubjectKind, Any]]:
        found = []
        for kind in in_order():
            rows = kind.model._base_manager.filter(pk__in=self.keys.get(kind.key, ())).order_by("pk")
            found += [(kind, record) for record in rows]
        return found


def person_of(subject_kind: str, subject_uid: UUID) -> Person | None:
    """None when the record is gone."""
    kind = subject_kinds.get(subject_kind)
    record = kind.record(subject_uid) if kind else None
    if kind is None or record is None:
        return None
    found = [(kind, record), *_same_address(kind, record)]
    values = Values()
    for of, one in found:
        values |= values_of(of, [one]) | former_values(of, one)
    keys: dict[str, list[int]] = defaultdict(list)
    for of, one in found:
        keys[of.key].append(one.pk)
    shared = _shared(values, keys)
    searched = Values(values.names - shared.names, values.addresses, values.phones - shared.phones, values.others)
    return Person(
        {key: tuple(ids) for key, ids in keys.items()}, values, searched, len(shared.names) + len(shared.phones)
    )


def values_of(kind: SubjectKind, rows: Iterable[Any]) -> Values:
    """What the columns of these records hold now. `rows`: records, or the payloads of audit rows."""
    taken = [(lambda name, row=row: row.get(name) if isinstance(row, dict) else getattr(row, name)) for row in rows]

    def texts(columns: Iterable[str]) -> frozenset[str]:
        found = {value.strip() for name in columns for take in taken if isinstance(value := take(name), str)}
        return frozenset(text for text in found if text and not text.startswith("[erased"))

    return Values(texts(kind.names), texts(kind.addresses), texts(kind.phones), texts(kind.others))


def former_values(kind: SubjectKind, record: Any) -> Values:
    """What they held before, as audit and imports remember it."""
    sides = AuditRecord.objects.filter(kind=record._meta.model_name, record_uid=record.uid).values_list(
        "before", "after"
    )
    imported = BatchRecord.objects.filter(kind=IMPORTED_AS.get(kind.key, kind.key), record_id=record.pk)
    payloads = [side for row in [*sides, *imported.values_list("before", "after")] for side in row if side]
    return values_of(kind, payloads)


def _same_address(kind: SubjectKind, record: Any) -> list[tuple[SubjectKind, Any]]:
    addresses = {normal_address(text) for text in values_of(kind, [record]).addresses}
    found = []
    for other in in_order():
        asked = _any(other.addresses, addresses)
        rows = other.model._base_manager.filter(asked).exclude(other.erased) if asked else []
        found += [(other, row) for row in rows if (other.key, row.pk) != (kind.key, record.pk)]
    return found


def _shared(values: Values, keys: Mapping[str, list[int]]) -> Values:
    """Names and numbers of theirs that somebody else has as well."""
    names, phones = set(), set()
    for kind in in_order():
        rows = kind.model._base_manager.exclude(pk__in=keys.get(kind.key, [])).exclude(kind.erased)
        for column in kind.names:
            taken = rows.filter(_any((column,), values.names)).values_list(column, flat=True) if values.names else ()
            lowered = {name.lower() for name in taken}
            names |= {name for name in values.names if name.lower() in lowered}
        for column in kind.phones:
            phones |= {one for one in values.phones if digits_of(one) and rows.filter(_number(column, one)).exists()}
    return Values(frozenset(names), phones=frozenset(phones))


def _number(column: str, phone: str) -> Q:
    return Q(**{f"{column}__regex": rf"(^|[^0-9]|0){spaced(phone)}$"})


def _any(columns: Iterable[str], texts: Iterable[str]) -> Q:
    asked = Q()
    for column in columns:
        for text in texts:
            asked |= Q(**{f"{column}__iexact": text})
    return asked


def with_subject(rows: QuerySet[ErasureRequest]) -> Any:
    """Adds `subject_name`, as the record is called now."""
    names = [
        When(
            subject_kind=kind.key,
            then=Subquery(kind.model._base_manager.filter(uid=OuterRef("subject_uid")).values(kind.names[0])[:1]),
        )
        for kind in in_order()
    ]
    return rows.annotate(subject_name=Case(*names, default=Value(""), output_field=CharField()))


def suppressed(**given: str | None) -> set[str]:
    """Which of `email`, `phone` belong to somebody who was erased."""
    asked = [(kind, value) for kind, value in given.items() if value]
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM unnest(%s::text[], %s::text[]) AS given(kind, value)"
            " WHERE accounts_is_suppressed(kind, value)",
            [[kind for kind, _value in asked], [value for _kind, value in asked]],
        )
        return {str(row[0]) for row in cursor.fetchall()}


def erased_among(addresses: Iterable[str]) -> set[str]:
    """Those addresses and numbers that belong to somebody who was erased."""
    asked = sorted(set(addresses))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value FROM unnest(%s::text[]) AS given(value)"
            " WHERE accounts_is_suppressed(CASE WHEN value LIKE '%%@%%' THEN 'email' ELSE 'phone' END, value)",
            [asked],
        )
        return {str(row[0]) for row in cursor.fetchall()}
