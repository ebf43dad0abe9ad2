"""The seal, in batches after commit."""

from django.utils.translation import gettext_lazy as _

from salesops.audit.seal import seal, sealed_tables
from salesops.kernel.jobs import Run, job


@job("audit.seal", queue="refresh", atomic=False, label=_("Seal the audit log"))
def seal_tables(run: Run) -> dict[str, int]:
    """Rows newly sealed by table; one that has busy writers is left to the next run."""
    sealed = {table: seal(table) for table in sealed_tables()}
    return {table: made.rows if made else 0 for table, made in sealed.items()}
