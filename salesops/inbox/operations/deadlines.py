"""What the clock of contracts asks becomes tasks: one for each obligation, one for each notice day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import Contract, Obligation, User, WorkCalendar
from accounts.operations.rows import locked, save_changes
from accounts.queries.contracts import is_decided
from accounts.queries.working_time import organisation_time
from accounts.rules.notice import LEAD_DAYS, OBLIGATION_LEAD_DAYS, NoticeTask, task_for
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.inbox.access import opens
from salesops.inbox.models import Task
from salesops.inbox.operations.tasks import close, make_task, open_again
from salesops.jobs.operations import enqueue

DUE_DAYS = "inbox.due_days"


def notice_task(contract: Contract, task: NoticeTask, **more: Any) -> None:
    """On `notice_due`: whoever owns the contract decides in time."""
    title = _("Decide on %(number)s: renew, or give notice") % {"number": contract.number}
    _ensure(contract, Task.Origin.NOTICE, contract.uid, title, task.due_on, [contract.owner])


def obligation_task(obligation: Obligation, task: NoticeTask, **more: Any) -> None:
    """On `obligation_due`, again for another due day: the same task, for its owner or the contract's."""
    contract = obligation.contract
    people = [obligation.owner, contract.owner]
    _ensure(contract, Task.Origin.OBLIGATION, obligation.uid, obligation.name, task.due_on, people)


def follow_obligation(obligation: Obligation, by: User | None, gone: bool = False, **more: Any) -> None:
    """On `obligation_changed`: its task is done, open, renamed or gone with it."""
    task = Task.objects.filter(origin=Task.Origin.OBLIGATION, source_uid=obligation.uid).first()
    if task is None:
        return
    task = locked(task)
    if gone:
        record("task.removed", by=by, of=task, before={"title": task.title})
        task.delete()
        return
    due = task_for(obligation.due, organisation_time(), OBLIGATION_LEAD_DAYS).due_on
    save_changes(task, {"title": obligation.name, "due": due}, "task.edited", by=by)
    if obligation.done_at is not None and task.is_open:
        close(task, by=by)
    elif obligation.done_at is None and not task.is_open:
        open_again(task, by=by)


def follow_decision(contract: Contract, by: User | None, **more: Any) -> None:
    """On `contract_decided`: its task is done, or open again once notice was taken back."""
    task = Task.objects.filter(origin=Task.Origin.NOTICE, source_uid=contract.uid).first()
    if task is None:
        return
    task, decided = locked(task), is_decided(contract)
    if decided and task.is_open:
        close(task, by=by)
    elif not decided and not task.is_open:
        open_again(task, by=by)


def follow_calendar(calendar: WorkCalendar, **more: Any) -> None:
    """On `calendar_changed`: these tasks fall on working days of the organisation's calendar alone."""
    if calendar.default:
        enqueue(DUE_DAYS, key="organisation")


def recompute_due_days() -> int:
    """Open tasks that are not late yet, by the organisation's calendar as it is now. How many moved."""
    time, moved = organisation_time(), 0
    rows = Task.objects.filter(state=Task.State.OPEN, due__gte=today())
    for origin, days, lead in (
        (Task.Origin.NOTICE, Contract.objects.values_list("uid", "notice_by"), LEAD_DAYS),
        (Task.Origin.OBLIGATION, Obligation.objects.values_list("uid", "due"), OBLIGATION_LEAD_DAYS),
    ):
        tasks = rows.filter(origin=origin).order_by("pk")
        by_source = dict(days.filter(uid__in=tasks.values("source_uid")))
        for task in tasks:
            if task.source_uid in by_source:
                due = task_for(by_source[task.source_uid], time, lead).due_on
                with operation(by=None):
                    moved += save_changes(locked(task), {"due": due}, "task.edited", by=None)
    return moved


def _ensure(contract: Contract, origin: str, source: Any, title: str, due: date, people: list[User | None]) -> None:
    known = Task.objects.filter(origin=origin, source_uid=source).first()
    if known is not None:
        save_changes(locked(known), {"title": title[:300], "due": due}, "task.edited", by=None)
        return
    about = ("contract", contract.uid)
    able = (person for person in people if person is not None and opens(person, *about))
    fields = {"title": title[:300], "due": due, "assignee": next(able, None)}
    make_task(about, fields, by=None, origin=origin, source_uid=source)
