"""Killed anywhere, an import leaves nothing of itself and can be committed again (fault rows 21 to 24)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from pipeline.models import Opportunity, OpportunityVersion
from salesops.imports.models import ImportBatch, StagedRow
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.mapping import tick_rule
from salesops.imports.operations.undo import undo_batch
from salesops.kernel.errors import Refused
from salesops.local.processes import wait_until
from tests.company import Company
from tests.imports.files import checked, deals, staged
from tests.imports.test_undo import COMPANY_FILES, FILE


class Killed(BaseException):
    """What a worker that is shot would leave behind: no handler of ours runs."""


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


def counts() -> list[int]:
    tables = ("accounts_user", "accounts_customeraccount", "pipeline_opportunity", "imports_externalid")
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found.append(cursor.fetchone()[0])
    return [*found, OpportunityVersion.objects.count()]


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_commit_stopped_halfway_leaves_nothing_and_runs_again(company: Company, step: int) -> None:
    before = counts()
    batch = checked(company.omar, *COMPANY_FILES, FILE, source=f"crm{step}")
    steps = iter(range(10))

    def stop(done: int, total: int, text: str) -> None:
        if next(steps) == step:
            raise Killed

    with pytest.raises(Killed):
        commit_batch(batch, by=company.omar, progress=stop)
    connection.close()
    assert counts() == before
    assert ImportBatch.objects.get(pk=batch.pk).state == "checked"

    batch = commit_batch(batch, by=company.omar)
    assert batch.counts["deals"]["create"] == 3
    undo_batch(batch, by=company.omar)


def test_staging_lost_with_the_server_is_said(company: Company) -> None:
    batch = staged(company.omar, FILE)
    StagedRow.objects.filter(file_id__in=batch.files.values("pk"))._raw_delete("default")
    with pytest.raises(Refused, match="Upload it again"):
        check_batch(batch, by=company.omar)


def test_what_changed_after_the_preview_is_seen(company: Company) -> None:
    batch = checked(company.omar, *COMPANY_FILES, FILE, source="late")
    Opportunity.objects.count()
    from accounts.operations.people import create_person

    create_person(name="Zoe Park", by=None)
    with pytest.raises(Refused) as refused:
        commit_batch(batch, by=company.omar)
    assert refused.value.code in ("rows_blocked", "changed_since_preview")


def test_one_blocked_row_stops_all_and_accepted_rows_can_go_alone(company: Company) -> None:
    rows = deals(
        "B1,Good,Acme Robotics,Priya Raman,Discovery,10,2026-02-01,2026-12-20",
        "B2,Bad,Nowhere Ltd,Priya Raman,Discovery,10,2026-02-01,2026-12-20",
    )
    before = counts()
    batch = checked(company.omar, rows)
    assert batch.counts["blocked"] == 1
    with pytest.raises(Refused) as refused:
        commit_batch(batch, by=company.omar)
    assert (refused.value.code, counts()) == ("rows_blocked", before)

    batch = checked(company.omar, rows, mode="accepted")
    batch = commit_batch(batch, by=company.omar)
    assert batch.counts["deals"] == {"create": 1, "blocked": 1, "rows": 2}
    assert [Opportunity.objects.filter(name=name).count() for name in ("Good", "Bad")] == [1, 0]


def test_what_waits_for_a_running_commit_finds_the_import_decided(company: Company) -> None:
    """Checked before the wait, "Check again" or a repair would open a committed batch once more."""
    row = "W1,Waited for,Acme Robotics,Priya Raman,Discovery,10,2026-02-01,2026-12-20"
    batch = checked(company.omar, deals(row), source="waits")
    refused: list[str] = []
    waiters = [
        threading.Thread(target=_refusal, args=(refused, lambda: check_batch(_again(batch), by=company.omar))),
        threading.Thread(
            target=_refusal,
            args=(refused, lambda: tick_rule(_again(batch).files.get(), "close_before_created", by=company.omar)),
        ),
    ]

    def start_waiters(done: int, total: int, text: str) -> None:
        if done == 0:
            for waiter in waiters:
                waiter.start()
            assert wait_until(lambda: _waiting() == len(waiters), seconds=30)

    batch = commit_batch(batch, by=company.omar, progress=start_waiters)
    for waiter in waiters:
        waiter.join(30)
    assert refused == ["batch_closed", "batch_closed"]
    assert _again(batch).state == "committed"
    undo_batch(batch, by=company.omar)


def _again(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.get(pk=batch.pk)


def _refusal(codes: list[str], act: Callable[[], object]) -> None:
    try:
        act()
    except Refused as refused:
        codes.append(refused.code)
    finally:
        connection.close()


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])
