"""Deals and leads as records that comments, tasks and notifications are about."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pipeline.access import visible_deals, visible_leads
from salesops.inbox.panels import talk_panel
from salesops.kernel.records import RecordKind, record_kinds

KINDS = (
    RecordKind("deal", _("Deal"), visible_deals, str, lambda row: reverse("pipeline:deal", args=[row.uid])),
    RecordKind("lead", _("Lead"), visible_leads, str, lambda row: reverse("pipeline:lead", args=[row.uid])),
)


def register() -> None:
    for kind in KINDS:
        record_kinds.register(kind.key, kind)
    talk_panel("deal", width=12)
    talk_panel("lead", width=12)
