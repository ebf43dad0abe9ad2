"""Imports over REST: what the page can do, the API can do."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pipeline.models import Opportunity
from salesops.imports.models import ImportBatch, ImportFile
from salesops.imports.operations import check
from salesops.jobs.models import Job
from salesops.jobs.running import run_job
from tests.company import Company
from tests.imports.test_pages import ROWS, signed_in

URL = "/api/v1/imports"


def create(client: Client, key: str = "k1", content: bytes = ROWS) -> Any:
    file = SimpleUploadedFile("deals.csv", content, "text/csv")
    return client.post(URL, {"file": file, "source": "crm"}, headers={"Idempotency-Key": key})


def test_from_upload_to_undo(company: Company, django_capture_on_commit_callbacks: Any) -> None:
    client = signed_in(company.omar)
    answer = create(client)
    assert answer.status_code == 201, answer.content
    body = answer.json()
    assert body["counts"]["blocked"] == 2
    url = f"{URL}/{body['uid']}"
    problems = client.get(f"{url}/problems").json()["results"]
    assert {(p["row_number"], p["column"], p["code"], p["suggestion"]) for p in problems} == {
        (3, "Account", "unknown_value", "Acme Robotics"),
        (4, "Amount", "not_a_number", ""),
        (4, "Stage", "unknown_value", ""),
    }
    assert client.post(f"{url}/commit", headers={"Idempotency-Key": "c0"}).status_code == 409

    values = {"account": {"Acme Robotic": "Acme Robotics"}, "amount": {"TBD": ""}, "stage": {"Verbal": "Contract"}}
    patch = f"{url}/files/{body['files'][0]['uid']}"
    send = {"data": json.dumps({"values": values}), "content_type": "application/json"}
    assert client.patch(patch, **send).status_code == 428
    changed = client.patch(patch, **send, headers={"If-Match": answer.headers["ETag"]})
    assert (changed.status_code, changed.json()["counts"]["blocked"]) == (200, 0), changed.content
    assert client.patch(patch, **send, headers={"If-Match": answer.headers["ETag"]}).status_code == 409

    with django_capture_on_commit_callbacks(execute=True):
        commit = client.post(f"{url}/commit", headers={"Idempotency-Key": "c1"})
    assert commit.status_code == 202 and commit.json()["job"]
    assert client.get(url).json()["state"] == "committed"
    assert Opportunity.objects.filter(deleted=False).count() == 3

    with django_capture_on_commit_callbacks(execute=True):
        undone = client.post(f"{url}/undo", headers={"Idempotency-Key": "u1"}, content_type="application/json")
    assert undone.status_code == 202
    job = client.get(f"/api/v1/jobs/{undone.json()['job']}").json()
    assert (job["state"], job["result"]["removed"], job["result"]["kept"]) == ("done", 3, [])
    body = client.get(url).json()
    assert (body["state"], body["options"]["undone"]["removed"]) == ("undone", 3)
    again = client.post(f"{url}/undo", headers={"Idempotency-Key": "u2"}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "not_committed")


def test_many_rows_are_checked_by_a_job(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "AT_ONCE", 2)
    client = signed_in(company.omar)
    answer = create(client)
    url = answer.headers["Location"]
    assert (answer.status_code, client.get(url).json()["state"]) == (202, "open")
    early = client.post(f"{url}/commit", headers={"Idempotency-Key": "c0"})
    assert (early.status_code, early.json()["code"]) == (409, "not_checked")
    run_job(Job.objects.get(uid=answer.json()["job"]).pk)
    body = client.get(url).json()
    assert (body["state"], body["counts"]["blocked"]) == ("checked", 2)
    assert client.post(f"{url}/check").status_code == 202


def test_the_same_upload_twice_is_one_import(company: Company) -> None:
    client = signed_in(company.omar)
    first, second = create(client), create(client)
    assert first.json()["uid"] == second.json()["uid"]
    assert ImportBatch.objects.count() == 1
    file = SimpleUploadedFile("deals.csv", ROWS, "text/csv")
    assert client.post(URL, {"file": file}).status_code == 400, "a key is asked for"


def test_doors(company: Company) -> None:
    uid = create(signed_in(company.omar)).json()["uid"]
    assert signed_in(company.priya).get(f"{URL}/{uid}").status_code == 404
    assert signed_in(company.noor).get(f"{URL}/{uid}").status_code == 200
    commit = signed_in(company.noor).post(f"{URL}/{uid}/commit", headers={"Idempotency-Key": "x"})
    assert commit.status_code == 403
    assert Client().get(f"{URL}/{uid}").status_code == 401


def test_a_change_of_which_a_part_is_refused_changes_nothing(company: Company) -> None:
    client = signed_in(company.omar)
    answer = create(client)
    file = ImportFile.objects.get()
    said = {"values": {"account": {"Acme Robotic": "Acme Robotics"}, "nonsense": {"a": "b"}}}
    patch = f"{URL}/{answer.json()['uid']}/files/{file.uid}"
    headers = {"If-Match": answer.headers["ETag"]}
    refused = client.patch(patch, json.dumps(said), content_type="application/json", headers=headers)
    assert refused.status_code == 422, refused.content
    before = file.mapping
    file.refresh_from_db()
    assert file.mapping == before and client.get(answer.headers["Location"]).headers["ETag"] == headers["If-Match"]
