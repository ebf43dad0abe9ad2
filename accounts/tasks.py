"""The jobs of accounts: mail about signing in, and forgetting sessions that are over."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.operations.factors import MAIL_FACTORS_RESET
from accounts.operations.links import MAIL_LINK, MAKE_RESET, make_reset
from accounts.operations.sessions import forget_sessions
from accounts.operations.sign_in_mail import mail_factors_reset, mail_link
from salesops.kernel.jobs import Run, job


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
