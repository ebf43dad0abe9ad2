"""Values and actions that cannot be, at every resource of the pipeline: refused by name, nothing half written.

Source: platform.md 6.

One company serves the whole module: what is refused changes nothing, which each test looks at.
"""

from typing import Any

import pytest

from accounts.models import Currency
from pipeline.operations.opportunities import close_won
from tests.company import make_deal
from tests.pipeline.asking import API, NOWHERE, api_of, names, problem
from tests.pipeline.refusals import AT, DEALS, Shared, company, refused, state

__all__ = ["company"]

pytestmark = pytest.mark.usefixtures("company")


# -- 4, 10, 11, 12: values --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"customer": "{birch}"}, "record_unknown"),
        ({"customer": NOWHERE}, "record_unknown"),
        ({"customer": 7}, "record_unknown"),
        ({"owner": "{jonah}"}, "record_unknown"),
        ({"owner": "{andre}"}, "record_unknown"),
        ({"stage": "{won}"}, "record_unknown"),
        ({"amount": {"amount": "NaN", "currency": "USD"}}, "value_refused"),
        ({"amount": {"amount": "Infinity", "currency": "USD"}}, "value_refused"),
        ({"amount": {"amount": "1e400", "currency": "USD"}}, "value_refused"),
        ({"amount": {"amount": "1,000", "currency": "USD"}}, "value_refused"),
        ({"amount": {"amount": "-1", "currency": "USD"}}, "amount_sign"),
        ({"amount": {"amount": "1.005", "currency": "USD"}}, "too_many_decimals"),
        ({"amount": {"amount": "1", "currency": "XXX"}}, "currency_unknown"),
        ({"amount": "12"}, "value_refused"),
        ({"close_date": "0001-01-01"}, "value_refused"),
        ({"close_date": "2190-02-31"}, "value_refused"),
        ({"close_date": "2001-01-01"}, "close_before_creation"),
        ({"close_date": None}, "value_refused"),
        ({"name": ""}, "value_refused"),
        ({"name": "x" * 301}, "value_refused"),
        ({"kind": "gift"}, "value_refused"),
        ({"name": "a\x00b"}, "not_text"),
    ],
)
def test_a_value_of_a_deal_that_cannot_be_is_422(body: Any, code: str, company: Shared) -> None:
    before = state(company)
    whole = {"name": "Corvid", "close_date": "2190-03-31", **company.said(body)}
    answer = api_of(company.company.priya).post(DEALS, whole)
    assert refused(company, answer, before) == (422, code)
    assert answer.json()["fields"]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("leads", {"name": "x", "owner": "{jonah}"}, "record_unknown"),
        ("leads", {"name": "x", "email": "no address"}, "value_refused"),
        ("leads", {"email": "a@b.example"}, "value_refused"),
        ("leads/{lead}/assign", {"owner": "{jonah}"}, "record_unknown"),
        ("leads/{lead}/disqualify", {"reason": " "}, "reason_required"),
        ("leads/{lead}/disqualify", {"reason": "r" * 201}, "value_refused"),
        ("activities", {"kind": "call"}, "activity_subject"),
        ("activities", {"kind": "call", "opportunity": "{foreign}"}, "record_unknown"),
        ("activities", {"kind": "call", "lead": "{foreign_lead}"}, "record_unknown"),
        ("activities", {"kind": "call", "lead": "{lead}", "opportunity": "{deal}"}, "activity_subject"),
        ("activities", {"kind": "call", "lead": "{lead}", "next_step": "x"}, "activity_subject"),
        ("activities", {"kind": "smoke", "lead": "{lead}"}, "value_refused"),
        ("activities", {"kind": "call", "lead": "{lead}", "minutes": 1441}, "value_refused"),
        (
            "activities",
            {"kind": "call", "lead": "{lead}", "occurred_at": "2090-01-01T00:00:00Z"},
            "occurred_in_future",
        ),
        ("activities", {"kind": "call", "lead": "{lead}", "occurred_at": "2026-01-01T00:00:00"}, "value_refused"),
        ("activities", {"kind": "call", "lead": "{lead}", "occurred_at": "0001-01-01T00:00:00+14:00"}, "value_refused"),
        ("opportunities/{deal}/close", {"outcome": "lost"}, "reason_required"),
        ("opportunities/{deal}/close", {"outcome": "drawn"}, "value_refused"),
        ("opportunities/{deal}/close", {"outcome": "lost", "reason": NOWHERE}, "record_unknown"),
        ("opportunities/{deal}/close", {"outcome": "won", "close_date": "2001-01-01"}, "close_before_creation"),
    ],
)
def test_a_value_that_cannot_be_is_422(path: str, body: Any, code: str, company: Shared) -> None:
    before = state(company)
    answer = api_of(company.company.priya).post(f"{API}/{company.said(path)}", company.said(body))
    assert refused(company, answer, before) == (422, code)
    assert answer.json()["fields"]


