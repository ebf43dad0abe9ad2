"""How deals, leads and activities are cut by what `pipeline` itself knows of them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from pipeline.metrics.opened import category, category_map
from pipeline.models import Activity, Lead, Product, Reason, Stage
from pipeline.models.leads import SourcedBy
from pipeline.models.opportunities import Kind
from pipeline.models.processes import Category
from salesops.kernel.grain import Dimension

DEALS = frozenset({"opportunity", "stage_step"})
OPPORTUNITY = frozenset({"opportunity"})
COMING = frozenset({*DEALS, "lead"})
LEADS = frozenset({"lead"})
ACTIVITIES = frozenset({"activity"})


def _chosen(choices: Mapping[str, object]) -> object:
    def labels(keys: Sequence[str]) -> Mapping[str, str]:
        return {key: str(choices.get(key, key)) for key in keys}

    return labels


def _named(model: type, name: str = "name") -> object:
    def labels(keys: Sequence[str]) -> Mapping[str, str]:
        found = model.objects.filter(pk__in=[int(key) for key in keys])  # type: ignore[attr-defined]
        return {str(pk): label for pk, label in found.values_list("pk", name)}

    return labels


EXPECTED_CLOSE = """CASE WHEN v.close_date IS NULL THEN 'undated'
    WHEN v.close_date < %(as_of_day)s::date THEN 'overdue' ELSE to_char(v.close_date, 'YYYY-MM') END"""
CATEGORIES = {"won": _("Won"), **dict(Category.choices), "lost": _("Lost")}
BUCKETS = {"undated": _("No close date"), "overdue": _("Close date passed")}

DECLARED = (
    Dimension("kind", _("Kind"), "v.kind", DEALS, labels=_chosen(dict(Kind.choices))),
    Dimension("product", _("Product"), "v.product_id", DEALS, labels=_named(Product)),
    Dimension("sourced_by", _("Sourced by"), "{sourced_by}", COMING, labels=_chosen(dict(SourcedBy.choices))),
    Dimension("source", _("Source"), "{source}", COMING),
    Dimension("loss_reason", _("Loss reason"), "v.loss_reason_id", DEALS, labels=_named(Reason, "label")),
    Dimension(
        "category",
        _("Category"),
        category("category_map"),
        OPPORTUNITY,
        join=category_map("category_map"),
        labels=_chosen(CATEGORIES),
    ),
    Dimension("expected_close", _("Expected close"), EXPECTED_CLOSE, OPPORTUNITY, labels=_chosen(BUCKETS)),
    Dimension("deal_stage", _("Stage of the deal"), "v.stage_id", OPPORTUNITY, labels=_named(Stage)),
    Dimension("stage", _("Stage"), "step.id", frozenset({"stage_step"}), labels=_named(Stage)),
    Dimension("channel", _("Channel"), "lead.channel", LEADS, labels=_chosen(dict(Lead.Channel.choices))),
    Dimension(
        "activity_kind", _("Kind of activity"), "activity.kind", ACTIVITIES, labels=_chosen(dict(Activity.Kind.choices))
    ),
    Dimension("outcome", _("Outcome"), "nullif(activity.outcome, '')", ACTIVITIES),
)
