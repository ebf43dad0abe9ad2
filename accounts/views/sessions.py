"""Own sessions: where one is signed in, and ending one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import session_for, visible_sessions
from accounts.operations.sessions import end_session
from accounts.queries.signing_in import live_sessions
from accounts.requests import PersonRequest
from salesops.web.fragments import saved


@require_safe
def sessions_page(request: PersonRequest) -> HttpResponse:
    sessions = list(live_sessions(visible_sessions(request.user), request.now))
    for session in sessions:
        session.is_this = session.key == request.session.session_key  # type: ignore[attr-defined]
    return render(request, "accounts/sessions.html", {"sessions": sessions})


@require_POST
def end_session_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    session = session_for(request.user, uid)
    end_session(session, by=request.user)
    said = _("Session ended: %(device)s") % {"device": session.device or _("unknown device")}
    return saved(request, reverse("accounts:sessions"), said=said)
