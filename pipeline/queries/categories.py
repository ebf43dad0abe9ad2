"""The category of deals at an instant, in SQL: `category_sql` for raw statements, `with_category` for querysets."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When

from accounts.queries.organisation import organisation
from pipeline.models import Opportunity, OpportunityVersion, StageCategory
from pipeline.models.processes import Category
from salesops.db.scoped import ScopedQuerySet

Deal = TypeVar("Deal", Opportunity, OpportunityVersion)


def category_sql(deal: str = "v", at: str = "%(at)s") -> str:
    """The CASE expression of a deal's category: `deal` is the alias of its row, `at` the SQL of the instant.

    Answers won, lost, omitted, commit, upside, pipeline, or NULL for a stage without a category then; the same rule as
    `pipeline.rules.categories.category_of`.
    """
    return (
        f"CASE WHEN {deal}.status <> 'open' THEN {deal}.status WHEN {deal}.omitted THEN 'omitted'"
        f" WHEN {deal}.category_override <> '' THEN {deal}.category_override"
        " ELSE (SELECT map.category FROM pipeline_stagecategory map"
        f" WHERE map.stage_id = {deal}.stage_id AND map.valid @> ({at})::timestamptz) END"
    )


def with_category(rows: ScopedQuerySet[Deal], at: datetime | OuterRef) -> ScopedQuerySet[Any]:
    """Deals, or versions, with `category` and `stage_category` (what the stage stood for) at the instant.

    at: one instant for all, or the column that holds each row's own.
    """
    mapped = StageCategory.objects.filter(stage=OuterRef("stage"), valid__contains=at).values("category")[:1]
    return rows.annotate(
        stage_category=Subquery(mapped),
        category=Case(
            When(~Q(status="open"), then=F("status")),
            When(omitted=True, then=Value("omitted")),
            When(~Q(category_override=""), then=F("category_override")),
            default=Subquery(mapped),
            output_field=CharField(),
        ),
    )


def counted(rows: ScopedQuerySet[Deal], at: datetime) -> ScopedQuerySet[Any]:
    """The rows counted at the instant, with their category."""
    kept = with_category(rows, at).filter(status="open", deleted=False, stage__counts_as_pipeline=True)
    return kept.filter(Q(category__isnull=True) | ~Q(category="omitted"))


def category_labels() -> dict[str, str]:
    """What the organisation calls each category, in the order people read them."""
    shipped = {"won": "Won", "lost": "Lost"} | {key: str(label) for key, label in Category.choices}
    order = ("commit", "upside", "pipeline", "omitted", "won", "lost")
    own = organisation().category_labels
    return {key: own.get(key) or shipped[key] for key in order}
