"""A real Chromium on the real product: gunicorn on a seeded clone, hashed static files, the strict policy."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import harness
from tests.browser.looking import Look, questions
from tests.browser.places import Places
from tests.browser.signing_in import session_of
from tests.browser.windows import Windows, new_context
from tests.conftest import NO_CHROMIUM, going_to
from tools.bootstrap import find_chromium

if TYPE_CHECKING:
    from tests.company import Company

HERE = Path(__file__).parent
LONGEST = ("test_first_file", "test_pages", "test_pages_deals", "test_pages_ground")
FLAGS = [
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",
    # Whatever a page asks for, nothing leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    *(["--no-sandbox"] if os.getuid() == 0 else []),
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first, so that no worker is left alone with one at the end."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: (HERE not in item.path.parents, item.path.stem not in LONGEST))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    path = find_chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, and {NO_CHROMIUM}")
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    # Playwright's own event loop runs in this thread; Django takes it for an asynchronous caller of the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Seeded:
    """The clone that all browser tests of this process share, with the people of tests/company.py."""

    database: str
    company: Company


@pytest.fixture(scope="session")
def seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Seeded]:
    from tests.company import build_company

    name = harness.clone(harness.new_name("browser"))
    with going_to(name, django_db_blocker), django_db_blocker.unblock():
        company = build_company()
    yield Seeded(name, company)
    harness.cluster().drop_database(name)


@pytest.fixture(scope="session")
def site(seeded: Seeded) -> Iterator[str]:
    with harness.website(seeded.database) as address:
        yield address


@pytest.fixture(autouse=True)
def company(seeded: Seeded, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:
    """The people; and the ORM goes where the site goes, so that a test makes its own records by the operations."""
    with going_to(seeded.database, django_db_blocker), django_db_blocker.unblock():
        yield seeded.company


@pytest.fixture
def open_page(request: pytest.FixtureRequest, chromium: Any, site: str) -> Iterator[Callable[..., Any]]:
    """`open_page(width="narrow", dark=True, user=priya, javascript=False)`: a page of its own browser context.

    At the end of the test every page it opened must be without fault (tests/browser/watch.py).
    """
    from tests.browser.watch import Watch

    marker = request.node.get_closest_marker("allow_status")
    allowed = set(marker.args) if marker else set()
    watches: list[Watch] = []
    contexts = []

    def open_one(*, width: str = "wide", dark: bool = False, user: Any = None, javascript: bool = True) -> Any:
        context = new_context(chromium, site, width=width, dark=dark, javascript=javascript)
        contexts.append(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site}])
        page = context.new_page()
        watches.append(Watch(page, site, allowed))
        page.watch = watches[-1]
        return page

    yield open_one
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    return open_page()


@pytest.fixture(scope="session")
def accessible() -> Callable[..., None]:
    """`accessible(page)` fails with every axe violation of the page as it stands."""

    def check(page: Any) -> None:
        page.evaluate(questions())
        look = Look(page, page.url)
        look.axe("")
        assert not look.faults, "\n".join(look.faults)

    return check


@pytest.fixture(scope="session")
def windows(chromium: Any, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Windows]:
    """Opens the entries of tests/browser/pages.py; with `-s` it says at the end how much was looked at."""
    places = Places(django_db_blocker)
    with places.stack:
        opened = Windows(chromium, places)
        yield opened
        print(f"\n{opened.report()}")
