"""Submitted forecasts as records that comments, tasks and notifications are about."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries.organisation import zone
from forecasting.access import visible_submissions
from forecasting.models import Submission
from forecasting.queries.line import structure_on
from salesops.db.scoped import ScopedQuerySet
from salesops.inbox.panels import talk_panel
from salesops.kernel.moments import local_day
from salesops.kernel.records import RecordKind, record_kinds


def submissions_in_sight(user: User) -> ScopedQuerySet[Submission]:
    """By the line of today, as their list has them; nothing without the verb."""
    if not user.may("forecast.see"):
        return Submission.objects.none().mark_scoped(user)
    rows = visible_submissions(user, structure_on(local_day(timezone.now(), zone())))
    return rows.select_related("node", "period").mark_scoped(user)


def title(submission: Any) -> str:
    return f"{submission.node.name}, {submission.period.key}"


SUBMISSION = RecordKind(
    "submission",
    _("Forecast"),
    submissions_in_sight,
    title,
    lambda row: reverse("forecasting:submission", args=[row.uid]),
)


def register() -> None:
    record_kinds.register(SUBMISSION.key, SUBMISSION)
    talk_panel(SUBMISSION.key, width=12)
