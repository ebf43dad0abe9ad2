"""The demo company's contracts: what won deals agreed, renewed early, late, by itself or not at all."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from accounts.rules.arr import GRACE_DAYS
from accounts.rules.contracts import renewed_in_time, state_on
from accounts.rules.notice import notice_by, renews_itself_on
from accounts.rules.terms import compared_value, renewed_value, term_end, yearly_value
from pipeline.models import Opportunity, Product
from salesops.demo.company import People
from salesops.demo.copying import allocate_ids, copy_rows
from salesops.demo.customers import Customers
from salesops.demo.deals import WON, Deal
from salesops.demo.people import Rep
from salesops.demo.states import Written
from salesops.demo.uids import fresh_uid
from salesops.kernel.money import round_half_up

DAY = timedelta(days=1)
TERMS = (12, 12, 12, 12, 24, 36)
SET_UP = Decimal("0.1")
OUTCOMES = (("early", 68), ("late", 8), ("notice", 14), ("silent", 10))
UNSIGNED = ("draft", "in_review", "sent")
SOON = timedelta(days=45)
OBLIGATIONS = (("Quarterly business review", "quarter"), ("Usage report", "month"), ("Price review", ""))
CONTRACT = (
    "id", "uid", "row_version", "number", "customer_id", "type", "opportunity_uid", "during", "auto_renew",
    "notice_days", "renewal_months", "value", "currency", "compared_value", "renewal_value", "owner_id", "state",
    "signed_on", "refused_on", "made_by_id", "approved_by_id", "approved_at", "approval_reason", "sole_approver",
    "created_at",
)  # fmt: skip


@dataclass
class Planned:
    """One contract: `start` and `end` are half-open days; `follows` is the one before it."""

    place: int
    deal: int
    start: date
    months: int
    recurring: Decimal
    once: Decimal
    euro: bool
    auto_renew: bool
    notice_days: int
    signed_on: date | None
    follows: "Planned | None" = None
    refused_on: date | None = None
    state: str = ""

    @property
    def end(self) -> date:
        return term_end(self.start, self.months)

    @property
    def value(self) -> Decimal:
        return self.recurring + self.once


def write_contracts(
    seed: int,
    deals: list[Deal],
    written: Written,
    customers: Customers,
    reps: list[Rep],
    people: People,
    until: datetime,
) -> int:
    """Every won deal but renewals starts a chain; how many contracts. Its own seed: other rows stay as they are."""
    rng, today = Random(f"contracts {seed}"), until.date()
    chains = [
        _chain(rng, place, number, deal, today)
        for number, (deal, place) in enumerate(zip(deals, written.places, strict=True))
        if deal.states[-1].stage == WON and deal.kind != "renewal"
    ]
    plans = [plan for chain in chains for plan in chain]
    keys = allocate_ids("accounts_contract", len(plans))
    key_of = {id(plan): key for plan, key in zip(plans, keys, strict=True)}
    uids = dict(Opportunity.objects.filter(pk__in=written.ids).values_list("pk", "uid"))
    owners = _owners(customers, reps, people)
    approver = people.staff["finance"].pk
    copy_rows(
        "accounts_contract",
        CONTRACT,
        (
            _row(rng, key, plan, customers.ids[plan.place], uids[written.ids[plan.deal]], owners[plan.place], approver)
            for key, plan in zip(keys, plans, strict=True)
        ),
    )
    _write_lines(rng, plans, keys, deals)
    links = [(key_of[id(plan.follows)], key_of[id(plan)], 1, plan.signed_on) for plan in plans if plan.follows]
    copy_rows("accounts_contractrenewal", ("old_id", "new_id", "share", "signed_on"), links)
    _write_obligations(rng, plans, keys, owners, today)
    return len(plans)


def _chain(rng: Random, place: int, number: int, deal: Deal, today: date) -> list[Planned]:
    won = deal.states[-1]
    months = rng.choice(TERMS)
    once = round_half_up(won.amount * SET_UP, 2) if deal.kind == "new" and rng.random() < 0.4 else Decimal(0)
    start = (won.close.replace(day=28) + 4 * DAY).replace(day=1)
    auto = rng.random() < 0.35
    chain = [
        Planned(
            place, number, start, months, won.amount - once, once, deal.euro, auto,
            rng.choice((60, 90)) if auto else 30, won.at.date(),
        )
    ]  # fmt: skip
    while chain[-1].end <= today + SOON and (new := _next(rng, chain[-1], today)) is not None:
        chain.append(new)
        if new.signed_on is None:
            break
    for plan in chain:
        _settle(plan, chain, today)
    return chain


def _next(rng: Random, old: Planned, today: date) -> Planned | None:
    """What followed by today; None when nothing did."""
    last = old.end - DAY
    yearly = yearly_value(old.recurring, old.start, old.end)
    uplift = Decimal(rng.randint(-6, 14)) / 100 + 1
    new = Planned(
        old.place, old.deal, old.end, 12, round_half_up(yearly * uplift, 0), Decimal(0), old.euro, old.auto_renew,
        old.notice_days, None, follows=old,
    )  # fmt: skip
    outcome = rng.choices([name for name, _ in OUTCOMES], [weight for _, weight in OUTCOMES])[0]
    if outcome == "notice":
        given = min(notice_by(last, old.notice_days) - rng.randint(0, 20) * DAY, today)
        old.refused_on = max(given, old.start)
        return None
    if old.auto_renew:
        compared = compared_value(old.recurring, old.start, old.end)
        new.recurring = round_half_up(renewed_value(compared, old.start, old.end, 12), 2)
        new.signed_on = renews_itself_on(notice_by(last, old.notice_days))
        return new if new.signed_on <= today else None
    if outcome == "silent" and last < today:
        return None
    signed = last + rng.randint(3, 28) * DAY if outcome == "late" else last - rng.randint(5, 60) * DAY
    if signed > today:
        new.state = rng.choice(UNSIGNED)
        return new
    new.signed_on = max(signed, old.start)
    if outcome == "late":
        new.start = new.signed_on + DAY
    return new


def _settle(plan: Planned, chain: list[Planned], today: date) -> None:
    if plan.signed_on is None:
        return
    after = next((one for one in chain if one.follows is plan), None)
    last = plan.end - DAY
    is_renewed = after is not None and renewed_in_time(after.signed_on, last, GRACE_DAYS)
    plan.state = state_on(today, plan.start, last, is_renewed=is_renewed)


def _owners(customers: Customers, reps: list[Rep], people: People) -> dict[int, int]:
    """Of each customer's place, who sits on its chair now."""
    holders: dict[int, tuple[date, int]] = {}
    for rep, user in zip(reps, people.reps, strict=True):
        if rep.chair not in holders or rep.hired > holders[rep.chair][0]:
            holders[rep.chair] = (rep.hired, user.pk)
    return {place: holders[chair][1] for chair, places in customers.of_chair.items() for place in places}


