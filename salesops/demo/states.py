"""The deals and their log: versions first, then the current rows, so that the triggers find nothing left to say."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import FxRate
from pipeline.models import ProcessVersion, Product, Reason
from pipeline.models.opportunities import VERSIONED_FIELDS
from salesops.demo.company import People
from salesops.demo.copying import allocate_ids, copy_rows
from salesops.demo.customers import Customers
from salesops.demo.deals import LOST, WON, Deal, State
from salesops.demo.people import Rep
from salesops.demo.uids import fresh_uid
from salesops.kernel.money import round_half_up

LOG = "pipeline_opportunityversion"
LOG_COLUMNS = (
    "opportunity_id", "version", "valid_from", "valid_to", "recorded_at", "superseded_at", "source", "reconstructed",
    "reason", "changed_fields", *VERSIONED_FIELDS,
)  # fmt: skip
ROW_COLUMNS = (
    "id", "uid", "row_version", "name", "customer_id", "process_id", "sourced_by", "source", "created_at",
    *VERSIONED_FIELDS,
)  # fmt: skip
SUFFIX = {"new": ("rollout", "pilot", "platform", "upgrade"), "expansion": ("expansion",), "renewal": ("renewal",)}


@dataclass(frozen=True)
class Written:
    """Keys of the deals in the order of the plan, the customer each stands at, and how long the log is."""

    ids: list[int]
    places: list[int]
    owners: list[list[tuple[datetime, int]]]
    versions: int


@dataclass(frozen=True)
class Keys:
    """What a state needs to become a row: the keys of everything it names."""

    stages: list[int]
    products: list[int]
    reasons: dict[tuple[str, str], int]
    rates: list[tuple[date, int, Decimal]]

    def rate_on(self, day: date) -> tuple[int, Decimal]:
        place = bisect_right(self.rates, day, key=lambda rate: rate[0]) - 1
        return self.rates[place][1], self.rates[place][2]


def write_deals(
    rng: Random, deals: list[Deal], reps: list[Rep], people: People, customers: Customers, process: ProcessVersion
) -> Written:
    keys = _keys(process)
    chairs = _chairs(reps, people)
    ids = allocate_ids("pipeline_opportunity", len(deals))
    places = [rng.choice(customers.of_chair[deal.rep.chair]) for deal in deals]
    histories = [_with_hand_overs(deal, chairs[deal.rep.chair]) for deal in deals]
    versions = copy_rows(LOG, LOG_COLUMNS, _log_rows(ids, deals, histories, keys))
    copy_rows(
        "pipeline_opportunity",
        ROW_COLUMNS,
        (
            (
                key, fresh_uid(rng), 1, _name(rng, deal, customers.names[place]), customers.ids[place], process.pk,
                deal.sourced_by, "", deal.created, *_values(deal, *history[-1], keys),
            )
            for key, deal, place, history in zip(ids, deals, places, histories, strict=True)
        ),
    )  # fmt: skip
    owners = [[(state.at, owner) for state, owner in history] for history in histories]
    return Written(ids, places, owners, versions)


def _name(rng: Random, deal: Deal, customer: str) -> str:
    return f"{customer} {rng.choice(SUFFIX[deal.kind])}"


def _keys(process: ProcessVersion) -> Keys:
    rates = FxRate.objects.filter(from_currency="EUR", kind="spot").order_by("valid")
    return Keys(
        stages=list(process.stages.order_by("position").values_list("id", flat=True)),
        products=list(Product.objects.order_by("id").values_list("id", flat=True)),
        reasons={(reason.list, reason.key): reason.pk for reason in Reason.objects.all()},
        rates=sorted((rate.valid.lower, rate.pk, rate.rate) for rate in rates),
    )


def _chairs(reps: list[Rep], people: People) -> dict[int, list[tuple[datetime, int]]]:
    """Of each chair, who took it when: (instant, user id) in order."""
    chairs: dict[int, list[tuple[datetime, int]]] = {}
    for rep, user in zip(reps, people.reps, strict=True):
        chairs.setdefault(rep.chair, []).append((datetime.combine(rep.hired, time(8), tzinfo=UTC), user.pk))
    return chairs


def _with_hand_overs(deal: Deal, holders: list[tuple[datetime, int]]) -> list[tuple[State, int]]:
    """The states with their owner; a deal still open when somebody new takes the chair is handed over that morning."""
    rows: list[tuple[State, int]] = []
    starts = [start for start, _ in holders]
    for index, state in enumerate(deal.states):
        owner = holders[max(0, bisect_right(starts, state.at) - 1)][1]
        rows.append((state, owner))
        until = deal.states[index + 1].at if index + 1 < len(deal.states) else None
        if state.stage < WON:
            rows += [
                (replace(state, at=start), person)
                for start, person in holders
                if start > state.at and until is not None and start < until
            ]
    return rows


def _log_rows(
    ids: Sequence[int], deals: Sequence[Deal], histories: Sequence[list[tuple[State, int]]], keys: Keys
) -> Iterator[tuple[Any, ...]]:
    for key, deal, history in zip(ids, deals, histories, strict=True):
        before: tuple[Any, ...] | None = None
        recorded: datetime | None = None
        for index, (state, owner) in enumerate(history):
            values = _values(deal, state, owner, keys)
            changed = [] if before is None else [
                name for name, new, old in zip(VERSIONED_FIELDS, values, before, strict=True) if new != old
            ]  # fmt: skip
            ends = history[index + 1][0].at if index + 1 < len(history) else "infinity"
            recorded = state.at if recorded is None else max(state.at, recorded + timedelta(microseconds=1))
            yield (
                key, index + 1, state.at, ends, recorded, "infinity", "system", False, "",
                "{" + ",".join(changed) + "}", *values,
            )  # fmt: skip
            before = values


def _values(deal: Deal, state: State, owner: int, keys: Keys) -> tuple[Any, ...]:
    """The versioned columns of a state, in the one order the log has them."""
    closed = state.stage >= WON
    rate_id, rate = keys.rate_on(state.close) if deal.euro and closed else (None, Decimal(1))
    named = {
        "owner_id": owner,
        "credit_owner_id": owner,
        "stage_id": keys.stages[state.stage],
        "status": "won" if state.stage == WON else "lost" if state.stage == LOST else "open",
        "category_override": state.override,
        "subcategory_id": None,
        "omitted": False,
        "amount": state.amount,
        "amount_basis": "stated",
        "currency": "EUR" if deal.euro else "USD",
        "product_id": keys.products[deal.product],
        "close_date": state.close,
        "close_basis": "stated",
        "closed_at": state.at if closed else None,
        "amount_converted": round_half_up(state.amount * rate) if closed else None,
        "close_rate_id": rate_id,
        "probability_manual": None,
        "next_step": state.next_step,
        "next_step_date": state.next_step_date,
        "kind": deal.kind,
        "loss_reason_id": keys.reasons[("loss", state.loss_reason)] if state.loss_reason else None,
        "push_reason_id": keys.reasons[("push", state.push_reason)] if state.push_reason else None,
        "come_back_on": None,
        "deleted": False,
    }
    return tuple(named[name] for name in VERSIONED_FIELDS)
