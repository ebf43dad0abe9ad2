"""A question about headcount as an address writes it, for page and API alike; and the forms of employment.

`period=2026-Q2` or `from=` and `to=` (excluded), `function`, `part`, `as_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import reach, require, scope_for
from accounts.forms import VersionedForm, day_field
from accounts.forms.books import PERIOD, read_period
from accounts.models import Employment, JobAssignment, User
from accounts.queries.headcount import OF_LEAVERS, PARTS, Report, report_of
from accounts.queries.organisation import zone
from salesops.kernel.errors import Forbidden
from salesops.kernel.moments import AsOf, local_day
from salesops.kernel.periods import Period
from salesops.web.api.moments import read_moments
from salesops.web.errors import NotUnderstood

SEE = "headcount.see"
EXITS = "exit.see"
PARAMETERS = (*PERIOD, "function", "part", "as_of")
# A period is answered from its days, one by one: not for centuries.
LONGEST_DAYS = 366 * 30


@dataclass(frozen=True)
class Asked:
    period: Period
    as_of: AsOf
    today: date
    function: str
    part: str


def read_asked(params: Mapping[str, str], now: datetime) -> Asked:
    """Raises Refused `bad_period`, NotUnderstood `unknown_parameter`, `bad_choice`, `bad_as_of`."""
    unknown = sorted(set(params) - set(PARAMETERS))
    if unknown:
        sentence = gettext("This address asks for something this page does not know: %(names)s.")
        raise NotUnderstood("unknown_parameter", sentence % {"names": ", ".join(unknown)[:200]})
    on = zone()
    as_of = read_moments(params, now=now, zone=on, keeps_versions=False).as_of
    today = local_day(as_of.instant, on)
    period = read_period(params, today)
    if (period.end - period.start).days > LONGEST_DAYS:
        sentence = gettext("Ask for at most thirty years at once.")
        raise NotUnderstood("bad_period", sentence, fields={"from": sentence})
    function = _choice(params, "function", JobAssignment.Function.values)
    return Asked(period, as_of, today, function, _choice(params, "part", PARTS))


def report_for(user: User, asked: Asked) -> Report:
    """As this person sees it: their line on each day. Raises Forbidden without the verb."""
    require(user, SEE)
    period = asked.period
    return report_of(
        scope_for(user, SEE), period.start, period.end, as_of=asked.today, function=asked.function,
        sees_exits=sees_exits(user),
    )  # fmt: skip


def sees_exits(user: User) -> bool:
    """Whether why people left is open to them for everybody they count."""
    counted, seen = reach(user, SEE), reach(user, EXITS)
    return seen.everything or (not counted.everything and counted.people <= seen.people)


def require_part(user: User, part: str) -> None:
    """Who left is named to whom exits are open. Raises Forbidden."""
    if part in OF_LEAVERS and not sees_exits(user):
        raise Forbidden(gettext("You see how many left, not who. Ask operations."), "not_allowed")


def _choice(params: Mapping[str, str], name: str, known: Any) -> str:
    text = params.get(name, "")
    if text and text not in known:
        sentence = gettext("Choose one of: %(names)s.") % {"names": ", ".join(known)}
        raise NotUnderstood("bad_choice", sentence, fields={name: sentence})
    return text


class JobFields(forms.Form):
    """What somebody does, asked of a hire and of who is employed already."""

    function = forms.ChoiceField(label=_("Function"), choices=JobAssignment.Function.choices)
    job_role = forms.CharField(label=_("Job role"), required=False, max_length=120)
    cost_centre = forms.CharField(label=_("Cost centre"), required=False, max_length=60)
    location = forms.CharField(label=_("Location"), required=False, max_length=120)


class EmploymentForm(JobFields):
    start = day_field(_("First day"))

    field_order = ("start",)


class ExitForm(VersionedForm):
    last_day = day_field(_("Last day"), help_text=_("It still counts."))
    exit_kind = forms.ChoiceField(label=_("How it ended"), choices=Employment.Exit.choices)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)
    regretted = forms.NullBooleanField(
        label=_("A loss we regret"),
        required=False,
        widget=forms.Select(choices=[("unknown", _("Not said")), ("true", _("Yes")), ("false", _("No"))]),
    )
