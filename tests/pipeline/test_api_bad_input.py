"""Bad input at every resource of the pipeline (platform.md 6): refused by name, nothing half written, never a fault.

One company serves the whole module: what is refused changes nothing, which each test looks at.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Currency
from pipeline.models import Activity, Lead, Opportunity, Product
from pipeline.operations.leads import create_lead
from pipeline.operations.opportunities import close_won
from pipeline.operations.products import create_product
from salesops.web.api.throttles import Limit, RequestThrottle
from tests.company import Company, build_company, make_deal
from tests.pipeline.asking import API, NOWHERE, api_of, names, problem

pytestmark = pytest.mark.usefixtures("company")
DEALS = f"{API}/opportunities"
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)
USD = {"amount": "1", "currency": "USD"}


class Shared:
    """The company, a deal, lead and product of Priya, and Jonah's, who is in another team."""

    def __init__(self) -> None:
        self.company: Company = build_company()
        self.deal = make_deal(self.company, self.company.priya, name="Hers", at=AT)
        self.foreign = make_deal(self.company, self.company.jonah, name="His", customer=self.company.birch, at=AT)
        self.lead = create_lead(name="Kim Adler", email="kim@fenwick.example", owner=self.company.priya, by=None)
        self.foreign_lead = create_lead(name="Lee Ott", owner=self.company.jonah, by=None)
        self.product = create_product(name="Gauge", by=None)
        stages = self.company.process.stages
        self.words = {
            "{acme}": self.company.acme.uid,
            "{birch}": self.company.birch.uid,
            "{jonah}": self.company.jonah.uid,
            "{andre}": self.company.andre.uid,
            "{won}": stages.get(name="Won").uid,
            "{deal}": self.deal.uid,
            "{foreign}": self.foreign.uid,
            "{lead}": self.lead.uid,
            "{foreign_lead}": self.foreign_lead.uid,
            "{product}": self.product.uid,
            "{discovery}": stages.get(name="Discovery").uid,
        }

    def said(self, text: Any) -> Any:
        """`{deal}` stands for its id, in addresses and bodies."""
        if isinstance(text, dict):
            return {name: self.said(value) for name, value in text.items()}
        if not isinstance(text, str):
            return text
        for word, uid in self.words.items():
            text = text.replace(word, str(uid))
        return text

    def counts(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Opportunity, Lead, Product, Activity))

    def versions(self) -> list[int]:
        for record in (self.deal, self.foreign, self.lead, self.product):
            record.refresh_from_db()
        return [record.row_version for record in (self.deal, self.foreign, self.lead, self.product)]


@pytest.fixture(scope="module")
def company(own_database: str) -> Iterator[Shared]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("reads", "writes"):
            patch.setattr(RequestThrottle, name, Limit(10_000_000, 60))
        yield Shared()


def refused(company: Shared, answer: Any, before: Any) -> tuple[int, str]:
    assert (company.counts(), company.versions()) == before
    return problem(answer)


def state(company: Shared) -> Any:
    return company.counts(), company.versions()


# -- 1: what belongs to another team ----------------------------------------------------------------------------------

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
