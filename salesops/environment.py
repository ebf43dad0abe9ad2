"""Every setting the operator may give, read once from the environment, typed and checked.

One dataclass field is one variable: its name in capitals. `docs/operating/settings.md` is written from the same fields.
A secret may come as a file instead: `NAME_FILE` names it (Docker and systemd hand secrets over so).
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

LOCAL, TEST, PRODUCTION = "local", "test", "production"
COMPANIES = ("demo", "own")


def whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        number = int(value) if value.strip().isdigit() else low - 1
        if not low <= number <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return number

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in choices:
            raise ValueError("must be one of " + ", ".join(choice or "(empty)" for choice in choices))
        return value

    return read


def names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def claim(value: str) -> bool:
    if value.lower() not in ("true", "false", "1", "0", ""):
        raise ValueError("must be true or false")
    return value.lower() in ("true", "1")


def time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be an IANA time zone such as Europe/Vienna")
    return value


def currency(value: str) -> str:
    if not (len(value) == 3 and value.isascii() and value.isupper()):
        raise ValueError("must be an ISO currency code such as USD")
    return value


def address(*schemes: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value and value.split(":", 1)[0] not in schemes:
            raise ValueError("must start with " + " or ".join(f"{scheme}:" for scheme in schemes))
        return value

    return read


def variable(
    default: Any,
    meaning: str,
    *,
    read: Callable[[str], Any] = str,
    shown: str = "",
    secret: bool = False,
    required: bool = False,
) -> Any:
    """`shown` replaces the default in the page; `required` refuses the default under SALESOPS_ENV=production."""
    metadata = {"read": read, "meaning": meaning, "shown": shown, "secret": secret, "required": required}
    return field(default=default, metadata=metadata)


POSTGRES = address("postgresql", "postgres")
REDIS = address("redis", "rediss", "unix", "redis+socket")


@dataclass(frozen=True)
class Environment:
    """The whole configuration of one process. Empty text means "not given"."""

    salesops_env: str = variable(
        LOCAL, "`local`, `test` or `production`; production refuses defaults", read=one_of(LOCAL, TEST, PRODUCTION)
    )
    database_url: str = variable(
        "",
        "PostgreSQL 15 or newer, as the application role",
        read=POSTGRES,
        shown="embedded",
        secret=True,
        required=True,
    )
    database_owner_url: str = variable(
        "", "the same database as the role that owns the tables; used by `migrate`", read=POSTGRES,
        shown="same as DATABASE_URL", secret=True,
    )  # fmt: skip
    database_replica_url: str = variable("", "a read replica", read=POSTGRES, shown="none", secret=True)
    redis_url: str = variable("", "broker: Valkey or Redis", read=REDIS, shown="embedded", secret=True, required=True)
    cache_url: str = variable("", "cache and counters", read=REDIS, shown="same server as REDIS_URL", secret=True)
    secret_key: str = variable(
        "", "signs sessions and links; at least 50 characters", shown="local: generated", secret=True, required=True
    )
    field_keys: tuple[str, ...] = variable(
        (), "encrypt stored secrets; the first writes, all read; comma-separated", read=names,
        shown="local: generated", secret=True, required=True,
    )  # fmt: skip
    allowed_hosts: tuple[str, ...] = variable(
        ("localhost", "127.0.0.1"), "host names we answer to, comma-separated", read=names, required=True
    )
    base_url: str = variable(
        "", "the address people use, for links in mail", read=address("http", "https"),
        shown="http://localhost:PORT", required=True,
    )  # fmt: skip
    trusted_proxies: int = variable(
        0, "how many proxies stand in front; that many X-Forwarded-For entries are believed", read=whole(0, 10)
    )
    company: str = variable(
        "", "what an empty database gets: `demo` or `own`", read=one_of("", *COMPANIES),
        shown="demo if embedded, else own",
    )  # fmt: skip
    port: int = variable(0, "port of the web server", read=whole(1, 65535), shown="first free of 8000-8099")
    web_workers: int = variable(2, "web processes", read=whole(1, 64))
    worker_concurrency: int = variable(2, "processes of the worker", read=whole(1, 64))
    science_concurrency: int = variable(1, "processes of the science worker", read=whole(1, 16))
    org_time_zone: str = variable("UTC", "first zone of the organisation; then its own setting", read=time_zone)
    org_currency: str = variable("USD", "first currency of the organisation; then its own setting", read=currency)
    fiscal_start_month: int = variable(1, "first month of the fiscal year; then its own setting", read=whole(1, 12))
    email_url: str = variable(
        "console:",
        "mail: `console:` or `smtp://user:password@host:port?from=ops@us.example`, `smtps://` for TLS from the start",
        read=address("console", "smtp", "smtps"), secret=True, required=True,
    )  # fmt: skip
    file_storage_url: str = variable(
        "", "where files are kept: `file:///directory`", read=address("file"), shown="`.state/files`"
    )
    feed_dir: str = variable("", "the one watched folder", shown="`.state/feeds`")
    state_dir: str = variable("", "where the embedded stack keeps data and logs", shown="`.state`")
    outbound_allow: tuple[str, ...] = variable(
        (), "inner `host:port` pairs that webhooks and feeds may call, comma-separated", read=names, shown="none"
    )
    max_upload_mb: int = variable(500, "largest upload, MB", read=whole(1, 10_000))
    max_xlsx_mb: int = variable(50, "largest workbook, MB", read=whole(1, 1_000))
    max_import_rows: int = variable(2_000_000, "most rows of one import", read=whole(1, 100_000_000))
    log_level: str = variable("INFO", "least severe line logged", read=one_of("DEBUG", "INFO", "WARNING", "ERROR"))
    metrics_token: str = variable("", "opens `/metrics`; without it the address is 404", shown="none", secret=True)
    sentry_dsn: str = variable("", "Sentry project; off when empty", shown="none", secret=True)
    require_mfa: str = variable(
        "",
        "who must have a second factor: `role`, as each role asks, `all` or `none`",
        read=one_of("", "role", "all", "none"),
        shown="`role` in production, else `none`",
    )

    oidc_issuer: str = variable(
        "", "identity provider that people sign in with (OpenID Connect), as it names itself; off when empty",
        read=address("https", "http"), shown="none",
    )  # fmt: skip
    oidc_client_id: str = variable("", "our client at the identity provider", shown="none")
    oidc_client_secret: str = variable("", "its secret", shown="none", secret=True)

    @property
    def is_production(self) -> bool:
        return self.salesops_env == PRODUCTION


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """The settings of this process. Raises ImproperlyConfigured naming *every* wrong variable, not only the first."""
    source = os.environ if given is None else given
    values: dict[str, Any] = {}
    problems: list[str] = []
    for item in fields(Environment):
        name = item.name.upper()
        try:
            text = _text(name, source, secret=item.metadata["secret"])
            if text:
                values[item.name] = item.metadata["read"](text)
        except (ValueError, OSError) as problem:
            problems.append(f"{name} {problem}")
    if not problems:
        problems = _half_a_provider(values) + _refused_in_production(values)
    if problems:
        raise ImproperlyConfigured("Settings: " + "; ".join(problems) + ". See docs/operating/settings.md.")
    return Environment(**values)


def _text(name: str, source: Mapping[str, str], *, secret: bool) -> str:
    path = source.get(f"{name}_FILE", "") if secret else ""
    if path and source.get(name):
        raise ValueError(f"and {name}_FILE are both given")
    return Path(path).read_text(encoding="utf-8").strip() if path else source.get(name, "")


def _half_a_provider(values: Mapping[str, Any]) -> list[str]:
    given = [bool(values.get(name)) for name in ("oidc_issuer", "oidc_client_id", "oidc_client_secret")]
    return ["OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together"] if any(given) and not all(given) else []


def _refused_in_production(values: Mapping[str, Any]) -> list[str]:
    if values.get("salesops_env") != PRODUCTION:
        return []
    missing = [item.name for item in fields(Environment) if item.metadata["required"] and not values.get(item.name)]
    problems = [f"{name.upper()} must be given in production" for name in missing]
    if 0 < len(values.get("secret_key", "")) < 50:
        problems.append("SECRET_KEY must have at least 50 characters")
    if "*" in values.get("allowed_hosts", ()):
        problems.append("ALLOWED_HOSTS must name the hosts")
    if values.get("oidc_issuer", "https:").startswith("http:"):
        problems.append("OIDC_ISSUER must start with https: in production")
    if values.get("base_url", "https:").startswith("http:"):
        problems.append("BASE_URL must start with https: in production")
    return problems


def settings_page() -> str:
    """`docs/operating/settings.md`: one row per variable, in the order above."""
    rows = []
    for item in fields(Environment):
        default = item.metadata["shown"] or _as_text(item.default)
        name = f"`{item.name.upper()}`" + (", `_FILE`" if item.metadata["secret"] else "")
        required = "yes" if item.metadata["required"] else ""
        rows.append(f"| {name} | {default} | {required} | {item.metadata['meaning']} |")
    return PAGE_HEAD + "\n".join(rows) + "\n"


def _as_text(default: Any) -> str:
    if default is MISSING or default == "":
        return "none"
    return ",".join(default) if isinstance(default, tuple) else str(default)


PAGE_HEAD = """# Settings

Written by `python -m salesops.environment`; a test compares it. Settings come from the environment alone. `_FILE`: the
variable with that ending may name a file that holds the value. *Required* is what `SALESOPS_ENV=production` will not
start without.

| Variable | Default | Required | Meaning |
| --- | --- | --- | --- |
"""

if __name__ == "__main__":
    print(settings_page(), end="")
