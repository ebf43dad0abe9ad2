"""What the web layer forgets by the clock."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from salesops.kernel.jobs import Run, job
from salesops.web.api.idempotency import forget_answers


@job("web.forget_answers", queue="refresh", label=_("Forget answers to keyed requests"))
def forget_kept_answers(run: Run) -> dict[str, int]:
    return {"forgotten": forget_answers(timezone.now())}
