"""The one table of background work."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import PublicRecord
from salesops.kernel.jobs import ATTEMPTS, JOBS


class Job(PublicRecord):
    """One piece of work and how far it got. A worker owns it while `attempt` is the number it claimed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        DEAD = "dead", _("Gave up")

    name = models.CharField(max_length=100)
    # Null, not empty: unique constraints let any number of jobs without a key stand.
    key = models.CharField(max_length=200, null=True, blank=True)
    period_key = models.CharField(max_length=100, null=True, blank=True)
    args = models.JSONField(default=dict)
    queue = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    last_attempt = models.PositiveIntegerField(default=ATTEMPTS)
    claimed_until = models.DateTimeField(null=True)
    progress = models.PositiveBigIntegerField(default=0)
    progress_total = models.PositiveBigIntegerField(null=True)
    progress_text = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    run_after = models.DateTimeField(default=timezone.now)
    woken_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "key"], condition=models.Q(state="waiting"), name="job_waiting_once"
            ),
            models.UniqueConstraint(fields=["name", "period_key"], name="job_period_once"),
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(claimed_until__isnull=False),
                name="job_running_is_claimed",
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=False) | models.Q(state__in=["waiting", "running"]),
                name="job_ended_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["run_after"], condition=models.Q(state="waiting"), name="job_due"),
            models.Index(fields=["claimed_until"], condition=models.Q(state="running"), name="job_claims"),
            models.Index(fields=["requested_by", "-created_at"], name="job_by_requester"),
            models.Index(fields=["-created_at"], name="job_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uid}"

    @property
    def label(self) -> str:
        """What people read; the bare name of a job that no longer exists in the code."""
        kind = JOBS.get(self.name)
        return kind.said(self.args) if kind else self.name

    @property
    def has_ended(self) -> bool:
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    @property
    def share_done(self) -> float | None:
        """0 to 1, None while nobody knows how much there is."""
        return min(1.0, self.progress / self.progress_total) if self.progress_total else None


class JobFile(PublicRecord):
    """The file that a job wrote for its requester, kept seven days. `content` is stored under a name nobody guesses."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.FileField(upload_to="exports", max_length=200)
    rows = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
