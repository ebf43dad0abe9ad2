"""docker-compose.yml starts what the launcher starts, with secrets as files and nothing else published."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from salesops.local import commands

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_command_lines_are_those_of_the_launcher(compose: Any) -> None:
    written = {name: tuple(service.get("command", ())) for name, service in compose["services"].items()}
    assert written["web"] == tuple(commands.web("0.0.0.0:8000", "${WEB_WORKERS:-2}"))
    assert written["worker"] == tuple(commands.worker("${WORKER_CONCURRENCY:-2}"))
    assert written["science"] == tuple(commands.science("${SCIENCE_CONCURRENCY:-1}"))
    assert written["beat"] == tuple(commands.beat("/tmp/beat-schedule"))
    assert written["migrate"] == tuple(commands.migrate())
    assert tuple(written["prepare"]) == tuple(commands.prepare_company("${COMPANY:-own}"))


def test_only_the_web_server_is_published(compose: Any) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["web"]


def test_everything_waits_for_what_it_needs(compose: Any) -> None:
    services = compose["services"]
    for name in ("web", "worker", "science", "beat"):
        assert services[name]["depends_on"] == {
            "prepare": {"condition": "service_completed_successfully"},
            "valkey": {"condition": "service_healthy"},
        }
    assert services["prepare"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    for name in ("postgres", "valkey", "web"):
        assert services[name]["healthcheck"]["test"]


def test_secrets_are_files(compose: Any) -> None:
    names = set(compose["secrets"])
    for service in compose["services"].values():
        assert set(service.get("secrets", ())) <= names
        for key, value in (service.get("environment") or {}).items():
            if any(word in key for word in ("PASSWORD", "SECRET", "KEYS", "DATABASE", "EMAIL")):
                assert key.endswith("_FILE"), key
                assert Path(value).name in service["secrets"]


def test_only_the_migration_knows_the_owner(compose: Any) -> None:
    knowing = [name for name, each in compose["services"].items() if "database_owner_url" in each.get("secrets", ())]
    assert knowing == ["migrate"]


def test_data_of_postgres_18_is_mounted_above_its_version(compose: Any) -> None:
    assert "database:/var/lib/postgresql" in compose["services"]["postgres"]["volumes"]
