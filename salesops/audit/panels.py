"""What the audit log puts on pages of other apps."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from salesops.audit.access import SEE_ALL, visible_to
from salesops.audit.changes import spoken

SHOWN = 8


def reads_all(user: Any, record: Any) -> bool:
    return bool(user.may(SEE_ALL))


def newest(request: HttpRequest, person: Any) -> SafeString:
    rows = visible_to(request.user).select_related("by", "acting_for").order_by("-pk")[:SHOWN]
    context = {"records": [(row, spoken(row.verb)) for row in rows]}
    return SafeString(render_to_string("audit/_newest_panel.html", context, request))
