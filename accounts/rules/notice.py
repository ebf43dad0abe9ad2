"""By when a contract is to be cancelled, and when somebody is told (accounts-desk.md A-6).

The legal day never moves. Its task falls on the working day at or before it; here Saturday and Sunday are no working
days. Holidays join once working calendars are kept.
"""

from dataclasses import dataclass
from datetime import date, timedelta

LEAD_DAYS = 30
OBLIGATION_LEAD_DAYS = 14
DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class NoticeTask:
    """From when somebody is asked to decide, and by when: both working days."""

    raised_on: date
    due_on: date


def notice_by(last_day: date, notice_days: int) -> date:
    """The last day on which notice is in time: 31 May less 30 days is 1 May, 31 March less 31 days 28 February."""
    return last_day - notice_days * DAY


def is_working(day: date) -> bool:
    return day.weekday() < SATURDAY


def working_day_by(day: date) -> date:
    """The day itself, or the last working day before it: Sunday 31 May 2026 is Friday the 29th."""
    while not is_working(day):
        day -= DAY
    return day


def task_for(day: date, lead_days: int = LEAD_DAYS) -> NoticeTask:
    """The task for what must be done by `day`, raised `lead_days` before."""
    return NoticeTask(working_day_by(day - lead_days * DAY), working_day_by(day))


def raised_through(today: date, lead_days: int = LEAD_DAYS) -> date:
    """The latest day whose task has been raised by `today`: on a Friday that of the coming Sunday as well."""
    following = today + DAY
    while not is_working(following):
        following += DAY
    return following - DAY + lead_days * DAY


def is_in_time(given_on: date, by: date) -> bool:
    """Notice on the legal day itself still counts."""
    return given_on <= by


def renews_itself_on(by: date) -> date:
    """The day a contract without notice makes its successor."""
    return by + DAY
