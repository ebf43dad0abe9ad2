"""Addresses at every resource of the pipeline that name what is not there, not theirs or not known (platform.md 6).

One company serves the whole module: what is refused changes nothing, which each test looks at.
"""

import pytest

from tests.pipeline.asking import API, NOWHERE, api_of, problem
from tests.pipeline.refusals import DEALS, Shared, company, refused, state

__all__ = ["company"]

pytestmark = pytest.mark.usefixtures("company")

FOREIGN = [
    *(f"opportunities/{{}}{action}" for action in ("", "/history", "/close", "/reopen", "/transfer", "/delete")),
    "opportunities/{}/correct",
    "opportunities/{}/record-past",
    *(f"leads/{{}}{action}" for action in ("", "/assign", "/qualify", "/disqualify", "/recycle", "/convert")),
]


@pytest.mark.parametrize("path", FOREIGN)
def test_another_teams_record_is_as_one_that_is_not_there(path: str, company: Shared) -> None:
    foreign = company.foreign if path.startswith("opportunities") else company.foreign_lead
    api, before = api_of(company.company.priya), state(company)
    for method in ("get", "post", "patch", "put", "delete"):
        body = None if method == "get" else {"name": "x"}
        answers = [
            getattr(api, method)(f"{API}/{path.format(uid)}", body, headers={"If-Match": '"1"'})
            for uid in (foreign.uid, NOWHERE)
        ]
        assert answers[0].status_code in (404, 405)
        bodies = [{**answer.json(), "request_id": ""} for answer in answers]
        assert bodies[0] == bodies[1]
    assert state(company) == before


# -- 2, 3: filters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "opportunities?owner={jonah}",
        "opportunities?customer={birch}",
        "leads?owner={jonah}",
        "activities?opportunity={foreign}",
        "activities?lead={foreign_lead}",
    ],
)
def test_a_foreign_id_in_a_filter_finds_nothing(query: str, company: Shared) -> None:
    body = api_of(company.company.priya).get(f"{API}/{company.said(query)}&count=exact").json()
    assert (body["results"], body["count"]) == ([], 0)


# -- 6, 25, 35: what a list does not know -----------------------------------------------------------------------------


@pytest.mark.parametrize("resource", ["opportunities", "leads", "activities", "products", "processes", "reasons"])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("batch=1", "unknown_parameter"),
        ("ordering=owner__password", "bad_ordering"),
        ("fields=password", "unknown_field"),
        ("page_size=1000000000", "bad_page_size"),
        ("cursor=forged", "bad_cursor"),
        ("count=all", "bad_count"),
    ],
)
def test_what_no_list_knows_is_400(query: str, code: str, resource: str, company: Shared) -> None:
    assert problem(api_of(company.company.priya).get(f"{API}/{resource}?{query}")) == (400, code)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("opportunities?owner=1; DROP TABLE", "bad_filter"),
        ("opportunities?stage=won'--", "bad_filter"),
        ("opportunities?category=' OR 1=1", "bad_filter"),
        ("opportunities?amount_min=1e400", "bad_filter"),
        ("opportunities?close_date=2030-02-31", "bad_filter"),
        ("opportunities?expand=password", "bad_expand"),
        ("opportunities?changed_since=yesterday", "bad_filter"),
        ("opportunities?as_of=2026-11-21T10:00:00", "bad_as_of"),
        ("opportunities?as_of=2026-11-21T10:00:00%2B25:00", "bad_as_of"),
        ("opportunities?known_at=soon", "bad_as_of"),
        ("processes?known_at=2026-05-08", "no_history"),
        ("leads?as_of=2026-05-08", "unknown_parameter"),
        ("leads?state=gone", "bad_filter"),
        ("activities?kind=smoke", "bad_filter"),
        ("products?list_price_min=cheap", "bad_filter"),
    ],
)
def test_what_this_list_does_not_know_is_400(query: str, code: str, company: Shared) -> None:
    assert problem(api_of(company.company.priya).get(f"{API}/{query}")) == (400, code)


@pytest.mark.parametrize("moment", ["as_of=2026-05-08", "known_at=2026-05-08"])
def test_a_moment_on_a_write_is_400(moment: str, company: Shared) -> None:
    api, before = api_of(company.company.marcus), state(company)
    for answer in (
        api.patch(f"{DEALS}/{company.deal.uid}?{moment}", {"next_step": "x"}, headers={"If-Match": '"1"'}),
        api.post(f"{DEALS}/{company.deal.uid}/close?{moment}", {"outcome": "won"}),
        api.post(f"{DEALS}?{moment}", {"name": "x"}),
        api.post(f"{API}/leads?{moment}", {"name": "x"}),
    ):
        assert refused(company, answer, before) == (400, "unknown_parameter")
