"""A batch of files that is read, checked, committed and undone as one, and what it left behind."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import EditableRecord, PublicRecord
from salesops.db.scoped import ScopedQuerySet

PERSON = settings.AUTH_USER_MODEL


class ImportBatch(EditableRecord):
    """`options`: what holds for all files (objects to make from columns, rules that are ticked, a snapshot's day)."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        CHECKED = "checked", _("Checked")
        COMMITTED = "committed", _("Imported")
        UNDONE = "undone", _("Undone")
        DISCARDED = "discarded", _("Discarded")

    class Mode(models.TextChoices):
        ALL = "all", _("All or nothing")
        ACCEPTED = "accepted", _("Accepted rows now, the rest stays staged")

    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ALL)
    source = models.CharField(max_length=40)
    options = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    history_from = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)
    committed_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_changeable(self) -> bool:
        return self.state in (self.State.OPEN, self.State.CHECKED)


class ImportFile(PublicRecord):
    """A file as it was read. `derived_from`: made from the columns of another file of the batch, not uploaded."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    object_key = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    encoding = models.CharField(max_length=40, blank=True)
    encoding_guessed = models.BooleanField(default=False)
    delimiter = models.CharField(max_length=1, blank=True)
    header = models.JSONField(default=list)
    has_header = models.BooleanField(default=True)
    rows = models.PositiveIntegerField(default=0)
    mapping = models.JSONField(default=dict)
    derived_from = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="derived")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "object_key"], name="import_object_once")]

    def __str__(self) -> str:
        return self.name


class ExternalId(models.Model):
    """Which record of ours a source's id stands for: what makes the same file harmless the second time.

    batch: the import that said so; none for one set by hand, which no undo takes away.
    """

    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=300)
    record_id = models.BigIntegerField()
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="external_ids")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "external_id"], name="external_id_once"),
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="external_id_record")]


class BatchRecord(models.Model):
    """A record that a committed batch made or changed. `before`: the changed columns as they were, for the undo."""

    class Action(models.TextChoices):
        CREATED = "created", _("Created")
        CHANGED = "changed", _("Changed")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    action = models.CharField(max_length=8, choices=Action)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "kind", "record_id"], name="batch_record_once")]
        indexes = [models.Index(fields=["kind", "record_id"], name="batch_record_record")]
