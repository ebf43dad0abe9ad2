"""What this app does in the background."""

import structlog
from django.utils.translation import gettext_lazy as _

from accounts.access import today
from accounts.operations.contract_clock import steps_of
from salesops.kernel.errors import SalesOpsError
from salesops.kernel.jobs import Run, job

logger = structlog.get_logger(__name__)


@job("accounts.contracts", queue="refresh", atomic=False, label=_("Contracts that begin, renew, end or come due"))
def follow_contracts(run: Run) -> dict[str, int]:
    """Hourly, so that a contract is active soon after its first day has begun; a second run finds nothing to do."""
    done: dict[str, int] = {}
    for what, step in steps_of(today()):
        try:
            with run.chunk():
                done[what] = done.get(what, 0) + step()
        except SalesOpsError as error:
            # One contract that cannot go on must not hold up the others.
            logger.warning("contract_not_followed", step=what, code=error.code)
            done["refused"] = done.get("refused", 0) + 1
    return done
