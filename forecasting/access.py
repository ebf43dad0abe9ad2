"""Who may see and call which forecast: one condition for grid, rows, calls, submissions, page and API alike."""

from uuid import UUID

from django.db.models import F, Q

from accounts.access import reach, require, scope_for
from accounts.models import User
from forecasting.models import ForecastCall, ForecastPeriodState, Submission
from forecasting.queries.calls import hidden_from
from forecasting.queries.line import Structure
from forecasting.rules.line import COMPANY, Tree
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
        if user.pk in tree:
            return user.pk
        return tree.root if seen.everything and tree.order else None
    if asked == "company":
        node = tree.root
        if not seen.everything and node != user.pk:
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


def require_call(user: User, node: int, tree: Tree) -> None:
    """Own number by `forecast.submit`, a direct report's by `forecast.adjust`. Nobody else's, ever.

    Raises NotFound out of scope, Forbidden `not_direct_report` for a skip level, a peer, a parent, a vacant place.
    """
    if node == user.pk and node in tree:
        require(user, "forecast.submit")
        return
    if not reach(user, "forecast.see").covers(node):
        raise NotFound()
    if node == COMPANY or tree.parent.get(node) != user.pk:
        raise Forbidden("You adjust the forecasts of those who report to you directly.", code="not_direct_report")
    require(user, "forecast.adjust")


def visible_calls(user: User, tree: Tree) -> ScopedQuerySet[ForecastCall]:
    """Own calls, and calls on nodes in reach by people in reach; never what others said of one's own number (FCST-11).

    After a move, what the former manager said stays as hidden as it was.
    """
    seen = reach(user, "forecast.see")
    hidden = Q(forecaster__in=hidden_from(tree, user.pk)) & ~Q(forecaster=F("node"))
    of_own_number = Q(node=user.pk) & ~Q(forecaster=user.pk)
    rows = ForecastCall.objects.exclude(hidden | of_own_number)
    if not seen.everything:
        inside = seen.q("node") & (seen.q("forecaster") | Q(forecaster=F("node")))
        rows = rows.filter(inside | Q(forecaster=user.pk))
    return rows.mark_scoped(user)


def visible_submissions(user: User, tree: Tree) -> ScopedQuerySet[Submission]:
    """Submissions of nodes in reach; those of people above hold adjustments of one's own number."""
    rows = Submission.objects.filter(reach(user, "forecast.see").q("node"))
    return rows.exclude(node__in=hidden_from(tree, user.pk)).mark_scoped(user)


def submission_for(user: User, uid: UUID, tree: Tree) -> Submission:
    require(user, "forecast.see")
    found = visible_submissions(user, tree).select_related("type_version", "type", "period", "node", "forecaster")
    submission = found.filter(uid=uid).first()
    if submission is None:
        raise NotFound()
    return submission


def call_for(user: User, uid: UUID, tree: Tree) -> ForecastCall:
    """One call to withdraw: the forecaster's own. In sight but somebody else's: Forbidden."""
    call = visible_calls(user, tree).filter(uid=uid).select_related("type", "period").first()
    if call is None:
        raise NotFound()
    if call.forecaster_id != user.pk:
        raise Forbidden("A forecast is withdrawn by who made it.", code="not_your_call")
    return call


def period_state_for(user: User, uid: UUID) -> ForecastPeriodState:
    """The state of a period, to lock or re-open: everybody with a forecast sees it, operations change it."""
    require(user, "forecast.see")
    found = ForecastPeriodState.objects.filter(uid=uid).select_related("type", "period").first()
    if found is None or (found.node_id is not None and not reach(user, "forecast.see").covers(found.node_id)):
        raise NotFound()
    require(user, "period.change")
    return found
