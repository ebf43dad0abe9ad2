"""Who may see and call which forecast: one condition for grid, rows, calls, submissions, page and API alike."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.access import reach, require, scope_for
from accounts.models import User
from accounts.queries.organisation import zone
from forecasting.models import ForecastCall, ForecastPeriodState, Submission, SubmissionCall, SubmissionNode
from forecasting.queries.calls import above
from forecasting.queries.line import Structure
from forecasting.rules.line import COMPANY
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.errors import Forbidden, NotFound


def node_for(user: User, asked: str | UUID | None, structure: Structure) -> int | None:
    """The node to show: by uid, `company`, or unnamed the person's own place, else the whole tree they may see.

    In reach is who was so on the day of the structure.

    None when nothing is named and the person has no place. Raises Forbidden without the verb, NotFound out of scope.
    """
    require(user, "forecast.see")
    seen, tree = scope_for(user, "forecast.see"), structure.tree
    if not asked:
        if user.principal.pk in tree:
            return user.principal.pk
        return tree.root if seen.everything and tree.order else None
    if asked == "company":
        node = tree.root
        if not seen.everything and node != user.principal.pk:
            raise NotFound()
        return node
    person = _person(asked)
    if person is None or person not in tree or not seen.sees(person, structure.day):
        raise NotFound()
    return person


def _person(uid: str | UUID) -> int | None:
    try:
        return User.objects.filter(uid=UUID(str(uid))).values_list("pk", flat=True).first()
    except ValueError:
        return None


def require_call(user: User, node: int, structure: Structure) -> None:
    """Own number by `forecast.submit`, a direct report's by `forecast.adjust`. Nobody else's, ever.

    Who reports to whom is as on the day of the structure. Raises NotFound out of scope, Forbidden `not_direct_report`
    for a skip level, a peer, a parent, a vacant place.
    """
    tree = structure.tree
    if node == user.pk and node in tree:
        require(user, "forecast.submit")
        return
    if not scope_for(user, "forecast.see").sees(node, structure.day):
        raise NotFound()
    if node == COMPANY or tree.parent.get(node) != user.pk:
        raise Forbidden(_("You adjust the forecasts of those who report to you directly."), code="not_direct_report")
    require(user, "forecast.adjust")


def visible_calls(user: User, structure: Structure) -> ScopedQuerySet[ForecastCall]:
    """Own calls, and calls on nodes in reach by people in reach; never what others said of one's own number (FCST-11).

    Nothing by people above, today or when it was said: the base of their own call has their adjustments in it.
    """
    seen = reach(user, "forecast.see")
    of_own_number = Q(node=user.pk) & ~Q(forecaster=user.pk)
    rows = ForecastCall.objects.exclude(_by_people_above(user, structure, "forecaster", "made_at") | of_own_number)
    if not seen.everything:
        inside = seen.q("node") & (seen.q("forecaster") | Q(forecaster=F("node")))
        rows = rows.filter(inside | Q(forecaster=user.pk))
    return rows.mark_scoped(user)


def _by_people_above(user: User, structure: Structure, person: str, at: str) -> Q:
    return above(structure, user.pk, zone()).q(person, at)


def visible_submissions(user: User, structure: Structure) -> ScopedQuerySet[Submission]:
    """Submissions of nodes in reach today, or on the day they were signed; those that hold a word from above left out.

    A submission holds one where this person stood in it under its node, where it saw a call on their number, or any
    call by somebody who was above them when it was made. The first two are read from what was signed, so that no later
    change of the line opens them.
    """
    inside = SubmissionNode.objects.filter(submission=OuterRef("pk"), node_id=user.pk)
    seen = SubmissionCall.objects.filter(submission=OuterRef("pk"))
    of_own_number = Q(node_id=user.pk) & ~Q(forecaster_id=user.pk)
    from_above = seen.filter(of_own_number | _by_people_above(user, structure, "forecaster_id", "call__made_at"))
    rows = Submission.objects.filter(_seen_then_or_now(user, "node", "hierarchy_as_of"))
    rows = rows.exclude(_by_people_above(user, structure, "node", "submitted_at"))
    return rows.filter(Q(node=user.pk) | ~Exists(inside), ~Exists(from_above)).mark_scoped(user)


def _seen_then_or_now(user: User, owner: str, day: str) -> Q:
    """Rows of people in reach today, and of those who moved away on the days they stood in it (A-1)."""
    seen, scope = reach(user, "forecast.see"), scope_for(user, "forecast.see")
    days: defaultdict[tuple[date | None, date | None], list[int]] = defaultdict(list)
    for person, start, end in scope.spans:
        if not seen.covers(person):
            days[start, end].append(person)
    found = seen.q(owner)
    for (start, end), people in days.items():
        found |= Q(
            **{f"{owner}__in": people},
            **({f"{day}__gte": start} if start else {}),
            **({f"{day}__lt": end} if end else {}),
        )
    return found


def submission_for(user: User, uid: UUID, structure: Structure) -> Submission:
    require(user, "forecast.see")
    found = visible_submissions(user, structure).select_related("type_version", "type", "period", "node", "forecaster")
    return found.one(uid=uid)


def call_for(user: User, uid: UUID, structure: Structure) -> ForecastCall:
    """One call to withdraw: the forecaster's own. In sight but somebody else's: Forbidden."""
    call = visible_calls(user, structure).select_related("type", "period").one(uid=uid)
    if call.forecaster_id != user.pk:
        raise Forbidden(_("A forecast is withdrawn by who made it."), code="not_your_call")
    return call


def require_periods(user: User) -> None:
    """Which periods take forecasts: for everybody with a forecast, and for who opens and locks periods."""
    if not user.may("period.change"):
        require(user, "forecast.see")


def period_state_for(user: User, uid: UUID) -> ForecastPeriodState:
    """The state of a period, to lock or re-open: everybody with a forecast sees it, operations change it."""
    require_periods(user)
    found = ForecastPeriodState.objects.filter(uid=uid).select_related("type", "period").first()
    if found is None or (found.node_id is not None and not reach(user, "forecast.see").covers(found.node_id)):
        raise NotFound()
    require(user, "period.change")
    return found
