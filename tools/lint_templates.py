#!/usr/bin/env python3
"""What a template may not hold: STYLE.md "Views and templates" and the content security policy."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {
    r"<[^>{]*\sstyle\s*=": "a style attribute; the policy ignores it",
    r"<style[\s>]": "a style element; the policy ignores it",
    r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>": "an inline script; the policy refuses it",
    r"<[^>{]*\son[a-z]+\s*=": "an event attribute; the policy refuses it",
    r"javascript:": "a javascript: address",
    r"\shx-(on|vars|vals\s*=\s*[\"']?js)": "an htmx attribute that needs eval",
    r"\|\s*(add|divisibleby)\s*:": "arithmetic",
    r"\.(all|exists)\s*(\||%}|}})(?!\s*endblock)": "a query",
    r"\|\s*safe\b": "unescaped text",
    r"https?://(?!www\.w3\.org/)": "an outside address",
}
OPENS_WITH_COMMENT = re.compile(r"\A\s*(\{%\s*extends[^%]*%\}\s*)?(\{#|\{%\s*comment)")
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)


def problems(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html" and not OPENS_WITH_COMMENT.match(text):
        yield f"{path.relative_to(ROOT)}:1: no opening comment that names context and blocks"
    bare = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    for pattern, meaning in FORBIDDEN.items():
        for found in re.finditer(pattern, bare, re.IGNORECASE):
            line = bare.count("\n", 0, found.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {meaning}: {found.group().strip()}"


def main() -> int:
    found = [line for path in sorted((ROOT / "templates").rglob("*.html")) for line in problems(path)]
    print("\n".join(found) or "templates: nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
