"""Where somebody still stands: every text of every table, and every file under the state directory."""

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from salesops.local.addresses import OWNER_ROLE
from tests import harness


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [str(row[0]) for row in cursor.fetchall()]


def dump() -> Iterator[tuple[str, str]]:
    """Each row of each table as text: what a dump of the database holds."""
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            for (text,) in cursor.fetchall():
                yield table, str(text)


def tables_with(*values: str) -> dict[str, list[str]]:
    """Value to the tables in which it stands, whatever the case of its letters."""
    found: dict[str, set[str]] = {value: set() for value in values}
    for table, text in dump():
        for value in values:
            if value.lower() in text.lower():
                found[value].add(table)
    return {value: sorted(names) for value, names in found.items() if names}


def pg_dumped() -> str:
    """This database as a real pg_dump writes it, in small letters."""
    cluster = harness.cluster()
    program = cluster.bin_dir / "pg_dump"
    if not program.exists():
        pytest.skip("no pg_dump beside the PostgreSQL server")
    address = cluster.addresses.database(str(connection.settings_dict["NAME"]), OWNER_ROLE)
    done = subprocess.run(
        [program, f"--dbname={address}"], capture_output=True, text=True, check=False, env=cluster.environment()
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.lower()


def word_file(name: str, text: str) -> SimpleUploadedFile:
    """As small as a Word document can be: its text stands compressed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return SimpleUploadedFile(name, kept.getvalue())


def files_with(*values: str) -> list[str]:
    """The stored files whose bytes hold one of them."""
    root = Path(settings.MEDIA_ROOT)
    paths = [path for path in root.rglob("*") if path.is_file()] if root.exists() else []
    wanted = [value.lower().encode() for value in values]
    return [str(path) for path in paths if any(value in path.read_bytes().lower() for value in wanted)]
