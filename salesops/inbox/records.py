"""Channels and jobs as records that news is about; nobody comments on them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from salesops.inbox.access import visible_channels
from salesops.jobs.access import visible_to
from salesops.kernel.records import RecordKind, record_kinds


def job_title(job: Any) -> str:
    return str(job.label)


KINDS = (
    RecordKind(
        "channel", _("Channel"), visible_channels, str, lambda row: reverse("inbox:channel", args=[row.uid]), False
    ),
    RecordKind("job", _("Work"), visible_to, job_title, lambda row: reverse("jobs:job", args=[row.uid]), False),
)


def register() -> None:
    for kind in KINDS:
        record_kinds.register(kind.key, kind)
