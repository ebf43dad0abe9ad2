"""Bases of every table: a bigint key inside, a uuid outside, a version for the second editor."""

import uuid

from django.db import models

from salesops.db.scoped import ScopedQuerySet


class PublicRecord(models.Model):
    """A record that people can open: `uid` stands in addresses and the API, `id` never leaves the database."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class EditableRecord(PublicRecord):
    """A record that two people may edit at once: `row_version` is what the second one is compared with."""

    row_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
