"""Optimistic locking over HTTP: a strong ETag is the row version, PATCH and PUT say which one they saw."""

import re
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from salesops.kernel.errors import Conflict
from salesops.web.api.problems import PreconditionMissing
from salesops.web.errors import NotUnderstood

ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


def etag_of(row_version: int) -> str:
    return f'"{row_version}"'


def seen_version(request: Request) -> int:
    """The row version in If-Match. Missing or `*` (which names none) is 428; a list or a weak tag is 400 `bad_etag`."""
    text = request.headers.get("If-Match", "").strip()
    if text in ("", "*"):
        raise PreconditionMissing()
    match = ETAG.fullmatch(text)
    if match is None or text.startswith("W/"):
        sentence = _("If-Match takes one strong ETag, as the record's answer gave it.")
        raise NotUnderstood("bad_etag", sentence, fields={"If-Match": sentence})
    return int(match[1])


def refuse_stale(seen: int, current: int, **facts: Any) -> None:
    """For a write that has its row locked. Raises Conflict `stale_version` with what the second editor must know."""
    if seen != current:
        raise Conflict(
            "stale_version", _("Somebody saved this record after you opened it."), seen=seen, current=current, **facts
        )


def not_modified(request: Request, row_version: int) -> HttpResponse | None:
    """304 when the asker already holds this version, else None."""
    text = request.headers.get("If-None-Match", "")
    if text.strip() != "*" and str(row_version) not in ETAG.findall(text):
        return None
    answer = HttpResponse(status=304)
    answer.headers["ETag"] = etag_of(row_version)
    return answer
