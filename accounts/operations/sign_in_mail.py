"""Mail about signing in. Called by jobs alone: no request waits for a mail server."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import SignInLink, User
from accounts.queries.signing_in import opens, token_of
from salesops.kernel.jobs import RetryLater


def mail_link(uid: UUID) -> bool:
    """Mark the link as sent and send it, in the transaction of the job: at a second call it is sent already.

    False when there is nothing to send. Raises RetryLater when the mail server does not take it.
    """
    link = SignInLink.objects.select_for_update(of=("self",)).select_related("person", "made_by").get(uid=uid)
    if link.sent_at is not None or not opens(link, link.person, timezone.now()):
        return False
    link.sent_at = timezone.now()
    link.save(update_fields=["sent_at"])
    with translation.override(link.person.language):
        subject = {
            SignInLink.Kind.INVITATION: _("Your invitation to SalesOps"),
            SignInLink.Kind.RESET: _("A new password for SalesOps"),
        }[SignInLink.Kind(link.kind)]
        url = settings.BASE_URL + reverse("accounts:link", args=[token_of(link)])
        _send(link.person, subject, f"accounts/mail/{link.kind}.txt", link.uid, {"link": link, "url": url})
    return True


def mail_factors_reset(person: User, job: UUID) -> None:
    """The owner hears of it whoever did it. Raises RetryLater."""
    with translation.override(person.language):
        _send(person, _("Your second factors were reset"), "accounts/mail/factors_reset.txt", job, {})


def _send(person: User, subject: str, template: str, uid: UUID, context: dict[str, Any]) -> None:
    """One Message-ID for one thing said, so that a mail server that got it twice can tell."""
    body = render_to_string(template, {"person": person, **context})
    headers = {"Message-ID": f"<{uid}@{urlsplit(settings.BASE_URL).hostname}>"}
    message = EmailMessage(subject, body, to=[str(person.email)], headers=headers)
    try:
        message.send()
    except OSError as error:
        # Every error of smtplib is one; its text may hold the address, its name does not.
        raise RetryLater(_("The mail server did not take the message: %(e)s") % {"e": type(error).__name__}) from error
