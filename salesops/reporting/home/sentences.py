"""What needs attention, in the sentence under the title of a home page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from salesops.imports.access import visible_to as batches_visible_to
from salesops.imports.models import ImportBatch
from salesops.jobs.access import visible_to as jobs_visible_to
from salesops.jobs.queries import given_up
from salesops.reporting.home.deals import own_deals, tasks
from salesops.reporting.home.pace import pace_sentence
from salesops.reporting.home.quality import checked_at
from salesops.reporting.home.record import Home


def sentence_of(home: Home) -> str:
    told = pace_sentence(home)
    if home.kind == "operations":
        return _of_operations(home)
    if home.leads_people and home.forecasts:
        return f"{home.forecasts.sentence} {told}"
    return f"{_due(home)} {told}" if home.kind == "rep" and home.asked.node is None else told


def _due(home: Home) -> str:
    count = sum(1 for line in tasks(home, own_deals(home)) if line.tone)
    if not count:
        return _("Nothing needs you today.")
    words = ngettext("%(n)s thing needs you today.", "%(n)s things need you today.", count)
    return words % {"n": _spelled(count)}


def _spelled(count: int) -> str:
    words = (_("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"))
    return words[count - 1] if count <= len(words) else str(count)


def sentence_of_work(user: User) -> str:
    failed = given_up(jobs_visible_to(user)).count()
    waiting = len(imports_to_decide(user))
    said = _("Everything in the background ran.")
    if failed:
        said = ngettext("%(n)s job failed.", "%(n)s jobs failed.", failed) % {"n": failed}
    if not waiting:
        return said
    words = ngettext("%(n)s import waits for a decision.", "%(n)s imports wait for a decision.", waiting)
    return f"{said} {words % {'n': waiting}}"


def _of_operations(home: Home) -> str:
    said = sentence_of_work(home.user)
    now = checked_at(home, 0)
    lacking = now.open - now.passing
    words = ngettext("%(n)s open deal fails a check.", "%(n)s open deals fail a check.", lacking)
    return f"{said} {words % {'n': f'{lacking:,}'}}" if lacking else said


def imports_to_decide(user: User) -> list[ImportBatch]:
    """Checked and not yet imported, the newest first."""
    return list(batches_visible_to(user).filter(state=ImportBatch.State.CHECKED).prefetch_related("files"))
