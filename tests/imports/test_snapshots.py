"""Dated files of deals become history: four files, the states at their four dates."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from pipeline.models import Opportunity, OpportunityVersion
from pipeline.queries.history import as_known_at, state_as_of
from salesops.imports.operations.undo import undo_batch
from salesops.kernel.moments import INFINITY, end_of_day
from tests.company import Company
from tests.imports.files import committed, deals

HEADER = "Id,Deal Name,Account,Owner,Stage,Amount,Close Date"
DAYS = {
    "2026-03-02": ("S1,One,Acme Robotics,Priya Raman,Discovery,100,2026-06-30",),
    "2026-04-06": (
        "S1,One,Acme Robotics,Priya Raman,Proposal,120,2026-06-30",
        "S2,Two,Acme Robotics,Priya Raman,Discovery,900,2026-09-30",
    ),
    "2026-05-04": (
        "S1,One,Acme Robotics,Priya Raman,Proposal,120,2026-08-31",
        "S2,Two,Acme Robotics,Priya Raman,Discovery,900,2026-09-30",
    ),
    "2026-06-01": ("S1,One,Acme Robotics,Priya Raman,Won,130,2026-05-20",),
}
STATES = {
    "2026-03-02": {("One", "Discovery", 100, "2026-06-30")},
    "2026-04-06": {("One", "Proposal", 120, "2026-06-30"), ("Two", "Discovery", 900, "2026-09-30")},
    "2026-05-04": {("One", "Proposal", 120, "2026-08-31"), ("Two", "Discovery", 900, "2026-09-30")},
    "2026-06-01": {("One", "Won", 130, "2026-05-20"), ("Two", "Discovery", 900, "2026-09-30")},
}


def state(day: str) -> set[tuple[str, str, int, str]]:
    rows = state_as_of(end_of_day(date.fromisoformat(day), ZoneInfo("UTC"))).select_related("opportunity", "stage")
    return {(row.opportunity.name, row.stage.name, int(row.amount or 0), str(row.close_date)) for row in rows}


def test_four_files_are_the_states_at_their_dates(company: Company) -> None:
    for day, rows in DAYS.items():
        committed(company.omar, deals(*rows, header=HEADER), snapshot_day=day)
    assert {day: state(day) for day in DAYS} == STATES
    assert state("2026-03-01") == set()
    live = OpportunityVersion.objects.filter(superseded_at=INFINITY)
    assert set(live.values_list("reconstructed", flat=True)) == {True}


def test_the_files_may_come_in_any_order(company: Company) -> None:
    for day in reversed(DAYS):
        committed(company.omar, deals(*DAYS[day], header=HEADER), snapshot_day=day)
    assert {day: state(day) for day in DAYS} == STATES


def test_a_file_again_and_a_missing_row_change_nothing(company: Company) -> None:
    for day in ("2026-03-02", "2026-04-06"):
        committed(company.omar, deals(*DAYS[day], header=HEADER), snapshot_day=day)
    before = OpportunityVersion.objects.count()
    again = committed(company.omar, deals(*DAYS["2026-04-06"], header=HEADER), snapshot_day="2026-04-06")
    assert again.counts["deals"] == {"unchanged": 2, "rows": 2}
    committed(company.omar, deals(DAYS["2026-04-06"][0], header=HEADER), snapshot_day="2026-05-04")
    assert OpportunityVersion.objects.count() == before
    assert Opportunity.objects.filter(deleted=False).count() == 2


def test_what_was_known_before_an_import_stays_known(company: Company) -> None:
    first = committed(company.omar, deals(*DAYS["2026-03-02"], header=HEADER), snapshot_day="2026-03-02")
    known = OpportunityVersion.objects.latest("recorded_at").recorded_at
    at = datetime(2026, 5, 10, tzinfo=UTC)
    then = set(as_known_at(at, known).values_list("amount", flat=True))
    second = committed(company.omar, deals(*DAYS["2026-04-06"], header=HEADER), snapshot_day="2026-04-06")
    assert set(as_known_at(at, known).values_list("amount", flat=True)) == then
    assert {row.amount for row in state_as_of(at)} == {120, 900}
    undo_batch(second, by=company.omar)
    assert {row.amount for row in state_as_of(at)} == {100}
    assert first.state == "committed"
