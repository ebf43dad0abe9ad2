"""What of this app follows a merged customer or contact. Plain keys move; ownership and membership end and begin."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.merging import Follower, followers, pointing
from accounts.models import (
    AccountOwnership,
    Contact,
    Contract,
    CustomerAccount,
    CustomerMember,
    InstalledProduct,
    Order,
    OwnershipClaim,
    Relationship,
    UsageSignal,
)
from accounts.queries.organisation import zone
from salesops.db.operation import Operation
from salesops.imports.models import ExternalId
from salesops.kernel.moments import INFINITY, local_day

LIVE = {"superseded_at": INFINITY}


def register() -> None:
    for follower in (
        pointing("contacts", "customer", _("contacts"), Contact, "customer"),
        pointing("contracts", "customer", _("contracts"), Contract, "customer"),
        pointing("subsidiaries", "customer", _("accounts below it"), CustomerAccount, "parent"),
        pointing("merged", "customer", _("accounts merged into it"), CustomerAccount, "merged_into"),
        pointing(
            "relationships", "contact", _("people who know them"), Relationship, "contact", among=_not_known_there
        ),
        pointing("merged_contacts", "contact", _("contacts merged into it"), Contact, "merged_into"),
        pointing("claims", "customer", _("claims"), OwnershipClaim, "customer", among=_not_claimed_twice),
        pointing("orders", "customer", _("orders"), Order, "customer"),
        pointing("installed", "customer", _("products in use"), InstalledProduct, "customer", among=_not_in_use_there),
        pointing("usage", "customer", _("usage signals"), UsageSignal, "customer", among=_not_counted_there),
        Follower(
            "ownership", "customer", _("roles owned"), (AccountOwnership, "account"),
            _count_owned, move_ownership, put_back_ownership,
        ),
        Follower(
            "members", "customer", _("members"), (CustomerMember, "customer"),
            _count_members, move_members, put_back_members,
        ),
        external_ids("external_ids", "customer"),
        external_ids("contact_ids", "contact"),
    ):  # fmt: skip
        followers.register(follower.key, follower)


def external_ids(key: str, kind: Any) -> Follower:
    """The ids that sources know it by: their next file then means the survivor."""

    def rows(record: Any) -> Any:
        return ExternalId.objects.filter(kind=kind, record_id=record.pk)

    def move(loser: Any, survivor: Any, op: Operation) -> list[int]:
        moved = sorted(rows(loser).select_for_update().values_list("pk", flat=True))
        ExternalId.objects.filter(pk__in=moved).update(record_id=survivor.pk)
        return moved

    def put_back(loser: Any, survivor: Any, moved: list[int], op: Operation) -> int:
        return len(moved) - int(rows(survivor).filter(pk__in=moved).update(record_id=loser.pk))

    column = (ExternalId, "record_id")
    return Follower(key, kind, _("ids in other systems"), column, lambda loser: rows(loser).count(), move, put_back)


def _not_claimed_twice(claims: Any, survivor: Any) -> Any:
    """Who asks for both accounts keeps the claim on the one that stays."""
    asking = survivor.claims.filter(state=OwnershipClaim.State.OPEN).values("claimed_by")
    return claims.exclude(state=OwnershipClaim.State.OPEN, claimed_by__in=asking)


def _not_in_use_there(installed: Any, survivor: Any) -> Any:
    """What both have in use on the same days is one thing, known at the survivor."""
    same = survivor.installed.filter(name=OuterRef("name"), competitor=OuterRef("competitor"))
    return installed.exclude(Exists(same.filter(during__overlap=OuterRef("during"))))


def _not_counted_there(signals: Any, survivor: Any) -> Any:
    same = {"product": OuterRef("product"), "day": OuterRef("day"), "measure": OuterRef("measure")}
    return signals.exclude(Exists(survivor.usage.filter(**same)))


def _not_known_there(relationships: Any, survivor: Any) -> Any:
    """One a person and source; what activities say is computed anew that night."""
    same = survivor.relationships.filter(person=OuterRef("person"), source=OuterRef("source"))
    return relationships.exclude(Exists(same))


def _count_owned(loser: CustomerAccount) -> int:
    return AccountOwnership.objects.filter(account=loser, valid__endswith=None, **LIVE).count()


def _count_members(loser: CustomerAccount) -> int:
    return CustomerMember.objects.filter(customer=loser, during__endswith=None).count()


def move_ownership(loser: CustomerAccount, survivor: CustomerAccount, op: Operation) -> dict[str, Any]:
    """The loser is owned up to the day of the merge, its past stays its own; from then on the survivor's owners count.

    A role that nobody has at the survivor from then on passes to who had it. `{account: {"ended": [..], "made": [..]}}`
    """
    day = local_day(op.at, zone())
    rows = _from(loser, day)
    ended = {str(loser.pk): {"ended": [row.pk for row in rows], "made": _restated(rows, None, day, op)}}
    taken = {row.role for row in _from(survivor, day)}
    passed = [row for row in rows if row.role not in taken]
    ended[str(survivor.pk)] = {"ended": [], "made": _restated(passed, survivor, day, op)}
    return ended


def _from(account: CustomerAccount, day: date) -> list[AccountOwnership]:
    """What is believed of the days from `day` on, ours until the transaction ends."""
    rows = AccountOwnership.objects.select_for_update().filter(account=account, **LIVE)
    return list(rows.filter(valid__overlap=DateRange(day, None)).order_by("pk"))


def _restated(
    rows: Iterable[AccountOwnership], survivor: CustomerAccount | None, day: date, op: Operation
) -> list[int]:
    """Without a survivor: what is left of each before `day`, which supersedes it. With one: the rest, given to it."""
    made = []
    for row in rows:
        lower, upper = row.valid.lower, row.valid.upper
        valid = DateRange(lower, day) if survivor is None else DateRange(max(lower or day, day), upper)
        if survivor is None:
            AccountOwnership.objects.filter(pk=row.pk).update(superseded_at=op.at)
        if survivor is not None or lower is None or lower < day:
            made.append(_stated(row, survivor or row.account, valid, op))
    AccountOwnership.objects.bulk_create(made)
    return [row.pk for row in made]


def _stated(row: AccountOwnership, account: CustomerAccount, valid: DateRange, op: Operation) -> AccountOwnership:
    return AccountOwnership(
        account=account, role=row.role, seat=row.seat, valid=valid, source=op.source, recorded_at=op.at
    )


def put_back_ownership(loser: CustomerAccount, survivor: CustomerAccount, moved: dict[str, Any], op: Operation) -> int:
    """What the merge stated is superseded, what it ended is stated anew: the log keeps both. A role that changed hands
    at the survivor since stays there as it is.
    """
    changed = 0
    for memory in moved.values():
        made = AccountOwnership.objects.filter(pk__in=memory["made"])
        changed += made.exclude(**LIVE).count()
        made.filter(**LIVE).update(superseded_at=op.at)
        ended = AccountOwnership.objects.filter(pk__in=memory["ended"]).select_related("seat", "account")
        AccountOwnership.objects.bulk_create([_stated(row, row.account, row.valid, op) for row in ended])
    return changed


def move_members(loser: CustomerAccount, survivor: CustomerAccount, op: Operation) -> dict[str, Any]:
    """Who works with the loser today works with the survivor from today on; the days before stay where they were.

    `cut`: row, its end before, and the row made at the survivor, if any. `moved`: rows that had not begun.
    """
    day = local_day(op.at, zone())
    rows = CustomerMember.objects.select_for_update().filter(customer=loser, during__overlap=DateRange(day, None))
    known = _members(survivor, day)
    memory: dict[str, Any] = {"day": day.isoformat(), "cut": [], "moved": []}
    for row in rows.order_by("pk"):
        lower, upper = row.during.lower, row.during.upper
        is_known = any(_overlap(day, lower, upper, held) for held in known[row.person_id, row.role])
        if lower is not None and lower >= day:
            if not is_known:
                memory["moved"].append(row.pk)
            continue
        CustomerMember.objects.filter(pk=row.pk).update(during=DateRange(lower, day))
        made = None if is_known else _made(row, survivor, DateRange(day, upper))
        memory["cut"].append([row.pk, upper and upper.isoformat(), made])
    CustomerMember.objects.filter(pk__in=memory["moved"]).update(customer=survivor)
    return memory


def _made(row: CustomerMember, survivor: CustomerAccount, during: DateRange) -> int:
    made = CustomerMember.objects.create(customer=survivor, person_id=row.person_id, role=row.role, during=during)
    return int(made.pk)


def _members(customer: CustomerAccount, day: date) -> dict[tuple[int, str], list[DateRange]]:
    held: dict[tuple[int, str], list[DateRange]] = defaultdict(list)
    for row in CustomerMember.objects.filter(customer=customer, during__overlap=DateRange(day, None)):
        held[row.person_id, row.role].append(row.during)
    return held


def _overlap(day: date, lower: date | None, upper: date | None, held: DateRange) -> bool:
    start = max(lower or day, day)
    return (upper is None or held.lower is None or held.lower < upper) and (held.upper is None or start < held.upper)


def put_back_members(loser: CustomerAccount, survivor: CustomerAccount, moved: dict[str, Any], op: Operation) -> int:
    """A membership that somebody ended or moved at the survivor since stays as they left it."""
    day, kept = date.fromisoformat(moved["day"]), 0
    for key, end, made in moved["cut"]:
        upper = date.fromisoformat(end) if end else None
        there = CustomerMember.objects.filter(pk=made, customer=survivor, during=DateRange(day, upper))
        if made is not None and not there.delete()[0]:
            kept += 1
            continue
        for row in CustomerMember.objects.filter(pk=key, customer=loser, during__endswith=day):
            row.during = DateRange(row.during.lower, upper)
            row.save(update_fields=["during"])
    back = CustomerMember.objects.filter(pk__in=moved["moved"], customer=survivor)
    return kept + len(moved["moved"]) - back.update(customer=loser)
