"""A question as an address writes it, for pages and API alike.

`period=2026-Q4` or `from=` and `to=` (excluded), `node=<person>`, `as_of`, `known_at`, `dims=owner,kind`,
`filter.kind=new&filter.kind=expansion`, `attribution=event|current`, `compare=previous|last_year`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from salesops.kernel.errors import Refused
from salesops.kernel.grain import DIMENSIONS, Filter
from salesops.kernel.moments import local_day
from salesops.kernel.period_names import asked_period
from salesops.kernel.periods import Level, Period, period_at
from salesops.reporting.access import focus_on, scope_of
from salesops.reporting.evaluate import Compare, Ground, Question, ground
from salesops.web.api.moments import read_moments
from salesops.web.errors import NotUnderstood

PARAMETERS = ("period", "from", "to", "node", "dims", "attribution", "compare", "as_of", "known_at")
FILTER = "filter."
MAX_DIMENSIONS = 4
MAX_METRICS = 8
CHOICES: dict[str, tuple[str, ...]] = {"attribution": ("event", "current"), "compare": ("previous", "last_year")}


@dataclass(frozen=True)
class Asked:
    """The question, with what an address says beside it. `node` is the person asked about."""

    question: Question
    compare: Compare | None
    node: User | None
    params: QueryDict

    @property
    def period(self) -> Period | None:
        return self.question.period


def filter_names() -> list[str]:
    return [f"{FILTER}{dimension.key}" for dimension in DIMENSIONS]


def current_period(on: Ground, level: Level = Level.QUARTER) -> Period:
    return period_at(local_day(on.now, on.zone), level, on.calendar)


def read_question(
    params: QueryDict, user: User, *, now: datetime, default: Level | None = None, optional: bool = False
) -> Asked:
    """Raises Forbidden, NotFound for a node outside the scope, NotUnderstood, Refused `bad_period`, `too_wide`.

    default: the current period of this length when none is named. optional: no period means all of time.
    """
    on = ground(now)
    moments = read_moments(params, now=now, zone=on.zone, keeps_versions=True)
    scope = scope_of(user)
    node, focus = focus_on(user, str(params["node"])) if params.get("node") else (None, None)
    question = Question(
        scope=scope,
        period=_period(params, on, default, optional),
        ground=on,
        dims=_dims(params),
        filters=_filters(params),
        as_of=moments.as_of,
        known_at=None if moments.known_at.is_now else moments.known_at.instant,
        attribution=cast(Literal["event", "current"], _choice(params, "attribution") or "event"),
        focus=focus,
    )
    return Asked(question, cast("Compare | None", _choice(params, "compare")), node, params)


def _period(params: QueryDict, on: Ground, default: Level | None, optional: bool) -> Period | None:
    name, start, end = (params.get(key) or None for key in ("period", "from", "to"))
    if not (name or start or end):
        if default is not None:
            return current_period(on, default)
        if optional:
            return None
    return asked_period(on.calendar, period=name, start=start, end=end)


def _dims(params: QueryDict) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(key for text in params.getlist("dims") for key in text.split(",") if key))
    if len(found) > MAX_DIMENSIONS:
        raise too_wide("dims", _("At most four dimensions at once."))
    return found


def too_wide(field: str, sentence: str) -> Refused:
    return Refused("too_wide", sentence, fields={field: sentence})


def _filters(params: QueryDict) -> tuple[Filter, ...]:
    named = [name for name in params if name.startswith(FILTER)]
    return tuple(Filter(name.removeprefix(FILTER), tuple(params.getlist(name))) for name in sorted(named))


def _choice(params: QueryDict, name: str) -> str | None:
    text = params.get(name)
    if text and text not in CHOICES[name]:
        sentence = _("Choose one of: %(names)s.") % {"names": ", ".join(CHOICES[name])}
        raise NotUnderstood("bad_choice", sentence, fields={name: sentence})
    return text or None


def as_params(body: Mapping[str, Any]) -> QueryDict:
    """A JSON question as the parameters of an address: lists repeat, `filter` is an object by dimension."""
    params = QueryDict(mutable=True)
    for name, value in body.items():
        if name == "filter" and isinstance(value, Mapping):
            for key, chosen in value.items():
                params.setlist(f"{FILTER}{key}", _texts(chosen))
        else:
            params.setlist(str(name), _texts(value))
    return params


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if any(isinstance(one, Mapping | list) for one in values):
        sentence = _("A value here is a text or a list of texts.")
        raise NotUnderstood("bad_choice", sentence)
    return [str(one) for one in values if one is not None]
