"""The databases of the tests serve the benchmarks too."""

from tests.conftest import django_db_setup, own_database, pytest_configure, pytest_unconfigure

__all__ = ["django_db_setup", "own_database", "pytest_configure", "pytest_unconfigure"]
