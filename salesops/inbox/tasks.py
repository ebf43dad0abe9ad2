"""What the inbox does in the background: sending, one message a job, the daily mail, due days."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from salesops.inbox.operations.deadlines import DUE_DAYS, recompute_due_days
from salesops.inbox.operations.deliveries import deliver, send_digest
from salesops.inbox.operations.news import DELIVER, DIGEST
from salesops.kernel.jobs import Run, job


@job(DELIVER, queue="outbound", atomic=False, label=_("Send a message"))
def send_message(run: Run, delivery: str) -> dict[str, str]:
    """Not atomic: what was sent stays sent, whatever becomes of this attempt."""
    return {"state": deliver(UUID(delivery))}


@job(DUE_DAYS, queue="refresh", label=_("Due days of tasks by another calendar"))
def compute_due_days(run: Run) -> dict[str, int]:
    return {"moved": recompute_due_days()}


@job(DIGEST, queue="outbound", atomic=False, label=_("Send a daily mail"))
def send_daily_mail(run: Run, person: str) -> dict[str, int]:
    return {"entries": send_digest(UUID(person))}
