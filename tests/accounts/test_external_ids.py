"""Ids of other systems set by hand: the next file means that account (ACC-20, ACC-51)."""

import pytest

from accounts.models import CustomerAccount
from salesops.audit.models import AuditRecord
from salesops.imports.models import ExternalId
from salesops.imports.operations.undo import undo_batch
from tests.accounts.conftest import SignIn
from tests.accounts.test_customers import send
from tests.company import Company
from tests.imports.files import committed

pytestmark = pytest.mark.django_db


def test_the_next_file_finds_the_account_by_it(company: Company, as_person: SignIn) -> None:
    acme, client = company.acme, as_person(company.priya)
    assert client.post(f"/accounts/{acme.uid}/ids/new", {"source": "CRM ", "external_id": "A-17"}).status_code == 302
    assert "A-17" in client.get(f"/accounts/{acme.uid}").content.decode()
    before = CustomerAccount.objects.count()
    batch = committed(company.omar, b"Id,Account Name,Industry\nA-17,ACME Robotics Holding,Robots\n")
    acme.refresh_from_db()
    assert CustomerAccount.objects.count() == before and acme.sector == "Robots"
    undo_batch(batch, by=company.omar)
    # Nobody's import made it, so no undo takes it away.
    assert ExternalId.objects.get().record_id == acme.pk


def test_over_rest(company: Company, as_person: SignIn) -> None:
    client, other = as_person(company.omar), f"/api/v1/customers/{company.birch.uid}/external-ids"
    base, body = f"/api/v1/customers/{company.acme.uid}/external-ids", {"source": "erp", "external_id": "9"}
    for _twice in range(2):
        assert send(client, "post", base, body).status_code == 201
    assert client.get(base).json()["results"] == [body]
    assert AuditRecord.objects.filter(verb="customer.external_id_added").count() == 1
    taken = send(client, "post", other, body)
    assert (taken.status_code, taken.json()["code"]) == (409, "already_exists")
    blank = send(client, "post", base, {"source": " ", "external_id": "9"})
    assert (blank.status_code, set(blank.json()["fields"])) == (422, {"source"})
    assert send(client, "post", f"{other}/remove", body).status_code == 404
    assert send(as_person(company.sofia), "post", f"{base}/remove", body).status_code == 404
    assert send(client, "post", f"{base}/remove", body).status_code == 204
    assert client.get(base).json()["results"] == []
