"""Somebody says that an account should be theirs, and what was decided."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import CustomerAccount
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class OwnershipClaim(PublicRecord):
    """`starts_on` is the day from which an accepted claim changed the owner."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    customer = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="claims")
    claimed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="claims")
    reason = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    starts_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    sole_approver = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "-made_at"], name="claim_state_made")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "claimed_by"], condition=models.Q(state="open"), name="claim_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at__isnull=True)
                | ~models.Q(state="open") & models.Q(decided_at__isnull=False),
                name="claim_decided_has_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("claimed_by"))
                | models.Q(sole_approver=True),
                name="claim_second_person",
            ),
        ]
