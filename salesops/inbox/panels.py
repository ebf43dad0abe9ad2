"""What stands on the page of a record: its open tasks and its newest comments. Apps ask for it by `talk_panel`."""

from typing import Any

from django.db.models import Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from salesops.inbox.access import Place, may_change_task
from salesops.inbox.forms import CommentForm
from salesops.inbox.models import Follow, Mute
from salesops.inbox.queries.talk import comments_on, count_on, open_tasks_on
from salesops.kernel.records import record_kinds
from salesops.web.panels import Panel, panels

SHOWN = 10
# The panel of a contact stands beside its form, which not everybody opens who sees the contact.
ELSEWHERE = {"contact"}


def talk_panel(kind: str, *, width: Any = 8) -> Panel:
    """Registers the panel for pages of one kind of record."""

    def render(request: Any, record: Any) -> SafeString:
        # A page about the past takes no writes, and what is said is said today.
        if request.GET.get("as_of"):
            return SafeString("")
        return SafeString(render_to_string("inbox/_talk.html", talk(request, place_of(kind, record)), request))

    key = f"talk_{kind}"
    panel = panels.get(key)
    return panel or panels.register(key, Panel(key, kind, 90, lambda user, record: True, render, width))


def place_of(kind: str, record: Any) -> Place:
    """The page found the record through its door already."""
    return Place(record_kinds[kind], record)


def talk(request: Any, place: Place, form: CommentForm | None = None, limit: int = SHOWN) -> dict[str, Any]:
    """The context of inbox/_talk.html."""
    kind, uid, user = place.kind.key, place.uid, request.user
    total = count_on(kind, uid)
    return {
        "place": place,
        "kind": kind,
        "tasks": [(task, may_change_task(user, task)) for task in open_tasks_on(kind, uid)],
        "comments": comments_on(kind, uid, limit) if total else [],
        "total": total,
        "has_more": total > limit,
        "form": form or CommentForm(auto_id=f"{kind}_%s"),
        "user": user,
        **wishes_on(user, place),
    }


def wishes_on(user: User, place: Place) -> dict[str, bool]:
    """Whether this person muted the record, and whether they follow it: one query for both."""
    mine = {"person": user, **place.named}
    muted, followed = (
        rows.objects.filter(**mine).values_list(Value(word))
        for rows, word in ((Mute, "is_muted"), (Follow, "is_followed"))
    )
    said = {word for (word,) in muted.union(followed)}
    return {word: word in said for word in ("is_muted", "is_followed")}


def back_to(place: Place) -> str:
    """Where a write goes on: the panel on the record's page, else the page of what is said about it."""
    key = f"talk_{place.kind.key}"
    if key in panels and place.kind.key not in ELSEWHERE:
        return f"{place.url}#panel-{key}"
    return reverse("inbox:talk", args=[place.kind.key, place.uid])
