"""Writes about tasks. A task that stands for an obligation is done when that is, and the other way round."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Obligation, User
from accounts.operations.obligations import finish_obligation, reopen_obligation
from accounts.operations.rows import locked, require_known, required_text, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.inbox.access import Place, opens
from salesops.inbox.models import Task
from salesops.inbox.operations.news import tell
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
    asked = _checked(place.key, {"title": title, "assignee": assignee, "due": due})
    return make_task(place.key, asked, by=by, origin=origin, source_uid=source_uid)


def make_task(
    about: tuple[str, UUID], fields: Mapping[str, Any], *, by: User | None, origin: str, source_uid: UUID | None
) -> Task:
    """Of what is checked already; by the clock a task may be nobody's yet."""
    with operation(by=by):
        task = Task.objects.create(
            kind=about[0], record_uid=about[1], **fields, origin=origin, source_uid=source_uid, made_by=by
        )
        record("task.given", by=by, of=task, after={"title": task.title, "assignee": str(task.assignee or "")})
        _tell_assignee(task, by)
        return task


def edit_task(task: Task, *, changes: Mapping[str, Any], by: User, seen: int | None = None) -> Task:
    """Raises as `give_task`, Conflict `stale_version`, Refused `wrong_state` once it is done."""
    require_known(changes, EDITABLE)
    with operation(by=by):
        task = locked(task, seen=seen, wanted=changes)
        if not task.is_open:
            raise _already_done()
        wanted = {name: value for name, value in changes.items() if getattr(task, name) != value}
        save_changes(task, _checked((task.kind, task.record_uid), wanted), "task.edited", by=by)
        if "assignee" in wanted:
            _tell_assignee(task, by)
        return task


def hand_on(task: Task, receiver: User, *, by: User | None) -> Task:
    """When its holder leaves. Nobody's where the receiver cannot open the record: whoever can finds it there."""
    with operation(by=by):
        task = locked(task)
        heir = receiver if receiver.is_active and opens(receiver, task.kind, task.record_uid) else None
        save_changes(task, {"assignee": heir}, "task.edited", by=by)
        _tell_assignee(task, by)
        return task


def finish_task(task: Task, *, by: User | None) -> Task:
    """Raises Refused `wrong_state` when it is done already."""
    with operation(by=by):
        obligation = obligation_of(task)
        if obligation is not None and obligation.done_at is None:
            # Its event finishes the task: contract, obligation, task are locked in one order from both sides.
            finish_obligation(obligation, by=by)
            return Task.objects.get(pk=task.pk)
        task = locked(task)
        if not task.is_open:
            raise _already_done()
        return close(task, by=by)


def reopen_task(task: Task, *, by: User | None) -> Task:
    """Raises Refused `wrong_state` while it is open."""
    with operation(by=by):
        obligation = obligation_of(task)
        if obligation is not None and obligation.done_at is not None:
            reopen_obligation(obligation, by=by)
            return Task.objects.get(pk=task.pk)
        task = locked(task)
        if task.is_open:
            raise Refused("wrong_state", _("This is not done yet."))
        return open_again(task, by=by)


def close(task: Task, *, by: User | None) -> Task:
    with operation(by=by) as op:
        save_changes(task, {"state": Task.State.DONE, "done_at": op.at, "done_by": by}, "task.done", by=by)
        tell(
            "task_done",
            key=f"task_done:{task.uid}:{task.row_version}",
            people=[task.made_by],
            by=by,
            record=(task.kind, task.record_uid),
            about=task.uid,
            facts={"title": task.title},
        )
        return task


def open_again(task: Task, *, by: User | None) -> Task:
    save_changes(task, {"state": Task.State.OPEN, "done_at": None, "done_by": None}, "task.reopened", by=by)
    return task


def obligation_of(task: Task) -> Obligation | None:
    if task.origin != Task.Origin.OBLIGATION or task.source_uid is None:
        return None
    return Obligation.objects.select_related("contract").filter(uid=task.source_uid).first()


def _tell_assignee(task: Task, by: User | None) -> None:
    tell(
        "task",
        key=f"task:{task.uid}:{task.row_version}",
        people=[task.assignee],
        by=by,
        record=(task.kind, task.record_uid),
        about=task.uid,
        facts={"title": task.title},
    )


def _already_done() -> Refused:
    return Refused("wrong_state", _("This is done already."))


def _checked(about: tuple[str, UUID], fields: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(fields)
    if "title" in checked:
        checked["title"] = required_text(checked["title"], "title", _("Say what is to be done."))
    if "assignee" in checked:
        _require_receiver(checked["assignee"], about)
    return checked


def _require_receiver(person: User | None, about: tuple[str, UUID]) -> None:
    if person is None:
        code, sentence = "required", _("Choose who is to do it.")
    elif not person.is_active:
        code, sentence = "receiver_inactive", _("%(name)s does not work here now.") % {"name": person.name}
    elif not opens(person, *about):
        code, sentence = "cannot_open", _("%(name)s cannot open this record.") % {"name": person.name}
    else:
        return
    raise Refused(code, sentence, fields={"assignee": sentence})
