"""When the demo company works: a calendar with the holidays of its country, a night team's, and who is away."""

from datetime import date, timedelta
from random import Random

from accounts.models import User
from accounts.operations.calendars import create_calendar, prefill_holidays
from accounts.operations.leaves import plan_leave
from accounts.rules.hours_text import read_day
from accounts.rules.working_time import OFFICE

KINDS = ("vacation", "vacation", "vacation", "sick", "other")


def write_working_time(seed: int, people: list[User], start: date, until: date) -> int:
    """Returns how many leaves there are: of each active person some days before and after today."""
    house = create_calendar(name="Head office", hours=OFFICE, by=None)
    for year in range(start.year, until.year + 2):
        prefill_holidays(house, country="US", year=year, by=None)
    nights = {weekday: read_day("22:00-06:00") for weekday in range(1, 6)}
    create_calendar(name="Night shift", hours=nights, by=None)
    rng = Random(seed)
    here = [person for person in people if person.state == User.State.ACTIVE]
    for person in here:
        past = until - timedelta(days=rng.randint(20, 150))
        coming = until + timedelta(days=rng.randint(1, 60))
        for first in (past, coming):
            plan_leave(
                person, kind=rng.choice(KINDS), start=first, end=first + timedelta(days=rng.randint(1, 8)), by=None
            )
    return 2 * len(here)
