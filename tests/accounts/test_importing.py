"""The reporting line and contracts by the one import path: row errors, undo, nothing twice (ACC-51)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.access import today
from accounts.models import Contract, ReportingLine, User
from accounts.operations.contracts import give_notice
from accounts.operations.people import set_manager
from salesops.imports.models import BatchRecord, ImportBatch, PlannedRow, Problem
from salesops.imports.operations.commit import commit_batch
from salesops.imports.operations.undo import undo_batch
from tests.company import Company
from tests.imports.files import checked, committed

pytestmark = pytest.mark.django_db
LINE = "Person,Reports to,From"
CONTRACT = "Contract number,Account,Start date,End date,Value,Currency,Type,Auto renew,Notice,Owner,Signed"


def stretches(person: Any) -> list[tuple[str, date | None, date | None]]:
    rows = ReportingLine.objects.filter(person=person).select_related("manager").order_by("during")
    return [(row.manager.name.split()[0], row.during.lower, row.during.upper) for row in rows]


def file(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows]).encode()


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    found = Problem.objects.filter(file__batch=batch, blocking=True).order_by("row_number", "code")
    return [(one.row_number, one.code, one.field) for one in found]


def everything() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT jsonb_agg(to_jsonb(l) - 'id' - 'uid' ORDER BY person_id, during)::text"
            " FROM accounts_reportingline l),"
            " (SELECT jsonb_agg(to_jsonb(c) ORDER BY id)::text FROM accounts_contract c)"
        )
        return str(cursor.fetchone())


def test_a_line_over_time_is_written_replayed_and_undone(company: Company) -> None:
    before = everything()
    content = file(
        LINE,
        "Priya Raman,Helena Ortiz,2026-03-01",
        "Priya Raman,Marcus Boyle,2026-06-01",
        "Jonah Becker,marcus@northwind.example,2026-01-01",
        "Ulf Larsen,Dana Whitfield,2026-02-01",
        "Andre Thompson,Marcus Boyle,2024-01-01",
    )
    batch = committed(company.omar, content)
    assert stretches(company.priya) == [
        ("Marcus", date(2024, 1, 1), date(2026, 3, 1)),
        ("Helena", date(2026, 3, 1), date(2026, 6, 1)),
        ("Marcus", date(2026, 6, 1), None),
    ]
    assert stretches(company.ulf) == [("Dana", date(2026, 2, 1), None)]
    again = committed(company.omar, content)
    assert set(PlannedRow.objects.filter(file_id__in=again.files.values("pk")).values_list("action", flat=True)) == {
        "unchanged"
    }
    assert not BatchRecord.objects.filter(batch=again).exists()
    undo_batch(batch, by=company.omar)
    assert everything() == before


PEOPLE = "Name,Manager"


def test_an_unknown_manager_is_an_error_of_the_row_and_nobody_is_made(company: Company) -> None:
    """Zoe's manager is nobody; Ivo and Kim would stand below her. Lea, whose manager has a later row, comes."""
    rows = (
        "Zoe Park,Markus Boyl",
        "Ivo Kral,Zoe Park",
        "Kim Ono,Ivo Kral",
        "Lea Wolf,Max Lind",
        "Max Lind,Marcus Boyle",
    )
    batch = checked(company.omar, file(PEOPLE, *rows), mode=ImportBatch.Mode.ACCEPTED)
    assert problems(batch) == [(row, "unknown_value", "manager") for row in (2, 3, 4)]
    assert Problem.objects.get(file__batch=batch, row_number=2).suggestion == "Marcus Boyle"
    before = set(User.objects.values_list("name", flat=True))
    commit_batch(batch, by=company.omar)
    assert set(User.objects.values_list("name", flat=True)) - before == {"Lea Wolf", "Max Lind"}
    assert ReportingLine.objects.get(person__name="Lea Wolf").manager.name == "Max Lind"


def test_a_source_that_names_managers_alone_makes_them(company: Company) -> None:
    committed(company.omar, file(PEOPLE, "Zoe Park,Dustin Brink"), source="maven_crm")
    assert ReportingLine.objects.get(person__name="Zoe Park").manager.name == "Dustin Brink"


