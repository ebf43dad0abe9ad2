"""Who may ask for which figures: the verb, the asker's scope, and the node asked about inside it."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import node_scope, reach, require, scope_for
from accounts.models import User
from salesops.kernel.errors import Forbidden, NotFound
from salesops.kernel.metrics import MEASURES, METRICS, Metric
from salesops.kernel.scope import Scope

VERB = "metrics.see"


class UnknownMetric(NotFound):
    """404 with a code of its own."""

    def __init__(self) -> None:
        super().__init__(_("There is no such metric."))
        self.code = "unknown_metric"


def metric_for(user: User, key: str) -> Metric:
    """Raises Forbidden without the verbs, UnknownMetric for a key that nobody declared."""
    require(user, VERB)
    metric = METRICS.get(key)
    if metric is None or metric.status == "retired":
        raise UnknownMetric()
    for measure in (MEASURES[side] for side in (metric.numerator, metric.denominator) if side):
        if measure.verb:
            _require_wholly(user, measure.verb)
    return metric


def _require_wholly(user: User, verb: str) -> None:
    """The verb over everybody whose figures this person sees: a part of the leavers would be a wrong rate."""
    figures, seen = reach(user, VERB), reach(user, verb)
    if not seen.everything and (figures.everything or not figures.people <= seen.people):
        raise Forbidden()


def scope_of(user: User) -> Scope:
    """Raises Forbidden without the verb."""
    require(user, VERB)
    return scope_for(user, VERB)


def focus_on(user: User, uid: str) -> tuple[User, Scope]:
    """A person with everyone below. Raises NotFound outside the asker's scope, as for somebody who does not exist."""
    try:
        person = User.objects.filter(uid=UUID(uid)).first()
    except ValueError:
        person = None
    if person is None:
        raise NotFound()
    return person, node_scope(user, person, VERB)
