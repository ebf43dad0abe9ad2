"""How deals, leads and activities are cut by what `pipeline` itself knows of them."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.opened import CATEGORY
from pipeline.models import Activity, Lead, Product, Reason, Stage
from pipeline.models.leads import SourcedBy
from pipeline.models.opportunities import Kind
from pipeline.queries.categories import category_labels
from salesops.kernel.grain import Dimension

Labels = Callable[[Sequence[str]], Mapping[str, str]]

DEALS = frozenset({"opportunity", "stage_step"})
OPPORTUNITY = frozenset({"opportunity"})
COMING = frozenset({*DEALS, "lead"})
LEADS = frozenset({"lead"})
ACTIVITIES = frozenset({"activity"})


def _chosen(choices: Mapping[str, object]) -> Labels:
    def labels(keys: Sequence[str]) -> Mapping[str, str]:
        return {key: str(choices.get(key, key)) for key in keys}

    return labels


def _named(model: type, name: str = "name") -> Labels:
    def labels(keys: Sequence[str]) -> Mapping[str, str]:
        found = model.objects.filter(uid__in=keys)  # type: ignore[attr-defined]
        return {str(uid): label for uid, label in found.values_list("uid", name)}

    return labels


def _categories(keys: Sequence[str]) -> Mapping[str, str]:
    """As the organisation calls them."""
    own = category_labels()
    return {key: own.get(key, key) for key in keys}


PRODUCT = "LEFT JOIN pipeline_product product_is ON product_is.id = v.product_id"
REASON = "LEFT JOIN pipeline_reason reason_is ON reason_is.id = v.loss_reason_id"
STAGE = "LEFT JOIN pipeline_stage stage_is ON stage_is.id = v.stage_id"
EXPECTED_CLOSE = """CASE WHEN v.close_date IS NULL THEN 'undated'
    WHEN v.close_date < %(as_of_day)s::date THEN 'overdue' ELSE to_char(v.close_date, 'YYYY-MM') END"""
BUCKETS = {"undated": _("No close date"), "overdue": _("Close date passed")}

DECLARED = (
    Dimension("kind", _("Kind"), "v.kind", DEALS, labels=_chosen(dict(Kind.choices))),
    Dimension("product", _("Product"), "product_is.uid", DEALS, join=PRODUCT, labels=_named(Product)),
    Dimension("sourced_by", _("Sourced by"), "{sourced_by}", COMING, labels=_chosen(dict(SourcedBy.choices))),
    Dimension("source", _("Source"), "{source}", COMING),
    Dimension("loss_reason", _("Loss reason"), "reason_is.uid", DEALS, join=REASON, labels=_named(Reason, "label")),
    Dimension("category", _("Category"), CATEGORY, OPPORTUNITY, labels=_categories),
    Dimension("expected_close", _("Expected close"), EXPECTED_CLOSE, OPPORTUNITY, labels=_chosen(BUCKETS)),
    Dimension("deal_stage", _("Stage of the deal"), "stage_is.uid", OPPORTUNITY, join=STAGE, labels=_named(Stage)),
    Dimension("stage", _("Stage"), "step.uid", frozenset({"stage_step"}), labels=_named(Stage)),
    Dimension("channel", _("Channel"), "lead.channel", LEADS, labels=_chosen(dict(Lead.Channel.choices))),
    Dimension(
        "activity_kind", _("Kind of activity"), "activity.kind", ACTIVITIES, labels=_chosen(dict(Activity.Kind.choices))
    ),
    Dimension("outcome", _("Outcome"), "nullif(activity.outcome, '')", ACTIVITIES),
)
