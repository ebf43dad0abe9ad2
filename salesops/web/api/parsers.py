"""JSON as the standard has it: no NaN, no doubled names, exact decimals, a bounded depth."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from salesops.kernel.errors import Refused
from salesops.web.errors import NotUnderstood

MAX_DEPTH = 20


class StrictJSONParser(BaseParser):
    """Raises NotUnderstood `bad_json` (400), Refused `not_a_number` or `not_text` (422) naming the place."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            text = _bounded(stream).decode()
            data = json.loads(
                text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_refuse_doubles
            )
            _look(data, "", 0)
        except (RecursionError, ValueError) as error:
            raise NotUnderstood(
                "bad_json", _("The body is not JSON that can be read: %(why)s.") % {"why": _short(error)}
            ) from error
        return data


def _bounded(stream: Any) -> bytes:
    """DRF reads the stream itself, past Django's own limit on a body."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body: bytes = stream.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig("the body is larger than a request may be")
    return body


def _short(error: BaseException) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]


def _refuse_constant(name: str) -> Any:
    sentence = _("%(name)s is not a number that can be stored.") % {"name": name}
    raise Refused("not_a_number", sentence, fields={"": sentence})


def _refuse_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _look(data: Any, path: str, depth: int) -> None:
    """Depth, and text that no database keeps: NUL and half surrogate pairs."""
    if depth > MAX_DEPTH:
        raise ValueError(f"nested more than {MAX_DEPTH} deep")
    if isinstance(data, dict):
        for name, value in data.items():
            _look(name, path, depth)
            _look(value, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            _look(value, f"{path}.{number}" if path else str(number), depth + 1)
    elif isinstance(data, str) and _unstorable(data):
        sentence = _("The text holds a character that cannot be stored.")
        raise Refused("not_text", sentence, fields={path: sentence})


def _unstorable(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)
