"""What stands for a person in a text: patterns that PostgreSQL (`~*`) and Python (`re.IGNORECASE`) read alike.

An address is found whatever the case of its letters; a phone number however it is written; a full name in either order.
A name of one word is never looked for: it would blank half the language.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST_PHONE = 7
SURE_PHONE = 9
"""From so many digits on a number is looked for everywhere; a shorter one may as well be an amount."""
APART = r"[\s()./-]*"
BETWEEN = r"[\s,]+"
SPECIAL = re.compile(r"([\\.^$|?*+()\[\]{}])")


@dataclass(frozen=True)
class Values:
    """What is held of a person now or was once. others: what only says something beside the rest, such as a title."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    def __or__(self, more: "Values") -> "Values":
        return Values(
            self.names | more.names,
            self.addresses | more.addresses,
            self.phones | more.phones,
            self.others | more.others,
        )


def pattern_of(values: Values) -> str:
    """Finds whatever tells who it is; empty when nothing does."""
    parts = [_bounded(quoted(address)) for address in _sorted(values.addresses)]
    parts += [_bounded(_name(words)) for words in _full_names(values.names)]
    parts += [_phone(digits) for digits in _sorted(map(digits_of, values.phones)) if len(digits) >= SURE_PHONE]
    return "|".join(dict.fromkeys(parts))


def whole_of(values: Values) -> str:
    """Finds what is all that a field holds: every value, the short ones and the short numbers too."""
    alone = values.names | values.addresses | values.phones | values.others
    texts = [quoted(text) for text in _sorted(alone) if len(text.strip()) > 1]
    return "^(" + "|".join(dict.fromkeys(texts)) + ")$" if texts else ""


def digits_of(phone: str) -> str:
    """The digits without leading zeros: `+47 912 34 567` and `0047 91234567` are one number. Empty under seven."""
    digits = re.sub(r"\D", "", phone).lstrip("0")
    return digits if len(digits) >= SHORTEST_PHONE else ""


def spaced(phone: str) -> str:
    """Finds the digits of a number however they stand apart."""
    return APART.join(digits_of(phone))


def normal_address(address: str) -> str:
    return address.strip().lower()


def quoted(text: str) -> str:
    """Taken by its letters; blanks match any blanks, a quotation mark also as JSON and lists write it."""
    escaped = SPECIAL.sub(r"\\\1", text.strip()).replace('"', r'\\?"')
    return re.sub(r"\s+", r"\\s+", escaped)


def _full_names(names: Iterable[str]) -> list[list[str]]:
    found = [name.split() for name in _sorted(names)]
    return [words for words in found if len(words) > 1]


def _name(words: list[str]) -> str:
    """`Ana Maria Ruiz`, and `Ruiz, Ana Maria`."""
    quoted_words = [quoted(word) for word in words]
    turned = [quoted_words[-1], *quoted_words[:-1]]
    return f"(?:{BETWEEN.join(quoted_words)}|{BETWEEN.join(turned)})"


def _phone(digits: str) -> str:
    return rf"(?<![0-9A-Za-z.,])\+?0*{APART.join(digits)}(?![0-9A-Za-z]|[.,][0-9])"


def _bounded(pattern: str) -> str:
    return rf"(?<!\w)(?:{pattern})(?!\w)"


def _sorted(texts: Iterable[str]) -> list[str]:
    """The longest first, so that a value is not cut by a shorter one inside it."""
    return sorted({text.strip() for text in texts if text.strip()}, key=lambda text: (-len(text), text))
