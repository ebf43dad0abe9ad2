"""Quotas over REST."""

import json
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Seat, User
from accounts.operations.customers import personal_seat
from tests.company import Company


def ask(user: User, body: dict[str, Any] | None = None, path: str = "quotas", status: int = 200) -> Any:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    url = f"/api/v1/{path}"
    answer = client.get(url) if body is None else client.post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def entry(person: User, amount: str | None, **more: Any) -> dict[str, Any]:
    return {"entries": [{"seat": str(personal_seat(person).uid), "period": "2026-Q4", "amount": amount} | more]}


def test_set_read_and_take_away(company: Company) -> None:
    assert ask(company.omar, entry(company.priya, "1200.50")) == {"changed": 1}
    assert ask(company.omar, entry(company.priya, "1200.50")) == {"changed": 0}
    found = ask(company.marcus)["results"]
    assert [(row["seat_name"], row["amount"], row["currency"]) for row in found] == [
        ("Priya Raman", "1200.5000", "USD")
    ]
    assert ask(company.jonah)["results"] == []
    assert ask(company.omar, entry(company.priya, None)) == {"changed": 1}
    assert ask(company.marcus)["results"] == []


def test_refusals(company: Company) -> None:
    ask(company.marcus, entry(company.priya, "1"), status=403)
    ask(company.ulf, status=403)
    counted = entry(company.priya, "1", currency="USD") | {"measure": "units"}
    assert ask(company.omar, counted, status=422)["code"] == "quota_unit"
    assert ask(company.omar, entry(company.priya, "-1"), status=422)["code"] == "not_an_amount"
    nowhere = {"entries": [entry(company.priya, "1")["entries"][0] | {"period": "1999-Q1"}]}
    ask(company.omar, nowhere, status=404)
    assert ask(company.omar, {"periods": ["2026-Q4"]}, path="quotas/prefill") == {"changed": 0}


def test_two_amounts_for_one_seat_and_period_are_refused(company: Company) -> None:
    twice = {"entries": [*entry(company.priya, "1")["entries"], *entry(company.priya, "2")["entries"]]}
    assert ask(company.omar, twice, status=422)["code"] == "entry_twice"
    assert ask(company.marcus)["results"] == []


def test_a_sheet_of_fifty_seats_asks_as_many_queries_as_one_of_five(company: Company) -> None:
    ask(company.omar, entry(company.priya, "1"))
    counted = []
    for count in (5, 50):
        seats = Seat.objects.bulk_create(Seat(name=f"Post {count}-{number}") for number in range(count))
        entries = [{"seat": str(seat.uid), "period": "2026-Q4", "amount": "7"} for seat in seats]
        with CaptureQueriesContext(connection) as asked:
            assert ask(company.omar, {"entries": entries}) == {"changed": count}
        counted.append(len(asked))
    assert counted[0] == counted[1]
    many = entry(company.priya, "1")["entries"] * 1001
    assert ask(company.omar, {"entries": many}, status=422)["code"] == "too_many_entries"
    for strange in ("none", 7, None, str(company.priya.uid)):
        ask(company.omar, {"entries": [{"seat": strange, "period": "2026-Q4", "amount": "7"}]}, status=422)
