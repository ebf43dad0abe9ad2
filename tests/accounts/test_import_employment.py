"""Employments from a file: touching spans, rehires, the question whether a date or a status holds, undo."""

import csv
import json
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.models import Employment, JobAssignment, User
from accounts.operations.people import grant_role
from accounts.queries.headcount import report_of
from salesops.imports.models import ImportBatch
from salesops.imports.operations.check import check_batch
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.mapping import repair
from salesops.imports.operations.presets import start_from_preset
from salesops.imports.operations.undo import undo_batch
from salesops.imports.operations.upload import add_file
from salesops.imports.queries import reasons_of
from salesops.kernel.metrics import Unit
from salesops.kernel.results import output
from salesops.kernel.scope import EVERYTHING
from tests.accounts.conftest import SignIn
from tests.company import Company
from tests.imports.files import checked as checked_files
from tests.imports.files import deals

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "data" / "hr_training"
needs_files = pytest.mark.skipif(not FOLDER.exists(), reason="the sample set lies beside the project, not in it")
HEADER = "EmpID,Name,StartDate,ExitDate,EmployeeStatus,TerminationType,DepartmentType,Title"


def checked(by: Any, *rows: str) -> ImportBatch:
    content = "\n".join([HEADER, *rows]).encode()
    return checked_files(by, content, source="hr")


def spells() -> list[tuple[str, str, str | None, str, list[tuple[str, str]]]]:
    return [
        (
            row.person.name, str(row.during.lower), str(row.during.upper) if row.during.upper else None, row.exit_kind,
            [(job.function, str(job.during.lower)) for job in row.jobs.all()],
        )
        for row in Employment.objects.select_related("person").order_by("person__name", "during")
    ]  # fmt: skip


TRANSFERRED = (
    "1,Ann Ek,2024-01-01,2024-06-30,Left,Transfer,Sales   ,Rep",
    "1,Ann Ek,2024-07-01,,Active,,Sales Operations,Analyst",
)
REHIRED = (
    "2,Ben Fu,2024-01-01,2024-06-30,Left,Resignation,Sales,Rep",
    "2,Ben Fu,2024-07-01,,Active,,Sales,Rep",
)


def test_touching_spans_with_reason_transfer_are_one_employment(company: Company) -> None:
    commit_batch(checked(company.omar, *TRANSFERRED, *REHIRED), by=company.omar)
    assert spells() == [
        ("Ann Ek", "2024-01-01", None, "", [("sales", "2024-01-01"), ("sales_ops", "2024-07-01")]),
        ("Ben Fu", "2024-01-01", "2024-07-01", "voluntary", [("sales", "2024-01-01")]),
        ("Ben Fu", "2024-07-01", None, "", [("sales", "2024-07-01")]),
    ]
    assert User.objects.get(name="Ann Ek").seats.count() == 1


def test_the_same_file_again_changes_nothing_and_a_later_one_ends(company: Company) -> None:
    commit_batch(checked(company.omar, *TRANSFERRED, *REHIRED), by=company.omar)
    before = spells()
    again = checked(company.omar, *TRANSFERRED, *REHIRED)
    assert again.counts["employments"].get("create", 0) == again.counts["employments"].get("update", 0) == 0
    commit_batch(again, by=company.omar)
    assert spells() == before
    left = "2,Ben Fu,2024-07-01,2025-03-31,Left,Retirement,Sales,Rep"
    batch = commit_batch(checked(company.omar, REHIRED[0], left), by=company.omar)
    assert spells()[-1] == ("Ben Fu", "2024-07-01", "2025-04-01", "retirement", [("sales", "2024-07-01")])
    undo_batch(batch, by=company.omar)
    assert spells() == before


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("1,Ann Ek,2024-01-01,2023-12-01,Left,Resignation,Sales,Rep",), "ends_before_start"),
        ((REHIRED[0], "2,Ben Fu,2024-06-30,,Active,,Sales,Rep"), "employment_overlaps"),
        ((",,2024-01-01,,Active,,Sales,Rep",), "missing"),
        (("1,Ann Ek,,,Active,,Sales,Rep",), "missing"),
        (("1,Ann Ek,soon,,Active,,Sales,Rep",), "not_a_date"),
    ],
)
def test_a_row_that_cannot_be(company: Company, rows: tuple[str, ...], code: str) -> None:
    batch = checked(company.omar, *rows)
    assert code in {reason.code for reason in reasons_of(batch) if reason.blocking}


def test_which_holds_status_or_date_is_asked(company: Company) -> None:
    batch = checked(company.omar, "1,Ann Ek,2024-01-01,2024-06-30,Active,Resignation,Sales,Rep", REHIRED[1])
    (reason,) = reasons_of(batch)
    assert (reason.code, reason.blocking, reason.button) == ("active_with_exit", False, "The status holds")
    repair(reason.file, code=reason.code, field=reason.field, value=reason.value, by=company.omar)
    batch = check_batch(batch, by=company.omar)
    assert reasons_of(batch) == []
    commit_batch(batch, by=company.omar)
    assert [row[2] for row in spells()] == [None, None]


