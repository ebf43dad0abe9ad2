"""What this app does in the background."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries.organisation import zone
from pipeline.operations.capturing import leave_unmatched, log_captured
from pipeline.operations.reading import LOG, READ, look_again, over_by, read_source, sweep_sources
from pipeline.operations.relationships import compute_relationships
from salesops.kernel.errors import SalesOpsError
from salesops.kernel.jobs import Run, job
from salesops.kernel.moments import local_day

MOST_LOGGED = 200


@job("pipeline.relationships", queue="refresh", label=_("Who knows whom, from logged activities"))
def follow_relationships(run: Run) -> dict[str, int]:
    """Nightly: weights fade by the day even where nothing was logged."""
    now = timezone.now()
    return {**compute_relationships(local_day(now, zone())), "looked_at": look_again(now)}


@job("pipeline.capture", queue="refresh", label=_("Calendars and mail folders whose time has come"))
def sweep_capture(run: Run) -> dict[str, int]:
    """Each minute; a source waits a quarter of an hour for its next read."""
    return {"asked": sweep_sources(timezone.now())}


@job(READ, queue="outbound", atomic=False, label=_("Read a calendar or a mail folder"))
def read_one_source(run: Run, source: str) -> dict[str, int]:
    """Not atomic: the network is asked outside of any transaction."""
    return read_source(UUID(source), run)


@job(LOG, queue="refresh", atomic=False, label=_("Log captured activities"))
def log_what_is_over(run: Run, person: str) -> dict[str, int]:
    """One after the other: what cannot be logged is left to its person, and holds up none of the others."""
    over = over_by(timezone.now()).filter(person__uid=person)
    done: dict[str, int] = {}
    for row in list(over.order_by("occurred_at", "pk")[:MOST_LOGGED]):
        try:
            with run.chunk():
                state = log_captured(row)
        except SalesOpsError:
            with run.chunk():
                state = leave_unmatched(row)
        done[state] = done.get(state, 0) + 1
    return done