def test_two_who_swap_are_no_cycle_and_a_real_one_is_told(company: Company) -> None:
    batch = checked(
        company.omar,
        file(
            LINE,
            "Dana Whitfield,Priya Raman,2026-03-01",
            "Helena Ortiz,Helena Ortiz,2026-03-01",
            "Ruth Adeyemi,Nobody Here,2026-03-01",
            "Sofia Lindqvist,Marcus Boyle,2026-03-01",
            "Sofia Lindqvist,Dana Whitfield,2026-03-01",
            "Andre Thompson,Marcus Boyle,the day after",
        ),
    )
    assert problems(batch) == [
        (2, "line_cycle", "manager"),
        (3, "line_not_self", "manager"),
        (4, "unknown_value", "manager"),
        (5, "twice_in_file", "start"),
        (6, "twice_in_file", "start"),
        (7, "not_a_date", "start"),
    ]
    swap = file(LINE, "Marcus Boyle,Priya Raman,2026-03-01", "Priya Raman,Dana Whitfield,2026-03-01")
    committed(company.omar, swap)
    assert stretches(company.marcus)[-1][0] == "Priya" and stretches(company.priya)[-1][0] == "Dana"


def test_whoever_moved_since_is_kept(company: Company) -> None:
    batch = committed(
        company.omar, file(LINE, "Priya Raman,Helena Ortiz,2026-03-01", "Ruth Adeyemi,Helena Ortiz,2026-03-01")
    )
    set_manager(company.priya, company.dana, start=today(), by=company.omar)
    undo_batch(batch, by=company.omar)
    batch.refresh_from_db()
    assert "Priya Raman" in str(batch.options["undone"]["kept"])
    assert stretches(company.priya)[-1][0] == "Dana" and [one[0] for one in stretches(company.ruth)] == ["Marcus"]


def test_contracts_come_in_as_their_days_have_them(company: Company) -> None:
    content = file(
        CONTRACT,
        "A-1,Acme Robotics,2026-01-01,2035-12-31,24000,USD,new,yes,60,Priya Raman,2025-12-20",
        "A-2,Birch Dental,2020-01-01,2020-12-31,12000,USD,support,no,,,2019-12-20",
        "A-3,Acme Robotics,2026-01-01,2027-12-31,,,nda,,,,",
    )
    before = everything()
    batch = committed(company.omar, content)
    rows = {row.number: row for row in Contract.objects.all()}
    assert {number: row.state for number, row in rows.items()} == {"A-1": "active", "A-2": "expired", "A-3": "draft"}
    assert (rows["A-1"].value, rows["A-1"].lines.get().yearly_value) == (Decimal(24000), Decimal(2400))
    assert (rows["A-1"].owner, rows["A-1"].notice_days, rows["A-1"].auto_renew) == (company.priya, 60, True)
    assert (rows["A-3"].during, rows["A-3"].lines.count()) == (DateRange(date(2026, 1, 1), date(2028, 1, 1)), 0)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    again = committed(company.omar, content)
    assert Contract.objects.count() == 3 and not BatchRecord.objects.filter(batch=again).exists()
    undo_batch(batch, by=company.omar)
    assert everything() == before


def test_what_a_form_refuses_a_file_is_told_by_row_and_column(company: Company) -> None:
    committed(company.omar, file(CONTRACT, "A-1,Acme Robotics,2026-01-01,2026-12-31,24000,USD,new,,,,2025-12-20"))
    batch = checked(
        company.omar,
        file(
            CONTRACT,
            "A-1,Acme Robotics,2026-01-01,2026-12-31,25000,USD,new,,,,",
            "B-1,Nobody Ltd,2026-01-01,2026-12-31,1,USD,new,,,,",
            "B-2,Acme Robotics,2026-01-01,2025-12-31,1,USD,new,,,,",
            "B-3,Acme Robotics,2026-01-01,2026-12-31,1,CHF,new,,,,",
            "B-4,Acme Robotics,2026-01-01,2026-12-31,1,USD,lease,,,,",
            "B-5,Acme Robotics,2026-01-01,2026-12-31,-5,USD,new,,,,",
            "B-6,Acme Robotics,2026-01-01,2026-12-31,1,USD,new,,,,2090-01-01",
        ),
    )
    found = problems(batch)
    assert [(row, code) for row, code, _field in found] == [
        (2, "contract_differs"),
        (3, "unknown_value"),
        (4, "refused"),
        (5, "refused"),
        (6, "not_a_contract_type"),
        (7, "refused"),
        (8, "in_the_future"),
    ]
    assert [field for _row, code, field in found if code == "refused"][:2] == ["last_day", "currency"]


def test_a_contract_that_somebody_worked_on_is_kept(company: Company) -> None:
    signed = "A-1,Acme Robotics,2026-01-01,2035-12-31,24000,USD,new,,,,2025-12-20"
    batch = committed(company.omar, file(CONTRACT, signed))
    give_notice(Contract.objects.get(), given_on=today(), by=company.omar)
    undo_batch(batch, by=company.omar)
    batch.refresh_from_db()
    assert Contract.objects.exists() and "A-1" in str(batch.options["undone"]["kept"])
