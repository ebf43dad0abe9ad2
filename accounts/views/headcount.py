"""Headcount of a period with who is behind it; a person's employment."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import employment_for, person_for, today
from accounts.forms.headcount import EXITS, EmploymentForm, ExitForm, read_asked, report_for, require_part
from accounts.models import Employment, JobAssignment
from accounts.operations.employment import ONE_DAY, begin_employment, continue_employment, end_employment
from accounts.queries.headcount import OF_LEAVERS, Report
from accounts.requests import PersonRequest
from accounts.views.asking import Done, FormPage, ask
from accounts.views.contract_figures import picker
from accounts.views.people import crumbs_of, people_crumbs, person_url
from salesops.web.fragments import saved
from salesops.web.period import as_of_control
from salesops.web.requests import with_parameters
from salesops.web.templatetags.formats import day, number, percent

SHOWN = 200
PARTS = {
    "headcount": gettext_lazy("Employed on the last day"),
    "opening": gettext_lazy("Employed on the first day"),
    "hires": gettext_lazy("Hired"),
    "separations": gettext_lazy("Left"),
    "transfer_out": gettext_lazy("Moved to another function"),
    "average": gettext_lazy("Employed in the period"),
    "kept": gettext_lazy("Here on the first day and still"),
    "voluntary": gettext_lazy("Left by their own wish"),
    "early": gettext_lazy("Hired in the period, left within 180 days"),
}


@require_safe
def headcount_page(request: PersonRequest) -> HttpResponse:
    asked = read_asked(request.GET, request.now)
    require_part(request.user, asked.part)
    report = report_for(request.user, asked)
    part = asked.part or "headcount"
    keys = report.behind(part)
    context = {
        "figures": report.figures,
        "strip": strip_of(report, request) if report.figures else [],
        "moves": moves_of(report, request, part) if report.figures else [],
        "exits": exits_of(report),
        "part_label": PARTS[part],
        "rows": rows_of(report, keys[:SHOWN]),
        "more": max(len(keys) - SHOWN, 0),
        "person_days": report.figures.person_days if report.figures and part == "average" else None,
        "sees_exits": report.sees_exits,
        "sentence": sentence_of(report),
        "function": asked.function,
        "functions": JobAssignment.Function.choices,
        "kept": [(name, value) for name in ("period", "from", "to", "as_of") if (value := request.GET.get(name))],
        "period_picker": picker(asked.period, request),
        "as_of_control": as_of_control(request, asked.as_of),
        "crumbs": people_crumbs(),
    }
    return render(request, "accounts/headcount.html", context)


def strip_of(report: Report, request: PersonRequest) -> list[dict[str, Any]]:
    of = report.figures
    assert of is not None  # noqa: S101 - asked for a period that has begun
    voluntary, early = report.voluntary(), report.early
    words = {
        "days": number(of.days),
        "year": _percent(of.annualised),
        "kept": number(of.kept),
        "of": number(of.opening),
    }
    yearly = _("%(year)s a year, if it went on like that") % words if of.annualised is not None else ""
    grown = _("too early to tell for all") if early.is_immature else _("left within 180 days")
    own = _percent(of.turnover(voluntary)) if voluntary is not None else _("too few to show")
    figures = (
        ("headcount", _("Headcount"), number(of.headcount), _("on %(day)s") % {"day": day(of.last_day)}),
        ("average", _("Average"), number(of.average, 1), _("over %(days)s days") % words),
        ("separations", _("Turnover"), _percent(of.turnover()), yearly),
        ("voluntary", _("By own wish"), own, _("of the average headcount")),
        ("kept", _("Retention"), _percent(of.retention), _("%(kept)s of %(of)s still here") % words),
        ("early", _("Early attrition"), _percent(early.rate), grown),
    )
    return [
        {"label": label, "value": value, "foot": foot, "url": part_url(report, request, part)}
        for part, label, value, foot in figures
    ]


def part_url(report: Report, request: PersonRequest, part: str) -> str:
    """The address of who is behind a figure; "" where leavers are not named to this person."""
    if part in OF_LEAVERS and not report.sees_exits:
        return ""
    return with_parameters(request.path, request.GET, part=part) + "#behind"


def moves_of(report: Report, request: PersonRequest, part: str) -> list[dict[str, Any]]:
    """Each count with the address of its rows; who left opens to whom exits are open."""
    of = report.figures
    assert of is not None  # noqa: S101 - asked for a period that has begun
    counts = {
        "opening": of.opening,
        "hires": len(of.hires),
        "separations": len(of.separations),
        "transfer_out": len(of.transfer_out),
        "headcount": of.headcount,
    }
    shown = [key for key in counts if key != "transfer_out" or request.GET.get("function")]
    return [
        {
            "label": PARTS[key],
            "count": counts[key],
            "url": part_url(report, request, key),
            "is_open": key == part,
        }
        for key in shown
    ]


def exits_of(report: Report) -> list[dict[str, Any]]:
    labels = {str(key): label for key, label in Employment.Exit.choices}
    return [{"label": labels.get(kind, kind), "count": count} for kind, count in report.exits.items()]


def rows_of(report: Report, keys: list[int]) -> list[dict[str, Any]]:
    found = Employment.objects.select_related("person").prefetch_related("jobs").in_bulk(keys)
    return [
        {
            "name": row.person.name,
            "url": person_url(row.person),
            "job": _job_of(row),
            "first_day": row.during.lower,
            "last_day": report.rows[key].last_day,
            "days": report.days(key),
            "exit": row.get_exit_kind_display() if report.sees_exits else "",
        }
        for key in keys
        for row in (found[key],)
    ]


def sentence_of(report: Report) -> str:
    of = report.figures
    if of is None:
        return _("This period has not begun.")
    words = {"hired": number(len(of.hires)), "left": number(len(of.separations)), "now": number(of.headcount)}
    return (
        ngettext(
            "%(now)s person employed; %(hired)s hired, %(left)s left.",
            "%(now)s people employed; %(hired)s hired, %(left)s left.",
            of.headcount,
        )
        % words
    )


@require_http_methods(["GET", "POST"])
def new_employment_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    person = person_for(request.user, uid, "people.change")
    form = EmploymentForm(request.POST or None, initial={"start": today(), "job_role": person.title})
    title = _("Employment of %(name)s") % {"name": person.name}
    sentence = _("Somebody new comes by New hire; this is for who works here already, or is back.")
    page = FormPage(title, _("Begin employment"), person_url(person), sentence, crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        begin_employment(person, **asked, by=request.user)
        return Done(person_url(person), _("%(name)s is employed from then on") % {"name": person.name})

    return ask(request, form, page, run)


@require_http_methods(["GET", "POST"])
def exit_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How an employment ended, said or corrected. Who leaves comes by Leaver: it hands their work over as well."""
    employment = employment_for(request.user, uid, EXITS, "people.change")
    person, end = employment.person, employment.during.upper
    initial = {
        "last_day": end - ONE_DAY if end else today(),
        "exit_kind": employment.exit_kind or Employment.Exit.VOLUNTARY,
        "reason": employment.reason,
        "regretted": employment.regretted,
        "version": employment.row_version,
    }
    form = ExitForm(request.POST or None, initial=initial)
    title = _("End of the employment of %(name)s") % {"name": person.name}
    sentence = _("This changes headcount alone. Leaver also hands over what they work on.")
    page = FormPage(title, _("Save the end"), person_url(person), sentence, crumbs_of(person))

    def run(asked: dict[str, Any]) -> Done:
        seen = asked.pop("version")
        end_employment(employment, **asked, by=request.user, seen=seen)
        undo = reverse("accounts:employment_continue", args=[uid])
        return Done(person_url(person), _("The employment of %(name)s ends") % {"name": person.name}, undo)

    return ask(request, form, page, run)


