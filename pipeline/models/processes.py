"""Sales processes: versions, stages, and the dated map from a stage to a forecast category."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.db.models import PublicRecord


class Category(models.TextChoices):
    """The fixed keys; what people read is a setting of the organisation."""

    COMMIT = "commit", _("Commit")
    UPSIDE = "upside", _("Upside")
    PIPELINE = "pipeline", _("Pipeline")
    OMITTED = "omitted", _("Omitted")


class Subcategory(PublicRecord):
    """A tag inside a category ("At risk", "Bridge"). It lives here because a deal and a stage hold its key."""

    category = models.CharField(max_length=8, choices=Category)
    key = models.SlugField(max_length=40)
    label = models.CharField(max_length=80)

    class Meta:
        ordering = ["category", "key"]
        constraints = [models.UniqueConstraint(fields=["category", "key"], name="subcategory_key_uniq")]

    def __str__(self) -> str:
        return self.label


class ProcessVersion(PublicRecord):
    """A sales process as published once. A deal has exactly one."""

    name = models.CharField(max_length=120)
    number = models.PositiveIntegerField(default=1)
    methodology = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    default = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "number"]
        constraints = [
            models.UniqueConstraint(fields=["name", "number"], name="process_version_once"),
            models.UniqueConstraint(fields=["default"], condition=models.Q(default=True), name="process_one_default"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class Stage(PublicRecord):
    """A step of a process. `probability` is the stated chance of winning from here, 0 to 1."""

    class Kind(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    process = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT, related_name="stages")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.OPEN)
    counts_as_pipeline = models.BooleanField(default=True)
    probability = models.DecimalField(max_digits=7, decimal_places=6, default=0)
    exit_criteria = models.TextField(blank=True)

    class Meta:
        ordering = ["process", "position"]
        constraints = [
            models.UniqueConstraint(fields=["process", "position"], name="stage_position_once"),
            models.UniqueConstraint(fields=["process", "name"], name="stage_name_once"),
            models.UniqueConstraint(fields=["id", "kind"], name="stage_id_kind"),
            models.CheckConstraint(condition=models.Q(probability__range=(0, 1)), name="stage_probability_ratio"),
        ]

    def __str__(self) -> str:
        return self.name


class StageCategory(models.Model):
    """Which category an open stage stands for, from when. Changed only from now on; a past report keeps its map."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="categories")
    category = models.CharField(max_length=8, choices=Category)
    subcategory = models.ForeignKey(Subcategory, null=True, blank=True, on_delete=models.PROTECT)
    valid = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="stage_category_no_overlap",
                expressions=[("stage", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            )
        ]
