"""Two editors at once, over HTTP (platform.md 5.3, row 13): one wins, everybody else gets both values."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from pipeline.models import Lead, Opportunity
from tests.company import build_company, make_deal
from tests.pipeline.asking import API, api_of

pytestmark = pytest.mark.usefixtures("own_database")


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


def test_fifty_patches_with_one_etag_and_fifty_posts_with_one_key() -> None:
    company = build_company()
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
    assert Opportunity.objects.get().next_step == saved
    assert deal.versions.count() == 2

    key = {"Idempotency-Key": "one"}
    posts = at_once([lambda api=api: api.post(f"{API}/leads", {"name": "Kim"}, headers=key) for api in clients])
    assert {answer.status_code for answer in posts} <= {201, 409}
    assert {answer.json()["code"] for answer in posts if answer.status_code == 409} <= {"idempotency_busy"}
    assert Lead.objects.count() == 1
