"""Start: from one deals file to a company with an open forecast, no other screen."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import CustomerAccount, Organisation, ReportingLine, User
from accounts.operations.first_company import prepare_own_company
from forecasting.models import ForecastPeriodState
from pipeline.models import Opportunity, ProcessVersion, Product
from salesops.imports.models import ImportBatch
from salesops.jobs.models import Job
from salesops.jobs.running import run_job
from tests.imports.maven import FOLDER, needs_files

SALESFORCE = FOLDER.parent / "salesforce_dev_export" / "Opportunity.csv"
SMALL = "\n".join(
    [
        "Deal,Company,Owner,Manager,Team,Stage,Probability,Amount,Currency,Created,Close Date",
        "One,Nova,Ana Diaz,Eva Roth,North,Discovery,10,100000,EUR,2026-08-01,2026-12-10",
        "Two,Nova,Ana Diaz,Eva Roth,North,Proposal,60,50000,EUR,2026-08-01,2026-06-30",
        "Three,Oslo AS,Ben Holm,Eva Roth,North,Won,100,40000,EUR,2025-09-01,2025-11-20",
        "Four,Oslo AS,Ben Holm,Eva Roth,North,Lost,0,30000,EUR,2026-02-01,2026-04-02",
        "Five,Riga SIA,Ben Holm,Eva Roth,North,On hold,30,,EUR,2026-09-01,2026-12-20",
    ]
).encode()


@pytest.fixture
def founder(db: None) -> User:
    prepare_own_company(time_zone="UTC", currency="USD", fiscal_start_month=1, email="admin@example.com")
    return User.objects.get(email="admin@example.com")


@pytest.fixture
def client(founder: User) -> Client:
    client = Client()
    client.force_login(founder)
    return client


def upload(client: Client, content: bytes, name: str = "deals.csv") -> ImportBatch:
    assert client.get(reverse("imports:start")).status_code == 200
    answer = client.post(reverse("imports:start"), {"file": SimpleUploadedFile(name, content, "text/csv")})
    assert answer.status_code == 302
    return ImportBatch.objects.order_by("-pk")[0]


def page(client: Client, batch: ImportBatch) -> str:
    answer = client.get(reverse("imports:start_proposals", args=[batch.uid]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def press(client: Client, batch: ImportBatch, action: str = "create", **fields: str) -> Any:
    answer = client.post(reverse(f"imports:start_{action}", args=[batch.uid]), {"form": "proposals", **fields})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    batch.refresh_from_db()
    return answer


def test_home_of_an_empty_company_is_start(client: Client) -> None:
    assert client.get("/").headers["Location"] == reverse("imports:start")


def test_proposals_say_where_they_come_from(client: Client) -> None:
    shown = page(client, upload(client, SMALL))
    assert "3 people, 1 of them managers" in shown
    assert "Eva Roth" in shown and "By manager" in shown
    assert '<option value="EUR" selected>' in shown
    assert "2 of 3 dated open deals close in it" in shown
    assert "1 open deal has a close date in the past" in shown
    assert "Nothing is written until you press Create" in shown
    assert not Opportunity.objects.exists()


def test_one_press_creates_everything_and_opens_the_forecast(client: Client, founder: User) -> None:
    batch = upload(client, SMALL)
    answer = press(client, batch)
    assert answer.headers["Location"] == reverse("forecasting:call")
    assert batch.state == "committed"
    of = Organisation.objects.get()
    assert (of.currency, of.started_at is not None) == ("EUR", True)
    lines = set(ReportingLine.objects.values_list("person__name", "manager__name"))
    assert lines == {("Ana Diaz", "Eva Roth"), ("Ben Holm", "Eva Roth"), ("Eva Roth", founder.name)}
    stages = list(ProcessVersion.objects.get(default=True).stages.values_list("name", "kind"))
    assert stages == [
        ("Discovery", "open"),
        ("On hold", "open"),
        ("Proposal", "open"),
        ("Won", "won"),
        ("Lost", "lost"),
    ]
    hold = Opportunity.objects.get(name="Five").stage.categories.get()
    assert hold.category == "omitted"
    assert ForecastPeriodState.objects.filter(state="open").count() == 2
    assert client.get(answer.headers["Location"], follow=True).status_code == 200


def test_everything_can_be_changed_before(client: Client) -> None:
    batch = upload(client, SMALL)
    stage = next(row for row in _rows(batch, "stages") if row.cells[0] == "On hold").row_number
    person = next(row for row in _rows(batch, "people") if row.cells[0] == "Ben Holm").row_number
    changes = {
        "step-currency": "USD",
        "step-fiscal": "4",
        f"stages-{stage}-category": "pipeline",
        f"people-{person}-manager": "Ana Diaz",
    }
    press(client, batch, "change", **changes)
    assert "Starts April 1" in page(client, batch)
    press(client, batch)
    assert Organisation.objects.get().fiscal_start_month == 4
    assert Opportunity.objects.get(name="Five").stage.categories.get().category == "pipeline"
    assert ReportingLine.objects.get(person__name="Ben Holm").manager.name == "Ana Diaz"


def _rows(batch: ImportBatch, key: str) -> Any:
    from salesops.imports.models import StagedRow

    return StagedRow.objects.filter(file_id=batch.files.get(object_key=key).pk)


def test_findings_open_their_rows(client: Client) -> None:
    batch = upload(client, SMALL)
    findings = {item["key"]: item for item in batch.options["findings"]}
    assert len(findings) == 6
    assert (findings["overdue"]["rows"], Decimal(findings["overdue"]["amount"])) == ([3], Decimal(50000))
    assert (findings["lacking"]["rows"], findings["lacking"]["note"]) == ([6], "1 without amount, 0 undated")
    answer = client.get(reverse("imports:start_rows", args=[batch.uid, "overdue"]))
    assert answer.status_code == 200 and "<bdi>Two</bdi>" in answer.content.decode()


def test_it_is_one_batch_and_can_be_undone(client: Client, founder: User) -> None:
    batch = upload(client, SMALL)
    press(client, batch)
    assert client.post(reverse("imports:undo", args=[batch.uid])).status_code == 302
    assert run_job(Job.objects.get(name="imports.undo").pk) == "done"
    assert not Opportunity.objects.filter(deleted=False).exists()
    assert not CustomerAccount.objects.filter(archived_at=None).exists()
    of = Organisation.objects.get()
    assert (of.currency, of.started_at) == ("USD", None)
    assert not ReportingLine.objects.filter(during__endswith__isnull=True).exists()
    assert client.get(reverse("imports:start")).status_code == 200


@needs_files
def test_maven_from_its_deals_file_alone(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    batch = upload(client, (FOLDER / "sales_pipeline.csv").read_bytes(), "sales_pipeline.csv")
    shown = page(client, batch)
    assert "30 people" in shown and "8800 deals" in shown
    assert "Missing in the file: expected close date of open deals" in shown
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(client, batch, **{"step-expected": "derive"})
    asked = client.get(answer.headers["Location"], headers={"HX-Request": "true"})
    assert asked.headers["HX-Redirect"] == reverse("forecasting:call")
    assert "Open forecast" in client.get(answer.headers["Location"]).content.decode()
    assert Opportunity.objects.count() == 8800
    assert Product.objects.count() == 7
    assert CustomerAccount.objects.count() == 85
    assert not Opportunity.objects.filter(status="open", close_date=None).exists()
    assert set(Opportunity.objects.filter(status="open").values_list("close_basis", flat=True)) == {"derived"}
    assert ForecastPeriodState.objects.filter(period__key="2017-Q4", state="open").exists()


@needs_files
def test_salesforce_from_its_opportunities_alone(client: Client) -> None:
    batch = upload(client, SALESFORCE.read_bytes(), "Opportunity.csv")
    press(client, batch)
    won = Opportunity.objects.filter(status="won")
    assert (won.count(), sum(deal.amount for deal in won)) == (18, 3_645_000)
    still = Opportunity.objects.filter(status="open")
    assert (still.count(), sum(deal.amount for deal in still)) == (13, 2_115_000)
