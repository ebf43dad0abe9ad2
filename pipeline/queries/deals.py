"""Deals as lists read them: the row beside its state at an instant, its category, money and what moved."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from accounts.models import FxRate
from accounts.queries.organisation import organisation
from pipeline.models import Activity, OpportunityVersion, StageCategory
from pipeline.queries.conversion import MONEY, closed_worth
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.moments import INFINITY, local_day
from salesops.kernel.money import minor_units

# Annotations that mypy cannot name travel with the rows.
Deals = ScopedQuerySet[Any]
WEEK = timedelta(days=7)

# A move of the close date to a later day while open; the first 15 minutes are corrections (pipeline.md 4.12).
PUSHES = """
    (SELECT count(*) FROM (
        SELECT v.valid_from, v.status, v.close_date > lag(v.close_date) OVER (ORDER BY v.valid_from, v.version) AS later
        FROM pipeline_opportunityversion v
        WHERE v.opportunity_id = pipeline_opportunity.id AND v.superseded_at = 'infinity' AND v.valid_from <= %s
    ) move
    WHERE move.later AND move.status = 'open'
        AND move.valid_from > pipeline_opportunity.created_at + interval '15 minutes')
"""


WEEKS = 8
# Newest last, 0 for a week without one.
TOUCHES = """
    (SELECT array_agg(touched.n ORDER BY touched.week DESC) FROM (
        SELECT week, count(a.id) AS n
        FROM generate_series(0, %s) week
        LEFT JOIN pipeline_activity a ON a.opportunity_id = pipeline_opportunity.id AND a.deleted_at IS NULL
            AND a.occurred_at > %s - (week + 1) * interval '7 days' AND a.occurred_at <= %s - week * interval '7 days'
        GROUP BY week
    ) touched)
