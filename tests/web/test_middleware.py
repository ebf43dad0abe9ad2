"""Ids, the clock, and errors as pages, as pieces of pages and for programs."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Current-URL": "http://testserver/things?stage=won"}


def test_a_request_has_one_id_and_one_reading_of_the_clock(client: Client, db: None) -> None:
    answer = client.get("/clock")
    first, second, request_id = answer.content.decode().split()
    assert first == second
    assert answer["X-Request-ID"] == request_id
    assert {"HX-Request", "HX-Request-Type"} <= {name.strip() for name in answer["Vary"].split(",")}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("refused", 422),
        ("state", 409),
        ("conflict", 409),
        ("forbidden", 403),
        ("not_found", 404),
        ("http404", 404),
        ("database", 503),
        ("data", 422),
        ("bug", 500),
    ],
)
def test_an_error_has_its_status_as_page_and_as_piece(kind: str, status: int, browser: Client) -> None:
    page = browser.get(f"/fault/{kind}")
    assert page.status_code == status
    assert b"<!doctype html>" in page.content.lower()
    piece = browser.get(f"/fault/{kind}", headers=FRAGMENT)
    assert piece.status_code == status
    assert b"<html" not in piece.content
    assert b'role="alert"' in piece.content


def test_a_database_that_is_away_says_when_to_come_back(browser: Client) -> None:
    answer = browser.get("/fault/database")
    assert answer["Retry-After"] == "5"
    assert b"Nothing was saved" in answer.content


def test_a_conflict_names_who_and_when(browser: Client) -> None:
    answer = browser.get("/fault/conflict", headers=FRAGMENT).content.decode()
    assert "Priya" in answer
    assert "Nov 21" in answer


def test_a_bug_shows_its_number_and_nothing_else(browser: Client) -> None:
    answer = browser.get("/fault/bug")
    assert answer["X-Request-ID"] in answer.content.decode()
    assert "a bug" not in answer.content.decode()


def test_signed_out_a_page_leads_to_sign_in_and_back(client: Client, db: None) -> None:
    answer = client.get("/things?stage=won")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=%2Fthings%3Fstage%3Dwon")


def test_signed_out_a_piece_is_401_and_sends_the_whole_page_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/things", headers=FRAGMENT)
    assert answer.status_code == 401
    assert answer["HX-Redirect"].endswith("?next=%2Fthings%3Fstage%3Dwon")
    elsewhere = client.get("/things", headers=FRAGMENT | {"HX-Current-URL": "https://evil.example/x"})
    assert elsewhere["HX-Redirect"].endswith("?next=%2Fx")


def test_history_and_boosted_links_get_the_full_page(browser: Client, things: None) -> None:
    assert b"<html" not in browser.get("/things", headers=FRAGMENT).content
    for headers in ({"HX-History-Restore-Request": "true"}, FRAGMENT | {"HX-Request-Type": "full"}):
        assert b"<html" in browser.get("/things", headers=headers).content


def test_an_unknown_address_is_404_for_pages_and_programs(browser: Client) -> None:
    assert browser.get("/nowhere").status_code == 404
    answer = browser.get("/api/v2/things")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not_found"


def test_an_address_with_nul_is_not_read(client: Client, db: None) -> None:
    assert client.get("/clock?x=%00").status_code == 400
    assert client.get("/clo%00ck").status_code == 400


def test_a_form_without_its_token_is_refused_as_a_page(viewer: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(viewer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert client.post("/fault/state").status_code == 403
    assert client.post("/fault/state", headers={"Origin": "https://evil.example"}).status_code == 403


def test_a_wrong_host_is_400(client: Client, db: None) -> None:
    assert client.get("/clock", headers={"Host": "evil.example"}).status_code == 400
