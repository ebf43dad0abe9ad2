"""Idempotency-Key: the same POST sent twice happens once, and is answered the same."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from salesops.kernel.errors import Conflict, Refused
from salesops.web.errors import NotUnderstood
from salesops.web.models import IdempotentAnswer

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT = timedelta(hours=48)
KEPT_HEADERS = ("Location", "ETag")


def key_of(request: Any, *, required: bool) -> str:
    """The key of a POST, empty when none was sent. Raises NotUnderstood `idempotency_key` when missing or too long."""
    key = request.headers.get(HEADER, "")
    if len(key) > LONGEST or not key.isprintable() or (required and not key):
        sentence = _("Send an Idempotency-Key of 1 to 255 characters, the same when you try again.")
        raise NotUnderstood("idempotency_key", sentence, fields={HEADER: sentence})
    return key


def once(request: Any, key: str, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run, and keep the answer in the same transaction; or replay the kept one.

    Raises Conflict `idempotency_busy` while the first is still running, Refused `idempotency_key_reused` for another
    body. An exception rolls back and keeps nothing, so that a corrected request may use the same key.
    """
    print_of_body = fingerprint(request._request)
    with transaction.atomic():
        claim(request.user.pk, key)
        kept = IdempotentAnswer.objects.filter(user_id=request.user.pk, key=key).first()
        if kept is not None and kept.created_at > request.now - KEPT:
            return _replay(kept, print_of_body)
        if kept is not None:
            kept.delete()
        answer = run()
        if answer.status_code < 400:
            _keep(request, key, print_of_body, answer)
        else:
            transaction.set_rollback(True)
        return answer


def whole(run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """A write and its answer in one transaction: whoever is told that nothing was saved must not find it saved."""
    with transaction.atomic():
        answer = run()
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        return answer


def claim(user_id: int, key: str) -> None:
    """An advisory lock of this transaction: held until its answer is readable by the next, gone with its process."""
    digest = hashlib.sha256(f"{user_id}:{key}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
        if not cursor.fetchone()[0]:
            raise Conflict("idempotency_busy", _("The first request with this key is still running."))


def forget_answers(now: datetime) -> int:
    """Delete what is past its 48 hours and say how many; run by the clock."""
    return IdempotentAnswer.objects.filter(created_at__lte=now - KEPT).delete()[0]


def fingerprint(request: HttpRequest) -> str:
    """Of method, path and body. A file upload by its fields and the bytes of its files, read in pieces."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        digest.update(json.dumps(sorted((name, values) for name, values in request.POST.lists())).encode())
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                digest.update(f"\n{name}:{file.name}:{file.size}\n".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()


def _replay(kept: IdempotentAnswer, print_of_body: str) -> HttpResponse:
    if kept.fingerprint != print_of_body:
        sentence = _("This key was used for another request.")
        raise Refused("idempotency_key_reused", sentence, fields={HEADER: sentence})
    answer = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        answer.headers[name] = value
    answer.headers["Idempotent-Replay"] = "true"
    return answer


def _keep(request: Any, key: str, print_of_body: str, answer: HttpResponseBase) -> None:
    if isinstance(answer, Response):
        # Not rendered yet: its Content-Type is still the default of a page.
        body, kind = JSONRenderer().render(answer.data).decode(), "application/json"
    else:
        body, kind = answer.content.decode(), answer.headers["Content-Type"]  # type: ignore[attr-defined]
    headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    IdempotentAnswer.objects.create(
        user_id=request.user.pk,
        key=key,
        fingerprint=print_of_body,
        status=answer.status_code,
        body=body,
        headers=headers | {"Content-Type": kind},
        created_at=request.now,
    )