@require_POST
def employment_continue_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    employment = continue_employment(employment_for(request.user, uid, EXITS, "people.change"), by=request.user)
    person = employment.person
    return saved(request, person_url(person), said=_("%(name)s is employed on") % {"name": person.name})


def employments_of(request: PersonRequest, person: Any) -> list[dict[str, Any]]:
    """For the panel on the person's page, the newest first."""
    from accounts.access import reach

    opens = reach(request.user, EXITS).covers(person.pk)
    labels = {str(key): label for key, label in Employment.Exit.choices}
    found = Employment.objects.filter(person=person).prefetch_related("jobs").order_by("-during")
    return [
        {
            "employment": row,
            "last_day": row.during.upper - ONE_DAY if row.during.upper else None,
            "exit": labels.get(row.exit_kind, "") if opens else "",
            "reason": row.reason if opens else "",
            "jobs": sorted(row.jobs.all(), key=lambda job: job.during.lower, reverse=True),
            "may_end": opens and reach(request.user, "people.change").covers(person.pk),
        }
        for row in found
    ]


def _job_of(row: Employment) -> str:
    job = max(row.jobs.all(), key=lambda one: one.during.lower, default=None)
    return job.job_role or str(JobAssignment.Function(job.function).label) if job else ""


def _percent(value: Any) -> str:
    return "–" if value is None else str(percent(value))
