"""What Start proposes of this app: quotas, prefilled or later."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import FiscalPeriod
from salesops.imports.models import ImportBatch
from salesops.imports.start import Proposal, Sheet, StartStep, start_steps
from territories.operations.quotas import prefill_quotas, undo_quota_batch


def propose_quotas(sheet: Sheet) -> Proposal:
    chosen = sheet.answers.get("quotas") or "prefill"
    words = {"prefill": _("Last year's bookings + 20%"), "later": _("Set later")}
    return Proposal(
        words[chosen],
        _("For the open period, one a person; nobody gets a quota of 0"),
        sheet.read_from("amount", "close_date"),
        (("prefill", gettext_lazy("Last year + 20%")), ("later", gettext_lazy("Set later"))),
        chosen,
        _("Proposed"),
    )


def fill(sheet: Sheet, chosen: str, by: Any) -> None:
    period = sheet.batch.options.get("period")
    if chosen == "prefill" and period:
        prefill_quotas(
            FiscalPeriod.objects.filter(level="quarter", start_date=date.fromisoformat(period["from"])), by=by
        )


def take_back(batch: ImportBatch, by: Any) -> None:
    undo_quota_batch(batch.pk, by=by)


def register() -> None:
    step = StartStep(
        "quotas",
        gettext_lazy("Quotas"),
        80,
        propose_quotas,
        after=fill,
        undo=take_back,
    )
    start_steps.register(step.key, step)
