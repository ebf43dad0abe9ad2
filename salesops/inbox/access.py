"""Who sees and does what here: the door of the record decides, at every read.

A comment or a task is seen by whoever may open its record now, and by nobody else: its author, too, loses sight of it
with the record.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.access import reach, require, today
from accounts.models import RoleGrant, User
from salesops.db.scoped import ScopedQuerySet
from salesops.inbox.models import Channel, Comment, Delivery, Notification, Task
from salesops.kernel.errors import Forbidden, NotFound
from salesops.kernel.records import RecordKind, record_kinds
from salesops.kernel.scoping import require_scoped

STEERS = "ownership.change"
CHANGE_CHANNELS = "channel.change"


@dataclass(frozen=True)
class Place:
    """One record that somebody may open: what is written and given there."""

    kind: RecordKind
    row: Any

    @property
    def uid(self) -> UUID:
        uid: UUID = self.row.uid
        return uid

    @property
    def title(self) -> str:
        return self.kind.title(self.row)

    @property
    def url(self) -> str:
        return self.kind.url(self.row)

    @property
    def key(self) -> tuple[str, UUID]:
        return self.kind.key, self.uid

    @property
    def named(self) -> dict[str, Any]:
        """The columns of a row about it."""
        return {"kind": self.kind.key, "record_uid": self.uid}


def place_for(user: User, kind: str, uid: UUID) -> Place:
    """Raises NotFound for a kind nobody talks about, and for a record outside the person's scope."""
    known = record_kinds.get(kind)
    row = _rows(known, user).filter(uid=uid).first() if known and known.talks else None
    if known is None or row is None:
        raise NotFound()
    return Place(known, row)


def opens(user: User, kind: str, uid: UUID) -> bool:
    """Whether this person, who need not be the one who asks, may open the record now."""
    known = record_kinds.get(kind)
    return known is not None and user.is_active and _rows(known, user).filter(uid=uid).exists()


def places_of(user: User, named: Iterable[tuple[str, UUID | None]]) -> dict[tuple[str, UUID], Place]:
    """Those of the records that the person may open, by kind and uid: one query a kind, however many there are."""
    wanted: dict[str, set[UUID]] = {}
    for kind, uid in named:
        if uid is not None and kind in record_kinds:
            wanted.setdefault(kind, set()).add(uid)
    found: dict[tuple[str, UUID], Place] = {}
    for kind, uids in sorted(wanted.items()):
        known = record_kinds[kind]
        found |= {(kind, row.uid): Place(known, row) for row in _rows(known, user).filter(uid__in=uids)}
    return found


def in_sight(user: User, kinds: Sequence[str]) -> Q:
    """The condition on `kind` and `record_uid`: the record is one the person may open."""
    found = Q(pk__in=[])
    for key in kinds:
        known = record_kinds.get(key)
        if known is not None:
            found |= Q(kind=key, record_uid__in=_rows(known, user).order_by().values("uid"))
    return found


def visible_comments(user: User) -> ScopedQuerySet[Comment]:
    rows = Comment.objects.filter(withdrawn_at__isnull=True)
    return rows.filter(in_sight(user, _kinds_of(Comment))).select_related("author").mark_scoped(user)


def comment_for(user: User, uid: UUID, *, own: bool = False) -> Comment:
    """`own`: to change it, which its author alone does."""
    comment = visible_comments(user).one(uid=uid)
    if own and comment.author_id != user.pk:
        raise Forbidden()
    return comment


def visible_tasks(user: User) -> ScopedQuerySet[Task]:
    rows = Task.objects.filter(in_sight(user, _kinds_of(Task)))
    return rows.select_related("assignee", "made_by").mark_scoped(user)


def task_for(user: User, uid: UUID, *, change: bool = False) -> Task:
    """`change`: to finish, reopen, hand on or edit it."""
    task = visible_tasks(user).one(uid=uid)
    if change and not may_change_task(user, task):
        raise Forbidden()
    return task


def may_change_task(user: User, task: Task) -> bool:
    """Who has it, who gave it, and who steers the one who has it."""
    return user.pk in (task.assignee_id, task.made_by_id) or reach(user, STEERS).covers(task.assignee_id)


def _kinds_of(model: type[Comment] | type[Task]) -> list[str]:
    """The kinds there are rows of: the doors of the others need not be asked."""
    return sorted(model.objects.order_by().values_list("kind", flat=True).distinct())


def _rows(kind: RecordKind, user: User) -> Any:
    return require_scoped(kind.rows(user))


def visible_notifications(user: User) -> ScopedQuerySet[Notification]:
    """One's own; nobody reads those of others."""
    return Notification.objects.filter(person=user).select_related("news__by").mark_scoped(user)


def notification_for(user: User, uid: UUID) -> Notification:
    return visible_notifications(user).one(uid=uid)


def visible_channels(user: User) -> ScopedQuerySet[Channel]:
    """Everybody sees which ways out there are and whether they work; addresses and secrets are never shown."""
    rows = Channel.objects.select_related("owner", "team")
    return (rows if user.verbs else rows.none()).mark_scoped(user)


def channel_for(user: User, uid: UUID, *, change: bool = False) -> Channel:
    channel = visible_channels(user).one(uid=uid)
    if change:
        require(user, CHANGE_CHANNELS)
    return channel


def visible_deliveries(user: User) -> ScopedQuerySet[Delivery]:
    """The log of channels, for who keeps them; otherwise what went to oneself."""
    rows = Delivery.objects.select_related("news", "person", "channel")
    return (rows if user.may(CHANGE_CHANNELS) else rows.filter(person=user)).mark_scoped(user)


def delivery_for(user: User, uid: UUID) -> Delivery:
    found = visible_deliveries(user).one(uid=uid)
    require(user, CHANGE_CHANNELS)
    return found


def keepers_of_channels() -> list[User]:
    """Who is told when a channel without an owner fails."""
    today_ = today()
    grants = RoleGrant.objects.filter(role__verbs__verb=CHANGE_CHANNELS, during__contains=today_)
    return list(User.objects.filter(state=User.State.ACTIVE, pk__in=grants.values("user")).order_by("pk"))


def scope_hash(user: User) -> str:
    """By which roles somebody was let through: the same roles over the same scope give the same hash."""
    held = sorted(f"{grant.role.key}:{grant.scope}" for grant in user.grants_now)
    return hashlib.sha256("|".join(held).encode()).hexdigest()
