"""What people may ask about what we hold of them, and the addresses that must not come back."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord

PERSON = settings.AUTH_USER_MODEL


class ErasureRequest(EditableRecord):
    """Somebody asks to see, to have corrected or to have erased what is held of them (accounts-desk.md A-8).

    subject: the record they are known by, named by kind and uid because a lead stands in a higher app. note: what they
    asked and how it was verified; blank once they are erased. preview: what the erasure would touch, by app. words:
    what is looked for, encrypted, kept from the start of the run to its end so that it goes on after a crash.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access")
        CORRECT = "correct", _("Correction")
        ERASE = "erase", _("Erasure")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        VERIFIED = "verified", _("Identity verified")
        PREVIEWED = "previewed", _("Previewed")
        APPROVED = "approved", _("Approved")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    kind = models.CharField(max_length=7, choices=Kind)
    subject_kind = models.CharField(max_length=20)
    subject_uid = models.UUIDField()
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    received_on = models.DateField()
    due = models.DateField()
    note = models.TextField(blank=True)
    received_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_how = models.CharField(max_length=300, blank=True)
    previewed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    previewed_at = models.DateTimeField(null=True)
    preview = models.JSONField(null=True)
    approved_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approval_reason = models.CharField(max_length=300, blank=True)
    sole_approver = models.BooleanField(default=False)
    refused_reason = models.CharField(max_length=300, blank=True)
    done_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    job_uid = models.UUIDField(null=True)
    words = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due"], name="erasure_state_due"),
            models.Index(fields=["subject_kind", "subject_uid"], name="erasure_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("received_on")), name="erasure_due_after"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(previewed_by__isnull=True)
                | ~Q(approved_by=F("previewed_by"))
                | Q(sole_approver=True),
                name="erasure_checker_differs",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refused_reason=""), name="erasure_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False, words=""), name="erasure_done_has_moment"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_uid"],
                condition=~Q(state__in=["done", "refused"]),
                name="erasure_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.received_on}"

    @property
    def is_open(self) -> bool:
        return self.state not in (self.State.DONE, self.State.REFUSED)


class SuppressionList(models.Model):
    """The one salt of this installation, made by the migration."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    salt = models.BinaryField(max_length=32)


class Suppressed(models.Model):
    """A digest of an address or phone number of somebody who was erased: no form, import or API brings it back."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")

    kind = models.CharField(max_length=5, choices=Kind)
    digest = models.BinaryField(max_length=32, unique=True)
    since = models.DateTimeField(default=timezone.now)


def never_back(*columns: str) -> pgtrigger.Trigger:
    """Refuses a row whose address or number is on the list, whatever path it takes (also COPY and raw SQL)."""
    found = " OR ".join(
        f"((TG_OP = 'INSERT' OR NEW.{name} IS DISTINCT FROM OLD.{name})"
        f" AND accounts_is_suppressed('{name}', NEW.{name}))"
        for name in columns
    )
    return pgtrigger.Trigger(
        name="never_back",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns),
        func=f"""
            IF {found} THEN
                RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
            END IF;
            RETURN NEW;
        """,
    )


def stays_erased(erased: str, *columns: str) -> pgtrigger.Trigger:
    """Refuses to write the named columns of somebody who was erased."""
    return pgtrigger.Trigger(
        name="stays_erased",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.Condition(
            f"OLD.{erased} AND (" + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns) + ")"
        ),
        func="""
            RAISE EXCEPTION 'person_erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'person_erased';
        """,
    )