def _row(rng: Random, key: int, plan: Planned, customer: int, deal: Any, owner: int, approver: int) -> tuple[Any, ...]:
    compared = compared_value(plan.recurring + plan.once, plan.start, plan.end)
    renewed = compared_value(plan.recurring, plan.start, plan.end)
    written = datetime.combine((plan.signed_on or plan.start - SOON) - 9 * DAY, time(10), tzinfo=UTC)
    approved = plan.state not in ("draft", "in_review")
    return (
        key, fresh_uid(rng), 1, f"C-{key:06}", customer, "renewal" if plan.follows else "new",
        None if plan.follows else deal, f"[{plan.start},{plan.end})", plan.auto_renew, plan.notice_days, 12, plan.value,
        "EUR" if plan.euro else "USD", compared, renewed, owner, plan.state, plan.signed_on, plan.refused_on, owner,
        approver if approved else None, written + 2 * DAY if approved else None, "", False, written,
    )  # fmt: skip


def _write_lines(rng: Random, plans: list[Planned], keys: list[int], deals: list[Deal]) -> None:
    products = list(Product.objects.order_by("id").values_list("name", "uid"))
    rows: list[tuple[Any, ...]] = []
    for key, plan in zip(keys, plans, strict=True):
        name, uid = products[deals[plan.deal].product]
        rows.append((key, name, uid, True, plan.recurring, yearly_value(plan.recurring, plan.start, plan.end)))
        if plan.once:
            rows.append((key, "Set-up and training", None, False, plan.once, 0))
    columns = ("contract_id", "name", "product_uid", "recurring", "value", "yearly_value")
    copy_rows("accounts_contractline", columns, rows)


def _write_obligations(rng: Random, plans: list[Planned], keys: list[int], owners: dict[int, int], today: date) -> None:
    rows = []
    for key, plan in zip(keys, plans, strict=True):
        if plan.state == "active" and rng.random() < 0.3:
            name, recurrence = rng.choice(OBLIGATIONS)
            due = min(today + rng.randint(-4, 80) * DAY, plan.end - DAY)
            rows.append((fresh_uid(rng), 1, key, name, due, owners[plan.place], recurrence))
    columns = ("uid", "row_version", "contract_id", "name", "due", "owner_id", "recurrence")
    copy_rows("accounts_obligation", columns, rows)
