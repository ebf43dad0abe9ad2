"""Every deal metric against a slow plain-Python reading of random histories, by owner, at several instants.

The reference knows only the list of states that were written; it shares no code with the measures but the percentile.
"""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from accounts.access import scope_for
from accounts.models import User
from accounts.operations.people import set_manager
from pipeline.metrics import DECLARING
from pipeline.models import Reason
from salesops.kernel.metrics import METRICS, Metric
from salesops.kernel.moments import end_of_day
from salesops.kernel.periods import span
from salesops.kernel.results import Result
from salesops.kernel.statistics import percentile
from salesops.reporting.evaluate import Question, answer
from salesops.reporting.rows import parts_of, rows
from tests.company import Company
from tests.reporting.book import Book, question

pytestmark = pytest.mark.django_db

OPEN_STAGES = ("Discovery", "Solution fit", "Proposal", "Negotiation", "Contract")
CHANCE = {"Discovery": "0.10", "Solution fit": "0.25", "Proposal": "0.50", "Negotiation": "0.75", "Contract": "0.90"}
CATEGORY = dict(zip(OPEN_STAGES, ("pipeline", "pipeline", "upside", "commit", "commit"), strict=True))
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAYS = ("2026-02-10", "2026-04-30", "2026-07-31")


@dataclass
class Past:
    """One deal as it was written: instants with the full state at each."""

    pk: int
    created: datetime
    states: list[tuple[datetime, dict[str, Any]]]

    def at(self, moment: datetime) -> dict[str, Any] | None:
        known = [state for when, state in self.states if when <= moment]
        return known[-1] if known and not known[-1]["deleted"] else None

    def until(self, moment: datetime) -> list[tuple[datetime, dict[str, Any]]]:
        return [(when, state) for when, state in self.states if when <= moment and not state["deleted"]]


class Chronicle:
    """Random deals with moves, amounts, closings, reopenings and deletions, kept beside the database."""

    def __init__(self, company: Company, seed: int) -> None:
        self.dice = random.Random(seed)
        self.book = Book(company)
        self.people = [company.priya, company.andre, company.ruth, company.jonah, company.sofia]
        self.reasons = list(Reason.objects.filter(list="loss", key__in=["price", "duplicate"]))
        self.pasts = [self.deal() for _ in range(45)]

    def deal(self) -> Past:
        created = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=self.dice.randrange(24 * 150))
        state: dict[str, Any] = {
            "owner": self.dice.choice(self.people),
            "amount": self.amount(),
            "stage": self.dice.choice(OPEN_STAGES),
            "status": "open",
            "close_date": self.day(),
            "category_override": self.dice.choice(["", "", "commit"]),
            "omitted": self.dice.random() < 0.1,
            "probability_manual": self.dice.choice([None, None, Decimal("0.333333")]),
            "deleted": False,
            "loss": None,
        }
        row = self.book.open(
            state["owner"],
            created.isoformat()[:19],
            state["amount"] and str(state["amount"]),
            **{name: state[name] for name in ("close_date", "category_override", "omitted", "probability_manual")},
            stage=self.book.stage(state["stage"]),
        )
        past = Past(row.pk, created, [(created, dict(state))])
        when = created
        for _ in range(self.dice.randrange(6)):
            when += timedelta(hours=self.dice.randrange(1, 24 * 20))
            self.step(row, state, when)
            past.states.append((when, dict(state)))
        return past

    def step(self, row: Any, state: dict[str, Any], when: datetime) -> None:
        text = when.isoformat()[:19]
        if state["status"] != "open":
            state.update(status="open", stage="Proposal", loss=None)
            self.book.reopen(row, text)
        elif self.dice.random() < 0.5:
            kind = self.dice.choice(["won", "lost"])
            reason = self.dice.choice(self.reasons) if kind == "lost" else None
            state.update(status=kind, close_date=when.date(), loss=reason and reason.key, credit=state["owner"])
            self.book.close(row, text, kind, loss_reason=reason)
        else:
            changes: dict[str, Any] = {"stage": self.dice.choice(OPEN_STAGES), "amount": self.amount()}
            changes |= {"owner": self.dice.choice(self.people), "close_date": self.day()}
            changes["deleted"] = self.dice.random() < 0.05
            state.update(changes)
            self.book.change(row, text, **{**changes, "stage": self.book.stage(changes["stage"])})

    def amount(self) -> Decimal | None:
        return None if self.dice.random() < 0.1 else Decimal(self.dice.randrange(0, 99999)) / 100

    def day(self) -> date | None:
        return None if self.dice.random() < 0.1 else FIRST + timedelta(days=self.dice.randrange(250))


