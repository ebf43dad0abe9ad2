"""What happened to a deal, as people read it: both times, who, why, old and new values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import User
from pipeline.models import Opportunity, OpportunityState, OpportunityVersion
from salesops.audit.queries import history_of
from salesops.kernel.moments import INFINITY

FIELDS = {field.name: field for field in OpportunityState._meta.local_fields}
HIDDEN = frozenset({"credit_owner", "closed_at", "close_basis", "amount_converted", "close_rate", "amount_basis"})


@dataclass(frozen=True)
class Difference:
    """One field that changed; a record by its name."""

    field: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One version. `effective` is when it became true, `recorded` when we learnt it; `superseded` when we stopped
    believing it, None for what is still believed."""

    version: int
    effective: datetime
    recorded: datetime
    superseded: datetime | None
    by: str
    source: str
    reason: str
    reconstructed: bool
    is_first: bool
    differences: tuple[Difference, ...]

    @property
    def is_told_later(self) -> bool:
        return (self.recorded - self.effective).total_seconds() >= 60


def changes_of(
    deal: Opportunity, *, at: datetime | None = None, known: datetime | None = None, everything: bool = False
) -> list[Change]:
    """Newest first: what is believed, or with `everything` also what no longer is. Up to the instant `at`.

    known: what was believed then. Differences compare with the row before in effective order, so a past that was
    stated later reads as it would have happened.
    """
    rows = OpportunityVersion.objects.filter(opportunity=deal)
    if known is not None:
        rows = rows.filter(recorded_at__lte=known, superseded_at__gt=known)
    elif not everything:
        rows = rows.filter(superseded_at=INFINITY)
    if at is not None:
        rows = rows.filter(valid_from__lte=at)
    links = [name for name, field in FIELDS.items() if field.is_relation]
    ordered = list(rows.select_related(*links).order_by("valid_from", "version"))
    people = {person.pk: person.name for person in User.objects.filter(pk__in={row.actor_id for row in ordered})}
    acts = {act.at: act.who for act in history_of(deal).filter(acting_for__isnull=False)}
    return [_change(row, before, people, acts) for before, row in _pairs(ordered)][::-1]


def _pairs(rows: list[OpportunityVersion]) -> Iterable[tuple[OpportunityVersion | None, OpportunityVersion]]:
    """Each row with the believed one before it."""
    before: OpportunityVersion | None = None
    for row in rows:
        yield before, row
        if row.superseded_at == INFINITY or before is None:
            before = row


def _change(
    row: OpportunityVersion, before: OpportunityVersion | None, people: dict[int, str], acts: dict[datetime, str]
) -> Change:
    return Change(
        version=row.version,
        effective=row.valid_from,
        recorded=row.recorded_at,
        superseded=None if row.superseded_at == INFINITY else row.superseded_at,
        by=acts.get(row.recorded_at) or acts.get(row.valid_from) or people.get(row.actor_id or 0, ""),
        source=row.source,
        reason=row.reason,
        reconstructed=row.reconstructed,
        is_first=before is None,
        differences=tuple(_differences(before, row)) if before is not None else (),
    )


def _differences(before: OpportunityVersion, row: OpportunityVersion) -> Iterable[Difference]:
    for name, field in FIELDS.items():
        if name not in HIDDEN and getattr(before, field.attname) != getattr(row, field.attname):
            yield Difference(name, str(field.verbose_name), _said(before, name), _said(row, name))


def _said(row: OpportunityVersion, name: str) -> Any:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return str(value) if isinstance(value, Model) else value
