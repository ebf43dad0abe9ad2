"""Dated rows of some people as they stand, kept as JSON, and put back as they were: how a change is taken back."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from accounts.models import (
    CustomerMember,
    Delegation,
    Employment,
    JobAssignment,
    ReportingLine,
    RoleGrant,
    Seat,
    SeatOccupancy,
    TeamMembership,
)
from accounts.operations.customers import DEAL

Snapshot = Mapping[str, list[dict[str, Any]]]


def tables(people: Iterable[int], seats: Iterable[int]) -> dict[str, tuple[type[models.Model], Q]]:
    """The rows of each table that belong to these people and seats, in an order in which they can be written again."""
    who, where = list(people), list(seats)
    return {
        "seat": (Seat, Q(pk__in=where) | Q(person__in=who)),
        "occupancy": (SeatOccupancy, Q(person__in=who) | Q(seat__in=where)),
        "line": (ReportingLine, Q(person__in=who)),
        "membership": (TeamMembership, Q(person__in=who)),
        "grant": (RoleGrant, Q(user__in=who)),
        "delegation": (Delegation, Q(person__in=who) | Q(delegate__in=who)),
        "member": (CustomerMember, Q(person__in=who) & ~Q(role=DEAL)),
        "employment": (Employment, Q(person__in=who)),
        "job": (JobAssignment, Q(employment__person__in=who)),
    }


KEPT = ("seat", "employment")
"""Rows that others refer to: they are changed back, never removed and made anew."""


def taken(people: Iterable[int], seats: Iterable[int]) -> Snapshot:
    """Every column of those rows, by table."""
    found = {
        name: [_plain(row) for row in model._default_manager.filter(own).order_by("pk").values()]
        for name, (model, own) in tables(people, seats).items()
    }
    # As text to the microsecond; Django's own encoder keeps milliseconds.
    snapshot: Snapshot = json.loads(json.dumps(found, default=str))
    return snapshot


def same_rows(one: Snapshot, other: Snapshot) -> bool:
    """Whether both say the same; a row that was taken away and made anew has another key."""
    return _without_keys(one) == _without_keys(other)


def _without_keys(rows: Snapshot) -> dict[str, list[str]]:
    return {
        name: sorted(json.dumps(row if name in KEPT else {**row, "id": 0, "uid": ""}, sort_keys=True) for row in found)
        for name, found in rows.items()
    }


def put_back(before: Snapshot, people: Iterable[int], seats: Iterable[int]) -> None:
    """Exactly the rows of `before`, keys included: what came since goes, what was there is changed back."""
    where = tables(people, seats)
    for name in reversed(where):
        model, own = where[name]
        rows = model._default_manager.filter(own)
        if name in KEPT:
            rows = rows.exclude(pk__in=[row["id"] for row in before.get(name, ())])
        rows.delete()
    for name, (model, _own) in where.items():
        again = [model(**_read(row)) for row in before.get(name, ())]
        if name not in KEPT:
            model._default_manager.bulk_create(again)
        elif again:
            columns = [column.name for column in model._meta.local_concrete_fields if not column.primary_key]
            model._default_manager.bulk_update(again, columns)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _days(value) if isinstance(value, DateRange) else value for name, value in row.items()}


def _days(during: DateRange) -> list[str | None]:
    return [day.isoformat() if day else None for day in (during.lower, during.upper)]


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(row)
    if "during" in kept:
        start, end = (date.fromisoformat(day) if day else None for day in kept["during"])
        kept["during"] = DateRange(start, end)
    return kept