def money(value: Decimal | None) -> Decimal:
    return (value or Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def in_period(day: date | None) -> bool:
    return day is not None and FIRST <= day <= LAST


@dataclass
class Slow:
    """The figures of one person at one instant."""

    pasts: list[Past]
    person: User
    moment: datetime

    @property
    def closed(self) -> list[tuple[Past, dict[str, Any]]]:
        states = [(past, past.at(self.moment)) for past in self.pasts]
        return [
            (past, state)
            for past, state in states
            if state
            and state["status"] != "open"
            and in_period(state["close_date"])
            and state["credit"].pk == self.person.pk
        ]

    @property
    def won(self) -> list[tuple[Past, dict[str, Any]]]:
        return [(past, state) for past, state in self.closed if state["status"] == "won"]

    @property
    def decided(self) -> list[tuple[Past, dict[str, Any]]]:
        return [(past, state) for past, state in self.closed if state["loss"] != "duplicate"]

    def bookings(self) -> Decimal:
        return sum((money(state["amount"]) for _, state in self.won), Decimal(0))

    def win_rate(self) -> Decimal | None:
        return Decimal(len(self.won)) / len(self.decided) if self.decided else None

    def win_rate_value(self) -> Decimal | None:
        below = sum((money(state["amount"]) for _, state in self.decided), Decimal(0))
        return self.bookings() / below if below else None

    def average_sales_price(self) -> Decimal | None:
        priced = [money(state["amount"]) for _, state in self.won if state["amount"] is not None]
        return sum(priced, Decimal(0)) / len(priced) if priced else None

    def sales_price_median(self) -> Decimal | None:
        return percentile(
            [money(state["amount"]) for _, state in self.won if state["amount"] is not None], Decimal("0.5")
        )

    def days(self, *statuses: str) -> list[Decimal]:
        return [
            Decimal((state["close_date"] - past.created.date()).days)
            for past, state in self.closed
            if state["status"] in statuses
        ]

    def cycles(self) -> list[Decimal]:
        return self.days("won")

    def lost_cycle(self) -> Decimal | None:
        lost = self.days("lost")
        return sum(lost, Decimal(0)) / len(lost) if lost else None

    def close_cycle_median(self) -> Decimal | None:
        return percentile(self.days("won", "lost"), Decimal("0.5"))

    def sales_cycle(self) -> Decimal | None:
        return sum(self.cycles(), Decimal(0)) / len(self.cycles()) if self.cycles() else None

    def sales_cycle_median(self) -> Decimal | None:
        return percentile(self.cycles(), Decimal("0.5"))

    def sales_cycle_p90(self) -> Decimal | None:
        return percentile(self.cycles(), Decimal("0.9"))

    def open_states(self) -> list[dict[str, Any]]:
        states = [past.at(self.moment) for past in self.pasts]
        return [
            state
            for state in states
            if state
            and state["status"] == "open"
            and state["owner"].pk == self.person.pk
            and not state["omitted"]
            and in_period(state["close_date"])
            and state["close_date"] >= self.moment.date()
        ]

    def open_pipeline(self) -> Decimal:
        return sum((money(state["amount"]) for state in self.open_states()), Decimal(0))

    def weighted_pipeline(self) -> Decimal:
        chances = [state["probability_manual"] or Decimal(CHANCE[state["stage"]]) for state in self.open_states()]
        pairs = zip(self.open_states(), chances, strict=True)
        return sum((money((state["amount"] or 0) * chance) for state, chance in pairs), Decimal(0))

    def first_reached(self) -> list[dict[str, Any]]:
        """All open stages count, so the first state is the one, unless a deal closed as lost at once."""
        found = []
        for past in self.pasts:
            states = [(when, state) for when, state in past.until(self.moment) if state["status"] != "lost"]
            if past.at(self.moment) and states and in_period(states[0][0].date()):
                found.append(states[0][1])
        return [state for state in found if state["owner"].pk == self.person.pk]

    def pipeline_created(self) -> Decimal:
        return sum((money(state["amount"]) for state in self.first_reached()), Decimal(0))

    def pipeline_created_count(self) -> Decimal:
        return Decimal(len(self.first_reached()))

    def close_rate(self) -> Decimal | None:
        made = [
            past.at(self.moment)
            for past in self.pasts
            if past.at(self.moment)
            and in_period(past.created.date())
            and past.until(self.moment)[0][1]["owner"].pk == self.person.pk
        ]
        won = [state for state in made if state and state["status"] == "won"]
        return Decimal(len(won)) / len(made) if made else None

    def stage_conversion(self) -> Decimal | None:
        reached = passed = 0
        for past, state in self.decided:
            visited = [OPEN_STAGES.index(one["stage"]) for _, one in past.until(self.moment) if one["status"] == "open"]
            furthest = len(OPEN_STAGES) if state["status"] == "won" else max(visited, default=0)
            reached += min(furthest + 1, len(OPEN_STAGES))
            passed += furthest
        return Decimal(passed) / reached if reached else None


KEYS = [name for name in vars(Slow) if name in {metric.key for part in DECLARING for metric in part.DECLARED}]


def shown(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"), ROUND_HALF_UP)


@pytest.mark.parametrize("seed", [7, 2026])
def test_every_metric_equals_the_slow_reading(company: Company, seed: int) -> None:
    chronicle = Chronicle(company, seed)
    assert len(KEYS) == 16
    compared = 0
    for day in DAYS:
        moment = end_of_day(date.fromisoformat(day), company.organisation.zone)
        for metric in KEYS:
            found = answer(metric, half_year(day, dims=("owner",)))
            by_owner = {result.group[0]: shown(result.value) for result in found}
            for person in chronicle.people:
                slow = Slow(chronicle.pasts, person, moment)
                expected = shown(getattr(slow, metric)())
                assert by_owner.get(str(person.uid), 0 if expected == 0 else None) == expected, (metric, day, person)
                compared += 1
    assert compared == len(DAYS) * len(KEYS) * 5


def half_year(day: str, **asked: Any) -> Question:
    return replace(question(None, as_of=day, **asked), period=span(FIRST, LAST + timedelta(days=1)))


def test_rows_make_the_figure_in_every_scope(company: Company) -> None:
    """count(rows) is the numerator, or their sum the value, for rep, manager, analyst and vice president."""
    Chronicle(company, 99)
    set_manager(company.priya, company.helena, start=date(2026, 4, 1), by=company.omar)
    for person in (company.priya, company.marcus, company.noor, company.dana):
        for metric in METRICS:
            asked = half_year("2026-07-31", scope=scope_for(person))
            check_parts(metric, asked)


def check_parts(metric: Metric, asked: Question) -> None:
    figure = answer(metric, asked)
    assert isinstance(figure, Result)
    for part in parts_of(metric):
        behind = rows(metric, part, asked)
        listed = list(behind)
        assert behind.count() == len(listed)
        if part == "excluded":
            assert len(listed) == sum(figure.excluded.values()), metric.key
        elif part == "pending":
            assert len(listed) == figure.pending, metric.key
        else:
            total = sum((row.value or Decimal(0) for row in listed), Decimal(0))
            stated = figure.numerator if part == "num" else figure.denominator
            assert total == behind.total()
            assert stated is None or total == stated, metric.key
            if part == "num" and not metric.denominator:
                assert len(listed) == figure.n
