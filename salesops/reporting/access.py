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
    if not is_open(user, metric):
        raise Forbidden()
    return metric


def metrics_for(user: User) -> list[Metric]:
    """Those this person may ask for, in the order of keys. Raises Forbidden without the verb."""
    require(user, VERB)
    return [metric for metric in METRICS if metric.status != "retired" and is_open(user, metric)]


def is_open(user: User, metric: Metric) -> bool:
    """Whether the verbs of its measures reach everybody whose figures this person sees.

    A rate of the leavers one happens to see would be a wrong one.
    """
    verbs = {MEASURES[side].verb for side in (metric.numerator, metric.denominator) if side} - {""}
    figures = reach(user, VERB)
    seen = [reach(user, verb) for verb in verbs]
    return all(one.everything or (not figures.everything and figures.people <= one.people) for one in seen)


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
