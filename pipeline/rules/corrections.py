"""How a correction of a deal's past moves through what came later (pipeline.md 3.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

State = Mapping[str, object]


@dataclass(frozen=True)
class Known:
    """A live row of a deal's history."""

    version: int
    valid_from: datetime
    state: State


@dataclass(frozen=True)
class Restated:
    """A state to write anew. `was` is the state that held there before; `replaces` its version, None for a new cut."""

    valid_from: datetime
    state: State
    was: State
    replaces: int | None


def carried(history: Sequence[Known], at: datetime, changes: State) -> list[Restated]:
    """The rows that `changes`, effective at `at`, state anew, in effective order.

    `history` is in effective order. A changed column goes on to later rows until the first whose value differs from
    the row before it: from there on somebody had said otherwise. Rows of one instant stay in their order, so what
    follows a restated row at its own instant is restated too. Nothing differs, or nothing existed at `at`: empty.

    Amount 70 from 3 May, next step from 9 May, 85 from 20 May; 60 corrected for 4 May -> 4 May 60, 9 May 60.
    """
    index = next((place for place in reversed(range(len(history))) if history[place].valid_from <= at), None)
    if index is None:
        return []
    base = history[index]
    moving = {name for name, value in changes.items() if base.state[name] != value}
    if not moving:
        return []
    first = Restated(at, {**base.state, **changes}, base.state, base.version if base.valid_from == at else None)
    restated, before = [first], base.state
    for row in history[index + 1 :]:
        moving = {name for name in moving if row.state[name] == before[name]}
        before = row.state
        if not moving and row.valid_from != restated[-1].valid_from:
            break
        state = {**row.state, **{name: changes[name] for name in moving}}
        restated.append(Restated(row.valid_from, state, row.state, row.version))
    return restated
