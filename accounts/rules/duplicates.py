"""When two records are probably one, how sure that is, and how it is said (docs/algorithms/duplicates.md)."""

from collections.abc import Collection

WEIGHTS = {
    "customer": {"external_id": 0.9, "domain": 0.7, "name": 0.6},
    "contact": {"email": 0.95, "phone": 0.8, "name": 0.5},
}
LEGAL_FORMS = (
    "inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "plc", "corp", "corporation", "co", "company", "gmbh",
    "mbh", "ag", "kg", "kgaa", "ohg", "se", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "oyj",
    "aps", "kft", "zrt", "doo", "pty", "pte", "holding", "holdings", "group",
)  # fmt: skip
"""Words at the end of a company's name that say how it is owned, not which one it is."""


def score(kind: str, reasons: Collection[str]) -> float:
    """0 to 1: each reason leaves its own doubt, the doubts multiply. domain + name: 1 - 0.3 x 0.4 = 0.88."""
    doubt = 1.0
    for reason in set(reasons):
        doubt *= 1 - WEIGHTS[kind][reason]
    return round(1 - doubt, 6)
