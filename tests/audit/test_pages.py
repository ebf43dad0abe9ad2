"""The audit log by HTTP: whose acts, which filters, what a change reads like, the file, the API."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salesops.audit.changes import Change, changes_of
from salesops.audit.models import AuditRecord
from salesops.audit.operations import record
from tests.company import Company, make_deal

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def as_(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    return client


def listed(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/api/v1/audit{query}")
    assert answer.status_code == 200, answer.content
    return [row["verb"] for row in answer.json()["results"]]


def test_a_person_reads_own_acts_and_operations_all(company: Company) -> None:
    deal = make_deal(company, company.priya)
    record("deal.closed", by=company.jonah, of=deal)
    assert "deal.created" in listed(as_(company.priya))
    assert "deal.closed" not in listed(as_(company.priya))
    assert listed(as_(company.jonah)) == ["deal.closed"]
    assert {"deal.created", "deal.closed"} <= set(listed(as_(company.omar)))
    page = as_(company.jonah).get("/audit").content.decode()
    assert "deal closed" in page and "deal created" not in page


def test_who_leads_the_line_reads_no_more_than_own_acts(company: Company) -> None:
    """`audit.see` has no scope: it is with the roles that are over everything anyway."""
    record("person.signed_in", by=company.ada)
    record("deal.moved", by=company.dana)
    assert listed(as_(company.dana)) == ["deal.moved"]


def test_what_was_done_in_my_name_is_mine_to_read(company: Company) -> None:
    record("deal.moved", by=company.marcus, acting_for=company.priya)
    assert listed(as_(company.priya)) == ["deal.moved"]


def test_the_history_of_one_record(company: Company) -> None:
    deal, other = make_deal(company, company.priya), make_deal(company, company.priya, name="Other")
    client = as_(company.omar)
    query = f"?record=opportunity:{deal.uid}"
    assert listed(client, query) == ["deal.created"]
    assert listed(client, f"?record=lead:{deal.uid}") == []
    assert listed(client, "?record=nonsense") == []
    page = client.get(f"/audit{query}").content.decode()
    first = AuditRecord.objects.get(record_uid=deal.uid)
    assert str(first.uid) in page
    assert str(AuditRecord.objects.get(record_uid=other.uid).uid) not in page
    assert query.replace("?", "") in client.get(f"/audit/{first.uid}").content.decode()


def test_it_is_cut_by_who_when_kind_and_act(company: Company) -> None:
    record("deal.moved", by=company.priya, kind="opportunity", uid=uuid4())
    record("lead.assigned", by=company.jonah, kind="lead", uid=uuid4())
    client = as_(company.omar)
    assert listed(client, "?who=priya") == ["deal.moved"]
    assert listed(client, "?kind=lead") == ["lead.assigned"]
    assert listed(client, "?verb=moved&at=today") == ["deal.moved"]
    assert listed(client, "?who=priya&at_to=2020-01-01") == []
    assert client.get("/audit?by=nobody").status_code == 400


def test_a_change_reads_field_by_field(company: Company) -> None:
    act = record(
        "deal.edited",
        by=company.priya,
        before={"amount": "10.00", "next_step": None},
        after={"amount": "12.50", "next_step": "<b>Call</b>"},
        reason="Agreed on the phone",
    )
    client = as_(company.priya)
    page = client.get(f"/audit/{act.uid}").content.decode()
    for words in ("next step", "10.00", "12.50", "&lt;b&gt;Call&lt;/b&gt;", "Agreed on the phone"):
        assert words in page
    listed_page = client.get("/audit").content.decode()
    assert "12.50" in listed_page and "<b>Call</b>" not in listed_page


def test_both_sides_are_told_apart_from_silence() -> None:
    assert changes_of({"a": None, "gone": 1}, {"a": True, "new": ["x", "y"]}) == [
        Change("a", "", "true"),
        Change("new", None, "x, y"),
        Change("gone", "1", None),
    ]
    assert changes_of(None, None) == []


def test_the_file_holds_both_sides(company: Company) -> None:
    record("deal.edited", by=company.priya, before={"stage": "=A"}, after={"stage": "B"}, reason="=1+1")
    answer = as_(company.priya).get("/audit?format=csv")
    row = next(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert '"stage": "=A"' in row["Before → after"] and row["Why"] == "'=1+1"


def test_a_list_of_fifty_asks_as_much_as_one_of_five(company: Company) -> None:
    client, counts = as_(company.omar), []
    for number in (5, 45):
        for _ in range(number):
            record("deal.moved", by=company.priya, after={"stage": "Proposal"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/audit?verb=moved").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_nobody_writes_it_by_http(company: Company) -> None:
    act = record("deal.moved", by=company.priya)
    client = as_(company.ada)
    for path in ("/audit", f"/audit/{act.uid}", "/api/v1/audit", f"/api/v1/audit/{act.uid}"):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(path, {}, "application/json").status_code == 405
