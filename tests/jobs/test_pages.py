"""Jobs by HTTP: who sees which, stopping, running again; files longer than a page answers."""

import csv
import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from salesops.audit.models import AuditRecord
from salesops.jobs import exporting
from salesops.jobs.exporting import KEPT, forget_files
from salesops.jobs.models import Job, JobFile
from salesops.jobs.operations import enqueue
from salesops.jobs.running import claim, run_job
from salesops.web import export
from tests.company import Company
from tests.jobs import work as _work  # noqa: F401 - registers the jobs

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}


def as_(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def mine(person: Any, mark: str = "mine") -> Job:
    return enqueue("test.effect", requested_by=person, mark=mark)


def test_everybody_sees_their_own_jobs_and_operations_all(company: Company) -> None:
    job = mine(company.priya)
    enqueue("jobs.forget_old")
    own = as_(company.priya).get("/jobs").content.decode()
    assert str(job.uid) in own and "Forget old jobs" not in own
    every = as_(company.omar).get("/jobs").content.decode()
    assert str(job.uid) in every and "Forget old jobs" in every
    assert "<span>Jobs</span>" not in own and "<span>Jobs</span>" in every


def test_a_list_of_fifty_asks_as_much_as_one_of_five(company: Company) -> None:
    client, counts = as_(company.omar), []
    for number in (5, 45):
        Job.objects.bulk_create(
            Job(name="jobs.forget_old", queue="refresh", requested_by=company.priya) for _ in range(number)
        )
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/jobs").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_piece_of_a_running_job_asks_again_and_that_of_an_ended_one_does_not(company: Company) -> None:
    job, client = mine(company.priya), as_(company.priya)
    page = client.get(f"/jobs/{job.uid}").content.decode()
    assert 'hx-trigger="load delay:1s"' in page and "Cancel" in page
    assert 'hx-trigger="every 3s"' in client.get(f"/jobs/{job.uid}", headers=FRAGMENT).content.decode()
    run_job(job.pk)
    ended = client.get(f"/jobs/{job.uid}", headers=FRAGMENT).content.decode()
    assert "hx-trigger" not in ended and "Done" in ended


def test_progress_reads_as_a_share_and_the_time_left(company: Company) -> None:
    job = mine(company.priya)
    claim(job.pk)
    Job.objects.filter(pk=job.pk).update(progress=25, progress_total=100)
    page = as_(company.priya).get(f"/jobs/{job.uid}").content.decode()
    assert "25%" in page and "left" in page and "25 of 100" in page


def test_one_stops_and_reruns_own_jobs_and_it_is_written_down(company: Company) -> None:
    job, client = mine(company.priya), as_(company.priya)
    assert client.post(f"/jobs/{job.uid}/cancel")["Location"] == f"/jobs/{job.uid}"
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert client.post(f"/jobs/{job.uid}/cancel").status_code == 409
    assert "Run again" in client.get(f"/jobs/{job.uid}").content.decode()
    assert client.post(f"/jobs/{job.uid}/rerun").status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
    acts = AuditRecord.objects.filter(record_uid=job.uid).order_by("id")
    assert [(act.verb, act.by) for act in acts] == [("job.cancelled", company.priya), ("job.rerun", company.priya)]


def test_others_need_the_verb(company: Company) -> None:
    job = mine(company.priya)
    assert as_(company.jonah).post(f"/jobs/{job.uid}/cancel").status_code == 404
    assert as_(company.noor).post(f"/jobs/{job.uid}/cancel").status_code == 403
    assert as_(company.omar).post(f"/jobs/{job.uid}/cancel").status_code == 302


def test_the_api_says_the_same(company: Company) -> None:
    job, client = mine(company.priya), as_(company.priya)
    listed = client.get("/api/v1/jobs?state=waiting").json()["results"]
    assert [one["id"] for one in listed] == [str(job.uid)]
    told = client.get(f"/api/v1/jobs/{job.uid}").json()
    assert (told["state"], told["error"], told["requested_by"]["name"]) == ("waiting", None, "Priya Raman")
    assert client.post(f"/api/v1/jobs/{job.uid}/cancel", {}, "application/json").json()["state"] == "cancelled"
    again = client.post(f"/api/v1/jobs/{job.uid}/rerun", {}, "application/json")
    assert (again.status_code, again["Location"]) == (202, f"/api/v1/jobs/{job.uid}")
    assert as_(company.jonah).get(f"/api/v1/jobs/{job.uid}").status_code == 404


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "ANSWERED_AT_ONCE", 3)


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def export_of(client: Client) -> Job:
    asked = client.get("/jobs?format=csv&state=cancelled")
    assert asked.status_code == 302 and asked["Location"].startswith("/exports/new?address=")
    page = client.get(asked["Location"]).content.decode()
    assert "5 rows go into jobs-" in page
    started = client.post("/exports/new", {"address": "/jobs?format=csv&state=cancelled"})
    return Job.objects.get(uid=started["Location"].rpartition("/")[2])


