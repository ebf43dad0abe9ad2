"""Two records that turned out to be one: what was put together, and which pairs are known to be two."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.customers import Contact, CustomerAccount
from salesops.db.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Merge(PublicRecord):
    """One merge and, once it was taken back, its undo.

    before: both sides as they were, by column; after: the survivor's columns that changed. moved: for each follower
    (accounts.merging) what it moved, in its own words. kept: after the undo, what stood still because it was changed
    since, counted by follower or named by column.
    """

    survivor: Any
    loser: Any
    choices = models.JSONField(default=dict)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=300, blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept = models.JSONField(default=dict)

    class Meta:
        abstract = True


class CustomerMerge(Merge):
    survivor = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="merges")
    loser = models.ForeignKey(CustomerAccount, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(survivor=models.F("loser")), name="merge_distinct"),
            models.UniqueConstraint(fields=["loser"], condition=models.Q(undone_at__isnull=True), name="merged_once"),
        ]


class ContactMerge(Merge):
    survivor = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="merges")
    loser = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(survivor=models.F("loser")), name="contact_merge_distinct"),
            models.UniqueConstraint(
                fields=["loser"], condition=models.Q(undone_at__isnull=True), name="contact_merged_once"
            ),
        ]


class NotDuplicate(models.Model):
    """Two records that somebody looked at and found to be two; they are not proposed again."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", _("Account")
        CONTACT = "contact", _("Contact")

    kind = models.CharField(max_length=8, choices=Kind)
    first_uid = models.UUIDField()
    second_uid = models.UUIDField()
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_uid", "second_uid"], name="not_duplicate_once"),
            models.CheckConstraint(
                condition=models.Q(first_uid__lt=models.F("second_uid")), name="not_duplicate_in_order"
            ),
        ]
