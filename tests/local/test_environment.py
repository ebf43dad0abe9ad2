"""What the operator may set: read typed, refused with every fault at once, described on one page."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from salesops.environment import read_environment, settings_page

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SALESOPS_ENV": "production",
    "DATABASE_URL": "postgresql://app@db.example.com/salesops",
    "REDIS_URL": "redis://broker.example.com/0",
    "SECRET_KEY": "k" * 50,
    "FIELD_KEYS": "f" * 50,
    "ALLOWED_HOSTS": "sales.example.com",
    "BASE_URL": "https://sales.example.com",
    "EMAIL_URL": "smtp://mail.example.com",
}


def test_defaults_need_nothing() -> None:
    read = read_environment({})
    assert (read.salesops_env, read.web_workers, read.allowed_hosts) == ("local", 2, ("localhost", "127.0.0.1"))


def test_empty_value_is_not_given() -> None:
    assert read_environment({"PORT": "", "COMPANY": ""}).port == 0


def test_values_are_typed() -> None:
    read = read_environment({"PORT": "8123", "OUTBOUND_ALLOW": "mail.lan:25, 10.0.0.1:443"})
    assert read.port == 8123
    assert read.outbound_allow == ("mail.lan:25", "10.0.0.1:443")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"), ("PORT", "70000"), ("COMPANY", "other"), ("DATABASE_URL", "sqlite:///x"),
        ("ORG_TIME_ZONE", "Mars/Base"), ("ORG_CURRENCY", "dollar"), ("FISCAL_START_MONTH", "13"),
    ],
)  # fmt: skip
def test_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        read_environment({name: value})


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as told:
        read_environment({"PORT": "x", "COMPANY": "y"})
    assert "PORT" in str(told.value)
    assert "COMPANY" in str(told.value)


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"SALESOPS_ENV"}))
def test_production_refuses_defaults(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ImproperlyConfigured, match=missing):
        read_environment(given)


@pytest.mark.parametrize(
    "weak", [{"SECRET_KEY": "short"}, {"ALLOWED_HOSTS": "*"}, {"BASE_URL": "http://sales.example.com"}]
)
def test_production_refuses_weak_values(weak: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match=next(iter(weak))):
        read_environment(PRODUCTION | weak)


def test_production_takes_good_values() -> None:
    assert read_environment(PRODUCTION).is_production


def test_secret_may_come_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from a file\n")
    assert read_environment({"SECRET_KEY_FILE": str(file)}).secret_key == "from a file"
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY and SECRET_KEY_FILE are both given"):
        read_environment({"SECRET_KEY_FILE": str(file), "SECRET_KEY": "here"})
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        read_environment({"SECRET_KEY_FILE": str(tmp_path / "absent")})


def test_settings_page_is_current() -> None:
    assert (ROOT / "docs/operating/settings.md").read_text() == settings_page()
