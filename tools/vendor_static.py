"""Rebuild static/vendor from the npm packages below. For maintainers, with npm at hand; nothing else ever calls npm.

    python tools/vendor_static.py

Files are copied unchanged. The one derived file is the icon sprite: the listed Tabler outlines as symbols, with the
drawing attributes of the outer element left to our CSS. `MANIFEST.json` lists every file with its SHA-256;
tests/contracts/test_vendor.py compares it with the folder.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"


class Package(NamedTuple):
    name: str
    version: str
    licence: str
    folder: str
    files: tuple[str, ...]


PACKAGES = (
    Package("htmx.org", "4.0.1", "0BSD", "htmx.org", ("dist/htmx.min.js", "dist/ext/hx-preload.min.js")),
    Package("sortablejs", "1.15.7", "MIT", "sortablejs", ("Sortable.min.js",)),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "inter",
        ("files/inter-latin-opsz-normal.woff2", "files/inter-latin-ext-opsz-normal.woff2"),
    ),
    Package(
        "@fontsource-variable/jetbrains-mono",
        "5.3.0",
        "OFL-1.1",
        "jetbrains-mono",
        ("files/jetbrains-mono-latin-wght-normal.woff2",),
    ),
    Package("@tabler/icons", "3.51.0", "MIT", "tabler-icons", ()),
)

ICONS = (
    *("activity", "adjustments-horizontal", "alert-triangle", "archive", "arrow-back-up", "arrow-down", "arrow-right"),
    *("arrow-up", "bell", "bookmark", "building", "calendar", "cash", "chart-arrows-vertical", "chart-bar", "check"),
    *("chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle-check", "clock", "columns-3", "dots"),
    *("download", "external-link", "file-text", "filter", "help-circle", "history", "home", "inbox", "info-circle"),
    *("layout-kanban", "list", "lock", "logout", "mail", "map", "message", "pencil", "phone", "plus", "refresh"),
    *("school", "search", "settings", "shield-check", "sparkles", "table", "target", "trash", "trending-up", "upload"),
    *("user", "users", "x"),
)


def unpack(package: Package, into: Path) -> Path:
    """Download one exact version and return the folder of its files."""
    packed = subprocess.run(
        ["npm", "pack", f"{package.name}@{package.version}", "--silent"],
        cwd=into,
        check=True,
        capture_output=True,
        text=True,
    )
    target = into / package.folder
    with tarfile.open(into / packed.stdout.strip()) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def sprite(source: Path) -> str:
    """One <symbol> an icon, named as Tabler names it."""
    symbols = []
    for name in sorted(ICONS):
        drawing = (source / "icons" / "outline" / f"{name}.svg").read_text()
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)
        if shapes is None:
            raise ValueError(f"{name} is not an SVG drawing")
        inner = " ".join(shapes.group(1).split()).replace("> <", "><").replace(" />", "/>")
        inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', "")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner.strip()}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def rebuild() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            source = unpack(package, Path(scratch))
            target = VENDOR / f"{package.folder}-{package.version}"
            target.mkdir(parents=True)
            notices = tuple(name for name in ("LICENSE", "NOTICE") if (source / name).exists())
            for path in (*package.files, *notices):
                shutil.copyfile(source / path, target / Path(path).name)
            if package.folder == "tabler-icons":
                (target / "sprite.svg").write_text(sprite(source))
            rows += [row(package, path) for path in sorted(target.iterdir())]
    (VENDOR / "MANIFEST.json").write_text(json.dumps(rows, indent=2) + "\n")


def row(package: Package, path: Path) -> dict[str, str | int]:
    content = path.read_bytes()
    return {
        "package": package.name,
        "version": package.version,
        "path": path.relative_to(VENDOR).as_posix(),
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "licence": package.licence,
    }


if __name__ == "__main__":
    rebuild()
