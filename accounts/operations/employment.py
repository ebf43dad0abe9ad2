"""Writes about employment: begun, ended, and the jobs inside it (accounts-desk.md A-4)."""

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from accounts.models import Employment, JobAssignment, User
from accounts.operations.rows import cut_from, locked, save_changes
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Conflict, Refused

ONE_DAY = timedelta(days=1)
JOB_FIELDS = ("function", "job_role", "cost_centre", "location")


def begin_employment(
    person: User,
    *,
    start: date,
    function: str,
    by: User | None,
    job_role: str = "",
    cost_centre: str = "",
    location: str = "",
) -> Employment:
    """Employed from `start` on, with a first job. Raises Conflict `overlaps`, Refused `value_unknown`."""
    _require_function(function)
    with operation(by=by):
        locked(person)
        _require_free(person, start)
        made = Employment.objects.create(person=person, during=DateRange(start, None))
        job = {"function": function, "job_role": job_role, "cost_centre": cost_centre, "location": location}
        JobAssignment.objects.create(employment=made, during=DateRange(start, None), **_trimmed(job))
        record("employment.begun", by=by, of=made, after={"person": person.name, "from": str(start), **job})
        return made


def end_employment(
    employment: Employment,
    *,
    last_day: date,
    exit_kind: str,
    by: User | None,
    reason: str = "",
    regretted: bool | None = None,
    seen: int | None = None,
) -> Employment:
    """The last day counts; jobs end with it. Said again, it corrects what was said before.

    `did_not_start` leaves one day that counts nowhere. Raises Refused `value_unknown`, `dates_order`; Conflict
    `overlaps` when a later employment begins by then, `stale_version`.
    """
    if exit_kind not in Employment.Exit:
        sentence = _("Say how the employment ends.")
        raise Refused("value_unknown", sentence, fields={"exit_kind": sentence})
    with operation(by=by, reason=reason):
        employment = locked(employment, seen=seen)
        first: date = employment.during.lower
        if exit_kind == Employment.Exit.DID_NOT_START:
            last_day = first
        if last_day < first:
            sentence = _("The last day lies before the first one, %(first)s.") % {"first": first}
            raise Refused("dates_order", sentence, fields={"last_day": sentence})
        end = last_day + ONE_DAY
        _require_free(employment.person, first, end, but=employment)
        said = {"exit_kind": str(exit_kind), "reason": reason.strip()[:300], "regretted": regretted}
        cut_from(employment.jobs.all(), end)
        save_changes(employment, {"during": DateRange(first, end), **said}, "employment.ended", by=by, reason=reason)
        _extend_last_job(employment)
        return employment


def continue_employment(employment: Employment, *, by: User | None) -> Employment:
    """The exit is taken back. Raises Conflict `overlaps` when the person was hired again since."""
    with operation(by=by):
        employment = locked(employment)
        first: date = employment.during.lower
        _require_free(employment.person, first, but=employment)
        open_again = {"during": DateRange(first, None), "exit_kind": "", "reason": "", "regretted": None}
        save_changes(employment, open_again, "employment.continued", by=by)
        _extend_last_job(employment)
        return employment


def assign_job(employment: Employment, *, start: date, by: User | None, **job: Any) -> JobAssignment:
    """Another job from `start` on; what is not named stays as it was. Never a separation.

    Raises Refused `value_unknown`, `outside_employment`.
    """
    with operation(by=by):
        employment = locked(employment)
        if start not in employment.during:
            sentence = _("Nobody is employed here on %(day)s.") % {"day": start}
            raise Refused("outside_employment", sentence, fields={"start": sentence})
        before = employment.jobs.filter(during__contains=start).first()
        known = {name: getattr(before, name) for name in JOB_FIELDS} if before else {"function": ""}
        wanted = _trimmed({**known, **job})
        _require_function(wanted["function"])
        if before is not None and wanted == known:
            return before
        cut_from(employment.jobs.all(), start)
        made = JobAssignment.objects.create(
            employment=employment, during=DateRange(start, employment.during.upper), **wanted
        )
        record("job.assigned", by=by, of=employment, before=known, after={"from": str(start), **wanted})
        return made


def _extend_last_job(employment: Employment) -> None:
    """The last job goes on as long as the employment does."""
    last, end = employment.jobs.order_by("-during").first(), employment.during.upper
    if last is not None and last.during.upper != end:
        last.during = DateRange(last.during.lower, end)
        last.save(update_fields=["during"])


def _require_free(person: User, start: date, end: date | None = None, but: Employment | None = None) -> None:
    rows = Employment.objects.filter(person=person, during__overlap=DateRange(start, end))
    rows = rows.exclude(exit_kind=Employment.Exit.DID_NOT_START).exclude(pk=but.pk if but else None)
    other = rows.order_by("during").first()
    if other is None:
        return
    until = other.during.upper - ONE_DAY if other.during.upper else _("without an end")
    sentence = _("%(name)s is employed from %(first)s until %(last)s already.") % {
        "name": person.name, "first": other.during.lower, "last": until,
    }  # fmt: skip
    raise Conflict("overlaps", sentence, fields={"start": sentence}, row=str(other.uid))


def _require_function(function: str) -> None:
    if function not in JobAssignment.Function:
        sentence = _("Choose what they do.")
        raise Refused("value_unknown", sentence, fields={"function": sentence})


def _trimmed(job: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value).strip() for name, value in job.items()}
