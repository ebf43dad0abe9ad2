"""A database with the shared company in it, beside the empty one of this process: for tests that are rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import caches
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from tests import harness
from tests.company import keep_company
from tests.conftest import going_to


def with_company(blocker: DjangoDbBlocker) -> str:
    """The template with tests/company.py in it: made once a run, by the product's operations."""
    name = harness.company_template()

    def make() -> None:
        harness.clone(name)
        with going_to(name, blocker), blocker.unblock():
            keep_company()

    harness.made_once(name, make)
    return name


class CompanyDatabase:
    """A clone on a connection of its own."""

    USES = 200
    """What was rolled back stays to be skipped by every scan of its table: after so many tests there is a new clone."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self.blocker = blocker
        self.connection: Any = None
        self.uses = 0

    @contextmanager
    def entered(self) -> Iterator[None]:
        usual, prefix = connections["default"], caches["default"].key_prefix
        if self.uses % self.USES == 0:
            self.renew(usual)
        self.uses += 1
        connections["default"], caches["default"].key_prefix = self.connection, self.name
        try:
            yield
        finally:
            connections["default"], caches["default"].key_prefix = usual, prefix

    @property
    def name(self) -> str:
        return str(self.connection.settings_dict["NAME"])

    def renew(self, like: Any) -> None:
        self.drop()
        self.connection = like.copy()
        name = harness.new_name(harness.WITH_COMPANY)
        self.connection.settings_dict["NAME"] = harness.clone(name, with_company(self.blocker))

    def drop(self) -> None:
        if self.connection is not None:
            with self.blocker.unblock():
                self.connection.close()
            harness.cluster().drop_database(self.name)
