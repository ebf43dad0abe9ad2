"""Who sells: chairs in three regions, each with one rep after the other. A quarter of them change in a year."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from salesops.demo.words import FIRST_NAMES, FIRST_REPS, LAST_NAMES, REGIONS

YEARLY_TURNOVER = 0.25
RAMP_DAYS = 150
VACANT_DAYS = 21


@dataclass(frozen=True)
class Rep:
    """One person in a chair. `ability` multiplies the chance to win; `left` is the first day without them."""

    name: str
    region: str
    chair: int
    hired: date
    left: date | None
    ability: float

    def pace(self, day: date) -> float:
        """0 to 1: how much of a full workload on this day; ramps up over five months."""
        if day < self.hired or (self.left and day >= self.left):
            return 0.0
        return min(1.0, 0.25 + 0.75 * (day - self.hired).days / RAMP_DAYS)


def plan_reps(rng: Random, start: date, until: date, chairs: int) -> list[Rep]:
    """Every rep who ever sat in one of `chairs` chairs between `start` and `until`, by chair and day."""
    used: set[str] = set()
    reps: list[Rep] = []
    for chair in range(chairs):
        region = REGIONS[chair % len(REGIONS)][0]
        day = start - timedelta(days=rng.randint(120, 900))
        while day < until:
            stay = timedelta(days=round(rng.expovariate(YEARLY_TURNOVER / 365)) + 120)
            left = max(day + stay, start + timedelta(days=30))
            gone = left if left < until - timedelta(days=20) else None
            reps.append(Rep(_name(rng, region, chair, used), region, chair, day, gone, rng.gauss(1.0, 0.17)))
            if gone is None:
                break
            day = gone + timedelta(days=rng.randint(0, VACANT_DAYS))
    return reps


def _name(rng: Random, region: str, chair: int, used: set[str]) -> str:
    named = FIRST_REPS[region]
    place = chair // len(REGIONS)
    name = named[place] if place < len(named) else ""
    while not name or name in used:
        name = f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
    used.add(name)
    return name
