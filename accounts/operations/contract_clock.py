"""What contracts do by the clock: begin, renew themselves, end, remind, lose blocked files.

Each in its own transaction, each once.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.utils import timezone

from accounts import events
from accounts.models import Contract, Obligation
from accounts.operations.contract_files import remove_after_term
from accounts.operations.contracts import settle
from accounts.operations.renewals import renew_by_itself
from accounts.operations.rows import locked
from accounts.queries.contracts import (
    beginning,
    ended,
    notices_due,
    obligations_due,
    past_their_term,
    renewing_themselves,
)
from accounts.queries.working_time import organisation_time
from accounts.rules.notice import OBLIGATION_LEAD_DAYS, raised_through, task_for
from salesops.db.operation import operation

Step = tuple[str, Callable[[], bool]]


def settled(contract: Contract, today: date) -> bool:
    return settle(contract, today, by=None).state != contract.state


def renewed(contract: Contract) -> bool:
    return renew_by_itself(contract) is not None


def steps_of(today: date) -> Iterable[Step]:
    """What is to be done by `today`, in its order: (what it is called in the job's result, do it)."""
    for contract in beginning(today):
        yield "begun", partial(settled, contract, today)
    for contract in renewing_themselves(today):
        yield "renewed", partial(renewed, contract)
    for contract in ended(today):
        yield "ended", partial(settled, contract, today)
    for contract in notices_due(today).filter(notice_told_at__isnull=True):
        yield "notices", partial(tell_notice, contract)
    through = raised_through(today, organisation_time(), OBLIGATION_LEAD_DAYS)
    for one in obligations_due(through).filter(told_at__isnull=True).select_related("contract"):
        yield "obligations", partial(tell_obligation, one)
    for file in past_their_term(today):
        yield "files", partial(remove_after_term, file)


def tell_notice(contract: Contract) -> bool:
    """Sends `notice_due`, once."""
    with operation(by=None):
        contract = locked(contract)
        if contract.notice_told_at is not None:
            return False
        Contract.objects.filter(pk=contract.pk).update(notice_told_at=timezone.now())
        events.notice_due.send(Contract, contract=contract, task=task_for(contract.notice_by, organisation_time()))
        return True


def tell_obligation(one: Obligation) -> bool:
    """Sends `obligation_due`, once for its due day."""
    with operation(by=None):
        one = locked(one)
        if one.told_at is not None:
            return False
        Obligation.objects.filter(pk=one.pk).update(told_at=timezone.now())
        task = task_for(one.due, organisation_time(), OBLIGATION_LEAD_DAYS)
        events.obligation_due.send(Obligation, obligation=one, task=task)
        return True
