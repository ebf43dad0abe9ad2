"""Two records are one: put together under locks, and taken apart again for thirty days (docs/decisions/0105)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.merging import followers, followers_of
from accounts.models import Contact, ContactMerge, CustomerAccount, CustomerMerge, NotDuplicate, User
from accounts.operations.customers import require_no_cycle
from accounts.operations.rows import locked
from accounts.rules.merges import (
    can_be_undone,
    earliest,
    merged_domains,
    not_changed_since,
    strictest_consent,
    taken_from,
)
from salesops.audit.operations import record
from salesops.db.operation import Operation, operation
from salesops.kernel.errors import Conflict, NotFound, Refused

Record = CustomerAccount | Contact
Merged = CustomerMerge | ContactMerge
# What a person chooses together: an amount means nothing without its currency, an address without its normal form.
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "customer": {
        "name": ("name",),
        "parent": ("parent_id",),
        "account_type": ("account_type",),
        "sector": ("sector",),
        "country": ("country",),
        "employees": ("employees",),
        "annual_revenue": ("annual_revenue", "annual_revenue_currency"),
        "founded_year": ("founded_year",),
    },
    "contact": {
        "name": ("name",),
        "title": ("title",),
        "email": ("email", "email_norm"),
        "phone": ("phone", "phone_e164"),
    },
}
KEPT_BY_RULE = {"customer": ("domains",), "contact": ("opted_out_at", "consent")}
MERGES: dict[str, type[Any]] = {"customer": CustomerMerge, "contact": ContactMerge}


@dataclass(frozen=True)
class Versions:
    """The row versions a person looked at when choosing; None takes what is there."""

    survivor: int | None = None
    loser: int | None = None


def merge_customers(
    survivor: CustomerAccount,
    loser: CustomerAccount,
    *,
    choices: Mapping[str, str],
    by: User | None,
    seen: Versions = Versions(),
    reason: str = "",
) -> CustomerMerge:
    """`loser` turned out to be `survivor`: what belongs to it follows, its address leads there from now on.

    choices: for a field "survivor" or "loser"; without one the survivor's value stays unless it has none.
    Raises Conflict `merge_invalid` for one record, one that is merged or archived, or two with an account between them;
    Conflict `stale_version`; Refused `choice_unknown`.
    """
    merged: CustomerMerge = _merge("customer", survivor, loser, choices, by, seen, reason)
    return merged


def merge_contacts(
    survivor: Contact,
    loser: Contact,
    *,
    choices: Mapping[str, str],
    by: User | None,
    seen: Versions = Versions(),
    reason: str = "",
) -> ContactMerge:
    """As `merge_customers`, for two contacts of one customer. Who opted out at either has opted out."""
    merged: ContactMerge = _merge("contact", survivor, loser, choices, by, seen, reason)
    return merged


def undo_merge(merge: Merged, *, by: User | None) -> Merged:
    """Both records as they were, each with what was its own; what somebody changed since stays and is named in `kept`.

    Raises Conflict `merge_invalid` when it was undone already or the survivor was merged on, Refused `undo_too_late`
    after thirty days, `parent_cycle` when the hierarchy has changed so that the loser finds no place.
    """
    kind = "customer" if isinstance(merge, CustomerMerge) else "contact"
    with operation(by=by) as op:
        survivor, loser = _locked(kind, merge.survivor, merge.loser)
        merge = MERGES[kind].objects.select_for_update().get(pk=merge.pk)
        _require_undoable(merge, survivor, op.at)
        kept: dict[str, Any] = {}
        fields = _restore(merge, survivor, loser)
        if fields:
            kept["fields"] = fields
        for key, moved in merge.moved.items():
            follower = followers.get(key)
            stays = follower.put_back(loser, survivor, moved, op) if follower else 0
            kept |= {key: stays} if stays else {}
        _settle(kind, loser, survivor, op)
        merge.undone_at, merge.undone_by, merge.kept = op.at, by, kept
        merge.save(update_fields=["undone_at", "undone_by", "kept"])
        record(f"{kind}.merge_undone", by=by, of=survivor, before={"merged": str(loser)}, after={"kept": kept})
        record(f"{kind}.merge_undone", by=by, of=loser, before={"merged_into": str(survivor)}, after={"kept": kept})
        return merge


def mark_not_duplicate(first: Record, second: Record, *, by: User | None) -> None:
    """Two records that are two: not proposed again; said twice it changes nothing. Raises Conflict `merge_invalid`."""
    if first.pk == second.pk:
        raise Conflict("merge_invalid", _("These are one and the same record already."))
    kind = _kind(first)
    with operation(by=by) as op:
        one, other = sorted((UUID(str(first.uid)), UUID(str(second.uid))))
        _known, made = NotDuplicate.objects.get_or_create(
            kind=kind, first_uid=one, second_uid=other, defaults={"by": by, "at": op.at}
        )
        if made:
            record(f"{kind}.not_duplicate", by=by, of=first, after={"other": str(second)})


def _merge(
    kind: str,
    survivor: Record,
    loser: Record,
    choices: Mapping[str, str],
    by: User | None,
    seen: Versions,
    reason: str,
) -> Any:
    _require_known(kind, choices)
    with operation(by=by, source="merge", reason=reason) as op:
        survivor, loser = _locked(kind, survivor, loser)
        _require_two(survivor, loser)
        locked(survivor, seen=seen.survivor)
        locked(loser, seen=seen.loser)
        before = {"survivor": _state(kind, survivor), "loser": _state(kind, loser)}
        after = _after(kind, survivor, loser, choices)
        moved = {follower.key: follower.move(loser, survivor, op) for follower in followers_of(kind)}
        _save(survivor, after)
        _save(loser, {"merged_into_id": survivor.pk, "archived_at": op.at})
        if isinstance(survivor, CustomerAccount):
            _require_place(survivor)
        changed = {name: _plain(value) for name, value in after.items()}
        merge = MERGES[kind].objects.create(
            survivor=survivor, loser=loser, choices=dict(choices), before=before, after=changed, moved=moved,
            reason=reason, merged_at=op.at, merged_by=by,
        )  # fmt: skip
        said = {"merged": str(loser), "choices": dict(choices), **changed}
        was = {name: before["survivor"][name] for name in changed}
        record(f"{kind}.merged", by=by, of=survivor, before=was, after=said, reason=reason)
        record(f"{kind}.merged_away", by=by, of=loser, after={"merged_into": str(survivor)}, reason=reason)
        return merge


def _locked(kind: str, survivor: Record, loser: Record) -> tuple[Any, Any]:
    """Both rows in the order of their keys, so that two merges at once wait for each other instead of locking up."""
    model: Any = CustomerAccount if kind == "customer" else Contact
    rows = model.objects.select_for_update().filter(pk__in=[survivor.pk, loser.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if survivor.pk not in found or loser.pk not in found:
        raise NotFound()
    return found[survivor.pk], found[loser.pk]


def _require_known(kind: str, choices: Mapping[str, str]) -> None:
    for field, side in choices.items():
        if field not in CHOICES[kind] or side not in ("survivor", "loser"):
            sentence = _("“%(value)s” is not one of the choices.") % {"value": side}
            raise Refused("choice_unknown", sentence, fields={field: sentence})


def _require_two(survivor: Record, loser: Record) -> None:
    if survivor.pk == loser.pk:
        raise Conflict("merge_invalid", _("These are one and the same record already."))
    for row in (loser, survivor):
        if row.merged_into is not None:
            names = {"name": row.name, "other": row.merged_into.name}
            raise Conflict("merge_invalid", _("%(name)s was merged into %(other)s already.") % names)
        if row.archived_at is not None:
            raise Conflict("merge_invalid", _("%(name)s is archived. Restore it first.") % {"name": row.name})
    if isinstance(survivor, Contact) and isinstance(loser, Contact) and survivor.customer_id != loser.customer_id:
        raise Conflict("merge_invalid", _("Only contacts of one account are merged. Merge the accounts first."))


def _columns(kind: str) -> list[str]:
    return [column for columns in CHOICES[kind].values() for column in columns] + list(KEPT_BY_RULE[kind])


def _state(kind: str, row: Record) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in _columns(kind)}


def _after(kind: str, survivor: Record, loser: Record, choices: Mapping[str, str]) -> dict[str, Any]:
    """What of the survivor changes: the chosen values, and those that a rule decides."""
    after: dict[str, Any] = {}
    for field, columns in CHOICES[kind].items():
        own, other = getattr(survivor, columns[0]), getattr(loser, columns[0])
        if taken_from(own, other, choices.get(field)) == "loser":
            after |= {name: getattr(loser, name) for name in columns}
    if isinstance(survivor, CustomerAccount) and isinstance(loser, CustomerAccount):
        after["domains"] = merged_domains(survivor.domains, loser.domains)
        after["parent_id"] = _parent(survivor, loser, after.get("parent_id", survivor.parent_id))
    elif isinstance(survivor, Contact) and isinstance(loser, Contact):
        after["opted_out_at"] = earliest(survivor.opted_out_at, loser.opted_out_at)
        after["consent"] = strictest_consent(survivor.consent, loser.consent)
    return {name: value for name, value in after.items() if value != getattr(survivor, name)}


def _parent(survivor: CustomerAccount, loser: CustomerAccount, wanted: int | None) -> int | None:
    """One of the two may have stood directly below the other: then it is the place of the upper one."""
    if survivor.parent_id == loser.pk:
        return loser.parent_id
    return survivor.parent_id if wanted == survivor.pk else wanted


def _require_place(survivor: CustomerAccount) -> None:
    """Raises Conflict `merge_invalid` when an account between the two would stand above and below the survivor."""
    try:
        require_no_cycle(survivor, survivor.parent)
    except Refused as refused:
        sentence = _("Another account stands between these two. Move it first: %(why)s") % {"why": refused.message}
        raise Conflict("merge_invalid", sentence) from refused


def _save(row: Record, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.row_version += 1
    row.save(update_fields=[*(name.removesuffix("_id") for name in values), "row_version"])


def _require_undoable(merge: Merged, survivor: Record, at: datetime) -> None:
    if merge.undone_at is not None:
        raise Conflict("merge_invalid", _("This merge was undone already."))
    if survivor.merged_into is not None:
        names = {"name": survivor.name, "other": survivor.merged_into.name}
        raise Conflict("merge_invalid", _("%(name)s was merged into %(other)s since. Undo that first.") % names)
    if not can_be_undone(merge.merged_at, at):
        raise Refused("undo_too_late", _("A merge is undone within 30 days. Make a new account and move what is its."))


def _restore(merge: Merged, survivor: Any, loser: Any) -> list[str]:
    """Both rows as they were. Returns the survivor's columns that were changed since and stay.

    An opt-out made since was made by the person, whichever of the two it is: it stays on both.
    """
    current = {name: _plain(getattr(survivor, name)) for name in merge.after}
    own = not_changed_since(current, merge.after)
    values = {name: _read(survivor, name, merge.before["survivor"][name]) for name in own}
    if "domains" in merge.after and "domains" not in own:
        # Another merge may have brought more of them since: what this one brought goes.
        brought = set(merge.after["domains"]) - set(merge.before["survivor"]["domains"])
        values["domains"] = sorted(set(survivor.domains) - brought)
    back: dict[str, Any] = {"merged_into_id": None, "archived_at": None}
    if isinstance(survivor, Contact):
        since = [name for name in KEPT_BY_RULE["contact"] if _ended_since(survivor, merge, name)]
        values = {name: value for name, value in values.items() if name not in since}
        back |= {name: getattr(survivor, name) for name in since}
    _save(survivor, values)
    _save(loser, back)
    if isinstance(survivor, CustomerAccount):
        survivor.refresh_from_db(fields=["parent"])
    return sorted(set(merge.after) - set(own))


def _ended_since(survivor: Contact, merge: Merged, name: str) -> bool:
    stood = merge.after.get(name, merge.before["survivor"][name])
    return bool(getattr(survivor, name)) and _plain(getattr(survivor, name)) != stood


def _settle(kind: str, loser: Record, survivor: Record, op: Operation) -> None:
    for follower in followers_of(kind):
        if follower.settle is not None:
            follower.settle(loser, survivor, op)
    if isinstance(loser, CustomerAccount) and isinstance(survivor, CustomerAccount):
        require_no_cycle(loser, loser.parent)
        require_no_cycle(survivor, survivor.parent)


def _kind(row: Record) -> str:
    return "customer" if isinstance(row, CustomerAccount) else "contact"


def _plain(value: Any) -> Any:
    """As JSON keeps it, so that what is read back compares equal."""
    if isinstance(value, Decimal):
        return f"{value:.4f}"
    return value.isoformat() if isinstance(value, datetime) else value


def _read(row: Any, name: str, value: Any) -> Any:
    return row._meta.get_field(name.removesuffix("_id")).to_python(value) if value is not None else None
