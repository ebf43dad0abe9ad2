"""What people did: calls, mails, meetings, by when they happened."""

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.shape import rows
from salesops.kernel.grain import Ask, Columns
from salesops.kernel.metrics import Measure, Metric, Select, Unit

DAY = "(activity.occurred_at AT TIME ZONE %(zone)s)::date"
CUSTOMER = """coalesce(activity.customer_id,
    (SELECT deal.customer_id FROM pipeline_opportunity deal WHERE deal.id = activity.opportunity_id))"""
FIELDS = {"customer": CUSTOMER}


def _happened(ask: Ask) -> Select:
    """Automatic captures stand apart: left out, and counted as such."""
    return rows(
        ask,
        Columns("activity", "activity.id", "activity.owner_id", DAY, in_period=True, fields=FIELDS),
        source="pipeline_activity activity",
        where="activity.deleted_at IS NULL AND activity.occurred_at >= %(from_at)s"
        " AND activity.occurred_at < %(to_at)s AND activity.occurred_at <= %(as_of)s",
        event_at="activity.occurred_at",
        value="1",
        part="CASE WHEN activity.automated THEN 'excluded' ELSE 'counted' END",
        reason="CASE WHEN activity.automated THEN 'automated' END",
    )


MEASURED = (Measure("activities_done", 1, "activity", _happened, "events", "sum", Unit.COUNT, ("kind", "outcome")),)

DECLARED = (
    Metric(
        key="activities",
        version=1,
        label=_("Activities"),
        question=_("How much selling was done?"),
        plain_words=_(
            "Calls, mails, meetings, messages and visits by when they happened, without what a machine captured."
        ),
        owner="pipeline",
        unit=Unit.COUNT,
        good="up",
        kind="simple",
        numerator="activities_done",
    ),
)