def test_a_file_of_exits_is_there_for_whom_exits_are_open(company: Company, as_person: SignIn) -> None:
    """Its cells say why people left: to who imports and sees no exits the whole batch is not there."""
    batch = checked(company.omar, "1,Ann Ek,2024-01-01,2026-06-30,Left,Resignation,Sales,Rep")
    other = checked_files(
        company.omar, deals("1,Verity,Acme Robotics,Priya Raman,Qualification,5,2026-01-02,2026-09-01")
    )
    pages = (f"/imports/{batch.uid}", f"/api/v1/imports/{batch.uid}")
    grant_role(company.ulf, "ops_rep", by=None)
    for person, sees in ((company.noor, False), (company.ulf, False), (company.omar, True)):
        client = as_person(person)
        assert [client.get(page).status_code for page in pages] == [200 if sees else 404] * 2, person
        listed = {row["uid"] for row in client.get("/api/v1/imports").json()["results"]}
        assert listed == {str(other.uid), *([str(batch.uid)] if sees else [])}


def test_undo_keeps_what_was_changed_since_and_removes_the_rest(company: Company) -> None:
    from accounts.operations.employment import end_employment

    batch = commit_batch(checked(company.omar, *TRANSFERRED, *REHIRED), by=company.omar)
    ann = Employment.objects.get(person__name="Ann Ek")
    end_employment(ann, last_day=date(2025, 1, 1), exit_kind="other", by=company.omar)
    report = undo_batch(batch, by=company.omar)
    assert ("Ann Ek", "changed_since") in report.kept
    assert [row[0] for row in spells()] == ["Ann Ek"]
    assert not User.objects.filter(name="Ben Fu").exists()


@needs_files
def test_three_thousand_people_come_and_go(company: Company) -> None:
    """The facts of the sample, figures against a walk over the file by days, and an undo that leaves nothing."""
    facts = json.loads((FOLDER / "facts.json").read_text(encoding="utf-8"))
    before = (User.objects.count(), Employment.objects.count())
    batch = start_from_preset("hr", by=company.omar)
    with (FOLDER / "employees.csv").open("rb") as stream:
        add_file(batch, stream, name="employees.csv", by=company.omar)
    batch = check_batch(batch, by=company.omar)
    assert batch.files.get().object_key == "employments"
    reasons = {(reason.code, reason.blocking): reason.rows for reason in reasons_of(batch)}
    assert reasons == {("active_with_exit", False): facts["active_with_exit_date"]}
    commit_batch(batch, by=company.omar)
    assert Employment.objects.count() == facts["employees"] == User.objects.count() - before[0]
    assert Employment.objects.exclude(exit_kind="").count() == facts["employees_with_exit_date"]
    assert JobAssignment.objects.filter(function="sales").count() == facts["department_counts"]["Sales"]
    _equals_a_walk(date(2022, 1, 1), date(2023, 1, 1))
    undo_batch(batch, by=company.omar)
    assert (User.objects.count(), Employment.objects.count()) == before


def _equals_a_walk(start: date, end: date) -> None:
    """Sales in 2022: headcount of each day added up, row by row of the file."""
    with (FOLDER / "employees.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["DepartmentType"].strip() == "Sales"]
    first = [_day(row["StartDate"]) for row in rows]
    last = [_day(row["ExitDate"]) if row["ExitDate"] else date.max for row in rows]
    spans = list(zip(first, last, strict=True))
    days = [start + timedelta(days=number) for number in range((end - start).days)]
    person_days = sum(a <= day <= b for day in days for a, b in spans)
    left = sum(start <= b < end for _a, b in spans)
    opening = [(a, b) for a, b in spans if a <= start <= b]
    report = report_of(EVERYTHING, start, end, as_of=date(2026, 1, 1), function="sales", sees_exits=True)
    found = report.figures
    assert found is not None
    assert (found.person_days, len(found.separations), found.opening) == (person_days, left, len(opening))
    assert found.kept == sum(b >= days[-1] for _a, b in opening)
    assert output(found.turnover(), Unit.RATIO) == output(Decimal(left * len(days)) / person_days, Unit.RATIO)
    kinds = Counter(row["TerminationType"] for row, (_a, b) in zip(rows, spans, strict=True) if start <= b < end)
    assert report.exits["retirement"] == kinds["Retirement"]
    assert report.exits["voluntary"] == kinds["Voluntary"] + kinds["Resignation"]


def _day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").date()  # noqa: DTZ007 - a day has no zone
