"""The Maven set, from its files to its published figures: platform.md 2.4, facts.json."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Avg, Count, Q, QuerySet, Sum

from accounts.models import CustomerAccount, ReportingLine, Team, TeamMembership, User
from accounts.operations.organisation import set_up_organisation
from accounts.operations.people import make_role_presets
from pipeline.models import Opportunity, OpportunityVersion, ProcessVersion, Product
from pipeline.queries.history import state_as_of
from salesops.imports.models import ExternalId, ImportBatch, PlannedRow
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.queries import reasons_of
from salesops.kernel.moments import INFINITY, end_of_day
from tests.imports.maven import facts, imported, needs_files, repaired, staged

pytestmark = needs_files
ZONE = ZoneInfo("America/Chicago")


@pytest.fixture(scope="module")
def maven(own_database: str) -> Iterator[ImportBatch]:
    set_up_organisation(by=None, name="Maven", time_zone=str(ZONE), currency="USD")
    make_role_presets(by=None)
    yield imported(None)


def closed(status: str) -> QuerySet[Opportunity]:
    return Opportunity.objects.filter(status=status)


def days(rows: QuerySet[Opportunity]) -> list[int]:
    return sorted((deal.close_date - deal.created_at.astimezone(ZONE).date()).days for deal in rows)


def median(values: list[Any]) -> float:
    middle = len(values) // 2
    return float(values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2)


def test_counts_and_values(maven: ImportBatch) -> None:
    overall = facts()["overall"]
    stages = dict(Opportunity.objects.values_list("stage__name").annotate(n=Count("id")))
    assert stages == overall["stage_counts"]
    won = closed("won")
    assert won.aggregate(s=Sum("amount"))["s"] == overall["won_value_total"]
    assert round(float(won.aggregate(a=Avg("amount"))["a"]), 4) == overall["avg_won_value"]
    assert median(sorted(won.values_list("amount", flat=True))) == overall["median_won_value"]
    assert round(won.count() / (won.count() + closed("lost").count()), 6) == overall["win_rate"]
    assert round(sum(days(won)) / won.count(), 4) == overall["avg_cycle_days_won"]
    assert round(sum(days(closed("lost"))) / closed("lost").count(), 4) == overall["avg_cycle_days_lost"]
    assert median(days(won)) == overall["median_cycle_days_won"]
    assert closed("open").filter(customer=None).count() == overall["open_without_account"]
    agents = User.objects.filter(lines__isnull=False, opportunity_owned__isnull=True).order_by("name")
    assert [person.name for person in agents] == overall["agents_without_deals"]


def test_figures_by_office_manager_product_and_quarter(maven: ImportBatch) -> None:
    said = facts()
    teams = {office: Q(owner__memberships__team__name=office) for office in said["by_regional_office"]}
    line = {name: Q(owner__lines__manager__name=name) for name in said["by_manager"]}
    products = {name: Q(product__name=name) for name in said["by_product"]}
    quarters = {
        name: Q(close_date__year=int(name[:4]), close_date__quarter=int(name[-1])) for name in said["by_close_quarter"]
    }
    for key, cuts in (
        ("by_regional_office", teams),
        ("by_manager", line),
        ("by_product", products),
        ("by_close_quarter", quarters),
    ):
        for name, cut in cuts.items():
            won, lost = closed("won").filter(cut), closed("lost").filter(cut).count()
            expected = said[key][name]
            assert (won.count(), lost) == (expected["won"], expected["lost"]), name
            assert won.aggregate(s=Sum("amount"))["s"] == expected["won_value"], name
            if "avg_won_cycle_days" in expected:
                assert round(sum(days(won)) / won.count(), 2) == expected["avg_won_cycle_days"], name
                assert round(won.count() / (won.count() + lost), 6) == expected["win_rate"], name
    first, second = (closed("won").filter(cut).aggregate(s=Sum("amount"))["s"] for cut in quarters.values())
    assert round(float(second / first - 1), 6) == said["qoq_growth_won_value"]["2017Q2"]


def test_as_of_the_end_of_june(maven: ImportBatch) -> None:
    said = facts()["as_of"]["2017-06-30"]
    then = state_as_of(end_of_day(date(2017, 6, 30), ZONE))
    open_then = then.filter(status="open").aggregate(n=Count("opportunity"), value=Sum("amount"))
    assert open_then == {"n": said["open_count"], "value": said["open_list_value"]}
    assert then.count() == said["engaged_to_date"]
    assert then.filter(status="won").count() == said["won_to_date"]
    assert then.filter(status="lost").count() == said["lost_to_date"]
    assert set(then.filter(status="open").values_list("amount_basis", flat=True)) == {"list_price"}
    assert not then.filter(status="open", close_date__isnull=False).exists()


def test_what_was_imported(maven: ImportBatch) -> None:
    said = facts()["import_checks"]
    assert CustomerAccount.objects.count() == said["accounts"]
    assert Product.objects.count() == said["products"]
    assert Team.objects.count() == said["regional_offices"]
    assert ReportingLine.objects.count() == said["sales_teams"]
    assert ReportingLine.objects.values("manager").distinct().count() == said["managers"]
    assert TeamMembership.objects.count() == said["sales_teams"] + said["managers"]
    assert Opportunity.objects.count() == ExternalId.objects.filter(kind="deal").count() == said["deals"]
    assert Opportunity.objects.filter(customer=None).count() == said["deals_without_account"]
    assert Opportunity.objects.filter(created_at=maven.history_from).count() == said["deals_without_engage_date"]
    assert Opportunity.objects.filter(close_date=None).count() == said["deals_without_close"]
    children = CustomerAccount.objects.filter(parent__isnull=False)
    assert children.count() == said["accounts_with_parent"]
    assert children.values("parent").distinct().count() == said["distinct_parents"]
    assert CustomerAccount.objects.get(name="Acme Corporation").annual_revenue == Decimal("1100040000")
    assert ProcessVersion.objects.get(default=True).name == "Maven CRM"


def test_the_states_of_a_deal(maven: ImportBatch) -> None:
    """1C1I7A6R: engaged 2016-10-20 at the list price of 1,096, won 2017-03-01 for 1,054, Chicago days."""
    deal = Opportunity.objects.get(pk=ExternalId.objects.get(kind="deal", external_id="1C1I7A6R").record_id)
    live = deal.versions.filter(superseded_at=INFINITY).order_by("valid_from")
    opened, won = live
    assert (opened.stage.name, opened.amount, opened.amount_basis, opened.close_date) == (
        "Engaging",
        1096,
        "list_price",
        None,
    )
    assert opened.valid_from.isoformat() == "2016-10-20T05:00:00+00:00"
    assert (won.stage.name, won.amount, won.amount_converted, won.amount_basis) == ("Won", 1054, 1054, "stated")
    assert won.valid_from.isoformat() == "2017-03-01T06:00:00+00:00" == won.closed_at.isoformat()
    assert (won.batch_id, won.source, deal.close_date) == (maven.pk, "import", date(2017, 3, 1))
    lost = closed("lost").filter(product__name="GTX Pro").first()
    assert lost is not None
    assert (lost.amount, lost.amount_basis) == (4821, "list_price")


def test_no_current_row_differs_from_its_open_version(maven: ImportBatch) -> None:
    from pipeline.models.opportunities import VERSIONED_FIELDS

    now = ", ".join(f"o.{name}" for name in VERSIONED_FIELDS)
    then = ", ".join(f"v.{name}" for name in VERSIONED_FIELDS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pipeline_opportunity o LEFT JOIN pipeline_opportunityversion v"
            " ON v.opportunity_id = o.id AND v.superseded_at = 'infinity' AND v.valid_to = 'infinity'"
            f" WHERE ({now}) IS DISTINCT FROM ({then})"
        )
        assert cursor.fetchone() == (0,)


def test_the_same_files_again_change_nothing(maven: ImportBatch) -> None:
    counted = [model.objects.count() for model in (Opportunity, OpportunityVersion, CustomerAccount, Product, User)]
    again = check_batch(staged(None), by=None)
    assert not reasons_of(again), "what was confirmed once is remembered"
    assert {
        row["action"] for row in PlannedRow.objects.filter(file_id__in=again.files.values("pk")).values("action")
    } == {"unchanged"}
    again = commit_batch(again, by=None)
    assert counted == [
        model.objects.count() for model in (Opportunity, OpportunityVersion, CustomerAccount, Product, User)
    ]
    assert not again.records.exists()


def test_each_quirk_is_reported_with_row_and_column(own_database: str, maven: ImportBatch) -> None:
    from salesops.imports.models import SavedMapping

    said = facts()["import_checks"]
    SavedMapping.objects.all().delete()
    batch = check_batch(staged(None), by=None)
    reported = {(reason.column, reason.value): reason for reason in reasons_of(batch)}
    gtx = reported[("product", "GTXPro")]
    assert (gtx.rows, gtx.first_row, gtx.button) == (
        said["deals_whose_product_needs_the_GTXPro_fix"],
        3,
        "Map to GTX Pro",
    )
    assert gtx.blocking
    sector = reported[("sector", "technolgy")]
    assert (sector.rows, sector.suggestion) == (said["accounts_in_misspelt_sector_technolgy"], "technology")
    country = reported[("office_location", "Philipines")]
    assert (country.rows, country.suggestion) == (said["accounts_in_misspelt_country_Philipines"], "Philippines")
    assert len(reported) == 3
    assert repaired(batch, None).counts["blocked"] == 0
