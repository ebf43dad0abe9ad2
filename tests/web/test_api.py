"""The rules every REST resource shares (platform.md 3), on a resource of the tests' own."""

import json
import threading
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from salesops.db.scoped import UnscopedQueryset
from salesops.web.api.throttles import Limit, RequestThrottle, count
from tests.web.things import A_DAY, Thing, ThingSerializer, make

pytestmark = pytest.mark.usefixtures("things")
THINGS = "/api/v1/things"


def post(api: APIClient, body: Any, **headers: str) -> Any:
    return api.generic(
        "POST", THINGS, body if isinstance(body, str) else json.dumps(body), "application/json", **headers
    )


def problem(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "code", "fields", "request_id"} <= body.keys()
    assert body["request_id"] == answer["X-Request-ID"]
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]


# -- Who --------------------------------------------------------------------------------------------------------------


def test_without_sign_in_401_and_how_to(client: Client) -> None:
    answer = client.get(THINGS)
    assert problem(answer) == (401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_session_needs_its_csrf_token_to_write(viewer: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(viewer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.get(THINGS).status_code == 200
    assert problem(client.post(THINGS, {"name": "a"}, "application/json")) == (403, "forbidden")


# -- Lists ------------------------------------------------------------------------------------------------------------


def test_a_list_is_paged_by_signed_cursor(api: APIClient) -> None:
    for number in range(7):
        make(f"Thing {number}")
    names, url = [], f"{THINGS}?page_size=3&ordering=-name"
    while url:
        page = api.get(url).json()
        names += [row["name"] for row in page["results"]]
        url = page["next"]
    assert names == [f"Thing {number}" for number in range(6, -1, -1)]
    assert page["count"] is None
    assert api.get(f"{THINGS}?count=exact&name=Thing").json()["count"] == 7


def test_a_slash_at_the_end_is_the_same_address(api: APIClient) -> None:
    assert api.get(f"{THINGS}/").status_code == 200


def test_shapes(api: APIClient) -> None:
    thing = make("Crestline", "12.5", close=A_DAY)
    row = api.get(THINGS).json()["results"][0]
    assert row == {
        "id": str(thing.uid),
        "name": "Crestline",
        "amount": {"amount": "12.50", "currency": "USD"},
        "close": "2026-11-21",
    }
    assert api.get(f"{THINGS}?fields=id,name").json()["results"] == [{"id": str(thing.uid), "name": "Crestline"}]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("owner=1", "unknown_parameter"),
        ("secret=x", "unknown_parameter"),
        ("stage=x", "bad_filter"),
        ("ordering=secret", "bad_ordering"),
        ("ordering=name;DROP", "bad_ordering"),
        ("page_size=1000000000", "bad_page_size"),
        ("page_size=0", "bad_page_size"),
        ("page_size=0000000001999999", "bad_page_size"),
        ("page_size=²", "bad_page_size"),
        ("cursor=forged", "bad_cursor"),
        ("count=all", "bad_count"),
        ("fields=secret", "unknown_field"),
        ("as_of=yesterday", "bad_as_of"),
        ("as_of=2026-11-21T10:00:00", "bad_as_of"),
        ("known_at=2026-11-21", "no_history"),
        ("name=%00", "bad_request"),
    ],
)
def test_what_a_list_does_not_know_is_400(query: str, code: str, api: APIClient) -> None:
    assert problem(api.get(f"{THINGS}?{query}")) == (400, code)


def test_moments_are_echoed(api: APIClient) -> None:
    assert api.get(f"{THINGS}?as_of=2026-11-12").json()["as_of"] == "2026-11-12T23:59:59.999999Z"
    assert api.get(f"{THINGS}?as_of=2090-01-01").json()["future"] is True


def test_a_moment_on_a_write_is_400(api: APIClient) -> None:
    answer = api.post(f"{THINGS}?as_of=2026-11-12", {"name": "a"}, format="json")
    assert problem(answer) == (400, "unknown_parameter")


def test_rows_nobody_cut_are_never_written(api: APIClient) -> None:
    assert api.get("/api/v1/unscoped").status_code == 500
    with pytest.raises(UnscopedQueryset):
        _data = ThingSerializer(Thing.objects.all(), many=True).data


def test_what_is_out_of_scope_answers_as_what_is_not_there(api: APIClient) -> None:
    hidden = make("Other team", stage="hidden")
    unknown = api.get(f"{THINGS}/00000000-0000-0000-0000-000000000000")
    foreign = api.get(f"{THINGS}/{hidden.uid}")
    assert problem(unknown) == problem(foreign) == (404, "not_found")
    assert {**foreign.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}
    assert api.get(f"{THINGS}?thing={hidden.uid}&count=exact").json()["count"] == 0


# -- Versions ---------------------------------------------------------------------------------------------------------


def patch(api: APIClient, thing: Thing, body: Any, **headers: str) -> Any:
    return api.patch(f"{THINGS}/{thing.uid}", body, format="json", headers=headers)


def test_an_unchanged_record_is_304(api: APIClient) -> None:
    thing = make("Crestline")
    assert api.get(f"{THINGS}/{thing.uid}")["ETag"] == '"1"'
    for known in ('"1"', 'W/"1"', '"7", "1"', "*"):
        assert api.get(f"{THINGS}/{thing.uid}", headers={"If-None-Match": known}).status_code == 304
    assert api.get(f"{THINGS}/{thing.uid}", headers={"If-None-Match": '"2"'}).status_code == 200
    assert api.get(f"{THINGS}/{thing.uid}?as_of=2026-11-12", headers={"If-None-Match": '"1"'}).status_code == 200


def test_a_patch_says_which_version_it_saw(api: APIClient) -> None:
    thing = make("Crestline")
    assert problem(patch(api, thing, {"name": "a"})) == (428, "if_match_required")
    assert problem(patch(api, thing, {"name": "a"}, **{"If-Match": "yesterday"})) == (400, "bad_etag")
    saved = patch(api, thing, {"name": "a"}, **{"If-Match": '"1"'})
    assert (saved.status_code, saved["ETag"], saved.json()["name"]) == (200, '"2"', "a")


def test_the_second_editor_gets_both_values(api: APIClient) -> None:
    thing = make("Crestline")
    patch(api, thing, {"name": "theirs"}, **{"If-Match": '"1"'})
    stale = patch(api, thing, {"name": "mine"}, **{"If-Match": '"1"'})
    assert problem(stale) == (409, "stale_version")
    facts = stale.json()["facts"]
    assert facts == {"seen": 1, "current": 2, "theirs": {"name": "theirs"}, "yours": {"name": "mine"}}


# -- Bodies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '{"name": "a"',
        '{"name": "a", "name": "b"}',
        "\xff",
        "[" * 100_000,
        json.dumps({"name": "a", "lines": [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]}),
    ],
)
def test_a_body_that_is_no_json_is_400(body: str, api: APIClient) -> None:
    assert problem(post(api, body)) == (400, "bad_json")


