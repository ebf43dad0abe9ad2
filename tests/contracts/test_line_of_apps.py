"""What the import contract cannot see: keys by name, models looked up by name, parts of other apps in templates."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
PARTIAL = re.compile(r"{%\s*(?:include|extends)\s+[\"'](\w+)/(_?)[^\"']*[\"']")
# The shell, the tables and the forms of `web` are for everybody; so is what `inbox` puts on any record.
SHARED_TEMPLATES = {"web", "inbox"}


def heights() -> dict[str, int]:
    """Each app's place in the line, 0 at the bottom, as pyproject.toml has it for import-linter."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    line = next(each["layers"] for each in contracts if each["name"].startswith("The line of apps"))
    return {name: height for height, layer in enumerate(reversed(line)) for name in re.split(r"\s*[|:]\s*", layer)}


def ours() -> list[str]:
    return [config.name for config in apps.get_app_configs() if config.name in heights()]


def test_foreign_keys_point_down() -> None:
    """Except to the user: settings.AUTH_USER_MODEL is the one key that points upward."""
    found = []
    for name in ours():
        for model in apps.get_app_config(name.rpartition(".")[2]).get_models():
            for field in model._meta.get_fields():
                target = field.related_model if field.is_relation and not field.auto_created else None
                if target is None or isinstance(target, str) or target._meta.label == settings.AUTH_USER_MODEL:
                    continue
                other = target._meta.app_config.name
                if heights().get(other, -1) > heights()[name]:
                    found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert found == []


def test_no_model_is_looked_up_by_name() -> None:
    """`get_model` would reach upward unseen. Migrations must use it; records of any app go through the registry."""
    found = [f"{path.relative_to(ROOT)}:{line}" for path, line in calls_of("get_model")]
    assert found == []


def test_no_module_is_imported_by_name() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}" for path, line in calls_of("import_module")]
    assert found == []


def test_templates_take_no_part_of_another_app() -> None:
    """A page over several apps is made of panels; a partial (`_name.html`) belongs to its own app's pages."""
    found = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        own = path.relative_to(ROOT / "templates").parts[0]
        for other, is_partial in PARTIAL.findall(path.read_text(encoding="utf-8")):
            if is_partial and other not in {own, *SHARED_TEMPLATES}:
                found.append(f"{path.relative_to(ROOT)} takes a part of {other}")
    assert found == []


def modules() -> Iterator[Path]:
    for name in ours():
        for path in sorted((ROOT / name.replace(".", "/")).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def calls_of(name: str) -> Iterator[tuple[Path, int]]:
    """Where it is called. What is called is written there, so that most files need no parsing."""
    for path in modules():
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if name in text else ():
            called = node.func if isinstance(node, ast.Call) else None
            if getattr(called, "attr", getattr(called, "id", None)) == name:
                yield path, node.lineno
