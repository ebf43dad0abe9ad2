"""Write the demo company: people by the product's operations, the mass of rows by COPY, all in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from accounts.models import User
from salesops.db.operation import operation
from salesops.demo.activities import write_activities
from salesops.demo.capture import write_capture
from salesops.demo.company import People, make_ground, make_people
from salesops.demo.contracts import write_contracts
from salesops.demo.customers import write_customers
from salesops.demo.deals import Deal, deals_of
from salesops.demo.leads import write_leads
from salesops.demo.orders import write_orders
from salesops.demo.people import plan_reps
from salesops.demo.plan import write_forecast, write_quotas
from salesops.demo.states import write_deals
from salesops.demo.talk import write_talk
from salesops.demo.working_time import write_working_time

QUARTERS = 10
REPS_AT_FULL_SCALE = 2000
FEWEST_CHAIRS = 18


@dataclass(frozen=True)
class Demo:
    """What was written, for the command to say and the tests to look at."""

    people: People
    deals: list[Deal]
    counts: dict[str, int]


def first_day(until: date) -> date:
    """The first day of the quarter nine quarters before that of `until`."""
    month = until.year * 12 + (until.month - 1) // 3 * 3 - 3 * (QUARTERS - 1)
    return date(month // 12, month % 12 + 1, 1)


def generate(*, until: datetime, seed: int, scale: float, password: str, say: Callable[[str], None]) -> Demo:
    """An empty database gets the demo company; same seed, scale and `until`: the same rows. `password` is a hash."""
    rng = Random(seed)
    start = first_day(until.date())
    chairs = max(FEWEST_CHAIRS, round(REPS_AT_FULL_SCALE * scale))
    reps = plan_reps(rng, start, until.date(), chairs)
    deals = [deal for rep in reps for deal in deals_of(rng, rep, start, until)]
    with operation(by=None, source="system"):
        process = make_ground(start, until.date())
        people = make_people(reps, start - timedelta(days=1000), password)
        say(f"{len(reps)} reps, {len(deals)} deals")
        customers = write_customers(rng, deals, reps, people)
        written = write_deals(rng, deals, reps, people, customers, process)
        counts = {
            "customers": len(customers.ids),
            "deals": len(deals),
            "versions": written.versions,
            "activities": write_activities(rng, deals, written, customers, until),
            "leads": write_leads(rng, deals, written, customers, until),
        }
        counts["contracts"] = write_contracts(seed, deals, written, customers, reps, people, until)
        counts["leaves"] = write_working_time(seed, people.reps, start, until.date())
        counts["comments"] = write_talk(seed, people, until)
        counts["captured"] = write_capture(seed, people, until)
        counts["orders"] = write_orders(seed, customers, people, until)
        _date_the_sign_ups()
    counts["quotas"] = write_quotas(reps, people, until)
    counts["forecasts"] = write_forecast(rng, people, until)
    return Demo(people, deals, counts)


def _date_the_sign_ups() -> None:
    """Nobody signed up today: accounts are as old as the company."""
    User.objects.update(created_at=datetime(2022, 1, 3, 9, tzinfo=UTC))
