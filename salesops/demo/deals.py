"""How a demo deal lives: created, moved through stages, pushed, grown, won or lost. Plain values, no database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from salesops.demo.people import Rep
from salesops.demo.words import NEXT_STEPS, PRODUCTS

T = TypeVar("T")

OPEN_STAGES = 5
WON, LOST = 5, 6
STAGE_DAYS = (12, 17, 21, 17, 10)
LOST_FROM = (24, 24, 26, 17, 9)
WIN_CHANCE = 0.205
DEALS_A_MONTH = 12.0
# More is created in autumn so that December can spike.
SEASON = {1: 0.9, 2: 0.95, 3: 1.0, 4: 0.95, 5: 1.0, 6: 0.95, 7: 0.85, 8: 0.85, 9: 1.15, 10: 1.25, 11: 1.1, 12: 0.7}
LOSS_REASONS = (
    ("no_decision", 40), ("price", 19), ("competitor", 18), ("fit", 9), ("timing", 9), ("duplicate", 3),
    ("disqualified", 2),
)  # fmt: skip
KINDS = (("new", 70), ("expansion", 20), ("renewal", 10))
SOURCES = (("marketing", 32), ("sdr", 24), ("self", 26), ("partner", 8), ("customer", 10))


@dataclass(frozen=True)
class State:
    """One state of a deal from an instant on. `stage` counts from 0; 5 is won, 6 lost."""

    at: datetime
    chair: int
    stage: int
    amount: Decimal
    close: date
    next_step: str = ""
    next_step_date: date | None = None
    push_reason: str | None = None
    loss_reason: str | None = None
    override: str = ""


@dataclass(frozen=True)
class Deal:
    rep: Rep
    kind: str
    sourced_by: str
    product: int
    euro: bool
    states: list[State] = field(default_factory=list)

    @property
    def created(self) -> datetime:
        return self.states[0].at


def deals_of(rng: Random, rep: Rep, start: date, until: datetime) -> list[Deal]:
    """Every deal this rep created, with the states it had by `until`."""
    deals = []
    day = max(start, rep.hired)
    last = min(until.date(), rep.left or until.date())
    while day < last:
        rate = DEALS_A_MONTH / 21 * rep.pace(day) * SEASON[day.month]
        if day.weekday() < 5:
            count = int(rate) + (rng.random() < rate % 1)
            for _ in range(count):
                deal = live(rng, rep, moment(rng, day), until)
                if deal.states:
                    deals.append(deal)
        day += timedelta(days=1)
    return deals


def live(rng: Random, rep: Rep, created: datetime, until: datetime) -> Deal:
    """One deal from its creation to its end, or to `until`."""
    product = weighted(rng, [(index, row[3]) for index, row in enumerate(PRODUCTS)])
    wins = rng.random() < WIN_CHANCE * max(0.5, rep.ability)
    last_stage = OPEN_STAGES - 1 if wins else weighted(rng, list(enumerate(LOST_FROM)))
    deal = Deal(
        rep, weighted(rng, KINDS), weighted(rng, SOURCES), product, rep.region == "East" and rng.random() < 0.12
    )
    amount = _amount(rng, product, wins)
    entries = _stage_entries(rng, created, last_stage)
    end = _end(rng, entries.pop(), wins)
    state = State(created, rep.chair, 0, amount, _first_date(rng, created.date(), wins), *_step(rng, created.date()))
    states = [state]
    for stage, at in enumerate(entries[1:], start=1):
        states += _pushes(rng, states[-1], at)
        grown = amount if rng.random() > 0.3 else (amount * Decimal(rng.randint(80, 125)) / 100).quantize(Decimal(100))
        step, due = _step(rng, at.date())
        states.append(replace(states[-1], at=at, stage=stage, amount=grown, next_step=step, next_step_date=due))
    states += _pushes(rng, states[-1], end)
    reason = None if wins else weighted(rng, LOSS_REASONS)
    states.append(
        replace(
            states[-1], at=end, stage=WON if wins else LOST, close=end.date(), loss_reason=reason, next_step="",
            next_step_date=None, push_reason=None,
        )
    )  # fmt: skip
    deal.states.extend(state for state in states if state.at <= until)
    return deal


def weighted(rng: Random, choices: Sequence[tuple[T, int]]) -> T:
    values, weights = zip(*choices, strict=True)
    return rng.choices(values, weights)[0]


def moment(rng: Random, day: date) -> datetime:
    """Some minute of the working day, in UTC."""
    return datetime.combine(day, time(8 + rng.randint(0, 9), rng.randint(0, 59), rng.randint(0, 59)), tzinfo=UTC)


def working(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _amount(rng: Random, product: int, wins: bool) -> Decimal:
    base = float(PRODUCTS[product][2]) * rng.lognormvariate(0.12, 0.42) * (1.0 if wins else 1.6)
    return Decimal(max(1500, round(base / 100) * 100))


def _stage_entries(rng: Random, created: datetime, last_stage: int) -> list[datetime]:
    """The instants each stage was entered, then the instant the last one was left."""
    at = [created]
    for stage in range(last_stage + 1):
        stay = timedelta(days=max(0.3, rng.gammavariate(2.0, STAGE_DAYS[stage] / 2.0)))
        at.append(moment(rng, working((at[-1] + stay).date() + timedelta(days=1))))
    return [max(at[: index + 1]) + timedelta(seconds=index) for index in range(len(at))]


def _end(rng: Random, natural: datetime, wins: bool) -> datetime:
    """Won deals gather at quarter ends, and above all in December."""
    day = natural.date()
    quarter_end = _quarter_end(day)
    wait = (quarter_end - day).days
    december = day.month in (10, 11) and rng.random() < 0.3
    if wins and (december or (wait < 40 and rng.random() < 0.35)):
        later = working(quarter_end - timedelta(days=rng.randint(0, 16)))
        return max(natural, moment(rng, later))
    return natural


def _first_date(rng: Random, created: date, wins: bool) -> date:
    day = created + timedelta(days=rng.randint(45, 95) if wins else rng.randint(40, 90))
    return working(_quarter_end(day)) if rng.random() < 0.3 else working(day)


def _pushes(rng: Random, state: State, before: datetime) -> list[State]:
    """Each time the stated close date comes near while the deal is open, most owners move it."""
    pushed: list[State] = []
    while state.close < before.date():
        at = moment(rng, working(state.close - timedelta(days=rng.randint(0, 4))))
        if at <= state.at or at >= before or rng.random() < 0.06:
            break
        far = working(state.close + timedelta(days=rng.randint(12, 45)))
        reason = weighted(rng, (("procurement", 4), ("budget", 2), ("champion", 1), ("evaluation", 3)))
        state = replace(state, at=at, close=far, push_reason=reason)
        pushed.append(state)
    return pushed


def _step(rng: Random, day: date) -> tuple[str, date | None]:
    if rng.random() < 0.12:
        return "", None
    return rng.choice(NEXT_STEPS), working(day + timedelta(days=rng.randint(3, 14)))


def _quarter_end(day: date) -> date:
    first = date(day.year + (day.month > 9), (day.month + 2) // 3 * 3 % 12 + 1, 1)
    return first - timedelta(days=1)
