"""The audit log: the list, and one record of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from salesops.audit.access import SEE_ALL, record_for, visible_to
from salesops.audit.changes import changes_of, spoken
from salesops.audit.models import AuditRecord
from salesops.audit.tables import AuditTable
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment


@require_safe
def records_page(request: HttpRequest) -> HttpResponseBase:
    table = AuditTable.read(request, visible_to(request.user))
    sees_all = request.user.may(SEE_ALL)  # type: ignore[union-attr]
    context = {"table": table.view, "sees_all": sees_all}
    return export_answer(request, table) or page_or_fragment(request, "audit/records.html", "web/table.html", context)


@require_safe
def record_page(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    record = record_for(request.user, uid)
    context = {
        "record": record,
        "act": spoken(record.verb),
        "changes": changes_of(record.before, record.after),
        "history_url": history_url(record),
    }
    return render(request, "audit/record.html", context)


def history_url(record: AuditRecord) -> str:
    """Everything done to the same record; empty for an act without one."""
    if record.record_uid is None:
        return ""
    return f"{reverse('audit:records')}?record={record.kind}:{record.record_uid}"
