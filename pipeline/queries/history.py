"""Deals as they were: `state_as_of` by what is now known, `as_known_at` by what was known then (pipeline.md 3.1)."""

from datetime import datetime

from django.db.models import Min

from pipeline.models import OpportunityVersion
from salesops.db.scoped import ScopedQuerySet
from salesops.kernel.moments import INFINITY


def state_as_of(at: datetime) -> ScopedQuerySet[OpportunityVersion]:
    """The one live version of each deal at the instant; a deal before its first version, or deleted then, is absent."""
    return OpportunityVersion.objects.filter(superseded_at=INFINITY, valid_from__lte=at, valid_to__gt=at, deleted=False)


def as_known_at(at: datetime, known: datetime) -> ScopedQuerySet[OpportunityVersion]:
    """The state at `at` as it was known at `known`: an answer given for both never changes.

    Among rows with recorded_at <= known < superseded_at, the greatest (valid_from, version) with valid_from <= at.
    `valid_to` is not used: it may have been cut later.
    """
    newest = (
        OpportunityVersion.objects.filter(recorded_at__lte=known, superseded_at__gt=known, valid_from__lte=at)
        .order_by("opportunity_id", "-valid_from", "-version")
        .distinct("opportunity_id")
    )
    return OpportunityVersion.objects.filter(pk__in=newest.values("pk"), deleted=False)


def starts_at() -> datetime | None:
    """The first instant that any deal's history knows, None when there is none."""
    return OpportunityVersion.objects.filter(superseded_at=INFINITY).aggregate(first=Min("valid_from"))["first"]
