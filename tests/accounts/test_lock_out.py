"""Tries to sign in are counted before a password is looked at (platform.md 6 row 27)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.company import PASSWORD, Company

ALLOWED = 5


@pytest.fixture(scope="module")
def address(own_company: Company) -> str:
    return str(own_company.priya.email)


def attempt(address: str, password: str) -> int:
    try:
        return Client().post("/sign-in", {"username": address, "password": password}).status_code
    finally:
        connection.close()


def test_the_sixth_wrong_password_is_locked_out(address: str) -> None:
    answers = [attempt(address, f"wrong {n}") for n in range(6)]
    # The fifth is the last that a password is looked at for, and tells of the lock.
    assert answers == [422] * (ALLOWED - 1) + [429, 429]
    assert attempt(address, PASSWORD) == 429


def test_a_hundred_at_once_are_no_hundred_tries(address: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(lambda n: attempt("marcus@northwind.example", f"wrong {n}"), range(100)))
    print(f"\n100 in parallel: {dict(answers)}")
    assert answers[422] <= ALLOWED + 2 and answers[422] + answers[429] == 100


def test_the_right_password_starts_the_count_anew(address: str) -> None:
    for _round in range(2):
        assert [attempt("ruth@northwind.example", f"wrong {n}") for n in range(4)] == [422] * 4
        assert attempt("ruth@northwind.example", PASSWORD) == 302


def test_signing_in_is_closed_while_nothing_can_be_counted(address: str, settings: object) -> None:
    settings.CACHE_URL = "unix:///tmp/no-such-valkey?db=0"  # type: ignore[attr-defined]
    answer = Client().post("/sign-in", {"username": "andre@northwind.example", "password": PASSWORD})
    assert answer.status_code == 503 and answer.headers["Retry-After"]
