"""What this app does in the background."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.queries.organisation import zone
from pipeline.operations.relationships import compute_relationships
from salesops.kernel.jobs import Run, job
from salesops.kernel.moments import local_day


@job("pipeline.relationships", queue="refresh", label=_("Who knows whom, from logged activities"))
def follow_relationships(run: Run) -> dict[str, int]:
    """Nightly: weights fade by the day even where nothing was logged."""
    return compute_relationships(local_day(timezone.now(), zone()))
