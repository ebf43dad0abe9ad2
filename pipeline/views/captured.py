"""What came in by itself and waits for its person to say with whom it was."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import require
from accounts.capture_access import CAPTURE
from accounts.requests import PersonRequest
from accounts.views.asking import Crumb, Done, FormPage, ask
from pipeline.capture_access import captured_for, choices_named, visible_captured
from pipeline.capture_forms import MatchForm
from pipeline.capture_tables import Captures
from pipeline.models import Captured
from pipeline.operations.capturing import dismiss_captured, match_captured
from salesops.web.export import export_answer
from salesops.web.fragments import page_or_fragment, saved

UNMATCHED = Q(state=Captured.State.UNMATCHED)


@require_safe
def captured_page(request: PersonRequest) -> HttpResponseBase:
    require(request.user, CAPTURE)
    tab = request.GET.get("tab", "")
    tabs = {"": (_("To be matched"), UNMATCHED), "all": (_("All that came"), Q())}
    seen = visible_captured(request.user)
    table = Captures.read(request, seen.filter(tabs.get(tab, tabs[""])[1]))
    waiting = seen.filter(UNMATCHED).count()
    context = {
        "table": table.view,
        "tabs": [{"label": label, "url": f"?tab={key}", "is_current": key == tab} for key, (label, _q) in tabs.items()],
        "sentence": ngettext("%(n)s waits for you.", "%(n)s wait for you.", waiting) % {"n": waiting}
        if waiting
        else _("Nothing waits for you."),
    }
    return export_answer(request, table) or page_or_fragment(
        request, "pipeline/captured.html", "web/table.html", context
    )


@require_http_methods(["GET", "POST"])
def captured_one_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    row = captured_for(request.user, uid)
    require(request.user, CAPTURE)
    form = MatchForm(request.user, request.POST or None)
    back = reverse("pipeline:captured")
    page = FormPage(
        str(row),
        _("Log it"),
        back,
        crumbs=[Crumb(_("Captured"), back)],
        template="pipeline/captured_one.html",
        more={"row": row, "is_open": row.state == Captured.State.UNMATCHED},
    )

    def run(asked: dict[str, Any]) -> Done:
        choice = asked["choice"]
        match_captured(row, **{choice.kind: choice.record}, by=request.user)
        return Done(back, _("Logged with %(name)s") % {"name": choice.record.name})

    return ask(request, form, page, run)


@require_POST
def dismiss_captured_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    row = captured_for(request.user, uid)
    require(request.user, CAPTURE)
    dismiss_captured(row, by=request.user)
    return saved(request, reverse("pipeline:captured"), said=_("Dismissed"))


@require_safe
def match_options(request: PersonRequest) -> HttpResponse:
    """The answers of the form's search, of every kind that it may be logged on."""
    require(request.user, CAPTURE)
    typed = request.GET.get("record_text", "").strip()[:300]
    found = choices_named(request.user, typed) if typed else []
    words = {"contact": _("Contact"), "customer": _("Account"), "deal": _("Deal"), "lead": _("Lead")}
    options = [
        {
            "value": choice.key,
            "label": choice.record.name,
            "note": ", ".join(filter(None, [words[choice.kind], choice.note])),
        }
        for choice in found
    ]
    return render(request, "web/_options.html", {"id": "match-record", "options": options})
