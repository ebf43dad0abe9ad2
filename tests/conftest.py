"""The database of the tests: clones of one template, as the role the product runs under (tests/harness.py)."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from _pytest.terminal import TerminalReporter
from pytest_django.plugin import DjangoDbBlocker

from tests import harness

if TYPE_CHECKING:
    from tests.beside import CompanyDatabase
    from tests.company import Company

NO_CHROMIUM = "no Chromium"
# Files of few and long tests: taken last, one of them would keep a worker busy while the others have nothing left.
LONG = (
    "tests/local/test_launcher.py",
    "tests/browser/",
    "tests/jobs/",
    "tests/contracts/test_matrix.py",
    "tests/imports/",
    "tests/demo/",
    "tests/reporting/",
    "tests/forecasting/",
)
PARTS = {
    "unit": "unit",
    "commits": "in a database of their own",
    "browser": "in a browser",
    "faults": "launcher and workers",
}
"""By marker: what the last lines of a run tell apart. Every test has one of them (docs/operating/development.md)."""
OWN = {"own_database", "own_company", "whole_database"}
"""Fixtures of a module whose tests commit. Unit tests roll back."""
SERVERS = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SERVERS] = ExitStack()
    # Until everything is imported: it all stays, and would be looked through again and again.
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before `-m` chooses, and after tests/browser/conftest.py: of hooks that come first the last known is first."""
    for item in items:
        if not any(item.get_closest_marker(other) for other in ("browser", "faults")):
            item.add_marker(pytest.mark.commits if OWN & set(item.fixturenames) else pytest.mark.unit)
    items.sort(key=lambda item: next((n for n, long in enumerate(LONG) if item.nodeid.startswith(long)), len(LONG)))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Under pytest-xdist the controller starts the servers before its first worker, and migrates while they collect."""
    gc.enable()
    stack = start_servers(node.config)  # type: ignore[attr-defined]
    if not hasattr(stack, "migrating"):
        stack.migrating = Thread(target=harness.template)  # type: ignore[attr-defined]
        stack.migrating.start()  # type: ignore[attr-defined]
        stack.callback(stack.migrating.join)  # type: ignore[attr-defined]


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was imported stays to the end: no collection of garbage need look through it again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[SERVERS].close()


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """What each part cost; the last line says what was not tried, so that nobody takes silence for a pass."""
    for line in said_of_parts(terminalreporter):
        terminalreporter.write_line(line)
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"{len(skipped)} browser tests skipped: {NO_CHROMIUM}")


def said_of_parts(reporter: TerminalReporter) -> Iterator[str]:
    """Tests and seconds of work by part: on two processes half of them are what a person waits."""
    parts: dict[str, list[pytest.TestReport]] = {}
    for report in (each for found in reporter.stats.values() for each in found if isinstance(each, pytest.TestReport)):
        parts.setdefault(next(marker for marker in PARTS if marker in report.keywords), []).append(report)
    for marker, name in PARTS.items():
        own = parts.get(marker, [])
        tests, seconds = sum(report.when == "call" for report in own), sum(report.duration for report in own)
        if tests:
            yield f"{name}: {tests} tests, {seconds:.0f} s of work"


def start_servers(config: pytest.Config) -> ExitStack:
    """At the first test that needs a database, so that tests of plain rules wait for nothing."""
    is_xdist_worker = hasattr(config, "workerinput")
    stack = config.stash[SERVERS]
    if not is_xdist_worker and not getattr(stack, "has_started", False):
        stack.enter_context(harness.servers())
        stack.has_started = True  # type: ignore[attr-defined]
    return stack


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Instead of Django's own test database: a clone for this process. `db` rolls back as ever."""
    from tests import clients

    clients.install()
    start_servers(request.config)
    with cloned_database("unit", django_db_blocker):
        yield


@pytest.fixture(scope="module")
def own_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """For a module whose tests must commit: a clone that they share and that goes with them. Its name.

    Do not ask for `db` beside it. Nothing is undone between its tests, and nothing can flush: TRUNCATE is denied.
    """
    with cloned_database("own", django_db_blocker) as name, django_db_blocker.unblock():
        yield name


@pytest.fixture(scope="module")
def whole_database(django_db_setup: None) -> None:
    """For a module that makes whole databases itself."""


@pytest.fixture(scope="module")
def own_company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "Iterator[Company]":
    """As `own_database`, with the shared company in it."""
    from tests.beside import with_company
    from tests.company import build_company

    source = with_company(django_db_blocker)
    with cloned_database(harness.WITH_COMPANY, django_db_blocker, of=source), django_db_blocker.unblock():
        yield build_company()


@pytest.fixture
def company(db: None) -> "Company":
    """`tests/company.py`, which is there already: what the test did is rolled back."""
    from tests.company import build_company

    return build_company()


@pytest.fixture(scope="session")
def beside(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "Iterator[CompanyDatabase]":
    """Where tests with the company go that are rolled back."""
    from tests.beside import CompanyDatabase

    found = CompanyDatabase(django_db_blocker)
    yield found
    found.drop()


@pytest.fixture
def its_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that asks for `company` and takes back what it does goes where the company is."""
    if "company" not in request.fixturenames or OWN & set(request.fixturenames):
        yield
    else:
        with request.getfixturevalue("beside").entered():
            yield


@pytest.fixture
def _django_db_helper(its_database: None, _django_db_helper: None) -> None:
    """What opens the transaction of a test (pytest-django): in the database that was chosen before."""


@contextmanager
def cloned_database(what: str, blocker: DjangoDbBlocker, of: str = "") -> Iterator[str]:
    """A clone that every connection of this process goes to, and the one before afterwards."""
    name = harness.clone(harness.new_name(what), of)
    try:
        with going_to(name, blocker):
            yield name
    finally:
        harness.cluster().drop_database(name)


@contextmanager
def going_to(name: str, blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every connection of this process goes to database `name` meanwhile."""
    before = _go_to(name, blocker)
    try:
        yield
    finally:
        _go_to(before, blocker)


def _go_to(name: str, blocker: DjangoDbBlocker) -> str:
    from django.core.cache import caches
    from django.db import connections

    with blocker.unblock():
        connections["default"].close()
        before = connections["default"].settings_dict["NAME"]
        connections["default"].settings_dict["NAME"] = name
        # Counters of two workers, or of two modules, must not meet in one Valkey.
        caches["default"].key_prefix = name
    return str(before)
