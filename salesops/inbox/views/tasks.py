"""Tasks: one's own, those one gave, and one of them."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import today
from accounts.requests import PersonRequest
from accounts.views.asking import Done, ask
from salesops.inbox.access import may_change_task, place_for, task_for, visible_tasks
from salesops.inbox.forms import TaskForm
from salesops.inbox.models import Task
from salesops.inbox.operations.tasks import edit_task, finish_task, reopen_task
from salesops.inbox.panels import back_to
from salesops.inbox.tables import Tasks
from salesops.inbox.views.talk import task_form_page
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved

OPEN = Q(state=Task.State.OPEN)


@require_safe
def tasks_page(request: PersonRequest) -> HttpResponseBase:
    user, tab = request.user, request.GET.get("tab", "")
    tabs = {
        "": (_("Mine"), OPEN & Q(assignee=user)),
        "given": (_("Given by me"), OPEN & Q(made_by=user) & ~Q(assignee=user)),
        "nobody": (_("Nobody's"), OPEN & Q(assignee__isnull=True)),
        "done": (_("Done"), Q(state=Task.State.DONE) & Q(assignee=user)),
        "all": (_("All I see"), Q()),
    }
    condition = tabs.get(tab, tabs[""])[1]
    seen = visible_tasks(user)
    table = Tasks.read(request, seen.filter(condition))
    late = seen.filter(OPEN, assignee=user, due__lt=today()).count()
    context = {
        "table": table.view,
        "tabs": [{"label": label, "url": f"?tab={key}", "is_current": key == tab} for key, (label, _q) in tabs.items()],
        "sentence": ngettext("%(n)s task of yours is late.", "%(n)s tasks of yours are late.", late) % {"n": late}
        if late
        else _("None of yours is late."),
    }
    return export_answer(request, table) or page_or_fragment(request, "inbox/tasks.html", "web/table.html", context)


@require_http_methods(["GET", "POST"])
def task_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    user = request.user
    task = task_for(user, uid, change=request.method == "POST")
    place = place_for(user, task.kind, task.record_uid)
    initial = {
        "title": task.title,
        "due": task.due,
        "assignee": str(task.assignee.uid) if task.assignee else "",
        "version": task.row_version,
    }
    form = TaskForm((task.kind, task.record_uid), request.POST or None, initial=initial)
    more = {"task": task, "may_change": may_change_task(user, task)}
    page = task_form_page(task.title, _("Save task"), reverse("inbox:tasks"), place, **more)

    def run(asked: dict[str, Any]) -> Done:
        kept = edit_task(task, changes=asked, by=user, seen=asked.pop("version"))
        return Done(reverse("inbox:task", args=[uid]), _("“%(title)s” saved") % {"title": kept.title})

    return ask(request, form, page, run)


@require_POST
def task_done_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    task = finish_task(task_for(request.user, uid, change=True), by=request.user)
    undo = reverse("inbox:task_reopen", args=[uid])
    return saved(request, _after(request, task), said=_("“%(title)s” is done") % {"title": task.title}, undo_url=undo)


@require_POST
def task_reopen_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    task = reopen_task(task_for(request.user, uid, change=True), by=request.user)
    return saved(
        request, reverse("inbox:task", args=[uid]), said=_("“%(title)s” is open again") % {"title": task.title}
    )


def _after(request: PersonRequest, task: Task) -> str:
    """On with the list, or with the record whose panel was pressed."""
    if request.POST.get("from") == "record":
        return back_to(place_for(request.user, task.kind, task.record_uid))
    return reverse("inbox:tasks")
