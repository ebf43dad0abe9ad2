"""What people are told: one piece of news, who has it in their inbox, and how it went out to mail and chat."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord, PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Channel(EditableRecord):
    """A way out. `in_app` and `mail` are there from the start; chat and webhooks carry news in the scope of `owner`.

    audience: whose news goes there. address, secret, former_secret: sealed by FIELD_KEYS; `host` is what is shown.
    failures: sends refused in a row; at PAUSED_AT nothing is sent until a test went through.
    """

    class Kind(models.TextChoices):
        IN_APP = "in_app", _("In SalesOps")
        MAIL = "mail", _("Mail")
        SLACK = "slack", _("Slack")
        TEAMS = "teams", _("Teams")
        WEBHOOK = "webhook", _("Webhook")

    class Audience(models.TextChoices):
        OWN = "own", _("The owner's own news")
        TEAM = "team", _("News of a team's people")
        EVERYONE = "everyone", _("Everybody's news")

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=120)
    owner = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="channels")
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.OWN)
    team = models.ForeignKey("accounts.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.TextField(blank=True)
    host = models.CharField(max_length=300, blank=True)
    secret = models.TextField(blank=True)
    former_secret = models.TextField(blank=True)
    is_on = models.BooleanField(default=True)
    last_ok_at = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    last_error = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind__in=["in_app", "mail"]), name="channel_built_in_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["in_app", "mail"]) | (Q(owner__isnull=False) & ~Q(address="")),
                name="channel_out_has_owner",
            ),
            models.CheckConstraint(condition=~Q(audience="team") | Q(team__isnull=False), name="channel_team_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_built_in(self) -> bool:
        return self.kind in (self.Kind.IN_APP, self.Kind.MAIL)


class News(PublicRecord):
    """One thing that happened, under a key that never repeats. The record is named by kind and uid.

    about_uid: the comment, task or channel it speaks of; facts: the words that its sentence needs beside the record.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.SlugField(max_length=40)
    record_kind = models.SlugField(max_length=40)
    record_uid = models.UUIDField()
    about_uid = models.UUIDField(null=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["record_kind", "record_uid"], name="news_of_record")]

    def __str__(self) -> str:
        return self.key


class Notification(PublicRecord):
    """News in one person's inbox. scope_hash: the roles by which they saw the record when it came.

    snoozed_until: it waits out of sight, unread, until then.
    """

    news = models.ForeignKey(News, on_delete=models.PROTECT, related_name="notifications")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="notifications")
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    scope_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["news", "person"], name="notification_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notification_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notification_unread"),
        ]


class Delivery(PublicRecord):
    """One piece of news to one person by one channel: sent once. `held` waits until `due_at`, or for its reason.

    in_digest: goes out in the person's daily mail. scope_hash, as_of: by which roles and when it was let through.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        HELD = "held", _("Held")

    news = models.ForeignKey(News, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=6, choices=State, default=State.QUEUED)
    in_digest = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=300, blank=True)
    scope_hash = models.CharField(max_length=64, blank=True)
    as_of = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["news", "person", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "-id"], name="delivery_log"),
            models.Index(
                fields=["person", "due_at"], condition=Q(state="held", in_digest=True), name="delivery_of_digest"
            ),
        ]


class Preference(EditableRecord):
    """How one person wants to be told. Nobody's row: at once, at any hour, of everything."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("Each by itself")
        DAILY = "daily", _("One mail a day")
        NONE = "none", _("No mail")

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="preference")
    mail = models.CharField(max_length=7, choices=Mail, default=Mail.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    switched_off = ArrayField(models.SlugField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="preference_digest_hour"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="preference_quiet_both",
            ),
        ]


class Follow(models.Model):
    """A record of which one person wants to hear every comment and change."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="follows")
    kind = models.SlugField(max_length=40)
    record_uid = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "record_uid"], name="follow_once")]
        indexes = [models.Index(fields=["record_uid"], name="follow_of_record")]


class Mute(models.Model):
    """A record of which one person wants to hear nothing but what they must."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="mutes")
    kind = models.SlugField(max_length=40)
    record_uid = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "record_uid"], name="mute_once")]
