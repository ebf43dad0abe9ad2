"""Two ways to one answer, timed in turns on one machine: the ratio, its goal, the verdict."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = 7
FEWEST = 5


@dataclass(frozen=True)
class Verdict:
    """ratio = median of ours / median of the limit, both in seconds. It holds up to `must`; `goal` is where we aim."""

    name: str
    ours: float
    limit: float
    must: float
    goal: float | None

    @property
    def ratio(self) -> float:
        return self.ours / self.limit

    @property
    def holds(self) -> bool:
        return self.ratio <= self.must

    def __str__(self) -> str:
        wanted = f"<= {self.must}x" + (f" (goal {self.goal}x)" if self.goal else "")
        reached = "FAILS" if not self.holds else "goal" if self.goal and self.ratio <= self.goal else "holds"
        times = f"{self.ours * 1000:.2f} ms against {self.limit * 1000:.2f} ms"
        return f"{self.name}: {self.ratio:.2f}x, {times}, {wanted}: {reached}"


def compare(
    name: str,
    ours: Callable[[], Any],
    limit: Callable[[], Any],
    *,
    must: float,
    goal: float | None = None,
    rounds: int = ROUNDS,
    same: Callable[[Any, Any], bool] | None = lambda one, other: bool(one == other),
) -> Verdict:
    """Run both in turns, after one round that warms up and checks that they give the same. Prints its verdict.

    In turns, because a machine slows and recovers: both then meet the same weather. same: None where there is nothing
    to compare, as between two ways to write. Raises AssertionError when the answers differ, ValueError for under five
    rounds.
    """
    if rounds < FEWEST:
        raise ValueError(f"a median of {rounds} says too little")
    answer, expected = ours(), limit()
    assert same is None or same(answer, expected), f"{name}: the two ways do not give the same"
    pairs = [(_seconds(ours), _seconds(limit)) for _ in range(rounds)]
    first, second = (statistics.median(column) for column in zip(*pairs, strict=True))
    verdict = Verdict(name, first, second, must, goal)
    print(verdict)
    return verdict


def _seconds(way: Callable[[], Any]) -> float:
    gc.collect()
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun
