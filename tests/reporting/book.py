"""Deals with a stated past, for figures worked by hand: every state is written at its own instant."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import User
from pipeline.models import Opportunity, Reason, Stage
from salesops.db.operation import operation
from salesops.kernel.grain import Filter
from salesops.kernel.moments import AsOf, parse_as_of
from salesops.kernel.period_names import parse_period
from salesops.kernel.periods import Gregorian, Period
from salesops.kernel.results import Result
from salesops.kernel.scope import EVERYTHING, Scope
from salesops.reporting.evaluate import Question, answer, ground
from tests.company import Company

NUMBERS = count(1)


def at(text: str) -> datetime:
    """`2026-05-18` is noon of that day; with a time it is that moment, UTC."""
    moment = datetime.fromisoformat(text if len(text) > 10 else f"{text}T12:00")
    return moment.replace(tzinfo=UTC)


def period(name: str) -> Period:
    return parse_period(name, Gregorian())


def as_of(text: str) -> AsOf:
    """The end of that day."""
    now = datetime(2100, 1, 1, tzinfo=UTC)
    return parse_as_of(text, now=now, zone=ground().zone)


def question(name: str | None, *, scope: Scope = EVERYTHING, **asked: Any) -> Question:
    stated = asked.pop("as_of", None)
    known = asked.pop("known_at", None)
    filters = tuple(Filter(key, values) for key, values in asked.pop("filters", {}).items())
    return Question(
        scope,
        period(name) if name else None,
        ground(at("2099-01-01")),
        as_of=as_of(stated) if stated else None,
        known_at=as_of(known).instant if known else None,
        filters=filters,
        **asked,
    )


def figure(metric: str, name: str | None, **asked: Any) -> Result:
    found = answer(metric, question(name, **asked))
    assert isinstance(found, Result)
    return found


def parts(metric: str, name: str | None, *dims: str, **asked: Any) -> dict[Any, Result]:
    """Results by key; a single dimension without a tuple."""
    found = answer(metric, question(name, dims=dims, **asked))
    assert isinstance(found, list)
    return {result.group[0] if len(dims) == 1 else result.group: result for result in found}


class Book:
    """Writes deals of one company at stated instants."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.stages = {stage.name: stage for stage in company.process.stages.all()}

    def stage(self, name: str) -> Stage:
        return self.stages[name]

    def open(self, owner: User, created: str, amount: str | None = "1000", **state: Any) -> Opportunity:
        stage = state.pop("stage", None) or self.stage("Discovery")
        with operation(by=owner, at=at(created)):
            return Opportunity.objects.create(
                name=f"Deal {next(NUMBERS)}",
                customer=state.pop("customer", self.company.acme),
                process=stage.process,
                stage=stage,
                owner=owner,
                amount=None if amount is None else Decimal(amount),
                created_at=at(created),
                **state,
            )

    def change(self, deal: Opportunity, when: str, **changes: Any) -> Opportunity:
        with operation(by=deal.owner, at=at(when)):
            for name, value in changes.items():
                setattr(deal, name, value)
            deal.save()
        return deal

    def close(self, deal: Opportunity, when: str, kind: str, **changes: Any) -> Opportunity:
        stage = deal.stage.process.stages.get(kind=kind)
        amount = changes.get("amount", deal.amount)
        changes.setdefault("close_date", date.fromisoformat(when[:10]))
        changes.setdefault("amount_converted", amount if deal.currency == "USD" else None)
        return self.change(deal, when, stage=stage, status=kind, closed_at=at(when), credit_owner=deal.owner, **changes)

    def won(self, owner: User, when: str, amount: str | None = "1000", *, created: str = "", **state: Any) -> Any:
        return self.close(self.open(owner, created or when, amount, **state), when, "won")

    def lost(
        self, owner: User, when: str, amount: str | None = "1000", *, created: str = "", reason: str = "", **state: Any
    ) -> Any:
        cause = Reason.objects.get(list="loss", key=reason) if reason else None
        return self.close(self.open(owner, created or when, amount, **state), when, "lost", loss_reason=cause)

    def reopen(self, deal: Opportunity, when: str, stage: str = "Proposal") -> Opportunity:
        return self.change(
            deal,
            when,
            stage=self.stage(stage),
            status="open",
            closed_at=None,
            amount_converted=None,
            credit_owner=None,
            loss_reason=None,
        )
