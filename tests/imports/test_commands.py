"""The commands do what the page does."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pipeline.models import Opportunity
from salesops.imports.models import ImportBatch
from tests.company import Company
from tests.imports.files import deals
from tests.imports.maven import FOLDER, needs_files

ROW = "C1,Rollout,Acme Robotics,Priya Raman,Discovery,1000,2026-02-01,2026-12-20"


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_import_check_commit_and_undo(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(deals(ROW))
    said = run("import", str(path), "--source", "crm", "--by", "omar@northwind.example", "--check-only")
    batch = ImportBatch.objects.get()
    assert f"Batch {batch.uid}" in said and "'create': 1" in said
    assert "deals: {'create': 1, 'rows': 1}" in run("import_check", str(batch.uid))
    assert "Imported" in run("import_commit", str(batch.uid), "--by", "omar@northwind.example")
    assert Opportunity.objects.get().name == "Rollout"
    assert "removed 1, restored 0, archived 0" in run("import_undo", str(batch.uid))
    with pytest.raises(CommandError, match="not_committed"):
        run("import_undo", str(batch.uid))


def test_a_blocked_row_stops_the_command_and_says_where(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(deals(ROW.replace("Acme Robotics", "Acme Robotik")))
    with pytest.raises(CommandError, match="rows_blocked"):
        run("import", str(path), "--source", "crm")
    assert not Opportunity.objects.exists()
    said = run("import", f"deals={path}", "--source", "crm", "--repair")
    assert "Account “Acme Robotik” does not exist here (row 2)" in said
    assert Opportunity.objects.get().customer == company.acme
    with pytest.raises(CommandError, match="Nobody"):
        run("import", str(path), "--by", "nobody@northwind.example")


@needs_files
def test_the_salesforce_set(company: Company) -> None:
    said = run("load_demo", "salesforce", str(FOLDER.parent / "salesforce_dev_export"))
    assert "deals: {'create': 31, 'rows': 31}" in said
    assert "customers: {'create': 12, 'rows': 12}" in said
    won = Opportunity.objects.filter(status="won")
    assert (won.count(), sum(deal.amount for deal in won)) == (18, 3_645_000)
    assert {deal.customer_id is not None for deal in Opportunity.objects.all()} == {True}
    with pytest.raises(CommandError, match="lacks"):
        run("load_demo", "maven", "/tmp")
