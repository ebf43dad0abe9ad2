"""Contracts: terms, states, four eyes, files, obligations, over pages and the API."""

import json
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.access import today
from accounts.contract_access import visible_contracts
from accounts.models import Contract, ContractFile, ContractLine, Obligation, User
from accounts.operations.contract_files import attach_file
from accounts.operations.contract_terms import Line
from accounts.operations.contracts import approve_contract, edit_contract, give_notice, submit_contract
from accounts.operations.obligations import add_obligation, finish_obligation, reopen_obligation
from accounts.operations.people import grant_role
from accounts.operations.renewals import draft_successor
from pipeline.models import Product
from pipeline.operations.products import create_product
from salesops.audit.models import AuditRecord
from salesops.kernel.errors import Refused, SalesOpsError
from tests.accounts.conftest import SignIn
from tests.accounts.contracts import make_contract, make_signed
from tests.company import Company

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 agreed"
FORM = {
    "number": "N-1",
    "type": "new",
    "start": "2026-01-01",
    "last_day": "2027-12-31",
    "currency": "USD",
    "notice_days": "30",
    "line-0-name": "Platform",
    "line-0-value": "30k",
    "line-0-recurring": "on",
}


def send(client: Client, method: str, path: str, body: Any, **headers: str) -> Any:
    return client.generic(method.upper(), path, json.dumps(body), "application/json", headers=headers)


