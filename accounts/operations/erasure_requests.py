"""Requests of people about what is held of them: received, verified, previewed, approved, done or refused (A-8)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.access import today
from accounts.models import ErasureRequest, User
from accounts.operations.four_eyes import approves_alone
from accounts.operations.rows import locked, required_text, save_changes
from accounts.queries.privacy import person_of
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from salesops.kernel.errors import Conflict, Refused

DAYS = 30
"""To answer in."""
PREVIEW, ERASE, EXPORT = "accounts.preview_erasure", "accounts.erase_person", "accounts.export_person"
APPROVE = "erasure.approve"
Kind, State = ErasureRequest.Kind, ErasureRequest.State


def receive_request(
    *, kind: str, subject_kind: str, subject_uid: UUID, received_on: date, by: User, note: str = ""
) -> ErasureRequest:
    """Due thirty days after it came. The caller has found the subject through its door.

    Raises Refused `dates_order`; Conflict `already_exists` while one of the kind is open.
    """
    if received_on > today():
        sentence = _("It cannot have come after today.")
        raise Refused("dates_order", sentence, fields={"received_on": sentence})
    asked = {"kind": kind, "subject_kind": subject_kind, "subject_uid": subject_uid}
    open_ones = ErasureRequest.objects.exclude(state__in=[State.DONE, State.REFUSED])
    try:
        with operation(by=by):
            if open_ones.filter(**asked).exists():
                raise _twice()
            made = ErasureRequest.objects.create(
                **asked,
                received_on=received_on,
                due=received_on + timedelta(days=DAYS),
                note=note.strip(),
                received_by=by,
            )
            record(
                "erasure.received", by=by, of=made, after={"kind": kind, "subject": subject_kind, "due": str(made.due)}
            )
            return made
    except IntegrityError as error:
        if "erasure_one_open" in str(error):
            raise _twice() from error
        raise


def verify_request(request: ErasureRequest, *, how: str, by: User) -> ErasureRequest:
    """It is really them who asks. Raises Refused `required`, `wrong_state`."""
    how = required_text(how, "how", _("Say how you know that it is really them who asks."))
    with operation(by=by) as op:
        request = _in_state(request, State.RECEIVED)
        request.verified_by, request.verified_at, request.verified_how = by, op.at, how
        request.save(update_fields=["verified_by", "verified_at", "verified_how"])
        save_changes(request, {"state": State.VERIFIED}, "erasure.verified", by=by)
        return request


def ask_preview(request: ErasureRequest, *, by: User) -> Job:
    """A job that counts what is held, by app; the request is previewed when it is done.

    Raises Refused `wrong_state`, `person_active`.
    """
    with operation(by=by):
        request = _in_state(request, State.VERIFIED, State.PREVIEWED, kind=Kind.ERASE)
        require_erasable(request)
        job = enqueue(PREVIEW, key=str(request.uid), requested_by=by, request=str(request.uid), by=by.pk)
        ErasureRequest.objects.filter(pk=request.pk).update(job_uid=job.uid)
        return job


def approve_request(request: ErasureRequest, *, by: User, reason: str = "") -> ErasureRequest:
    """The erasure begins, as a job. It cannot be taken back.

    Raises Refused `wrong_state`, `person_active`, `reason_required`; Forbidden `second_person_needed` to who previewed.
    """
    with operation(by=by, reason=reason) as op:
        alone = approves_alone(APPROVE, maker=request.previewed_by, by=by, reason=reason)
        request = _in_state(request, State.PREVIEWED, kind=Kind.ERASE)
        require_erasable(request)
        request.approved_by, request.approved_at = by, op.at
        request.approval_reason, request.sole_approver = reason.strip(), alone
        request.save(update_fields=["approved_by", "approved_at", "approval_reason", "sole_approver"])
        save_changes(request, {"state": State.APPROVED}, "erasure.approved", by=by)
        record("erasure.checked", by=by, of=request, after={"sole_approver": alone})
        return start_erasure(request, by=by)


def start_erasure(request: ErasureRequest, *, by: User | None) -> ErasureRequest:
    """The job of an approved one; what an earlier run did stays done."""
    job = enqueue(ERASE, key=str(request.uid), requested_by=by, request=str(request.uid))
    request.job_uid = job.uid
    request.save(update_fields=["job_uid"])
    return request


def refuse_request(request: ErasureRequest, *, reason: str, by: User) -> ErasureRequest:
    """Raises Refused `reason_required`, `wrong_state` once the erasure is approved."""
    if not reason.strip():
        sentence = _("Say why: they may complain, and somebody will ask.")
        raise Refused("reason_required", sentence, fields={"reason": sentence})
    with operation(by=by, reason=reason) as op:
        request = _in_state(request, State.RECEIVED, State.VERIFIED, State.PREVIEWED)
        request.refused_reason, request.done_by, request.done_at = reason.strip(), by, op.at
        request.state, request.row_version = State.REFUSED, request.row_version + 1
        request.save(update_fields=["refused_reason", "done_by", "done_at", "state", "row_version"])
        record("erasure.refused", by=by, of=request, after={"state": State.REFUSED}, reason=reason)
        return request


def ask_export(request: ErasureRequest, *, by: User) -> Job:
    """A job that writes everything held of them into one file, kept seven days for who asked for it alone.

    Raises Refused `wrong_state` before their identity is verified, and for an erasure.
    """
    with operation(by=by):
        request = _in_state(request, State.VERIFIED, kind=Kind.ACCESS)
        job = enqueue(EXPORT, key=f"{request.uid}:{by.pk}", requested_by=by, request=str(request.uid))
        ErasureRequest.objects.filter(pk=request.pk).update(job_uid=job.uid)
        record("erasure.export_asked", by=by, of=request)
        return job


def finish_request(request: ErasureRequest, *, outcome: str, by: User) -> ErasureRequest:
    """An access request was answered, or values were corrected where they stand.

    Raises Refused `required`, `wrong_state`.
    """
    outcome = required_text(outcome, "outcome", _("Say what was handed over or corrected."))
    with operation(by=by) as op:
        request = _in_state(request, State.VERIFIED)
        if request.kind == Kind.ERASE:
            raise _wrong_state(request)
        request.outcome, request.done_by, request.done_at = outcome, by, op.at
        request.save(update_fields=["outcome", "done_by", "done_at"])
        save_changes(request, {"state": State.DONE}, "erasure.done", by=by)
        return request


def require_erasable(request: ErasureRequest) -> None:
    """Raises Refused `person_active` while somebody of that address still works here, `person_gone`."""
    person = person_of(request.subject_kind, request.subject_uid)
    if person is None:
        raise Refused("person_gone", _("There is nothing left of them."))
    for kind, one in person.records():
        why = kind.blocks(one)
        if why:
            raise Refused("person_active", why)


def _in_state(request: ErasureRequest, *states: str, kind: str = "") -> ErasureRequest:
    request = locked(request)
    if request.state not in states or (kind and request.kind != kind):
        raise _wrong_state(request)
    return request


def _wrong_state(request: ErasureRequest) -> Refused:
    words: dict[str, Any] = {"what": request.get_kind_display(), "state": request.get_state_display()}
    return Refused("wrong_state", _("“%(what)s” is %(state)s: this is not its next step.") % words)


def _twice() -> Conflict:
    sentence = _("A request of this kind is open for them already.")
    return Conflict("already_exists", sentence, fields={"subject": sentence})
