"""Leads by the day they came, and by the day they became deals."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.shape import rows
from salesops.kernel.grain import Ask, Columns
from salesops.kernel.metrics import Measure, Metric, Select, Unit

MATURE_AFTER = 90
FIELDS = {
    "customer": "lead.customer_id",
    "sourced_by": "nullif(lead.sourced_by, '')",
    "source": "nullif(lead.source, '')",
}


def _leads(at: str, also: str = "TRUE") -> Callable[[Ask], Select]:
    """Test and spam leads never count (metrics.md G9)."""

    def select(ask: Ask) -> Select:
        return rows(
            ask,
            Columns(
                "lead", "lead.id", "lead.owner_id", f"({at} AT TIME ZONE %(zone)s)::date", in_period=True, fields=FIELDS
            ),
            source="pipeline_lead lead",
            where=f"NOT lead.is_test AND NOT lead.is_spam AND {at} >= %(from_at)s AND {at} < %(to_at)s"
            f" AND {at} <= %(as_of)s AND {also}",
            event_at=at,
            value="1",
        )

    return select


MEASURED = tuple(
    Measure(key, 1, "lead", select, "events", "sum", Unit.COUNT, ("state",))
    for key, select in (
        ("leads_created", _leads("lead.created_at")),
        ("leads_of_cohort_converted", _leads("lead.created_at", "lead.converted_at <= %(as_of)s")),
        ("leads_converted", _leads("lead.converted_at")),
    )
)

DECLARED = (
    Metric(
        key="new_leads",
        version=1,
        label=_("New leads"),
        question=_("How many leads came in?"),
        plain_words=_("Leads created in the period, without tests and spam. A reopened lead is not a new one."),
        owner="pipeline",
        unit=Unit.COUNT,
        good="up",
        kind="simple",
        numerator="leads_created",
        articles=("S3:145-149",),
    ),
    Metric(
        key="lead_to_opp",
        version=1,
        label=_("Lead to deal"),
        question=_("How many of our leads become deals?"),
        plain_words=_(
            "Of the leads created in the period, those that have become a deal by the moment asked about. Young until"
            " 90 days have passed for the last of them."
        ),
        owner="pipeline",
        unit=Unit.RATIO,
        good="up",
        kind="cohort",
        period_by="cohort",
        numerator="leads_of_cohort_converted",
        denominator="leads_created",
        grace_days=MATURE_AFTER,
        articles=("S3:121",),
    ),
    Metric(
        key="lead_to_opp_period",
        version=1,
        label=_("Leads converted per lead created"),
        question=_("Do conversions keep up with new leads?"),
        plain_words=_("Leads that became a deal in the period, divided by leads created in it: two different sets."),
        owner="pipeline",
        unit=Unit.RATIO,
        good="up",
        kind="ratio",
        numerator="leads_converted",
        denominator="leads_created",
    ),
)