"""


def with_state(rows: Deals, at: datetime | None = None, known: datetime | None = None) -> Deals:
    """Deals that existed at the instant, joined to their version then as `state`; by default the present one.

    known: as it was known at that instant, by the rule of `queries.history.as_known_at`.
    """
    if known is not None:
        newest = OpportunityVersion.objects.filter(
            opportunity=OuterRef("pk"), recorded_at__lte=known, superseded_at__gt=known, valid_from__lte=at
        ).order_by("-valid_from", "-version")
        rows = rows.annotate(_version=Subquery(newest.values("version")[:1]))
        condition = Q(versions__version=F("_version"))
    elif at is None:
        condition = Q(versions__superseded_at=INFINITY, versions__valid_to=INFINITY)
    else:
        condition = Q(versions__superseded_at=INFINITY, versions__valid_from__lte=at, versions__valid_to__gt=at)
    return rows.annotate(state=FilteredRelation("versions", condition=condition)).filter(state__deleted=False)


def category(at: datetime) -> Case:
    """The expression of `rules.categories.category_of` over `state`."""
    mapped = StageCategory.objects.filter(stage=OuterRef("state__stage"), valid__contains=at).values("category")[:1]
    return Case(
        When(~Q(state__status="open"), then=F("state__status")),
        When(state__omitted=True, then=Value("omitted")),
        When(~Q(state__category_override=""), then=F("state__category_override")),
        default=Subquery(mapped),
        output_field=CharField(),
    )


def with_figures(rows: Deals, at: datetime) -> Deals:
    """`category`, `converted` (reporting currency, null without a rate) and what differs from a week before."""
    before = OpportunityVersion.objects.filter(
        opportunity=OuterRef("pk"), superseded_at=INFINITY, valid_from__lte=at - WEEK, valid_to__gt=at - WEEK
    )
    return rows.annotate(
        category=category(at),
        converted=converted(at),
        was_amount=Subquery(before.values("amount")[:1], output_field=MONEY),
        was_close=Subquery(before.values("close_date")[:1]),
    )


def converted(at: datetime) -> Case:
    """A closed deal by `closed_worth`; an open one at the spot rate of the day, rounded row by row (metrics.md G8)."""
    of = organisation()
    rate = FxRate.objects.filter(
        from_currency=OuterRef("state__currency"),
        to_currency=of.currency,
        kind=FxRate.Kind.SPOT,
        superseded_at=INFINITY,
        valid__contains=local_day(at, of.zone),
    ).values("rate")[:1]
    digits = minor_units(of.currency)
    worth = F("state__amount") * Case(
        When(state__currency=of.currency, then=Value(Decimal(1))),
        default=Subquery(rate),
        output_field=DecimalField(max_digits=20, decimal_places=10),
    )
    return Case(
        When(~Q(state__status="open"), then=closed_worth(of, "state__")),
        default=Func(worth, Value(digits), function="ROUND", output_field=MONEY),
        output_field=MONEY,
    )


def changed_since(since: datetime, at: datetime) -> Exists:
    """Whether something about the deal became true in `(since, at]`: a change, or its coming into being."""
    return Exists(
        OpportunityVersion.objects.filter(
            opportunity=OuterRef("pk"), superseded_at=INFINITY, valid_from__gt=since, valid_from__lte=at
        )
    )


def weekly_touches(at: datetime) -> RawSQL:
    """How often somebody touched the deal in each of the eight weeks up to the instant."""
    return RawSQL(TOUCHES, [WEEKS - 1, at, at], output_field=ArrayField(IntegerField()))  # noqa: S611 - bound parameters


def with_pushes(rows: Deals, at: datetime) -> Deals:
    """`pushes`: how often the close date moved to a later day while open."""
    return rows.annotate(pushes=RawSQL(PUSHES, [at], output_field=IntegerField()))  # noqa: S611 - bound parameters


def with_stay(rows: Deals, at: datetime) -> Deals:
    """`stay_from`: since when the deal stands in its stage, without a break."""
    elsewhere = (
        OpportunityVersion.objects.filter(opportunity=OuterRef("pk"), superseded_at=INFINITY, valid_from__lte=at)
        .exclude(stage=OuterRef("state__stage"))
        .order_by("-valid_to")
    )
    return rows.annotate(stay_from=Coalesce(Subquery(elsewhere.values("valid_to")[:1]), F("created_at")))


def with_last_touch(rows: Deals, at: datetime) -> Deals:
    """`touched_at`: the last activity, else the day the deal came in."""
    done = Activity.objects.filter(opportunity=OuterRef("pk"), occurred_at__lte=at, deleted_at__isnull=True)
    newest = done.order_by("-occurred_at").values("occurred_at")[:1]
    return rows.annotate(touched_at=Coalesce(Subquery(newest), F("created_at")))


def open_states() -> Q:
    return Q(state__status="open")


TABS: tuple[str, ...] = ("open", "changed", "pushed", "no_step", "closed")


def in_tab(rows: Deals, tab: str, at: datetime) -> Deals:
    """The rows of one saved view of the list."""
    if tab == "closed":
        return rows.exclude(state__status="open")
    rows = rows.filter(open_states()) if tab != "changed" else rows
    if tab == "changed":
        return rows.filter(changed_since(at - WEEK, at))
    if tab == "pushed":
        return with_pushes(rows, at).filter(pushes__gte=2)
    return rows.filter(state__next_step="") if tab == "no_step" else rows


def tab_counts(rows: Deals, at: datetime) -> dict[str, Any]:
    """How many deals each saved view holds, and what the open ones are worth: one query."""
    open_now = open_states()
    return (
        with_pushes(with_figures(rows, at), at)
        .annotate(is_changed=changed_since(at - WEEK, at))
        .aggregate(
            open=Count("pk", filter=open_now),
            changed=Count("pk", filter=Q(is_changed=True)),
            pushed=Count("pk", filter=open_now & Q(pushes__gte=2)),
            no_step=Count("pk", filter=open_now & Q(state__next_step="")),
            closed=Count("pk", filter=~open_now),
            worth=Coalesce(Sum("converted", filter=open_now), Value(Decimal(0)), output_field=MONEY),
        )
    )


def close_bucket(close_date: Any, today: Any) -> str:
    """`undated`, `overdue` or `dated`: a deal without a date belongs to no period."""
    if close_date is None:
        return "undated"
    return "overdue" if close_date < today else "dated"
