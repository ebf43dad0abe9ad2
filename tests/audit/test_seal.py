"""The seal finds what a DBA did behind the triggers: edited, deleted, forged, tail cut (platform.md 5.3 row 26)."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from salesops.audit.models import AuditRecord, Seal
from salesops.audit.operations import record
from salesops.audit.seal import kept_head, seal, verify
from salesops.jobs.models import Job
from salesops.jobs.operations import enqueue
from tests import harness

TABLE = "audit_auditrecord"
pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def sealed_rows(own_database: str, tmp_path: Path) -> Iterator[list[int]]:
    """Two seals of ten rows each; whatever a test breaks is taken out of the table again."""
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield seal_twice()
    dba("DELETE FROM audit_auditrecord; DELETE FROM audit_seal; ALTER SEQUENCE audit_auditrecord_id_seq RESTART")


def seal_twice() -> list[int]:
    ids = [record("test.done", by=None, after={"n": number}).pk for number in range(10)]
    seal(TABLE)
    ids += [record("test.done", by=None, after={"n": number}).pk for number in range(10)]
    seal(TABLE)
    assert verify(TABLE, head=kept_head(TABLE)) is None
    return ids


def dba(sql: str, *params: object) -> None:
    """By a superuser with triggers switched off."""
    link = harness.cluster().connect(connection.settings_dict["NAME"])
    with link.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, params or None)
    link.close()


@pytest.mark.parametrize(
    "change", ["verb = 'x'", "after = '{\"n\": 99}'", "at = at + interval '1 second'", "salt = NULL"]
)
def test_an_edited_row_is_named(sealed_rows: list[int], change: str) -> None:
    dba(f"UPDATE audit_auditrecord SET {change} WHERE id = %s", sealed_rows[4])
    finding = verify(TABLE)
    assert finding is not None and finding.row == sealed_rows[4]


def test_a_row_edited_with_its_hash_made_anew_is_found_in_its_stretch(sealed_rows: list[int]) -> None:
    dba("UPDATE audit_auditrecord SET verb = 'x' WHERE id = %s", sealed_rows[4])
    dba("UPDATE audit_auditrecord r SET row_hash = audit_row_hash(r) WHERE id = %s", sealed_rows[4])
    finding = verify(TABLE)
    assert finding is not None and finding.row is None
    assert (finding.first_id, finding.last_id) == (1, sealed_rows[9])


def test_a_deleted_row_is_missed(sealed_rows: list[int]) -> None:
    dba("DELETE FROM audit_auditrecord WHERE id = %s", sealed_rows[12])
    finding = verify(TABLE)
    assert finding is not None and "10 rows were sealed, 9 are there" in str(finding)


def test_a_forged_seal_breaks_the_chain(sealed_rows: list[int]) -> None:
    dba("DELETE FROM audit_seal WHERE first_id = 1")
    assert verify(TABLE) is not None


def test_a_tail_cut_with_its_seal_is_found_by_the_head_outside(sealed_rows: list[int]) -> None:
    dba("DELETE FROM audit_auditrecord WHERE id > %s", sealed_rows[9])
    dba("DELETE FROM audit_seal WHERE last_id > %s", sealed_rows[9])
    assert verify(TABLE) is None
    finding = verify(TABLE, head=kept_head(TABLE))
    assert finding is not None and finding.last_id == sealed_rows[-1]


def test_the_command_names_the_first_wrong_row_or_says_as_sealed(sealed_rows: list[int]) -> None:
    told = StringIO()
    call_command("verify_audit", stdout=told)
    assert "as sealed" in told.getvalue()
    dba("UPDATE audit_auditrecord SET reason = 'x' WHERE id IN (%s, %s)", sealed_rows[15], sealed_rows[3])
    with pytest.raises(CommandError, match=f"row {sealed_rows[3]}:"):
        call_command("verify_audit")


def test_the_seal_is_a_job_and_finds_nothing_new_the_second_time(sealed_rows: list[int]) -> None:
    record("test.done", by=None)
    for rows in (1, 0):
        job = enqueue("audit.seal")
        job.refresh_from_db()
        assert (job.state, job.result) == (Job.State.DONE, {TABLE: rows})


def test_a_row_that_commits_late_is_not_left_outside_its_stretch(sealed_rows: list[int]) -> None:
    """A writer draws an id and is slow; a later row is committed already when the seal comes by."""
    drawn, may_commit = Event(), Event()

    def slow_writer() -> None:
        with transaction.atomic():
            record("test.slow", by=None)
            drawn.set()
            may_commit.wait(10)
        connection.close()

    writer = Thread(target=slow_writer)
    writer.start()
    drawn.wait(10)
    record("test.fast", by=None)
    assert seal(TABLE, patience=0.2) is None
    may_commit.set()
    writer.join()
    made = seal(TABLE)
    assert made is not None and made.rows == 2
    assert verify(TABLE, head=kept_head(TABLE)) is None


def test_two_seals_at_once_make_one(sealed_rows: list[int]) -> None:
    record("test.done", by=None)
    before = Seal.objects.count()

    def sealer() -> None:
        seal(TABLE)
        connection.close()

    both = [Thread(target=sealer) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert Seal.objects.count() == before + 1
    assert AuditRecord.objects.count() == 21