def checked_now() -> None:
    """Sums are looked at when a transaction ends; a test that rolls back asks for it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def code_of(call: Any) -> str:
    with pytest.raises(SalesOpsError) as refusal, transaction.atomic():
        call()
    return refusal.value.code


def test_terms_are_worked_out(company: Company) -> None:
    contract = make_contract(company, value="30000", last_day=date(2027, 12, 31))
    line = contract.lines.get()
    assert (line.yearly_value, contract.compared_value, contract.renewal_value) == (15000, 15000, 15000)
    assert (contract.notice_by, contract.renewal_months, contract.state) == (date(2027, 12, 1), 24, "draft")
    assert contract.number.startswith("C-") and contract.currency == "USD"
    checked_now()


def test_confidentiality_is_worth_nothing_a_year(company: Company) -> None:
    assert make_contract(company, type="nda", value="100").lines.get().yearly_value == 0


def test_lines_add_up_to_the_value(company: Company) -> None:
    contract = make_contract(company)
    with pytest.raises(IntegrityError, match="contract_lines_sum"), transaction.atomic():
        ContractLine.objects.create(contract=contract, name="More", value=D(5))
        checked_now()
    with pytest.raises(IntegrityError, match="contract_lines_sum"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(value=1)
        checked_now()


def test_the_same_number_is_the_same_contract_or_refused(company: Company) -> None:
    first = make_contract(company, number="N-1")
    assert make_contract(company, number="N-1").pk == first.pk
    assert code_of(lambda: make_contract(company, number="N-1", value="5")) == "already_exists"
    other = make_contract(company)
    assert code_of(lambda: edit_contract(other, changes={"number": "N-1"}, by=company.marcus)) == "already_exists"


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"last_day": date(2025, 12, 31)}, "dates_order", "last_day"),
        ({"start": date(1, 1, 1)}, "day_out_of_range", "start"),
        ({"currency": "XYZ"}, "currency_unknown", "currency"),
        ({"lines": [Line("x", D(-1))]}, "amount_sign", "lines"),
        ({"lines": [Line(" ", D(1))]}, "required", "lines"),
        ({"notice_days": 99_999}, "value_unknown", "notice_days"),
        ({"type": "gift"}, "value_unknown", "type"),
    ],
)
def test_bad_terms_are_refused_at_their_field(company: Company, asked: Any, code: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        make_contract(company, **asked)
    assert refusal.value.code == code and field in refusal.value.fields


def test_from_draft_to_active_by_two_people(company: Company, as_person: SignIn) -> None:
    contract = make_contract(company)
    path = f"/contracts/{contract.uid}"
    assert as_person(company.marcus).post(f"{path}/submit").status_code == 302
    assert as_person(company.marcus).post(f"{path}/approve").status_code == 403
    assert as_person(company.fiona).post(f"{path}/approve").status_code == 302
    assert as_person(company.marcus).post(f"{path}/sign", {"signed_on": "2025-12-20"}).status_code == 302
    contract.refresh_from_db()
    assert (contract.state, contract.approved_by, contract.sole_approver) == ("active", company.fiona, False)
    verbs = AuditRecord.objects.filter(record_uid=contract.uid).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["contract.created", "contract.in_review", "contract.sent", "contract.signed"]


def test_a_signed_one_waits_for_its_first_day(company: Company) -> None:
    start = today() + timedelta(days=9)
    contract = make_signed(company, start=start, last_day=start + timedelta(days=30), signed_on=today())
    assert contract.state == "signed"


def test_nobody_approves_their_own_terms_while_another_could(company: Company, as_person: SignIn) -> None:
    contract = submit_contract(make_contract(company, by=company.omar), by=company.omar)
    client, path = as_person(company.omar), f"/contracts/{contract.uid}/approve"
    page = client.post(path, {"reason": "alone"})
    assert page.status_code == 403 and "Fiona Walsh" in page.content.decode()
    User.objects.filter(pk=company.fiona.pk).update(state=User.State.SUSPENDED)
    assert client.post(path).status_code == 422
    assert client.post(path, {"reason": "nobody else is here"}).status_code == 302
    contract.refresh_from_db()
    assert contract.sole_approver and contract.approval_reason == "nobody else is here"
    assert "approved by its maker" in client.get(f"/contracts/{contract.uid}").content.decode().lower()


def test_the_database_refuses_an_own_approval_too(company: Company) -> None:
    contract = make_contract(company)
    with pytest.raises(IntegrityError, match="contract_checker_differs"), transaction.atomic():
        Contract.objects.filter(pk=contract.pk).update(approved_by=company.marcus)


def test_a_change_after_approval_asks_again(company: Company) -> None:
    contract = submit_contract(make_contract(company), by=company.marcus)
    approve_contract(contract, by=company.fiona)
    contract = edit_contract(contract, changes={"lines": [Line("Platform", D(1))]}, by=company.fiona)
    assert (contract.state, contract.approved_by, contract.made_by) == ("in_review", None, company.fiona)
    assert contract.renewal_value == 1
    assert code_of(lambda: approve_contract(contract, by=company.fiona)) == "second_person_needed"


def test_wrong_steps_are_409_and_signed_ones_keep_their_words(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)
    draft, signed = make_contract(company), make_signed(company)
    for contract, step in ((draft, "approve"), (draft, "terminate"), (signed, "submit"), (signed, "void")):
        body = {"step": step, "reason": "x", "terminated_on": "2026-02-01"}
        answer = send(client, "post", f"/api/v1/contracts/{contract.uid}/transition", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state"), step
    path = f"/api/v1/contracts/{signed.uid}"
    version = client.get(path).headers["ETag"]
    answer = send(client, "patch", path, {"notice_days": 60}, **{"If-Match": version})
    assert (answer.status_code, answer.json()["code"]) == (409, "signed")
    page = client.post(f"/contracts/{signed.uid}/edit", {**FORM, "number": signed.number})
    assert page.status_code == 422 and "is signed" in page.content.decode()


def test_the_api_makes_and_changes_a_contract(company: Company, as_person: SignIn) -> None:
    client = as_person(company.omar)
    body = {
        "customer": str(company.acme.uid),
        "number": "N-7",
        "start": "2026-01-01",
        "last_day": "2027-12-31",
        "lines": [
            {"name": "Platform", "value": {"amount": "30000.00", "currency": "USD"}},
            {"name": "Set-up", "value": {"amount": "500", "currency": "USD"}, "recurring": False},
        ],
    }
    made = send(client, "post", "/api/v1/contracts", body, **{"Idempotency-Key": "k1"})
    told = made.json()
    assert made.status_code == 201, told
    assert told["value"] == {"amount": "30500.00", "currency": "USD"} and told["notice_by"] == "2027-12-01"
    assert [line["yearly_value"]["amount"] for line in told["lines"]] == ["15000.00", "0.00"]
    again = send(client, "post", "/api/v1/contracts", body, **{"Idempotency-Key": "k1"})
    assert again.json() == told and again.headers["Idempotent-Replay"] == "true"
    assert send(client, "post", "/api/v1/contracts", body).json()["id"] == told["id"]
    other = send(client, "post", "/api/v1/contracts", {**body, "notice_days": 9})
    assert (other.status_code, other.json()["code"]) == (409, "already_exists")
    path = f"/api/v1/contracts/{told['id']}"
    assert send(client, "patch", path, {"notice_days": 60}).status_code == 428
    saved = send(client, "patch", path, {"notice_days": 60}, **{"If-Match": made.headers["ETag"]})
    assert saved.status_code == 200 and saved.json()["notice_by"] == "2027-11-01"
    stale = send(client, "patch", path, {"notice_days": 61}, **{"If-Match": made.headers["ETag"]})
    assert stale.status_code == 409
    assert stale.json()["facts"]["values"]["notice_days"] == {"yours": 61, "theirs": 60}
    order = send(client, "post", "/api/v1/contracts", {**body, "number": "N-8", "last_day": "2025-01-01"})
    assert (order.status_code, order.json()["code"]) == (422, "dates_order")


def test_a_line_names_a_product_we_sell(company: Company, as_person: SignIn) -> None:
    gone = create_product(name="Old Platform", by=None)
    sold = create_product(name="Platform Pro", by=None)
    Product.objects.filter(pk=gone.pk).update(retired_at=timezone.now())
    client, form = as_person(company.marcus), {**FORM, "customer": str(company.acme.uid)}
    page = client.get("/contracts/new").content.decode()
    assert '<option value="Platform Pro">' in page and "Old Platform" not in page
    refused = client.post("/contracts/new", {**form, "line-0-product": "Spaceship"})
    assert refused.status_code == 422 and "id_line-0-product_error" in refused.content.decode()
    assert client.post("/contracts/new", {**form, "line-0-product": "platform pro"}).status_code == 302
    contract = Contract.objects.get(number="N-1")
    assert [line.product_uid for line in contract.lines.all()] == [sold.uid]
    assert "Platform Pro" in client.get(f"/contracts/{contract.uid}").content.decode()
    # What a line names already stays nameable: retired, and known to nobody.
    for uid, name in ((gone.uid, "Old Platform"), (uuid4(), None)):
        ContractLine.objects.filter(contract=contract).update(product_uid=uid)
        edit = f"/contracts/{contract.uid}/edit"
        version = Contract.objects.get(pk=contract.pk).row_version
        typed = {**FORM, "version": version, "notice_days": 30 + version, "line-0-product": name or str(uid)}
        assert f'value="{name or uid}"' in client.get(edit).content.decode()
        assert client.post(edit, typed).status_code == 302
        assert ContractLine.objects.get(contract=contract).product_uid == uid
    line = {"name": "X", "value": {"amount": "1", "currency": "USD"}, "product": str(uuid4())}
    body = {"customer": str(company.acme.uid), "start": "2026-01-01", "last_day": "2026-12-31", "lines": [line]}
    unknown = send(client, "post", "/api/v1/contracts", body)
    assert unknown.status_code == 422 and "lines" in str(unknown.json()["fields"])
    body["lines"] = [{**line, "product": str(sold.uid)}]
    assert send(client, "post", "/api/v1/contracts", body).json()["lines"][0]["product"] == str(sold.uid)


def test_a_contract_is_made_and_changed_on_its_form(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    answer = client.post("/contracts/new", {**FORM, "customer": str(company.acme.uid), "owner": str(company.priya.uid)})
    assert answer.status_code == 302, answer.content.decode()
    contract = Contract.objects.get(number="N-1")
    assert contract.value == 30000 and contract.owner == company.priya
    changed = {**FORM, "version": "1", "line-1-name": "Set-up", "line-1-value": "500"}
    assert client.post(f"/contracts/{contract.uid}/edit", changed).status_code == 302
    contract.refresh_from_db()
    assert contract.value == 30500 and [line.recurring for line in contract.lines.all()] == [True, False]
    stale = client.post(f"/contracts/{contract.uid}/edit", {**changed, "notice_days": "9"})
    assert stale.status_code == 409
    wrong = client.post(f"/contracts/{contract.uid}/edit", {**changed, "version": "2", "last_day": "2020-01-01"})
    assert wrong.status_code == 422


def test_scope_is_the_owners_and_the_customers(company: Company) -> None:
    of_acme = make_contract(company, owner=company.jonah)
    of_birch = make_contract(company, customer=company.birch, owner=company.ruth, by=company.omar)
    assert of_acme in visible_contracts(company.priya) and of_acme in visible_contracts(company.jonah)
    assert of_birch in visible_contracts(company.ruth) and of_birch in visible_contracts(company.marcus)
    assert of_birch not in visible_contracts(company.priya)
    assert of_birch in visible_contracts(company.jonah) and of_birch in visible_contracts(company.fiona)
    assert not visible_contracts(company.ada).exists() and not visible_contracts(company.ulf).exists()


def test_files_have_versions_and_stay_once_signed(company: Company, as_person: SignIn) -> None:
    contract, client = make_contract(company), as_person(company.marcus)
    for text in (PDF, PDF + b" again"):
        upload = SimpleUploadedFile("../agreement.pdf", text, "text/html")
        assert client.post(f"/contracts/{contract.uid}/files", {"file": upload}).status_code == 302
    newest = ContractFile.objects.get(version=2)
    assert (newest.name, newest.content_type) == ("agreement.pdf", "application/pdf")
    assert "agreement" not in newest.content.name
    got = as_person(company.priya).get(f"/contracts/files/{newest.uid}")
    assert b"".join(got.streaming_content) == PDF + b" again"  # type: ignore[attr-defined]
    assert (
        got.headers["Content-Disposition"].startswith("attachment")
        and got.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert as_person(company.jonah).get(f"/contracts/files/{newest.uid}").status_code == 404
    assert client.post(f"/contracts/files/{newest.uid}/remove").status_code == 302
    signed = make_signed(company)
    kept = attach_file(signed, SimpleUploadedFile("signed.pdf", PDF), by=company.marcus)
    assert client.post(f"/contracts/files/{kept.uid}/remove").status_code == 409
    with pytest.raises(IntegrityError, match="contract_file_signed"), transaction.atomic():
        ContractFile.objects.filter(pk=kept.pk).delete()


@pytest.mark.parametrize("content", [b"<html>no</html>", b"", b"PK\x03\x04 broken"])
def test_a_file_is_known_by_what_is_in_it(company: Company, as_person: SignIn, content: bytes) -> None:
    contract = make_contract(company)
    upload = SimpleUploadedFile("agreement.pdf", content, "application/pdf")
    answer = as_person(company.marcus).post(f"/contracts/{contract.uid}/files", {"file": upload})
    assert answer.status_code == 422 and not contract.files.exists()


def test_a_recurring_obligation_makes_its_next(company: Company) -> None:
    contract = make_signed(company)
    one = add_obligation(contract, name="Report", due=date(2026, 8, 31), recurrence="quarter", by=company.marcus)
    following = finish_obligation(one, by=company.marcus)
    assert following is not None and following.due == date(2026, 11, 30)
    assert code_of(lambda: finish_obligation(one, by=company.marcus)) == "wrong_state"
    assert finish_obligation(following, by=company.marcus) is None
    reopen_obligation(following, by=company.marcus)
    reopen_obligation(one, by=company.marcus)
    assert [row.due for row in Obligation.objects.filter(contract=contract)] == [date(2026, 8, 31)]


def test_the_next_one_keeps_its_day_past_a_short_month(company: Company) -> None:
    contract = make_signed(company)
    one = add_obligation(contract, name="Invoice", due=date(2026, 1, 31), recurrence="month", by=company.marcus)
    days = []
    for _month in range(3):
        following = finish_obligation(one, by=company.marcus)
        assert following is not None
        days.append(following.due)
        one = following
    assert days == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_opening_again_takes_back_only_what_finishing_made(company: Company, as_person: SignIn) -> None:
    contract, client = make_signed(company), as_person(company.marcus)
    asked: dict[str, Any] = {"name": "Report", "recurrence": "quarter", "by": company.marcus}
    by_hand = [add_obligation(contract, due=date(2026, month, 28), **asked) for month in (6, 9)]
    same_day = add_obligation(contract, due=date(2026, 5, 31), **asked)
    one = add_obligation(contract, due=date(2026, 2, 28), **asked)
    made = finish_obligation(one, by=company.marcus)
    assert made is not None and made.due == date(2026, 5, 28)
    reopen_obligation(one, by=company.marcus)
    assert set(Obligation.objects.filter(contract=contract)) == {one, same_day, *by_hand}
    told = AuditRecord.objects.filter(record_uid=made.uid).order_by("pk")
    assert [row.verb for row in told] == ["obligation.created", "obligation.removed"]
    assert client.post(f"/obligations/{one.uid}/reopen").status_code == 409
    refused = send(client, "post", f"/api/v1/obligations/{one.uid}/reopen", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    assert Obligation.objects.filter(contract=contract).count() == 4


def test_opening_the_last_one_again_takes_nothing(company: Company) -> None:
    """The next day is past the contract: finishing made none, so one of that day was entered by hand."""
    contract = make_signed(company)
    asked: dict[str, Any] = {"name": "Report", "recurrence": "month", "by": company.marcus}
    one = add_obligation(contract, due=date(2026, 12, 15), **asked)
    by_hand = add_obligation(contract, due=date(2027, 1, 15), **asked)
    assert finish_obligation(one, by=company.marcus) is None
    reopen_obligation(one, by=company.marcus)
    assert set(Obligation.objects.filter(contract=contract)) == {one, by_hand}


def test_links_lead_only_to_contracts_in_scope(company: Company, as_person: SignIn) -> None:
    old = make_signed(company, owner=company.jonah)
    new = draft_successor([old], by=company.marcus, owner=company.priya)
    paths = [(f"/api/v1/contracts/{one.uid}", name) for one, name in ((old, "followed_by"), (new, "follows"))]
    seen = [as_person(company.marcus).get(path).json()[name] for path, name in paths]
    assert [[link["contract"] for link in links] for links in seen] == [[str(new.uid)], [str(old.uid)]]
    client = as_person(company.jonah)
    assert client.get(paths[0][0]).json()["followed_by"] == [] and client.get(paths[1][0]).status_code == 404
    (listed,) = client.get("/api/v1/contracts").json()["results"]
    assert listed["id"] == str(old.uid) and listed["followed_by"] == []


def test_obligations_on_pages_and_over_the_api(company: Company, as_person: SignIn) -> None:
    contract, client = make_signed(company), as_person(company.marcus)
    asked = {"name": "Send the report", "due": "2026-12-01", "recurrence": "month"}
    assert client.post(f"/contracts/{contract.uid}/obligations/new", asked).status_code == 302
    one = Obligation.objects.get()
    assert client.post(f"/obligations/{one.uid}", {**asked, "name": "Send it", "version": "1"}).status_code == 302
    assert client.post(f"/obligations/{one.uid}/done").status_code == 302
    assert client.post(f"/obligations/{one.uid}/reopen").status_code == 302
    body = {"contract": str(contract.uid), "name": "Audit", "due": "2026-12-24", "owner": str(company.priya.uid)}
    made = send(client, "post", "/api/v1/obligations", body)
    assert made.status_code == 201
    assert len(client.get(f"/api/v1/obligations?contract={contract.uid}").json()["results"]) == 2
    path = f"/api/v1/obligations/{made.json()['id']}"
    assert send(client, "patch", path, {"due": "2026-12-23"}, **{"If-Match": '"1"'}).json()["due"] == "2026-12-23"
    assert send(client, "post", f"{path}/done", {}).status_code == 200


def test_notice_is_given_in_time_and_taken_back(company: Company, as_person: SignIn) -> None:
    client = as_person(company.marcus)
    ends = today() + timedelta(days=40)
    contract = make_signed(company, start=today() - timedelta(days=90), last_day=ends, auto_renew=True)
    path = f"/api/v1/contracts/{contract.uid}/notice"
    told = send(client, "post", path, {"given_on": str(today())})
    assert told.status_code == 200 and told.json()["refused_on"] == str(today())
    assert send(client, "post", path, {"given_on": str(today())}).json()["code"] == "wrong_state"
    assert send(client, "post", path, {"given_on": None}).json()["refused_on"] is None
    late = make_signed(
        company, start=today() - timedelta(days=90), last_day=today() + timedelta(days=9), auto_renew=True
    )
    assert code_of(lambda: give_notice(late, given_on=today(), by=company.marcus)) == "notice_late"
    # What does not renew itself ends by itself: notice is a word, not a condition.
    plain = make_signed(company, start=today() - timedelta(days=90), last_day=today() + timedelta(days=9))
    assert give_notice(plain, given_on=today(), by=company.marcus).refused_on == today()


def test_a_terminated_contract_says_when_and_why(company: Company, as_person: SignIn) -> None:
    contract, client = make_signed(company), as_person(company.marcus)
    path = f"/contracts/{contract.uid}/terminate"
    assert client.post(path, {"terminated_on": "2027-06-01", "reason": "merged"}).status_code == 422
    assert client.post(path, {"terminated_on": "2026-06-30"}).status_code == 422
    assert client.post(path, {"terminated_on": "2026-06-30", "reason": "merged"}).status_code == 302
    contract.refresh_from_db()
    assert (contract.state, contract.terminated_on) == ("terminated", date(2026, 6, 30))
    assert AuditRecord.objects.get(verb="contract.terminated").reason == "merged"


def test_a_second_holder_ends_sole_approval(company: Company) -> None:
    User.objects.filter(pk=company.fiona.pk).update(state=User.State.SUSPENDED)
    contract = submit_contract(make_contract(company, by=company.omar), by=company.omar)
    grant_role(company.noor, "finance", by=company.ada)
    alone = lambda: approve_contract(contract, by=company.omar, reason="alone")  # noqa: E731
    assert code_of(alone) == "second_person_needed"
