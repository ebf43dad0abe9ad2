"""What a deal's values must satisfy, whichever operation writes them. Each raises Refused with the field's sentence."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Currency, User
from accounts.queries.organisation import organisation
from pipeline.models import Opportunity, Stage
from salesops.kernel.errors import Refused
from salesops.kernel.moments import local_day

GONE = frozenset({User.State.SUSPENDED, User.State.DEACTIVATED, User.State.ERASED})


def require_receiver(owner: User) -> None:
    """`listed` people own deals too: they came from a file and have not been invited yet."""
    if owner.state in GONE:
        sentence = _("%(name)s no longer works here. Choose somebody else.") % {"name": owner.name}
        raise Refused("receiver_inactive", sentence, fields={"owner": sentence})


def require_currency(code: str) -> None:
    if not Currency.objects.filter(code=code).exists():
        sentence = _("The organisation does not use the currency “%(code)s”.") % {"code": code}
        raise Refused("currency_unknown", sentence, fields={"currency": sentence})


def require_amount_sign(amount: Decimal | None, status: str) -> None:
    """Below zero only as a correction of a won deal, where it is a credit."""
    if amount is not None and amount < 0 and status != Stage.Kind.WON:
        sentence = _("Only a won deal can carry a negative amount, as a credit.")
        raise Refused("amount_sign", sentence, fields={"amount": sentence})


def require_stage(stage: Stage, deal: Opportunity, *, kind: str = Stage.Kind.OPEN) -> None:
    """A stage of the deal's own process, of the kind that the operation writes."""
    if stage.process_id != deal.process_id:
        sentence = _("“%(stage)s” belongs to another process than this deal.") % {"stage": stage.name}
        raise Refused("stage_not_in_process", sentence, fields={"stage": sentence})
    if stage.kind != kind:
        sentence = _("“%(stage)s” closes the deal: win or lose it instead.") % {"stage": stage.name}
        raise Refused("stage_closes", sentence, fields={"stage": sentence})


def require_open(deal: Opportunity) -> None:
    if deal.deleted:
        raise Refused("deal_deleted", _("This deal was deleted."))
    if deal.status != Stage.Kind.OPEN:
        raise Refused("deal_closed", _("This deal is closed. Reopen it first."))


def require_after_creation(close_date: date | None, created_at: datetime) -> None:
    if close_date is not None and close_date < local_day(created_at, organisation().zone):
        sentence = _("The close date is before the day this deal was created.")
        raise Refused("close_before_creation", sentence, fields={"close_date": sentence})


def require_reason(given: object, field: str, sentence: str) -> None:
    if not given:
        raise Refused("reason_required", sentence, fields={field: sentence})