def stages(*kinds: str, **fields: Any) -> dict[str, Any]:
    rows = [{"name": f"{kind} {place}", "kind": kind, "probability": "0.5"} for place, kind in enumerate(kinds)]
    return {"name": "Field", "stages": [row | fields if row["kind"] == "open" else row for row in rows]}


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("products", {"name": "x", "list_price": {"amount": "-1", "currency": "USD"}}, "value_refused"),
        ("products", {"name": "x", "list_price": {"amount": "1", "currency": "XXX"}}, "currency_unknown"),
        ("products", {"name": "x", "list_price": {"amount": "1.001", "currency": "USD"}}, "too_many_decimals"),
        ("processes", stages("open", "won", "lost"), "stage_without_category"),
        ("processes", stages("open", "won", category="upside"), "stages_incomplete"),
        ("processes", stages("open", "won", "lost", category="sure"), "value_refused"),
        ("processes", stages("open", "won", "lost", category="upside", probability="1.5"), "value_refused"),
        ("processes", stages("open", "open", "won", "lost", category="upside", name="Same"), "stage_name_twice"),
        ("stages/{discovery}/category", {"category": "sure"}, "value_refused"),
        ("stages/{won}/category", {"category": "commit"}, "stage_closes"),
    ],
)
def test_a_value_of_a_list_that_cannot_be_is_422(path: str, body: Any, code: str, company: Shared) -> None:
    before = state(company)
    answer = api_of(company.company.omar).post(f"{API}/{company.said(path)}", body)
    assert refused(company, answer, before) == (422, code)


# -- 7: fields that are not set so ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(
            ("opportunities/{deal}", name)
            for name in ("owner", "status", "credit_owner", "id", "closed_at", "row_version", "deleted", "secret")
        ),
        *(("leads/{lead}", name) for name in ("owner", "state", "converted_at", "customer", "version")),
        *(("products/{product}", name) for name in ("retired_at", "currency", "id")),
    ],
)
def test_a_field_that_is_not_set_so_is_400(path: str, name: str, company: Shared) -> None:
    before = state(company)
    headers = {"If-Match": '"1"'}
    answer = api_of(company.company.omar).patch(f"{API}/{company.said(path)}", {name: "x"}, headers=headers)
    assert refused(company, answer, before) == (400, "unknown_field")
    assert list(answer.json()["fields"]) == [name]


# -- 9: the version that was seen -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["opportunities/{deal}", "leads/{lead}", "products/{product}"])
def test_a_patch_names_the_version_it_saw(path: str, company: Shared) -> None:
    api, url, before = api_of(company.company.omar), f"{API}/{company.said(path)}", state(company)
    assert refused(company, api.patch(url, {"name": "x"}), before) == (428, "if_match_required")
    for tag in ("1", 'W/"1"', '"1", "2"', "yesterday"):
        assert refused(company, api.patch(url, {"name": "x"}, headers={"If-Match": tag}), before) == (400, "bad_etag")
    stale = api.patch(url, {"name": "Mine"}, headers={"If-Match": '"999"'})
    assert refused(company, stale, before) == (409, "stale_version")
    facts = stale.json()["facts"]
    assert facts["values"]["name"]["yours"] == "Mine"
    assert facts["values"]["name"]["theirs"] in ("Hers", "Kim Adler", "Gauge")
    assert (facts["seen"], facts["current"]) == (999, 1)


