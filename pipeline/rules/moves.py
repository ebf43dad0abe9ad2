"""What happened to a deal between two instants, in one word, and what it did to the period's number."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

RANK = {"commit": 3, "upside": 2, "pipeline": 1}
Kind = Literal[
    "won", "lost", "created", "reopened", "pushed_out", "pulled_in", "raised", "lowered", "grew", "shrank", "moved"
]


class State(Protocol):
    """Money in one currency; `category` as people see it."""

    @property
    def status(self) -> str: ...
    @property
    def category(self) -> str | None: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def close_date(self) -> date | None: ...


@dataclass(frozen=True)
class Move:
    """`money` is signed: what the period gained or lost by it."""

    kind: Kind
    money: Decimal


def move_of(before: State | None, after: State, *, start: date, end: date) -> Move | None:
    """The weightiest change of a deal for the period `[start, end)`; None when it was and is outside of it.

    Won 30,000 that was open: +30,000. Pushed out of the period: minus its amount. 16,000 to 28,000: grew, +12,000.
    """
    was_in, is_in = _inside(before, start, end), _inside(after, start, end)
    amount = after.amount or Decimal(0)
    if not (was_in or is_in):
        return None
    if before is None:
        return Move("won" if after.status == "won" else "created", amount) if after.status != "lost" else None
    if after.status != before.status:
        return _ended(before, after)
    if was_in != is_in:
        return Move("pulled_in", amount) if is_in else Move("pushed_out", -(before.amount or Decimal(0)))
    return _within(before, after)


def _ended(before: State, after: State) -> Move:
    if after.status == "won":
        return Move("won", after.amount or Decimal(0))
    if after.status == "lost":
        return Move("lost", -(before.amount or Decimal(0)))
    return Move("reopened", after.amount or Decimal(0))


def _within(before: State, after: State) -> Move | None:
    amount, was = after.amount or Decimal(0), before.amount or Decimal(0)
    step = RANK.get(after.category or "", 0) - RANK.get(before.category or "", 0)
    if step and after.status == "open":
        return Move("raised", amount) if step > 0 else Move("lowered", -amount)
    if amount != was:
        return Move("grew" if amount > was else "shrank", amount - was)
    return Move("moved", Decimal(0)) if after.close_date != before.close_date else None


def _inside(state: State | None, start: date, end: date) -> bool:
    return state is not None and state.close_date is not None and start <= state.close_date < end
