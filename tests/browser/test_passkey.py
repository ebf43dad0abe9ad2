"""A passkey in a real browser: added, asked for at sign-in, asked for again (ACC-02)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from tests.company import PASSWORD


@pytest.fixture
def address(site: str) -> str:
    """By name: a browser makes passkeys for no number."""
    return site.replace("127.0.0.1", "localhost")


def with_security_key(page: Any) -> None:
    """A security key inside the browser: touched and verified at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "isUserVerified": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"automaticPresenceSimulation": True}})


def sign_in(page: Any, address: str, person: Any) -> None:
    """The site checks passwords as in production; those of the company are quick to make."""
    person.password = Argon2PasswordHasher().encode(PASSWORD, "salt of the tests")
    person.save(update_fields=["password"])
    page.goto(f"{address}/sign-in?next=/settings/factors")
    page.fill("[name=username]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def look(page: Any, accessible: Callable[..., None]) -> None:
    accessible(page)
    page.emulate_media(color_scheme="dark")
    accessible(page)
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_passkey_is_added_and_signs_in(
    open_page: Callable[..., Any], address: str, company: Any, accessible: Callable[..., None], width: str
) -> None:
    person = company.sofia if width == "wide" else company.jonah
    page = open_page(width=width)
    page.watch.site = address
    with_security_key(page)
    sign_in(page, address, person)
    page.click("text=Add passkey")
    page.fill("[name=name]", "Laptop")
    look(page, accessible)
    page.click("[data-passkey]")
    page.locator("text=Recovery codes").first.wait_for()
    look(page, accessible)
    page.goto(f"{address}/settings/factors")
    assert page.locator("td:has-text('Laptop')").count() == 1
    look(page, accessible)

    page.context.clear_cookies()
    sign_in(page, address, person)
    page.wait_for_url("**/sign-in/factor")
    look(page, accessible)
    page.click("[data-passkey]")
    page.wait_for_url(f"{address}/settings/factors")
    page.goto(f"{address}/settings/confirm?next=/settings/sessions")
    page.click("[data-passkey]")
    page.wait_for_url(f"{address}/settings/sessions")
    look(page, accessible)


def test_without_javascript_there_is_a_code_and_no_dead_button(open_page: Callable[..., Any], company: Any) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=company.ruth, type="totp", data={"secret": "", "last_step": 0})
    page = open_page(javascript=False)
    sign_in(page, "", company.ruth)
    page.wait_for_url("**/sign-in/factor")
    assert page.locator("[name=code]").is_visible() and not page.locator("[data-passkey]").count()
