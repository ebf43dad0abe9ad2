#!/usr/bin/env python3
"""Write the files that docker-compose.yml hands over as secrets, each with a fresh value; existing ones are kept."""

import os
import secrets
import sys
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parent.parent / "secrets"


def main(email_url: str) -> None:
    DIRECTORY.mkdir(mode=0o700, exist_ok=True)
    app, owner = keep("app_password", token()), keep("owner_password", token())
    keep("postgres_password", token())
    keep("secret_key", token())
    keep("field_keys", token())
    keep("email_url", email_url)
    keep("database_url", f"postgresql://salesops_app:{app}@postgres/salesops")
    keep("database_owner_url", f"postgresql://salesops_owner:{owner}@postgres/salesops")


def token() -> str:
    return secrets.token_urlsafe(50)


def keep(name: str, value: str) -> str:
    """The value in the file, which is written when it is not there yet.

    Compose mounts the file with its owner and mode: the directory is closed, the file must be readable inside.
    """
    path = DIRECTORY / name
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "w") as file:
            file.write(value)
    return path.read_text()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: tools/make_secrets.py smtp://user:password@mail.example:587")
    main(sys.argv[1])
