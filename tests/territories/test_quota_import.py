"""Quotas from a file: named people and periods, sums, unknown ones by row, twice is nothing, undo."""

from accounts.models import Currency
from accounts.operations.customers import personal_seat
from salesops.imports.models import ImportBatch
from salesops.imports.operations.undo import undo_batch
from territories.models import LIVE, Quota
from tests.company import Company
from tests.imports.files import checked, committed

HEADER = b"Person or seat,Period,Measure,Quota,Currency\n"


def live() -> dict[tuple[str, str], str]:
    rows = Quota.objects.filter(LIVE).select_related("seat", "period")
    return {(row.seat.name, row.period.key): f"{row.amount:.2f} {row.measure}" for row in rows}


def problems(batch: ImportBatch) -> list[tuple[int, str, str]]:
    files = batch.files.all()
    return [(p.row_number, p.field, p.value) for file in files for p in file.problems.order_by("row_number")]


FILE = HEADER + (
    b"Priya Raman,2026-Q4,bookings,184000,USD\n"
    b"andre@northwind.example,FY26 Q4,,100.10,\n"
    b"Andre Thompson,2026-10-01,bookings,0.90,USD\n"
    b"Ruth Adeyemi,2026-11,meetings_held,40,\n"
)


def test_a_file_names_people_and_periods_in_several_ways_and_rows_add_up(company: Company) -> None:
    committed(company.omar, FILE)
    assert live() == {
        ("Priya Raman", "2026-Q4"): "184000.00 bookings",
        ("Andre Thompson", "2026-Q4"): "101.00 bookings",
        ("Ruth Adeyemi", "2026-11"): "40.00 meetings_held",
    }


def test_the_same_file_twice_changes_nothing(company: Company) -> None:
    committed(company.omar, FILE)
    again = committed(company.omar, FILE)
    assert Quota.objects.count() == 3
    assert again.counts["quotas"]["unchanged"] == 4


def test_unknown_people_and_periods_are_told_by_row(company: Company) -> None:
    bad = HEADER + b"Nobody Here,2026-Q4,,1,\nPriya Raman,1999-Q1,,1,\nPriya Raman,2026-Q4,luck,1,\n"
    bad += b"Priya Raman,2026-Q4,,1,ZZZ\n"
    batch = checked(company.omar, bad)
    found = {(row, field) for row, field, _ in problems(batch)}
    assert {(2, "seat"), (3, "period"), (4, "measure"), (5, "currency")} <= found


def test_an_undone_import_puts_the_former_quotas_back(company: Company) -> None:
    committed(company.omar, HEADER + b"Priya Raman,2026-Q4,bookings,7,USD\n")
    batch = committed(company.omar, FILE)
    undo_batch(batch, by=company.omar)
    assert live() == {("Priya Raman", "2026-Q4"): "7.00 bookings"}
    assert Quota.objects.filter(seat=personal_seat(company.priya)).count() == 3


def test_rows_of_one_quota_in_two_currencies_are_not_added_up(company: Company) -> None:
    Currency.objects.get_or_create(code="EUR", defaults={"name": "Euro"})
    mixed = b"Priya Raman,2026-Q4,bookings,1,USD\nPriya Raman,2026-Q4,bookings,2,EUR\n"
    batch = checked(company.omar, HEADER + mixed + b"Ruth Adeyemi,2026-Q4,bookings,3,EUR\n")
    assert problems(batch) == [(2, "currency", "USD"), (3, "currency", "EUR")]
    assert batch.counts["blocked"] == 2
