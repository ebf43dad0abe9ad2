"""Pairs of customers, and of contacts of one customer, that are probably one: each with why and how sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Contact, CustomerAccount
from accounts.rules.contacts import FREE_MAIL
from accounts.rules.duplicates import LEGAL_FORMS, score
from salesops.db.scoped import ScopedQuerySet

PAGE = 100
MOST_ALIKE = 20
WHY: dict[str, str | Promise] = {
    "external_id": _("the same id in a source"),
    "domain": _("the same domain"),
    "name": _("the same name"),
    "email": _("the same address"),
    "phone": _("the same phone number"),
}
# Lower case letters and digits without the legal forms at the end: `Acme Robotics, Inc.` -> `acmerobotics`.
NAME = (
    r"regexp_replace(regexp_replace(regexp_replace(lower(normalize({name}, NFKC)), '[^[:alnum:][:space:]]', '', 'g'),"
    rf" '(\s+({'|'.join(LEGAL_FORMS)}))+\s*$', ''), '\s+', '', 'g')"
)
# What very many share (a placeholder, a group's domain) says nothing about any two of them.
SHARED = """
    SELECT kind, a.id AS first, b.id AS second, min(value) AS value
    FROM telling a JOIN telling b USING (kind, grouped, value)
    WHERE a.id < b.id GROUP BY 1, 2, 3
"""
TELLING = """
    SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY kind, grouped, value) AS n FROM keys WHERE value <> '') k
    WHERE n BETWEEN 2 AND %(most)s
"""
CUSTOMERS = f"""
WITH keys AS (
    SELECT id, 'name' AS kind, 0 AS grouped, {NAME.format(name="name")} AS value FROM accounts_customeraccount
    WHERE id = ANY(%(shown)s)
    UNION ALL SELECT c.id, 'domain', 0, domain FROM accounts_customeraccount c, unnest(c.domains) AS domain
    WHERE c.id = ANY(%(shown)s) AND NOT domain = ANY(%(free)s)
    UNION ALL SELECT record_id, 'external_id', 0, external_id FROM imports_externalid
    WHERE kind = 'customer' AND length(external_id) >= 6 AND record_id = ANY(%(shown)s)
), telling AS ({TELLING}), shared AS ({SHARED})
"""
CONTACTS = f"""
WITH keys AS (
    SELECT id, 'name' AS kind, customer_id AS grouped, {NAME.format(name="name")} AS value FROM accounts_contact
    WHERE id = ANY(%(shown)s)
    UNION ALL SELECT id, 'email', customer_id, email_norm FROM accounts_contact
    WHERE id = ANY(%(shown)s) AND email_norm <> ''
    UNION ALL SELECT id, 'phone', customer_id, phone_e164 FROM accounts_contact
    WHERE id = ANY(%(shown)s) AND phone_e164 <> ''
), telling AS ({TELLING}), shared AS ({SHARED})
"""
PAIRS = """
SELECT first, second, array_agg(shared.kind ORDER BY shared.kind), array_agg(value ORDER BY shared.kind)
FROM shared JOIN {table} a ON a.id = first JOIN {table} b ON b.id = second
WHERE NOT EXISTS (
    SELECT FROM accounts_notduplicate n WHERE n.kind = %(kind)s
        AND n.first_uid = least(a.uid, b.uid) AND n.second_uid = greatest(a.uid, b.uid)
)
GROUP BY first, second
"""
KINDS: dict[str, tuple[type[Any], str, str]] = {
    "customer": (CustomerAccount, CUSTOMERS, "accounts_customeraccount"),
    "contact": (Contact, CONTACTS, "accounts_contact"),
}


@dataclass(frozen=True)
class Pair:
    """Two records that may be one. score: 0 to 1. reasons: (key, what is the same, its value), the surest first."""

    first: Any
    second: Any
    score: float
    reasons: tuple[tuple[str, str | Promise, str], ...]

    @property
    def percent(self) -> int:
        return round(self.score * 100)


@dataclass(frozen=True)
class Pairs:
    """One page of pairs, the surest first; total: of all pages. next_page: None on the last."""

    pairs: list[Pair]
    total: int
    next_page: int | None


def duplicate_customers(rows: ScopedQuerySet[CustomerAccount], page: int = 1) -> Pairs:
    """Among `rows`."""
    return _pairs("customer", rows, page)


def duplicate_contacts(rows: ScopedQuerySet[Contact], page: int = 1) -> Pairs:
    """Among `rows` those of one customer each. One customer's contact is never proposed with another's."""
    return _pairs("contact", rows.exclude(Q(customer__isnull=True)), page)


def _pairs(kind: str, rows: ScopedQuerySet[Any], page: int) -> Pairs:
    """Three queries for any number of pairs."""
    model, keys, table = KINDS[kind]
    asked: dict[str, Any] = {"kind": kind, "free": sorted(FREE_MAIL), "most": MOST_ALIKE}
    with connection.cursor() as cursor:
        shown = list(rows.order_by().values_list("pk", flat=True))
        cursor.execute(f"{keys} {PAIRS.format(table=table)}", asked | {"shown": shown})
        found = cursor.fetchall()
    best = sorted(found, key=lambda row: (-score(kind, row[2]), row[0], row[1]))
    end = page * PAGE
    return Pairs(_named(kind, model, best[end - PAGE : end]), len(found), page + 1 if end < len(found) else None)


def _named(kind: str, model: type[Any], found: Sequence[Any]) -> list[Pair]:
    ids = {key for row in found for key in row[:2]}
    records = model._default_manager.select_related(*(["customer"] if kind == "contact" else [])).in_bulk(ids)
    return [
        Pair(
            records[first],
            records[second],
            score(kind, reasons),
            tuple(_said(kind, dict(zip(reasons, values, strict=True)))),
        )
        for first, second, reasons, values in found
    ]


def _said(kind: str, shared: dict[str, str]) -> list[tuple[str, str | Promise, str]]:
    return [(key, WHY[key], shared[key]) for key in sorted(shared, key=lambda reason: -score(kind, [reason]))]
