"""What stands between a file and the tables: unlogged, so that staging costs about what a plain COPY costs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from salesops.db.scoped import ScopedQuerySet
from salesops.imports.models.batches import ImportFile


class StagedRow(models.Model):
    """One row of a file as text, under its number in the file (the header is row 1)."""

    pk = models.CompositePrimaryKey("file_id", "row_number")
    file_id = models.BigIntegerField()
    row_number = models.IntegerField()
    cells = ArrayField(models.TextField())

    class Meta:
        managed = False
        db_table = "imports_stagedrow"


class PlannedRow(models.Model):
    """What the last check found that the commit would do with a row, and by what it was matched."""

    class Action(models.TextChoices):
        CREATE = "create", _("New")
        UPDATE = "update", _("Changed")
        UNCHANGED = "unchanged", _("Unchanged")
        BLOCKED = "blocked", _("Blocked")

    pk = models.CompositePrimaryKey("file_id", "row_number")
    file_id = models.BigIntegerField()
    row_number = models.IntegerField()
    action = models.CharField(max_length=10, choices=Action)
    matched_by = models.CharField(max_length=20)
    label = models.TextField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        managed = False
        db_table = "imports_plannedrow"


class Problem(models.Model):
    """A value that cannot be read, or that points at nothing. A blocking one keeps its row out."""

    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="problems")
    row_number = models.IntegerField()
    column = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40)
    value = models.TextField(blank=True)
    suggestion = models.TextField(blank=True)
    blocking = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["file", "row_number", "id"]
        indexes = [models.Index(fields=["file", "code", "field"], name="problem_group")]
