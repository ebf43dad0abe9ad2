"""Personal API tokens: how they read and which scopes there are."""

PREFIX = "so_"
SHOWN_LETTERS = 8
LONGEST_DAYS = 365
APPS = ("accounts", "inbox", "pipeline", "territories", "forecasting", "reporting", "imports", "jobs", "audit")
SCOPES = tuple(f"{app}:{right}" for app in APPS for right in ("read", "write"))
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def scope_needed(app: str, method: str) -> str:
    """`scope_needed("accounts", "PATCH")` is `accounts:write`."""
    return f"{app}:{'read' if method in SAFE else 'write'}"


def allows(scopes: list[str], app: str, method: str) -> bool:
    """Writing an app includes reading it; nothing else includes anything."""
    needed = scope_needed(app, method)
    return needed in scopes or f"{app}:write" in scopes