@pytest.mark.parametrize("name", ["owner", "id", "role", "secret"])
def test_a_field_that_is_not_there_to_be_set_is_400(name: str, api: APIClient) -> None:
    answer = post(api, {"name": "a", name: "x"})
    assert problem(answer) == (400, "unknown_field")
    assert list(answer.json()["fields"]) == [name]
    assert not Thing.objects.exists()


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ('"NaN"', "value_refused"),
        ('"Infinity"', "value_refused"),
        ('"1e400"', "value_refused"),
        ('"1,000"', "value_refused"),
        ('"-1"', "value_refused"),
        ("1e400", "value_refused"),
        ("true", "value_refused"),
        ('""', "value_refused"),
        ("NaN", "not_a_number"),
        ("-Infinity", "not_a_number"),
        ('"1.005"', "too_many_decimals"),
        ("1.005", "too_many_decimals"),
    ],
)
def test_an_amount_that_is_none_is_422(amount: str, code: str, api: APIClient) -> None:
    body = f'{{"name": "a", "amount": {{"amount": {amount}, "currency": "USD"}}}}'
    assert problem(post(api, body)) == (422, code)


def test_money_of_an_unknown_currency_or_another_shape_is_422(api: APIClient) -> None:
    assert problem(post(api, {"name": "a", "amount": {"amount": "1", "currency": "usd"}})) == (422, "currency_unknown")
    assert problem(post(api, {"name": "a", "amount": "12.50"})) == (422, "value_refused")
    answer = post(api, {"name": "a", "lines": [{"amount": {"amount": "1", "currency": "JPY"}}, {"amount": None}]})
    assert list(answer.json()["fields"]) == ["lines.1.amount"]


