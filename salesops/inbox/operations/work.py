"""Long work that has ended, told to whoever started it."""

from typing import Any

from salesops.inbox.operations.news import tell
from salesops.jobs.models import Job

# What somebody waits for: the quick ones end before anybody looks away.
LONG = frozenset({"bulk", "science"})


def tell_requester(job: Job, state: str, **more: Any) -> None:
    """On `job_ended`; an attempt of its own for each time it ended."""
    if job.requested_by is None or job.queue not in LONG:
        return
    tell(
        "job",
        key=f"job:{job.uid}:{job.attempt}",
        people=[job.requested_by],
        by=None,
        record=("job", job.uid),
        facts={"failed": state != Job.State.DONE},
    )
