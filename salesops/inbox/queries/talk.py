"""What was said and is to be done about one record."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from salesops.inbox.models import Comment, Mention, Task
from salesops.inbox.rules.words import as_html


@dataclass(frozen=True)
class Said:
    """A comment as a page prints it."""

    comment: Comment
    html: SafeString


def comments_on(kind: str, uid: Any, limit: int, older_than: int | None = None) -> list[Said]:
    """The newest ones, oldest first; `older_than` is the key of one seen already."""
    rows = Comment.objects.filter(kind=kind, record_uid=uid, withdrawn_at__isnull=True).select_related("author")
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than)
    return [shown(comment) for comment in reversed(rows.order_by("-pk")[:limit])]


def shown(comment: Comment) -> Said:
    return Said(comment, html_of(comment.body))


def html_of(body: str) -> SafeString:
    return mark_safe(as_html(body))  # noqa: S308 - cut to a few tags by nh3


def count_on(kind: str, uid: Any) -> int:
    return Comment.objects.filter(kind=kind, record_uid=uid, withdrawn_at__isnull=True).count()


def open_tasks_on(kind: str, uid: Any) -> list[Task]:
    rows = Task.objects.filter(kind=kind, record_uid=uid, state=Task.State.OPEN)
    return list(rows.select_related("assignee").order_by("due", "pk"))


def took_part(comment: Comment) -> QuerySet[User]:
    """Who wrote on the record before, or was called there."""
    there = Comment.objects.filter(kind=comment.kind, record_uid=comment.record_uid, withdrawn_at__isnull=True)
    before = there.filter(pk__lt=comment.pk).values("pk")
    wrote, called = Comment.objects.filter(pk__in=before), Mention.objects.filter(comment__in=before)
    found = Q(pk__in=wrote.order_by().values("author")) | Q(pk__in=called.values("person"))
    return User.objects.filter(found, state=User.State.ACTIVE).order_by("pk")