# -- 13: not allowed, not possible ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "path", "body"),
    [
        ("priya", "opportunities/{deal}/reopen", {"stage": "{discovery}", "reason": "x"}),
        ("priya", "opportunities/{deal}/transfer", {"owner": "{andre}"}),
        ("priya", "opportunities/{deal}/correct", {}),
        ("priya", "opportunities/{deal}/record-past", {}),
        ("priya", "opportunities/{deal}/delete", {"reason": "x"}),
        ("noor", "opportunities/{deal}/close", {"outcome": "won"}),
        ("noor", "opportunities", {"name": "x", "close_date": "2190-01-01"}),
        ("noor", "activities", {"kind": "call", "opportunity": "{deal}"}),
        ("noor", "leads", {"name": "x"}),
        ("noor", "leads/{lead}/convert", {}),
        ("priya", "products", {"name": "x"}),
        ("priya", "products/{product}/retire", {}),
        ("priya", "processes", {}),
        ("priya", "stages/{discovery}/category", {"category": "commit"}),
        ("ulf", "opportunities", {"name": "x", "close_date": "2190-01-01"}),
        ("ulf", "leads", {"name": "x"}),
    ],
)
def test_in_scope_without_the_right_is_403(who: str, path: str, body: Any, company: Shared) -> None:
    before = state(company)
    api = api_of(getattr(company.company, who))
    answer = api.post(f"{API}/{company.said(path)}", company.said(body))
    assert refused(company, answer, before) == (403, "forbidden")


def test_an_action_on_the_wrong_state_is_409(company: Shared) -> None:
    api, before = api_of(company.company.marcus), state(company)
    reopen = {"stage": str(company.words["{discovery}"]), "reason": "x"}
    assert refused(company, api.post(f"{DEALS}/{company.deal.uid}/reopen", reopen), before) == (409, "deal_not_closed")
    recycle = api.post(f"{API}/leads/{company.lead.uid}/recycle", {})
    assert refused(company, recycle, before) == (409, "lead_not_disqualified")
    twin = api.post(f"{API}/leads", {"name": "Kim", "email": "Kim+fair@fenwick.example"})
    assert refused(company, twin, before) == (409, "lead_duplicate")
    assert twin.json()["facts"]["lead"] == str(company.lead.uid)


# -- 17, 33: text -----------------------------------------------------------------------------------------------------

TEXTS = [
    "😀 deal",
    "עסקה",
    "y" * 300,
    "Işık ve Şule",
    "Ångström Çelik",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@a",
    "{{7*7}}",
]


def test_text_is_stored_as_it_is_and_found_without_case(company: Shared) -> None:
    api = api_of(company.company.andre)
    for name in TEXTS:
        deal = api.post(DEALS, {"name": name, "close_date": "2190-01-01"}).json()
        assert deal["name"] == name
        found = names(api.get(DEALS, {"name": name.swapcase() if name.isascii() else name}))
        assert found == [name]
    orders = [names(api.get(f"{DEALS}?ordering={order}")) for order in ("name", "name", "-name")]
    assert orders[0] == orders[1] == orders[2][::-1]


# -- 34, 36 -----------------------------------------------------------------------------------------------------------


def test_an_unknown_version_of_the_api_is_404(company: Shared) -> None:
    assert problem(api_of(company.company.priya).get("/api/v2/opportunities")) == (404, "not_found")


def test_a_missing_rate_is_null_and_never_one(company: Shared) -> None:
    Currency.objects.get_or_create(code="EUR", defaults={"name": "Euro"})
    deal = make_deal(company.company, company.company.ruth, currency="EUR", at=AT)
    close_won(deal, by=company.company.ruth)
    row = api_of(company.company.ruth).get(f"{DEALS}/{deal.uid}").json()
    assert (row["amount"], row["amount_converted"]) == ({"amount": "32000.00", "currency": "EUR"}, None)
