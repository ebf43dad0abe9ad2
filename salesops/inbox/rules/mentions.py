"""Who is called in a text: `@` and a name, the whole one or the first where that is enough."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

# Not inside a word: an e-mail address calls nobody.
CALL = re.compile(r"(?<![\w.@])@(?=\w)")
FIRST_WORD = re.compile(r"[\w'’-]+")
LONGEST_NAME = 300
MOST = 20

P = TypeVar("P")


def calls_in(text: str) -> list[str]:
    """What stands after each `@`, as long as a name may be. `ask @Priya Raman, now` -> [`Priya Raman, now`]."""
    return [text[found.end() : found.end() + LONGEST_NAME] for found in CALL.finditer(text)]


def first_word(call: str) -> str:
    found = FIRST_WORD.match(call)
    return found.group() if found else ""


def starts_with_name(call: str, name: str) -> bool:
    """Without case, and not in the middle of a word: `Priya Ramanujan` does not call Priya Raman."""
    head, rest = call[: len(name)], call[len(name) :]
    return bool(name) and head.casefold() == name.casefold() and not re.match(r"\w", rest)


def called_by(call: str, people: Iterable[tuple[str, P]]) -> Sequence[P]:
    """Those of `people` (name, person) whom the call may mean: by the longest whole name, else by the first word."""
    known = list(people)
    whole = [(len(name), person) for name, person in known if starts_with_name(call, name)]
    if whole:
        longest = max(length for length, _person in whole)
        return [person for length, person in whole if length == longest]
    word = first_word(call).casefold()
    return [person for name, person in known if word and name.casefold().split(" ")[0] == word]
