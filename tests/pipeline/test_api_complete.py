"""What a page can do, the API can do: every public operation of the pipeline has an endpoint (platform.md 3)."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

from pipeline import api, operations

SET_UP = {
    "make_default_process": "writes the shipped process of a new company",
    "make_reasons": "writes the shipped lists of a new company",
    "publish_process": "the unchecked form for set-up and imports; people publish by publish_version",
}
SET_FORMS = {
    "past_state_table": "the set form that imports write by",
    "apply_past": "the set form that imports write by",
    "undo_batch": "undone where it was committed: the imports",
    "restate_activity": "what a calendar says of its meeting; people log and correct their own",
    "withdraw_activity": "what a calendar says of its meeting; people log and correct their own",
}
PARTS = {
    "agreements",
    "deal_checks",
    "deal_rows",
    "lead_rows",
    "membership",
    "past_states",
    "receivers",
    "stale",
    "stated",
}
"""Modules of steps that operations share; nothing in them is a whole write."""


def public_operations() -> set[str]:
    """Functions of pipeline.operations that take `by`, the person who acts, or are named for other apps."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(operations.__path__):
        if module.name in PARTS:
            continue
        loaded = importlib.import_module(f"{operations.__name__}.{module.name}")
        found |= {
            name
            for name, function in inspect.getmembers(loaded, inspect.isfunction)
            if not name.startswith("_")
            and function.__module__ == loaded.__name__
            and "by" in inspect.signature(function).parameters
        }
    return found


def called_by_the_api() -> set[str]:
    names: set[str] = set()
    for path in Path(api.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names.add(node.func.id)
    return names


def test_every_operation_has_an_endpoint() -> None:
    missing = public_operations() - called_by_the_api() - SET_UP.keys() - SET_FORMS.keys()
    assert not missing, f"operations without an endpoint: {sorted(missing)}"


def test_what_is_excused_is_there() -> None:
    known = public_operations()
    assert SET_UP.keys() <= known
    assert "undo_batch" in known
    assert len(known) > 15
