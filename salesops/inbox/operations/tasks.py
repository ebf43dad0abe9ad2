"""Writes about tasks."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.operations.rows import locked, require_known, required_text, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.inbox.access import Place, opens
from salesops.inbox.models import Task
from salesops.kernel.errors import Refused

EDITABLE = frozenset({"title", "assignee", "due"})


def give_task(
    place: Place,
    *,
    title: str,
    assignee: User,
    by: User | None,
    due: date | None = None,
    origin: str = Task.Origin.HAND,
    source_uid: UUID | None = None,
) -> Task:
    """Raises Refused `required`, `receiver_inactive`, `cannot_open` for who may not open the record."""
    changes = _checked(place.kind.key, place.uid, {"title": title, "assignee": assignee, "due": due})
    with operation(by=by):
        task = Task.objects.create(**place.named, **changes, origin=origin, source_uid=source_uid, made_by=by)
        record("task.given", by=by, of=task, after={"title": task.title, "assignee": str(assignee)})
        return task


def edit_task(task: Task, *, changes: Mapping[str, Any], by: User, seen: int | None = None) -> Task:
    """Raises as `give_task`, Conflict `stale_version`, Refused `wrong_state` once it is done."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        task = locked(task, seen=seen, wanted=changes)
        if not task.is_open:
            raise _already_done()
        wanted = {name: value for name, value in changes.items() if getattr(task, name) != value}
        save_changes(task, _checked(task.kind, task.record_uid, wanted), "task.edited", by=by)
        return task


def finish_task(task: Task, *, by: User | None) -> Task:
    """Raises Refused `wrong_state` when it is done already."""
    with operation(by=by) as op:
        task = locked(task)
        if not task.is_open:
            raise _already_done()
        save_changes(task, {"state": Task.State.DONE, "done_at": op.at, "done_by": by}, "task.done", by=by)
        return task


def reopen_task(task: Task, *, by: User | None) -> Task:
    """Raises Refused `wrong_state` while it is open."""
    with operation(by=by):
        task = locked(task)
        if task.is_open:
            raise Refused("wrong_state", _("This is not done yet."))
        save_changes(task, {"state": Task.State.OPEN, "done_at": None, "done_by": None}, "task.reopened", by=by)
        return task


def _already_done() -> Refused:
    return Refused("wrong_state", _("This is done already."))


def _checked(kind: str, uid: UUID, fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    if "title" in checked:
        checked["title"] = required_text(checked["title"], "title", _("Say what is to be done."))
    if "assignee" in checked:
        _require_receiver(checked["assignee"], kind, uid)
    return checked


def _require_receiver(person: User | None, kind: str, uid: UUID) -> None:
    if person is None:
        sentence = _("Choose who is to do it.")
        raise Refused("required", sentence, fields={"assignee": sentence})
    if not person.is_active:
        sentence = _("%(name)s does not work here now.") % {"name": person.name}
        raise Refused("receiver_inactive", sentence, fields={"assignee": sentence})
    if not opens(person, kind, uid):
        sentence = _("%(name)s cannot open this record.") % {"name": person.name}
        raise Refused("cannot_open", sentence, fields={"assignee": sentence})
