"""Signing in: links sent by mail, the sessions there are, and what happened at the door."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.append_only import append_only
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class SignInLink(PublicRecord):
    """An address that lets one person set a password, once. Its secret is a signature over `uid`: none is stored.

    `address_digest`: of the address it went to; a link to an address that the person no longer has opens nothing.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("Invitation")
        RESET = "reset", _("New password")

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="sign_in_links")
    kind = models.CharField(max_length=10, choices=Kind)
    address_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="link_used_or_withdrawn",
            ),
            # A new one withdraws the one before: two that open at once could set two passwords.
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="link_one_open",
            ),
        ]


class PersonSession(PublicRecord):
    """One signed-in browser of one person. `key` is that of Django's own session, which holds the sign-in itself."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)
    epoch = models.PositiveIntegerField()
    ip = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-seen_at"], name="session_of_person")]


class SignInEvent(PublicRecord):
    """What happened at the door, append-only. `address_digest` ties tries of one address together, known or not."""

    class Kind(models.TextChoices):
        SUCCESS = "success", _("Signed in")
        FAILURE = "failure", _("Refused")
        LOCKED = "locked", _("Locked")
        UNLOCKED = "unlocked", _("Unlocked")
        RESET_ASKED = "reset_asked", _("New password asked for")
        RESET = "reset", _("New password set")
        JOINED = "joined", _("Invitation accepted")
        FACTORS_RESET = "factors_reset", _("Second factors reset")

    class Method(models.TextChoices):
        PASSWORD = "password", _("Password")
        TOTP = "totp", _("Code of an app")
        WEBAUTHN = "webauthn", _("Passkey")
        RECOVERY = "recovery_codes", _("Recovery code")
        LINK = "link", _("Link by mail")
        PROVIDER = "provider", _("Company account")

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=14, choices=Kind)
    method = models.CharField(max_length=14, choices=Method, blank=True)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="sign_in_events")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    address_digest = models.CharField(max_length=64, blank=True)
    ip = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        triggers = append_only("accounts_signinevent", erasable=("address_digest", "ip", "device"))
        indexes = [
            models.Index(fields=["-at", "-id"], name="sign_in_event_newest"),
            models.Index(fields=["address_digest", "-at"], name="sign_in_event_of_address"),
        ]


class ProviderIdentity(models.Model):
    """Which account of the identity provider a person comes in with: bound at their first sign-in by it."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="provider_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_subject_once"),
            models.UniqueConstraint(fields=["issuer", "person"], name="provider_person_once"),
        ]
