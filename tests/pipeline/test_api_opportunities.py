"""Deals over REST: scope, filters, versions, moments, actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pipeline.models import Opportunity, OpportunityVersion, Reason
from pipeline.operations.opportunities import edit_opportunity
from pipeline.operations.processes import set_stage_category
from tests.company import Company, make_deal
from tests.pipeline.asking import API, NOWHERE, api_of, as_row, names, problem

pytestmark = pytest.mark.django_db
DEALS = f"{API}/opportunities"
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def at(deal: Any) -> str:
    return f"{DEALS}/{deal.uid}"


def stage(company: Company, name: str) -> Any:
    return company.process.stages.get(name=name)


# -- Reading ----------------------------------------------------------------------------------------------------------


def test_a_list_holds_what_the_asker_sees(company: Company) -> None:
    make_deal(company, company.priya, name="Hers")
    make_deal(company, company.jonah, name="His", customer=company.birch)
    assert names(api_of(company.priya).get(DEALS)) == ["Hers"]
    assert names(api_of(company.marcus).get(DEALS)) == ["Hers"]
    assert names(api_of(company.dana).get(f"{DEALS}?ordering=name")) == ["Hers", "His"]
    assert names(api_of(company.ulf).get(DEALS)) == []


def test_shapes(company: Company) -> None:
    deal = make_deal(company, company.priya, close_date=AT.date() + timedelta(400), next_step="Call", at=AT)
    answer = api_of(company.priya).get(at(deal))
    row = answer.json()
    assert answer["ETag"] == '"1"'
    assert row["amount"] == {"amount": "32000.00", "currency": "USD"}
    assert (row["id"], row["owner"], row["customer"]) == (
        str(deal.uid),
        str(company.priya.uid),
        str(company.acme.uid),
    )
    assert (row["status"], row["category"], row["created_at"]) == ("open", "pipeline", "2026-05-04T10:00:00Z")
    row = api_of(company.priya).get(f"{at(deal)}?fields=name,owner&expand=owner").json()
    assert row["owner"] == {"id": str(company.priya.uid), "name": "Priya Raman"}
    assert row.keys() == {"name", "owner", "as_of"}


FOUND = [
    ("status=won", ["Won one"]),
    ("status=open", ["Big", "Small", "Undated"]),
    ("category=commit", ["Big"]),
    ("category=won", ["Won one"]),
    ("category_not=pipeline&status=open", ["Big"]),
    ("kind=renewal", ["Small"]),
    ("amount_min=50k", ["Big"]),
    ("amount_empty=1", ["Undated"]),
    ("close_date_from=2027-01-01&close_date_to=2027-03-31", ["Big"]),
    ("close_date_empty=1", ["Undated"]),
    ("name=SMA", ["Small"]),
    ("owner=me", []),
    (f"owner={NOWHERE}", []),
    (f"customer={NOWHERE}", []),
    (f"stage={NOWHERE}", []),
    ("created_from=2030-01-01", []),
]


def test_filters(company: Company) -> None:
    priya = company.priya
    big = {"stage": stage(company, "Contract"), "close_date": date(2027, 2, 4)}
    make_deal(company, priya, name="Big", amount="90000", at=AT, **big)
    make_deal(company, priya, name="Small", amount="1000", kind="renewal", close_date=date(2028, 5, 4), at=AT)
    make_deal(company, priya, name="Undated", amount=None, at=AT)
    won = make_deal(company, priya, name="Won one", amount="5000", at=AT)
    api_of(priya).post(f"{at(won)}/close", {"outcome": "won"})
    for query, found in FOUND:
        assert (query, names(api_of(company.marcus).get(f"{DEALS}?ordering=name&{query}"))) == (query, found)


def test_a_list_is_walked_by_cursor_now_and_then(company: Company) -> None:
    for number in range(5):
        make_deal(company, company.priya, name=f"Deal {number}", at=AT)
    for moment in ("", "&as_of=2026-06-01"):
        found, url = [], f"{DEALS}?page_size=2&ordering=-amount{moment}"
        while url:
            page = api_of(company.priya).get(url).json()
            found += [row["name"] for row in page["results"]]
            url = page["next"]
        assert sorted(found) == [f"Deal {number}" for number in range(5)]


def test_queries_do_not_grow_with_rows(company: Company) -> None:
    counts = []
    for moment in ("", "?as_of=2026-06-01"):
        for wanted in (5, 50):
            for number in range(wanted - Opportunity.objects.count()):
                make_deal(company, company.priya, name=f"Deal {wanted} {number}", at=AT)
            api = api_of(company.priya)
            with CaptureQueriesContext(connection) as seen:
                assert names(api.get(DEALS + moment))
            counts.append(len(seen))
    assert (counts[0], counts[2]) == (counts[1], counts[3])
    assert max(counts) <= 9, counts


def test_changed_since(company: Company) -> None:
    old = make_deal(company, company.priya, name="Old", at=AT)
    make_deal(company, company.priya, name="Quiet", at=AT)
    api = api_of(company.priya)
    api.patch(at(old), {"next_step": "Call"}, headers=as_row(old))
    recorded = OpportunityVersion.objects.filter(opportunity=old).latest("version").recorded_at
    since = recorded.isoformat().replace("+", "%2B")
    assert names(api.get(f"{DEALS}?changed_since={since}")) == ["Old"]
    assert len(names(api.get(f"{DEALS}?changed_since=2026-05-04"))) == 2


# -- Moments ----------------------------------------------------------------------------------------------------------


def test_as_of_answers_from_the_log(company: Company) -> None:
    deal = make_deal(company, company.priya, amount="100", at=AT)
    api = api_of(company.priya)
    day = AT.date() + timedelta(10)
    from pipeline.operations.opportunities import edit_opportunity

    edit_opportunity(deal, changes={"amount": 250}, by=company.priya, at=AT + timedelta(days=20))
    then = api.get(f"{DEALS}?as_of={day}").json()
    assert then["results"][0]["amount"]["amount"] == "100.00"
    assert then["as_of"] == "2026-05-14T23:59:59.999999Z"
    assert api.get(f"{at(deal)}?as_of={day}").json()["amount"]["amount"] == "100.00"
    assert api.get(at(deal)).json()["amount"]["amount"] == "250.00"
    assert api.get(f"{at(deal)}?as_of=2026-05-01").status_code == 404


def test_known_at_gives_the_old_answer(company: Company) -> None:
    deal = make_deal(company, company.priya, amount="100", at=AT)
    known = AT + timedelta(days=5)
    body = {
        "effective_at": "2026-05-06T00:00:00Z",
        "changes": {"amount": {"amount": "80", "currency": "USD"}},
        "reason": "Typo",
    }
    answer = api_of(company.marcus).post(f"{at(deal)}/correct", body)
    assert answer.status_code == 200, answer.content
    api = api_of(company.priya)
    assert api.get(f"{at(deal)}?as_of=2026-05-08").json()["amount"]["amount"] == "80.00"
    moment = known.isoformat().replace("+", "%2B")
    was = api.get(f"{at(deal)}?as_of=2026-05-08&known_at={moment}").json()
    assert was["amount"]["amount"] == "100.00"
    assert was["known_at"] == "2026-05-09T10:00:00Z"


def test_a_past_list_is_cut_by_who_owned_it_then(company: Company) -> None:
    deal = make_deal(company, company.priya, at=AT)
    assert api_of(company.dana).post(f"{at(deal)}/transfer", {"owner": str(company.jonah.uid)}).status_code == 200
    assert names(api_of(company.priya).get(DEALS)) == []
    assert names(api_of(company.priya).get(f"{DEALS}?as_of=2026-06-01")) == ["Verity Labs"]
    assert names(api_of(company.jonah).get(DEALS)) == ["Verity Labs"]
    assert names(api_of(company.jonah).get(f"{DEALS}?as_of=2026-06-01")) == []
    assert api_of(company.jonah).get(f"{at(deal)}?as_of=2026-06-01").status_code == 404


def test_a_moment_that_has_not_come_is_flagged_and_one_before_data_is_noted(company: Company) -> None:
    make_deal(company, company.priya, at=AT)
    api = api_of(company.priya)
    future = api.get(f"{DEALS}?as_of=2090-01-01").json()
    assert (future["future"], len(future["results"])) == (True, 1)
    early = api.get(f"{DEALS}?as_of=1999-01-01").json()
    assert (early["results"], early["note"]) == ([], "No history reaches back that far.")


def test_history_shows_both_times_and_who(company: Company) -> None:
    deal = make_deal(company, company.priya, at=AT)
    api = api_of(company.priya)
    api.patch(at(deal), {"next_step": "Call"}, headers=as_row(deal))
    rows = api.get(f"{at(deal)}/history?expand=owner").json()["results"]
    assert [row["version"] for row in rows] == [2, 1]
    newest = rows[0]
    assert (newest["by"]["name"], newest["source"]) == ("Priya Raman", "api")
    assert newest["changed_fields"] == ["next_step"]
    assert (newest["valid_to"], newest["superseded_at"]) == (None, None)
    assert rows[1]["valid_to"] == newest["valid_from"]
    assert problem(api_of(company.jonah).get(f"{at(deal)}/history")) == (404, "not_found")


def test_history_tells_the_category_by_the_map_of_each_states_day(company: Company) -> None:
    deal = make_deal(company, company.priya, at=AT)
    edit_opportunity(deal, changes={"next_step": "Call"}, by=company.priya, at=AT + timedelta(days=2))
    set_stage_category(deal.stage, "commit", by=company.omar, at=AT + timedelta(days=1))
    api = api_of(company.priya)
    told = {row["version"]: row["category"] for row in api.get(f"{at(deal)}/history").json()["results"]}
    assert told == {1: "pipeline", 2: "commit"}
    moment = (AT + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    assert api.get(f"{at(deal)}?as_of={moment}").json()["category"] == told[1]


# -- Writing ----------------------------------------------------------------------------------------------------------


def new(**fields: Any) -> dict[str, Any]:
    return {"name": "Corvid", "close_date": "2190-03-31", "amount": {"amount": "184000", "currency": "USD"}} | fields


def test_create(company: Company) -> None:
    answer = api_of(company.priya).post(
        DEALS, new(customer=str(company.acme.uid), stage=str(stage(company, "Proposal").uid))
    )
    assert answer.status_code == 201, answer.content
    row = answer.json()
    assert answer["Location"].endswith(f"/opportunities/{row['id']}")
    assert (row["owner"], row["category"]) == (str(company.priya.uid), "upside")
    assert api_of(company.marcus).post(DEALS, new(owner=str(company.andre.uid))).json()["owner"] == str(
        company.andre.uid
    )


def test_patch_saves_and_tells_the_new_version(company: Company) -> None:
    deal = make_deal(company, company.priya)
    body = {
        "amount": {"amount": "40000", "currency": "USD"},
        "stage": str(stage(company, "Negotiation").uid),
        "omitted": False,
    }
    answer = api_of(company.priya).patch(at(deal), body, headers=as_row(deal))
    assert answer.status_code == 200, answer.content
    assert (answer.json()["amount"]["amount"], answer.json()["category"]) == ("40000.00", "commit")
    assert answer["ETag"] == f'"{answer.json()["version"]}"'
    assert api_of(company.priya).get(at(deal), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_patch_is_whole_or_nothing(company: Company) -> None:
    deal = make_deal(company, company.priya, close_date=AT.date(), at=AT)
    body = {"stage": str(stage(company, "Negotiation").uid), "close_date": "2190-01-01"}
    answer = api_of(company.priya).patch(at(deal), body, headers=as_row(deal))
    assert problem(answer) == (422, "reason_required")
    deal.refresh_from_db()
    assert deal.stage.name == "Discovery"
    reason = Reason.objects.get(key="budget")
    body["push_reason"] = str(reason.uid)
    assert api_of(company.priya).patch(at(deal), body, headers=as_row(deal)).status_code == 200


def test_patch_needs_the_version_it_saw(company: Company) -> None:
    deal = make_deal(company, company.priya)
    api = api_of(company.priya)
    assert problem(api.patch(at(deal), {"next_step": "x"})) == (428, "if_match_required")
    assert problem(api.patch(at(deal), {"next_step": "x"}, headers={"If-Match": "1"})) == (400, "bad_etag")
    assert api.patch(at(deal), {"next_step": "theirs"}, headers={"If-Match": '"1"'}).status_code == 200
    stale = api_of(company.marcus).patch(
        at(deal), {"next_step": "mine", "amount": {"amount": "1", "currency": "USD"}}, headers={"If-Match": '"1"'}
    )
    assert problem(stale) == (409, "stale_version")
    facts = stale.json()["facts"]
    assert facts["values"]["next_step"] == {"yours": "mine", "theirs": "theirs"}
    assert facts["values"]["amount"]["theirs"] == {"amount": "32000.00", "currency": "USD"}
    assert (facts["by"], facts["seen"], facts["current"]) == ("Priya Raman", 1, 2)
    assert facts["at"]


# -- Actions ----------------------------------------------------------------------------------------------------------


def test_win_and_reopen(company: Company) -> None:
    deal = make_deal(company, company.priya)
    won = api_of(company.priya).post(
        f"{at(deal)}/close", {"outcome": "won", "amount": {"amount": "30000", "currency": "USD"}}
    )
    assert won.status_code == 200, won.content
    row = won.json()
    assert (row["status"], row["category"], row["amount_converted"]) == (
        "won",
        "won",
        {"amount": "30000.00", "currency": "USD"},
    )
    assert problem(api_of(company.priya).post(f"{at(deal)}/close", {"outcome": "won"})) == (409, "deal_closed")
    body = {"stage": str(stage(company, "Contract").uid), "reason": "Signed by the wrong person"}
    assert problem(api_of(company.priya).post(f"{at(deal)}/reopen", body)) == (403, "forbidden")
    assert problem(api_of(company.marcus).post(f"{at(deal)}/reopen", body | {"reason": " "})) == (
        422,
        "reason_required",
    )
    assert api_of(company.marcus).post(f"{at(deal)}/reopen", body).json()["status"] == "open"


def test_lose_takes_a_reason(company: Company) -> None:
    deal = make_deal(company, company.priya)
    api = api_of(company.priya)
    assert problem(api.post(f"{at(deal)}/close", {"outcome": "lost"})) == (422, "reason_required")
    push = Reason.objects.get(key="champion")
    assert problem(api.post(f"{at(deal)}/close", {"outcome": "lost", "reason": str(push.uid)})) == (
        422,
        "record_unknown",
    )
    price = str(Reason.objects.get(key="price").uid)
    assert problem(api.post(f"{at(deal)}/close", {"outcome": "won", "reason": price})) == (422, "outcome_differs")
    lost = api.post(
        f"{at(deal)}/close?expand=loss_reason", {"outcome": "lost", "reason": price, "come_back_on": "2190-01-01"}
    )
    assert (lost.json()["status"], lost.json()["loss_reason"]["name"]) == ("lost", "Price")


def test_a_stage_of_another_process_is_422(company: Company) -> None:
    from decimal import Decimal

    from pipeline.operations.processes import publish_process

    other = publish_process("Other", [("First", "open", Decimal("0.1"), "pipeline")], by=None)
    deal = make_deal(company, company.priya)
    answer = api_of(company.priya).patch(at(deal), {"stage": str(other.stages.get().uid)}, headers=as_row(deal))
    assert problem(answer) == (422, "stage_not_in_process")
    deal = make_deal(company, company.priya, name="Closed")
    api_of(company.priya).post(f"{at(deal)}/close", {"outcome": "won"})
    jump = {"stage": str(stage(company, "Proposal").uid)}
    assert problem(api_of(company.priya).patch(at(deal), jump, headers=as_row(deal))) == (409, "deal_closed")


def test_transfer_and_delete_are_the_managers(company: Company) -> None:
    deal = make_deal(company, company.priya)
    to = {"owner": str(company.andre.uid)}
    assert problem(api_of(company.priya).post(f"{at(deal)}/transfer", to)) == (403, "forbidden")
    assert problem(api_of(company.marcus).post(f"{at(deal)}/transfer", {"owner": str(company.jonah.uid)})) == (
        422,
        "record_unknown",
    )
    assert api_of(company.marcus).post(f"{at(deal)}/transfer", to).json()["owner"] == str(company.andre.uid)
    assert problem(api_of(company.andre).post(f"{at(deal)}/delete", {"reason": "Test"})) == (403, "forbidden")
    assert problem(api_of(company.marcus).post(f"{at(deal)}/delete", {})) == (422, "reason_required")
    assert api_of(company.marcus).post(f"{at(deal)}/delete", {"reason": "Entered twice"}).status_code == 204
    assert names(api_of(company.dana).get(DEALS)) == []


def test_record_past(company: Company) -> None:
    deal = make_deal(company, company.priya, at=AT)
    state = {
        "owner": str(company.priya.uid),
        "stage": str(stage(company, "Proposal").uid),
        "amount": {"amount": "5", "currency": "USD"},
    }
    body = {"effective_at": "2026-04-01T09:00:00+02:00", "state": state}
    url = f"{at(deal)}/record-past"
    assert problem(api_of(company.priya).post(url, body)) == (403, "forbidden")
    answer = api_of(company.marcus).post(url, body)
    assert answer.status_code == 200, answer.content
    then = api_of(company.priya).get(f"{at(deal)}?as_of=2026-04-02").json()
    assert (then["amount"]["amount"], then["category"]) == ("5.00", "upside")
    for effective, code in (("2090-01-01T00:00:00Z", "effective_in_future"), ("2026-04-01T09:00:00", "value_refused")):
        assert problem(api_of(company.marcus).post(url, body | {"effective_at": effective})) == (422, code)
    assert problem(api_of(company.marcus).post(url, body | {"state": {}})) == (422, "state_incomplete")
    early = {"effective_at": "2020-01-01T00:00:00Z", "changes": {"omitted": True}, "reason": "x"}
    assert problem(api_of(company.marcus).post(f"{at(deal)}/correct", early)) == (422, "before_first_version")
    assert problem(api_of(company.marcus).post(f"{at(deal)}/correct", early | {"reason": ""})) == (
        422,
        "reason_required",
    )


def test_the_same_post_twice_makes_one_deal(company: Company) -> None:
    api = api_of(company.priya)
    key = {"Idempotency-Key": "deal-1"}
    first, second = (api.post(DEALS, new(), headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replay"] == "true"
    assert first.json()["id"] == second.json()["id"]
    assert Opportunity.objects.count() == 1
    assert problem(api.post(DEALS, new(name="Other"), headers=key)) == (422, "idempotency_key_reused")