def five_cancelled(person: Any) -> None:
    now = timezone.now()
    Job.objects.bulk_create(
        Job(name="jobs.forget_old", queue="refresh", state="cancelled", finished_at=now, requested_by=person)
        for _ in range(5)
    )


def test_a_long_file_is_written_by_a_job_for_its_requester(company: Company, short_limit: None, files: Any) -> None:
    five_cancelled(company.priya)
    five_cancelled(company.jonah)
    client = as_(company.priya)
    job = export_of(client)
    assert (job.label, job.queue) == ("Export: Jobs", "bulk")
    assert run_job(job.pk) == Job.State.DONE
    assert f"/jobs/{job.uid}/file" in client.get(f"/jobs/{job.uid}").content.decode()
    answer = client.get(f"/jobs/{job.uid}/file")
    assert answer["Content-Disposition"].startswith('attachment; filename="jobs-')
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert len(rows) == 5 and {row["Asked by"] for row in rows} == {"Priya Raman"}
    assert as_(company.jonah).get(f"/jobs/{job.uid}/file").status_code == 404
    assert as_(company.omar).get(f"/jobs/{job.uid}/file").status_code == 403


def test_the_same_file_asked_for_twice_is_one_job(company: Company, short_limit: None) -> None:
    five_cancelled(company.priya)
    client = as_(company.priya)
    assert export_of(client).pk == export_of(client).pk


def test_a_file_is_gone_after_its_week(company: Company, short_limit: None, files: Any) -> None:
    five_cancelled(company.priya)
    client = as_(company.priya)
    job = export_of(client)
    run_job(job.pk)
    stored = JobFile.objects.get(job=job).content.name
    JobFile.objects.update(expires_at=timezone.now() - KEPT)
    assert client.get(f"/jobs/{job.uid}/file").status_code == 404
    assert default_storage.exists(stored)
    assert (forget_files(), default_storage.exists(stored)) == (1, False)


def test_what_a_killed_export_left_is_swept(company: Company, files: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "exports").mkdir()
    (files / "exports" / "left").write_text("half")
    assert forget_files() == 0
    monkeypatch.setattr(exporting, "ORPHANED", -exporting.ORPHANED)
    assert forget_files() == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search?q=a", 400),
        ("/nothing/here?format=csv", 404),
        ("https://elsewhere.example/jobs?format=csv", 400),
        ("//elsewhere.example/jobs?format=csv", 400),
        ("/api/v1/jobs?format=csv", 400),
        ("/jobs", 400),
        ("/jobs?format=exe", 400),
        ("/jobs?format=csv&secret=1", 400),
        ("", 400),
    ],
)
def test_only_a_list_has_a_file(company: Company, address: str, status: int) -> None:
    client = as_(company.priya)
    assert client.post("/exports/new", {"address": address}).status_code == status
    assert not Job.objects.exists()


def test_the_api_exports_a_list_of_any_length(company: Company, files: Any) -> None:
    five_cancelled(company.priya)
    client = as_(company.priya)
    body = {"address": "/jobs?state=cancelled&format=xlsx"}
    started = client.post("/api/v1/exports", body, "application/json")
    assert started.status_code == 202
    run_job(Job.objects.get(uid=started.json()["id"]).pk)
    told = client.get(started["Location"]).json()
    assert (told["state"], told["result"]["rows"]) == ("done", 5)
    file = client.get(f"{started['Location']}/file")
    assert b"".join(file.streaming_content).startswith(b"PK")


def test_a_right_taken_away_meanwhile_ends_the_export(company: Company, short_limit: None, files: Any) -> None:
    five_cancelled(company.priya)
    job = export_of(as_(company.priya))
    company.priya.state = "left"
    company.priya.save(update_fields=["state"])
    assert run_job(job.pk) == Job.State.FAILED
    assert not JobFile.objects.exists()
