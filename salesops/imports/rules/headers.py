"""Which column of a file goes where: compared without case, order, punctuation."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence


def plain(name: str) -> str:
    """`Opportunity Name`, `opportunity_name` and `OpportunityName` are one header; so is `Next_Step__c`'s stem."""
    words = unicodedata.normalize("NFKD", name)
    words = re.sub(r"__[cr]$", "", words.strip())
    return re.sub(r"[^a-z0-9]", "", words.lower())


def fingerprint(header: Iterable[str]) -> str:
    """The same for the same columns in any order."""
    return hashlib.sha256("\n".join(sorted(plain(name) for name in header)).encode()).hexdigest()


def match_header(header: Sequence[str], fields: Sequence[tuple[str, Sequence[str]]]) -> dict[str, int]:
    """Field key to column index. Earlier aliases win over later ones; a column serves one field.

    fields: (key, names by which files call it, best first).
    """
    where: dict[str, int] = {}
    for index, name in enumerate(header):
        where.setdefault(plain(name), index)
    found: dict[str, int] = {}
    ranked = [(rank, key, plain(name)) for key, names in fields for rank, name in enumerate((key, *names))]
    for _rank, key, name in sorted(ranked, key=lambda item: item[0]):
        if key not in found and name in where and where[name] not in found.values():
            found[key] = where[name]
    return found


def share_matched(header: Sequence[str], fields: Sequence[tuple[str, Sequence[str]]]) -> float:
    """How much of a header an object recognises, 0 to 1: which object a file is about."""
    return len(match_header(header, fields)) / len(header) if header else 0.0


def reuse(saved: Mapping[str, object], header: Sequence[str]) -> dict[str, int]:
    """A saved `{field: header name}` on this file's header."""
    where = {plain(name): index for index, name in enumerate(header)}
    return {key: where[plain(str(name))] for key, name in saved.items() if plain(str(name)) in where}
