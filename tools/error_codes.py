"""`docs/api/codes.md`, written from the code: `python tools/error_codes.py` prints it, a test compares it."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("salesops", "accounts", "pipeline", "territories", "forecasting", "compensation", "training")
STATUS = {"NotUnderstood": "400", "Forbidden": "403", "Conflict": "409", "Refused": "", "Problem": ""}
NOT_UNDERSTOOD = ("bad_as_of", "bad_dimension", "no_history")
LISTS = ("CODES", "OWN_CODES")
"""Names of lists of codes that stand in the code instead of a call; their statuses, 422 unless named here."""
LISTED_STATUS = {
    "bad_request": "400",
    "not_signed_in": "401",
    "forbidden": "403",
    "not_found": "404",
    "method_not_allowed": "405",
    "not_acceptable": "406",
    "unsupported_media_type": "415",
    "too_many_requests": "429",
}

HEAD = """# Error codes

Written by `python tools/error_codes.py > docs/api/codes.md`; a test compares it with the code. A code is a promise: it
keeps its meaning, its sentence may change. Every error of the API is `application/problem+json` with `type`, `title`,
`status`, `detail`, `code`, `fields` (field -> sentence), `request_id`, and `facts` where it has some.

| Code | Status | Says |
| --- | --- | --- |
"""


@dataclass(frozen=True, order=True)
class Raised:
    code: str
    status: str
    sentence: str


@cache
def raised() -> tuple[Raised, ...]:
    """Each place of the tree that names a code, migrations apart."""
    paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    modules = (path.read_text(encoding="utf-8") for path in paths if "migrations" not in path.parts)
    return tuple(item for module in modules for item in _of_module(ast.parse(module)))


def _of_module(tree: ast.Module) -> Iterator[Raised]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(getattr(target, "id", "") in LISTS for target in targets):
                yield from (Raised(code, LISTED_STATUS.get(code, "422"), "") for code in _texts(node.value, {}))
        elif isinstance(node, ast.FunctionDef):
            words = {
                getattr(item.targets[0], "id", ""): text
                for item in ast.walk(node)
                if isinstance(item, ast.Assign)
                for text in _texts(item.value, {})[:1]
            }
            for item in ast.walk(node):
                if isinstance(item, ast.Call):
                    yield from _of_call(item, words)


def _of_call(call: ast.Call, words: dict[str, str]) -> Iterator[Raised]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in STATUS:
        return
    at = {"Forbidden": (1, 0), "Problem": (1, 2)}.get(name, (0, 1))
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    code_at, sentence_at = (call.args[place] if place < len(call.args) else None for place in at)
    status = STATUS[name] or ("422" if "fields" in named else "409")
    if name == "Problem" and call.args and isinstance(call.args[0], ast.Constant):
        status = str(call.args[0].value)
    for code in _texts(named.get("code") or code_at, {}):
        sentence = next(iter(_texts(sentence_at, words)), "")
        yield Raised(code, "400" if code in NOT_UNDERSTOOD else status, sentence)


def _texts(node: ast.AST | None, words: dict[str, str]) -> list[str]:
    """Text constants: the argument itself, inside `_(..)`, left of a `%`, both arms of a choice, a local name."""
    if isinstance(node, ast.Name):
        return [words[node.id]] if node.id in words else []
    if node is None or isinstance(node, ast.Attribute):
        return []
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)]
    if isinstance(node, ast.BinOp):
        return _texts(node.left, words)
    if isinstance(node, ast.Call):
        return _texts(node.args[0], words) if node.args else []
    if isinstance(node, ast.Dict):
        return [text for value in node.values for text in _texts(value, words)]
    return [item.value for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def page() -> str:
    """One row a code: every status it comes with, and the first sentence."""
    by_code: dict[str, list[Raised]] = {}
    for item in raised():
        by_code.setdefault(item.code, []).append(item)
    return HEAD + "".join(_row(code, by_code[code]) for code in sorted(by_code))


def _row(code: str, places: list[Raised]) -> str:
    statuses = ", ".join(sorted({place.status for place in places if place.status}))
    sentence = next((place.sentence for place in places if place.sentence), "")
    return f"| `{code}` | {statuses} | {' '.join(sentence.split()).replace('|', '/')} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
