"""What this app does in the background: the clock of contracts, mail about signing in, forgetting old sessions."""

from uuid import UUID

import structlog
from django.utils.translation import gettext_lazy as _

from accounts.access import today
from accounts.models import ErasureRequest, User
from accounts.operations.access_file import write_access_file
from accounts.operations.contract_clock import steps_of
from accounts.operations.erasing import erase_person
from accounts.operations.erasure_preview import store_preview
from accounts.operations.erasure_requests import ERASE, EXPORT, PREVIEW
from accounts.operations.factors import MAIL_FACTORS_RESET
from accounts.operations.links import MAIL_LINK, MAKE_RESET, make_reset
from accounts.operations.people_change_day import note_trouble
from accounts.operations.people_change_day import steps_of as change_steps_of
from accounts.operations.sessions import forget_sessions
from accounts.operations.sign_in_mail import mail_factors_reset, mail_link
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


@job("accounts.people_changes", queue="refresh", atomic=False, label=_("Hires, moves and leavers whose day has come"))
def follow_people_changes(run: Run) -> dict[str, int]:
    """Hourly, so that a leaver is out soon after the last day; a second run finds nothing to do."""
    done: dict[str, int] = {}
    for what, change, step in change_steps_of(today()):
        try:
            with run.chunk():
                step()
                done[what] = done.get(what, 0) + 1
        except SalesOpsError as error:
            # One change in trouble must not hold up the others; whoever saved it reads why.
            logger.warning("people_change_refused", step=what, code=error.code)
            with run.chunk():
                note_trouble(change, error)
            done["refused"] = done.get("refused", 0) + 1
    return done


@job(MAKE_RESET, queue="interactive", label=_("Answer who asked for a new password"))
def make_reset_link(run: Run, digest: str) -> None:
    """Says nothing of whether somebody was found: job rows are read by others."""
    make_reset(digest)


@job(MAIL_LINK, queue="outbound", label=_("Send an invitation or a new password"))
def send_link(run: Run, link: str) -> None:
    mail_link(UUID(link))


@job(MAIL_FACTORS_RESET, queue="outbound", label=_("Tell of reset second factors"))
def tell_factors_reset(run: Run, person: str) -> None:
    mail_factors_reset(User.objects.get(uid=person), run.uid)


@job("accounts.forget_sessions", queue="refresh", label=_("Forget sessions that are over"))
def forget_old_sessions(run: Run) -> dict[str, int]:
    return {"forgotten": forget_sessions()}


@job(PREVIEW, queue="bulk", label=_("Count what is held of a person"))
def preview_erasure(run: Run, request: str, by: int) -> None:
    store_preview(ErasureRequest.objects.get(uid=request), by=User.objects.get(pk=by), run=run)


@job(ERASE, queue="bulk", atomic=False, label=_("Erase a person"))
def carry_out_erasure(run: Run, request: str) -> None:
    erase_person(ErasureRequest.objects.select_related("approved_by").get(uid=request), run)


@job(EXPORT, queue="bulk", label=_("Write down what is held of a person"))
def export_person(run: Run, request: str) -> dict[str, int]:
    return write_access_file(ErasureRequest.objects.get(uid=request), run)