@pytest.mark.parametrize("ratio", ["1.00001", "NaN", "1e9"])
def test_a_decimal_out_of_its_bounds_is_422(ratio: str, api: APIClient) -> None:
    answer = post(api, {"name": "a", "ratio": ratio})
    assert problem(answer) == (422, "value_refused")
    assert list(answer.json()["fields"]) == ["ratio"]


@pytest.mark.parametrize("name", ["a\x00b", "\ud800"])
def test_text_that_cannot_be_stored_is_422(name: str, api: APIClient) -> None:
    answer = post(api, {"name": name})
    assert problem(answer) == (422, "not_text")
    assert list(answer.json()["fields"]) == ["name"]


def test_a_cell_that_looks_like_a_formula_is_stored_as_it_is(api: APIClient) -> None:
    post(api, {"name": "=cmd|' /C calc'!A0"})
    assert api.get(THINGS).json()["results"][0]["name"] == "=cmd|' /C calc'!A0"


def test_a_large_body_is_413_and_another_kind_415(api: APIClient) -> None:
    assert problem(post(api, json.dumps({"name": "x" * 5_000_000}))) == (413, "too_large")
    assert problem(api.generic("POST", THINGS, "<a/>", "application/xml")) == (415, "unsupported_media_type")
    assert problem(api.delete(THINGS)) == (405, "method_not_allowed")


# -- Idempotency ------------------------------------------------------------------------------------------------------

KEY = {"HTTP_IDEMPOTENCY_KEY": "k-1"}


def test_the_same_post_twice_happens_once(api: APIClient) -> None:
    first, second = post(api, {"name": "a"}, **KEY), post(api, {"name": "a"}, **KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replay"] == "true"
    assert "Idempotent-Replay" not in first
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert Thing.objects.count() == 1


def test_a_known_key_with_another_body_is_422(api: APIClient) -> None:
    post(api, {"name": "a"}, **KEY)
    assert problem(post(api, {"name": "b"}, **KEY)) == (422, "idempotency_key_reused")
    assert Thing.objects.count() == 1


def test_input_that_was_refused_is_not_kept(api: APIClient) -> None:
    assert post(api, {"name": "closed"}, **KEY).status_code == 409
    assert post(api, {}, **KEY).status_code == 422
    assert post(api, {"name": "a"}, **KEY).status_code == 201


def test_a_key_is_its_users_own(api: APIClient, viewer: Any) -> None:
    post(api, {"name": "a"}, **KEY)
    other = type(viewer).objects.create(email="other@example.com", name="Otto Other", state="active")
    api.force_authenticate(other)
    assert post(api, {"name": "b"}, **KEY).status_code == 201


def test_where_it_is_required_a_missing_key_is_400(api: APIClient) -> None:
    assert problem(api.post("/api/v1/paid", {"name": "a"}, format="json")) == (400, "idempotency_key")
    assert problem(post(api, {"name": "a"}, HTTP_IDEMPOTENCY_KEY="k" * 256)) == (400, "idempotency_key")


# -- Limits -----------------------------------------------------------------------------------------------------------


def test_over_the_limit_429_with_when_to_come_back(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RequestThrottle, "reads", Limit(3, 60))
    answers = [api.get(THINGS) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert problem(answers[3]) == (429, "too_many_requests")
    assert 1 <= int(answers[3]["Retry-After"]) <= 60


def test_a_limit_is_counted_atomically(api: APIClient) -> None:
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(count("race", Limit(10, 60)).seen)) for _ in range(40)]  # type: ignore[union-attr]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 41))


def test_reads_stay_open_while_valkey_is_away(api: APIClient, settings: Any) -> None:
    settings.CACHE_URL = "unix:///nowhere/valkey.sock?db=0"
    answer = api.get(THINGS)
    assert answer.status_code == 200
    assert "RateLimit-Limit" not in answer
