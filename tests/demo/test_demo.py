"""The demo company is believable: figures computed from its rows, not from its generator (platform.md 7)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from forecasting.models import Submission
from pipeline.models import Opportunity, OpportunityVersion
from pipeline.queries.history import state_as_of
from salesops.demo.load import Demo, generate
from salesops.kernel.moments import INFINITY

UNTIL = datetime(2026, 11, 21, 15, tzinfo=UTC)
OPENING = date(2026, 7, 1)
CLOSING = date(2026, 9, 30)


@pytest.fixture(scope="module")
def demo(own_database: str) -> Iterator[Demo]:
    yield generate(until=UNTIL, seed=1, scale=0.0, password="!", say=lambda text: None)


def one(sql: str) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return Decimal(cursor.fetchone()[0])


def test_a_quarter_to_three_in_ten_decided_deals_are_won(demo: Demo) -> None:
    rate = one("SELECT avg((status = 'won')::int) FROM pipeline_opportunity WHERE status <> 'open'")
    assert Decimal("0.18") <= rate <= Decimal("0.30")


def test_four_in_ten_losses_are_no_decision(demo: Demo) -> None:
    share = one(
        "SELECT avg((r.key = 'no_decision')::int) FROM pipeline_opportunity o"
        " JOIN pipeline_reason r ON r.id = o.loss_reason_id"
    )
    assert Decimal("0.36") <= share <= Decimal("0.44")


def test_a_rep_holds_twelve_to_thirty_open_deals(demo: Demo) -> None:
    active = one("SELECT count(DISTINCT owner_id) FROM pipeline_opportunity WHERE status = 'open'")
    assert 12 <= Opportunity.objects.filter(status="open").count() / active <= 30


def test_december_is_the_largest_month(demo: Demo) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(month FROM close_date)::int, sum(amount_converted) FROM pipeline_opportunity"
            " WHERE status = 'won' AND close_date >= '2025-01-01' AND close_date < '2026-01-01' GROUP BY 1"
        )
        months = dict(cursor.fetchall())
    assert max(months, key=lambda month: months[month]) == 12


def test_opening_coverage_is_three_to_four_times_what_was_booked(demo: Demo) -> None:
    opened = state_as_of(datetime(2026, 7, 1, tzinfo=UTC)).filter(status="open", close_date__range=(OPENING, CLOSING))
    value = sum((row.amount or 0 for row in opened), Decimal(0))
    booked = one(
        "SELECT sum(amount_converted) FROM pipeline_opportunity"
        " WHERE status = 'won' AND close_date BETWEEN '2026-07-01' AND '2026-09-30'"
    )
    assert 3 <= value / booked <= 4


def test_every_deal_has_one_current_version_equal_to_its_row(demo: Demo) -> None:
    live = OpportunityVersion.objects.filter(valid_to=INFINITY, superseded_at=INFINITY)
    assert live.count() == Opportunity.objects.count() == demo.counts["deals"]
    assert OpportunityVersion.objects.count() == demo.counts["versions"]
    assert one(
        "SELECT count(*) FROM pipeline_opportunity o JOIN pipeline_opportunityversion v ON v.opportunity_id = o.id"
        " AND v.valid_to = 'infinity' AND v.superseded_at = 'infinity'"
        " WHERE (o.owner_id, o.stage_id, o.amount, o.close_date) IS DISTINCT FROM"
        " (v.owner_id, v.stage_id, v.amount, v.close_date)"
    ) == Decimal(0)


def test_nothing_happens_after_its_today(demo: Demo) -> None:
    assert not OpportunityVersion.objects.filter(valid_from__gt=UNTIL).exists()


def test_open_deals_belong_to_people_who_are_here(demo: Demo) -> None:
    gone = Opportunity.objects.filter(status="open").exclude(owner__state="active").count()
    assert gone / Opportunity.objects.filter(status="open").count() < 0.1


def test_about_half_of_the_reps_reach_their_quota(demo: Demo) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg((coalesce(booked.value, 0) >= q.amount)::int) FROM territories_quota q"
            " JOIN accounts_fiscalperiod p ON p.id = q.period_id JOIN accounts_seat s ON s.id = q.seat_id"
            " JOIN accounts_user u ON u.id = s.person_id"
            " LEFT JOIN LATERAL (SELECT sum(o.amount_converted) AS value FROM pipeline_opportunity o"
            " WHERE o.credit_owner_id = s.person_id AND o.status = 'won'"
            " AND o.close_date BETWEEN p.start_date AND p.end_date) booked ON true"
            " WHERE p.start_date >= '2025-01-01' AND p.end_date < '2026-10-01' AND u.state = 'active'"
        )
        share = cursor.fetchone()[0]
    assert Decimal("0.45") <= share <= Decimal("0.65")


def test_two_forecasts_are_missing(demo: Demo) -> None:
    active = sum(user.is_active for user in demo.people.reps) + len(demo.people.managers)
    this_week = Submission.objects.filter(submitted_at__gt=UNTIL - timedelta(days=6)).values("node").distinct()
    assert this_week.count() == active - 2
