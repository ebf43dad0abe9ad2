"""One module spells the addresses of the embedded stack; each client reads its own."""

import os
from pathlib import Path

import pytest
import redis
from kombu import Connection

from salesops.database import OWNER_LIMITS, TASK_LIMITS, WEB_LIMITS, acts_as_owner, database, limits_for
from salesops.local.addresses import Addresses, addresses_for, cache_beside
from tests import harness

HERE = Addresses(Path("/tmp/x-pg"), Path("/tmp/x-vk"))


def test_database_address() -> None:
    read = database(HERE.database("salesops_demo"), WEB_LIMITS)
    assert (read["NAME"], read["USER"], read["HOST"], read["PORT"]) == (
        "salesops_demo",
        "salesops_app",
        "/tmp/x-pg",
        "",
    )
    assert "statement_timeout=10000" in read["OPTIONS"]["options"]


def test_database_address_over_a_network() -> None:
    read = database("postgresql://app:p%40ss@db.example.com:5433/sales?sslmode=require", WEB_LIMITS)
    assert (read["HOST"], read["PORT"], read["PASSWORD"]) == ("db.example.com", "5433", "p@ss")
    assert read["OPTIONS"]["sslmode"] == "require"


def test_each_client_reads_its_own_spelling(django_db_setup: None) -> None:
    """kombu and redis-py at one live socket, in different databases of it."""
    broker, cache = harness.addresses().broker, harness.addresses().cache
    queue = f"spelling-{os.getpid()}"
    with Connection(broker) as connection, connection.SimpleQueue(queue) as messages:
        messages.put("here")
        assert redis.Redis.from_url(cache).exists(queue) == 0
        assert messages.get(timeout=5).payload == "here"
        messages.clear()
    assert cache_beside(broker) == cache


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://broker.example.com:6379/0", "redis://broker.example.com:6379/1"),
        ("redis://broker.example.com:6379", "redis://broker.example.com:6379/1"),
        ("rediss://:secret@broker.example.com/0", "rediss://:secret@broker.example.com/1"),
    ],
)
def test_cache_defaults_to_the_brokers_server(broker: str, cache: str) -> None:
    assert cache_beside(broker) == cache


def test_too_long_a_socket_path_is_refused() -> None:
    with pytest.raises(ValueError, match="103"):
        Addresses(Path("/tmp") / ("x" * 90), Path("/tmp/y"))


def test_a_deep_checkout_has_short_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 200)
    assert len(str(addresses_for(deep).valkey_socket)) < 60
    assert addresses_for(deep) == addresses_for(deep)
    assert addresses_for(deep) != addresses_for(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "limits", "owner"),
    [
        (["/x/gunicorn/__main__.py", "salesops.wsgi"], WEB_LIMITS, False),
        (["/celery/.venv/lib/gunicorn/__main__.py"], WEB_LIMITS, False),
        (["/x/celery/__main__.py", "-A", "salesops", "worker"], TASK_LIMITS, False),
        (["manage.py", "generate_demo"], TASK_LIMITS, False),
        (["manage.py", "migrate"], OWNER_LIMITS, True),
    ],
)
def test_limits_follow_the_kind_of_process(arguments: list[str], limits: dict[str, int], owner: bool) -> None:
    assert limits_for(arguments) == limits
    assert acts_as_owner(arguments) is owner
