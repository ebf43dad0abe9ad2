"""The wizard over HTTP: upload, map, repair, import, undo; without any JavaScript."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pipeline.models import Opportunity
from salesops.audit.models import AuditRecord
from salesops.imports.models import ImportBatch
from salesops.imports.operations import check
from salesops.jobs.models import Job
from salesops.jobs.running import run_job
from tests.company import Company
from tests.imports.files import committed, deals

ROWS = deals(
    "C1,Rollout,Acme Robotics,Priya Raman,Discovery,1000,2026-02-01,2026-12-20",
    "C2,=Second,Acme Robotic,Priya Raman,Won,2000,2026-02-01,2026-03-02",
    "C3,Third,Acme Robotics,Priya Raman,Verbal,TBD,2026-02-01,2026-12-02",
)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def uploaded(client: Client, content: bytes = ROWS, **fields: Any) -> ImportBatch:
    file = SimpleUploadedFile("deals.csv", content, "text/csv")
    answer = client.post(reverse("imports:batches"), {"file": file, "source": "crm", **fields})
    assert answer.status_code == 302, answer.content[:500]
    return ImportBatch.objects.order_by("-pk")[0]


def page(client: Client, batch: ImportBatch) -> str:
    answer = client.get(reverse("imports:batch", args=[batch.uid]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def press(client: Client, batch: ImportBatch, code: str, field: str, value: str, **more: str) -> None:
    file = batch.files.get(derived_from=None)
    answer = client.post(
        reverse("imports:repair", args=[batch.uid, file.uid]), {"code": code, "field": field, "value": value, **more}
    )
    assert answer.status_code == 302


def test_from_upload_to_import_to_undo(company: Company, django_capture_on_commit_callbacks: Any) -> None:
    client = signed_in(company.omar)
    batch = uploaded(client)
    shown = page(client, batch)
    assert "Account “Acme Robotic” does not exist here" in shown
    assert "Map to Acme Robotics" in shown
    assert "Amount is not a number: “TBD”" in shown and "Leave empty" in shown
    assert "Nothing is written until step 4" in shown

    press(client, batch, "unknown_value", "account", "Acme Robotic")
    press(client, batch, "not_a_number", "amount", "TBD", becomes="")
    press(client, batch, "unknown_value", "stage", "Verbal", becomes="Contract")
    assert "Every row can be read." in page(client, batch)

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("imports:commit", args=[batch.uid])).status_code == 302
    batch.refresh_from_db()
    assert batch.state == "committed"
    assert Opportunity.objects.get(name="=Second").customer == company.acme
    assert Opportunity.objects.get(name="Third").stage.name == "Contract"

    undo = reverse("imports:undo", args=[batch.uid])
    assert client.post(undo, {"reason": "wrong file"}).status_code == 302
    assert "Undo of an import" in page(client, batch), "it waits for a worker"
    assert Opportunity.objects.filter(deleted=False).exists()
    run_job(Job.objects.get(name="imports.undo").pk)
    assert not Opportunity.objects.filter(deleted=False).exists()
    assert "Import undone." in page(client, batch)
    job = client.get(reverse("jobs:job", args=[Job.objects.get(name="imports.undo").uid]))
    assert reverse("imports:batch", args=[batch.uid]) in job.content.decode()
    assert client.post(undo).status_code == 409


def test_an_undo_lists_what_it_kept(company: Company) -> None:
    client = signed_in(company.omar)
    batch = committed(company.omar, b"account name,industry\nNova Foods,Retail\nAcme Robotics,Robotics\n")
    company.acme.refresh_from_db()
    company.acme.sector = "Machines"
    company.acme.save(update_fields=["sector"])
    client.post(reverse("imports:undo", args=[batch.uid]))
    run_job(Job.objects.get(name="imports.undo").pk)
    shown = page(client, batch)
    assert "1 removed, 0 as before, 0 put away" in shown
    assert "Acme Robotics" in shown and "kept: changed since" in shown


def test_many_rows_are_checked_by_a_job(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "AT_ONCE", 2)
    client = signed_in(company.omar)
    batch = uploaded(client)
    assert (batch.state, batch.counts) == ("open", {})
    assert "Check of an import" in page(client, batch)
    run_job(Job.objects.get(name="imports.check").pk)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["blocked"]) == ("checked", 2)
    assert "Map to Acme Robotics" in page(client, batch)
    press(client, batch, "unknown_value", "account", "Acme Robotic")
    batch.refresh_from_db()
    assert batch.state == "open", "a repair of many rows waits for the next check"
    progress = client.get(reverse("imports:batch", args=[batch.uid]), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in progress.headers
    run_job(Job.objects.filter(name="imports.check").latest("pk").pk)
    progress = client.get(reverse("imports:batch", args=[batch.uid]), headers={"HX-Request": "true"})
    assert progress.headers["HX-Refresh"] == "true"


def test_the_error_file_has_the_original_columns_and_the_reason(company: Company) -> None:
    client = signed_in(company.omar)
    batch = uploaded(client)
    answer = client.get(reverse("imports:errors", args=[batch.uid]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0] == [
        "Id",
        "Deal Name",
        "Account",
        "Owner",
        "Stage",
        "Amount",
        "Created",
        "Close Date",
        "Row",
        "Reason",
    ]
    assert [row[0] for row in rows[1:]] == ["C2", "C3"]
    assert rows[1][1] == "'=Second", "a spreadsheet must not run it"
    assert rows[1][-2:] == ["3", "Account “Acme Robotic” does not exist here"]


def test_what_was_confirmed_is_offered_to_the_next_file(
    company: Company, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(company.omar)
    batch = uploaded(client, deals("C2,Second,Acme Robotic,Priya Raman,Won,2000,2026-02-01,2026-03-02"))
    press(client, batch, "unknown_value", "account", "Acme Robotic")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("imports:commit", args=[batch.uid]))
    again = uploaded(client, deals("C9,Ninth,Acme Robotic,Priya Raman,Won,2000,2026-02-01,2026-03-02"))
    assert again.counts["blocked"] == 0
    assert "1 value mapped" in page(client, again)


def test_a_column_can_go_elsewhere_or_nowhere(company: Company) -> None:
    client = signed_in(company.omar)
    batch = uploaded(client)
    file = batch.files.get(derived_from=None)
    fields = {f"column-{number}": "" for number in range(8)} | {"column-0": "external_id", "column-4": "stage"}
    assert client.post(reverse("imports:map", args=[batch.uid, file.uid]), fields).status_code == 302
    file.refresh_from_db()
    assert file.mapping["columns"].keys() == {"external_id", "stage"}
    fields["column-1"] = "stage"
    assert client.post(reverse("imports:map", args=[batch.uid, file.uid]), fields).status_code == 422


def test_an_analyst_checks_and_does_not_import_and_a_rep_sees_nothing(company: Company) -> None:
    batch = uploaded(signed_in(company.noor))
    assert "Check again" in page(signed_in(company.noor), batch)
    assert signed_in(company.noor).post(reverse("imports:commit", args=[batch.uid])).status_code == 403
    assert signed_in(company.priya).get(reverse("imports:batch", args=[batch.uid])).status_code == 404
    assert signed_in(company.priya).get(reverse("imports:batches")).status_code == 403


def test_a_file_that_cannot_be_read_is_said_so(company: Company) -> None:
    client = signed_in(company.omar)
    for content in (b"", b"\n\n", b"nothing,known\n1,2\n"):
        file = SimpleUploadedFile("deals.csv", content, "text/csv")
        assert client.post(reverse("imports:batches"), {"file": file}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_the_mode_chosen_with_the_import_is_audited_and_a_decided_import_keeps_its_own(
    company: Company, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(company.omar)
    batch = uploaded(client)
    commit = reverse("imports:commit", args=[batch.uid])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(commit, {"mode": "accepted"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.mode) == ("committed", "accepted")
    change = AuditRecord.objects.get(verb="import.mode", record_uid=batch.uid)
    assert (change.before, change.after) == ({"mode": "all"}, {"mode": "accepted"})

    client.post(commit, {"mode": "all"})
    batch.refresh_from_db()
    assert batch.mode == "accepted"
