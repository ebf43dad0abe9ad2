"""Calls, mails and meetings of the last fourteen months, by whoever owned the deal that day."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from salesops.demo.copying import copy_rows
from salesops.demo.customers import Customers
from salesops.demo.deals import WON, Deal, moment, weighted, working
from salesops.demo.states import Written
from salesops.demo.uids import fresh_uid
from salesops.demo.words import SUBJECTS

DAYS = 425
KINDS = (("call", 45), ("email", 33), ("meeting", 18), ("message", 4))
OUTCOMES = {
    "call": (("reached", 4), ("no_answer", 4), ("left_message", 2)),
    "email": (("sent", 7), ("replied", 3)),
    "meeting": (("held", 8), ("no_show", 1), ("cancelled", 1)),
    "message": (("sent", 3), ("replied", 2)),
}
COLUMNS = (
    "uid", "row_version", "kind", "direction", "outcome", "subject", "note", "automated", "bounced", "owner_id",
    "opportunity_id", "customer_id", "contact_id", "occurred_at", "recorded_at", "minutes", "source", "external_id",
)  # fmt: skip


def write_activities(rng: Random, deals: list[Deal], written: Written, customers: Customers, until: datetime) -> int:
    since = until - timedelta(days=DAYS)
    return copy_rows("pipeline_activity", COLUMNS, _rows(rng, deals, written, customers, since, until))


def _rows(
    rng: Random, deals: list[Deal], written: Written, customers: Customers, since: datetime, until: datetime
) -> Iterator[tuple[Any, ...]]:
    for index, deal in enumerate(deals):
        last = deal.states[-1]
        end = last.at if last.stage >= WON else until
        at = deal.created
        place = written.places[index]
        owners = written.owners[index]
        while at < end:
            if at >= since:
                owner = owners[max(0, bisect_right(owners, at, key=lambda row: row[0]) - 1)][1]
                yield _row(rng, at, owner, written.ids[index], customers, place)
            at = moment(rng, working((at + timedelta(days=1 + rng.expovariate(1 / 9))).date()) + timedelta(days=1))


def _row(rng: Random, at: datetime, owner: int, deal: int, customers: Customers, place: int) -> tuple[Any, ...]:
    kind = weighted(rng, KINDS)
    outcome = weighted(rng, OUTCOMES[kind])
    late = timedelta(minutes=rng.choice((1, 2, 5, 20, 90, 1500)))
    minutes = {"call": 12, "meeting": 45}.get(kind)
    return (
        fresh_uid(rng), 1, kind, "inbound" if outcome == "replied" else "outbound", outcome, rng.choice(SUBJECTS), "",
        False, False, owner, deal, customers.ids[place], rng.choice(customers.contacts[place]), at, at + late, minutes,
        "system", "",
    )  # fmt: skip
