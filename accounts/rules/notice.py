"""By when a contract is to be cancelled, and when somebody is told (accounts-desk.md A-6).

The legal day never moves. Its task falls on the working day at or before it, by the organisation's calendar: a contract
may change hands, and its task stays where it is.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.rules.working_time import WorkingTime, working_day_after, working_day_by

LEAD_DAYS = 30
OBLIGATION_LEAD_DAYS = 14
DAY = timedelta(days=1)


@dataclass(frozen=True)
class NoticeTask:
    """From when somebody is asked to decide, and by when: both working days."""

    raised_on: date
    due_on: date


def notice_by(last_day: date, notice_days: int) -> date:
    """The last day on which notice is in time: 31 May less 30 days is 1 May, 31 March less 31 days 28 February."""
    return last_day - notice_days * DAY


def task_for(day: date, time: WorkingTime, lead_days: int = LEAD_DAYS) -> NoticeTask:
    """The task for what must be done by `day`, raised `lead_days` before: Sunday 31 May 2026 is Friday the 29th."""
    return NoticeTask(working_day_by(time, day - lead_days * DAY), working_day_by(time, day))


def raised_through(today: date, time: WorkingTime, lead_days: int = LEAD_DAYS) -> date:
    """The latest day whose task has been raised by `today`: on a Friday that of the coming Sunday as well."""
    return working_day_after(time, today) - DAY + lead_days * DAY


def is_in_time(given_on: date, by: date) -> bool:
    """Notice on the legal day itself still counts."""
    return given_on <= by


def renews_itself_on(by: date) -> date:
    """The day a contract without notice makes its successor."""
    return by + DAY
