"""Two editors at once, over HTTP (platform.md 5.3, row 13): one wins, everybody else gets both values."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import CustomerMember, User
from pipeline.models import Lead, Opportunity
from tests.company import Company, make_deal
from tests.pipeline.asking import API, api_of

pytestmark = pytest.mark.usefixtures("own_company")


def at_once(asks: list[Callable[[], Any]]) -> list[Any]:
    """Every request in a thread of its own, started together."""
    start, answers = threading.Barrier(len(asks)), []

    def run(ask: Callable[[], Any]) -> None:
        try:
            start.wait(30)
            answers.append(ask())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@pytest.fixture(scope="module")
def company(own_company: Company) -> Company:
    return own_company


def test_fifty_patches_with_one_etag_and_fifty_posts_with_one_key(company: Company) -> None:
    deal = make_deal(company, company.priya)
    url, tag = f"{API}/opportunities/{deal.uid}", {"If-Match": '"1"'}
    clients = [api_of(company.priya) for _ in range(50)]

    answers = at_once(
        [
            lambda api=api, number=number: api.patch(url, {"next_step": f"Step {number}"}, headers=tag)
            for number, api in enumerate(clients)
        ]
    )
    won = [answer for answer in answers if answer.status_code == 200]
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert (len(won), len(lost)) == (1, 49), sorted(answer.status_code for answer in answers)
    saved = won[0].json()["next_step"]
    assert {body["code"] for body in lost} == {"stale_version"}
    assert {body["facts"]["values"]["next_step"]["theirs"] for body in lost} == {saved}
    assert len({body["facts"]["values"]["next_step"]["yours"] for body in lost} - {saved}) == 49
    assert {(body["facts"]["by"], body["facts"]["current"]) for body in lost} == {("Priya Raman", 2)}
    assert Opportunity.objects.get(pk=deal.pk).next_step == saved
    assert deal.versions.count() == 2

    key = {"Idempotency-Key": "one"}
    posts = at_once([lambda api=api: api.post(f"{API}/leads", {"name": "Kim"}, headers=key) for api in clients])
    assert {answer.status_code for answer in posts} <= {201, 409}
    assert {answer.json()["code"] for answer in posts if answer.status_code == 409} <= {"idempotency_busy"}
    assert Lead.objects.count() == 1


def test_deals_of_one_account_made_at_once_are_all_made(company: Company) -> None:
    """Each of them may be the first by which its owner belongs to the account."""
    owners = [company.andre, company.ruth, company.marcus, company.andre, company.ruth, company.marcus]
    body = {"customer": str(company.acme.uid), "close_date": "2190-03-31"}

    def made(number: int, owner: User) -> Callable[[], Any]:
        api = api_of(company.dana)
        return lambda: api.post(f"{API}/opportunities", body | {"name": f"Rush {number}", "owner": str(owner.uid)})

    answers = at_once([made(number, owner) for number, owner in enumerate(owners)])
    assert [answer.status_code for answer in answers] == [201] * len(owners), [a.content[:200] for a in answers]
    members = CustomerMember.objects.filter(customer=company.acme, role="deal", person__in=owners)
    assert members.count() == 3
