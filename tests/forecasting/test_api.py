"""The forecast over REST: the same numbers and doors as the page."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from forecasting.models import ForecastPeriodState
from tests.company import Company
from tests.forecasting.book import deal
from tests.forecasting.test_pages import company, current

__all__ = ["company"]

BASE = "/api/v1/forecast/"


def client(user: User) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return found


def get(user: User, path: str, status: int = 200, **query: str) -> Any:
    answer = client(user).get(BASE + path, query)
    assert answer.status_code == status, answer.content
    return answer.json()


def post(user: User, path: str, body: dict[str, Any], status: int = 201) -> Any:
    answer = client(user).post(BASE + path, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def test_types_and_periods(company: Company) -> None:
    assert [row["key"] for row in get(company.priya, "types")["results"]] == ["new_and_expansion", "renewals"]
    states = get(company.priya, "periods")["results"]
    assert [(row["period"], row["state"]) for row in states] == [(current().key, "open")]


def test_the_roll_up_has_the_numbers_of_the_page_and_opens_to_rows(company: Company) -> None:
    found = get(company.marcus, "rollup")
    nodes = {row["name"]: row for row in found["results"]}
    assert list(nodes) == ["Marcus Boyle", "Andre Thompson", "Priya Raman", "Ruth Adeyemi"]
    marcus = nodes["Marcus Boyle"]
    assert marcus["measures"]["commit"]["self"] == usd("607.00")
    assert marcus["sums"]["upside"] == usd("50.00") | {"n": 1}
    assert (marcus["quota"], marcus["gap"], marcus["coverage"], marcus["reason"]) == (None, None, None, "no_quota")
    rows = client(company.marcus).get(marcus["rows_url"]).json()
    assert (rows["count"], rows["total"]) == (4, usd("657.00"))


def test_scope_holds(company: Company) -> None:
    get(company.priya, "rollup", 404, node=str(company.marcus.uid))
    get(company.priya, "rollup", 404, node="company")
    get(company.ulf, "rollup", 403)
    assert len(get(company.noor, "rollup")["results"]) == 8


def test_a_call_an_adjustment_and_what_a_report_sees_of_it(company: Company) -> None:
    body = {"node": str(company.priya.uid), "value": usd("650")}
    own = post(company.priya, "calls", body)
    assert (own["value"], own["base"]) == (usd("650.00"), usd("600.00"))
    post(company.marcus, "calls", body | {"value": usd("590"), "note": "Hope"})
    assert len(get(company.marcus, "calls")["results"]) == 2
    assert [row["uid"] for row in get(company.priya, "calls")["results"]] == [own["uid"]]
    text = json.dumps(get(company.priya, "rollup"))
    assert "590.00" not in text and "Hope" not in text
    assert '"590.00"' in json.dumps(get(company.marcus, "rollup"))
    gone = post(company.priya, f"calls/{own['uid']}/withdraw", {"reason": "Early"}, 200)
    assert gone["withdrawn_reason"] == "Early"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"measure": "won"}, 422, "measure_not_callable"),
        ({"value": {"amount": "1", "currency": "EUR"}}, 422, "currency_mismatch"),
        ({"mode": "shift"}, 422, "base_required"),
        ({"value": {"amount": "NaN", "currency": "USD"}}, 422, None),
        ({"colour": "red"}, 400, "unknown_field"),
    ],
)
def test_bad_calls(company: Company, change: dict[str, Any], status: int, code: str | None) -> None:
    body = {"node": str(company.priya.uid), "value": usd("650")} | change
    found = post(company.priya, "calls", body, status)
    assert code is None or found["code"] == code


def test_who_does_not_report_to_me_is_not_mine_to_adjust(company: Company) -> None:
    body = {"node": str(company.priya.uid), "value": usd("1"), "note": "x"}
    assert post(company.dana, "calls", body, 403)["code"] == "not_direct_report"
    assert post(company.andre, "calls", body, 404)["code"] == "not_found"


def test_submit_reopen_and_the_second_who_comes_late(company: Company) -> None:
    made = post(company.priya, "submissions", {"seen_seq": 0})
    assert (made["seq"], made["totals"]["commit"]["said"]) == (1, "600.00")
    assert post(company.priya, "submissions", {"seen_seq": 0}, 409)["code"] == "already_submitted"
    deal(company, company.priya, "commit", 9, close_date=current().end_date, at=timezone.now())
    again = get(company.priya, f"submissions/{made['uid']}")
    assert again["is_whole"] and again["nodes"][0]["measures"]["commit"]["self"] == usd("600.00")
    assert get(company.priya, f"submissions/{made['uid']}/rows")["count"] == 2
    get(company.andre, f"submissions/{made['uid']}", 404)
    assert [row["uid"] for row in get(company.dana, "submissions")["results"]] == [made["uid"]]


def test_lock_and_reopen(company: Company) -> None:
    uid = ForecastPeriodState.objects.get(node=None).uid
    assert post(company.omar, f"periods/{uid}/lock", {"reason": ""}, 422)["code"] == "reason_required"
    assert post(company.omar, f"periods/{uid}/lock", {"reason": "Books"}, 200)["state"] == "locked"
    assert post(company.priya, "submissions", {"seen_seq": 0}, 409)["code"] == "period_not_open"
    assert post(company.priya, f"periods/{uid}/reopen", {"reason": "x"}, 403)["code"] == "forbidden"
    assert post(company.omar, f"periods/{uid}/reopen", {"reason": "Late"}, 200)["state"] == "reopened"


def test_as_of_and_known_at_are_read_and_echoed(company: Company) -> None:
    before = timezone.localdate() - timedelta(days=2)
    early = get(company.priya, "rollup", as_of=before.isoformat())
    assert early["as_of"].startswith(f"{before}T23:59:59")
    assert early["results"][0]["sums"]["won"]["n"] == 0
    now = timezone.now().isoformat()
    assert get(company.priya, "rollup", known_at=now)["results"][0]["sums"]["won"]["amount"] == "500.00"
    assert get(company.priya, "rollup", 400, colour="red")["code"] == "unknown_parameter"
