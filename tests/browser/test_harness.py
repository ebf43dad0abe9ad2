"""The browser harness itself: what must fail a test does."""

from collections.abc import Callable
from typing import Any

import pytest


def test_site_answers_with_the_strict_policy(page: Any) -> None:
    answer = page.goto("/sign-in")
    assert answer.status == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.allow_status(404)
def test_declared_status_is_no_fault(page: Any) -> None:
    answer = page.goto("/no-such-page")
    assert answer.status == 404
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_faults_are_seen(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.goto("/no-such-page")
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('thrown') }) }")
    page.evaluate("() => { const s = document.createElement('script'); s.textContent = '1'; document.head.append(s) }")
    faults = " ".join(page.watch.faults)
    page.watch.faults.clear()
    for word in ("404", "thrown", "Content Security Policy"):
        assert word in faults


def test_people_are_there_and_a_session_signs_in(open_page: Callable[..., Any], company: Any) -> None:
    page = open_page(user=company.priya)
    assert page.goto("/search?q=acme").status == 200
    assert page.url.endswith("/search?q=acme")
