"""Leads of the last fourteen months: those that became deals, and three times as many that did not (yet)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from salesops.demo.copying import allocate_ids, copy_rows
from salesops.demo.customers import Customers
from salesops.demo.deals import Deal, moment, weighted, working
from salesops.demo.states import Written
from salesops.demo.uids import fresh_uid
from salesops.demo.words import FIRST_NAMES, LAST_NAMES, LEAD_SOURCES, TITLES

DAYS = 425
UNCONVERTED = 3
COLUMNS = (
    "id", "uid", "row_version", "name", "company", "title", "email", "email_norm", "phone", "source", "sourced_by",
    "channel", "state", "owner_id", "disqualified_reason", "converted_at", "customer_id", "contact_id",
    "opportunity_id", "is_test", "is_spam", "created_at",
)  # fmt: skip
STATES = (("assigned", 2), ("working", 5), ("qualified", 1), ("disqualified", 9), ("recycled", 2))


def write_leads(rng: Random, deals: list[Deal], written: Written, customers: Customers, until: datetime) -> int:
    since = until - timedelta(days=DAYS)
    sourced = [
        index for index, deal in enumerate(deals) if deal.sourced_by in ("marketing", "sdr") and deal.created >= since
    ]
    keys = iter(allocate_ids("pipeline_lead", len(sourced) * (1 + UNCONVERTED)))
    return copy_rows("pipeline_lead", COLUMNS, _rows(rng, sourced, deals, written, customers, keys, until))


def _rows(
    rng: Random,
    sourced: list[int],
    deals: list[Deal],
    written: Written,
    customers: Customers,
    keys: Iterator[int],
    until: datetime,
) -> Iterator[tuple[Any, ...]]:
    for index in sourced:
        deal, place = deals[index], written.places[index]
        owner = written.owners[index][0][1]
        created = deal.created - timedelta(days=rng.uniform(0.2, 12))
        yield _row(
            rng, next(keys), customers.names[place], deal.sourced_by, "converted", owner, created,
            (deal.created, customers.ids[place], customers.contacts[place][0], written.ids[index]),
        )  # fmt: skip
        for _ in range(UNCONVERTED):
            day = working((created + timedelta(days=rng.randint(-10, 10))).date())
            at = min(moment(rng, day), until)
            recent = (until - at).days < 4
            state = "new" if recent and rng.random() < 0.5 else weighted(rng, STATES)
            company = f"{rng.choice(LAST_NAMES)} & {rng.choice(LAST_NAMES)}"
            yield _row(rng, next(keys), company, deal.sourced_by, state, owner, at, None)


def _row(
    rng: Random, key: int, company: str, by: str, state: str, owner: int, created: datetime, to: Any
) -> tuple[Any, ...]:
    name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    mail = f"{name.split()[0].lower()}.{key}@prospect.example"
    converted_at, customer, contact, deal = to or (None, None, None, None)
    return (
        key, fresh_uid(rng), 1, name, company, rng.choice(TITLES), mail, mail, "", rng.choice(LEAD_SOURCES), by,
        "inbound" if by == "marketing" else "outbound", state, owner, "Not a fit" if state == "disqualified" else "",
        converted_at, customer, contact, deal, False, False, created,
    )  # fmt: skip
