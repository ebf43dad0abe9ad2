"""Vendored front-end files are the ones the manifest lists, byte for byte, each with its licence."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
ROWS = json.loads((VENDOR / "MANIFEST.json").read_text())


def test_manifest_lists_every_file_and_no_other() -> None:
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert there == {row["path"] for row in ROWS} | {"MANIFEST.json"}


def test_files_have_the_listed_bytes() -> None:
    for row in ROWS:
        content = (VENDOR / row["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (row["bytes"], row["sha256"]), row["path"]


def test_every_package_brings_its_licence_and_stands_in_a_folder_of_its_version() -> None:
    for row in ROWS:
        folder = row["path"].split("/")[0]
        assert folder.endswith(f"-{row['version']}")
        assert (VENDOR / folder / "LICENSE").exists()
        assert row["licence"]
