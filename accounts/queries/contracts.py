"""Reads about contracts: what is to be decided, what comes by the clock, what follows what."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When

from accounts.models import Contract, ContractFile, ContractRenewal, Obligation
from accounts.queries.working_time import organisation_time
from accounts.rules.contracts import RUNNING
from accounts.rules.notice import raised_through
from accounts.rules.terms import LEGAL_TERM_YEARS, months_later

SIGNED_NEXT = Exists(ContractRenewal.objects.filter(old=OuterRef("pk"), signed_on__isnull=False))


def undecided() -> Q:
    """Running, no notice given, and nothing signed to follow."""
    return Q(state__in=RUNNING, refused_on__isnull=True) & ~Q(SIGNED_NEXT)


def is_decided(contract: Contract) -> bool:
    """Nobody has to decide on it any more, as the database has it now."""
    return not Contract.objects.filter(undecided(), pk=contract.pk).exists()


def to_decide(today: date) -> Q:
    """Notice is still in time, and its task has been raised."""
    return undecided() & Q(notice_by__range=(today, raised_through(today, organisation_time())))


def comes_due(as_of: date) -> Q:
    """Signed by then; confidentiality never comes due."""
    return Q(signed_on__lte=as_of) & ~Q(type=Contract.Type.NDA)


def notices_due(today: date) -> QuerySet[Contract]:
    return Contract.objects.filter(to_decide(today)).order_by("notice_by", "pk")


def obligations_due(through: date) -> QuerySet[Obligation]:
    """Of running contracts, due by that day, the late ones included."""
    open_ones = Obligation.objects.filter(done_at__isnull=True, contract__state__in=RUNNING)
    return open_ones.filter(due__lte=through).order_by("due", "pk")


def beginning(today: date) -> QuerySet[Contract]:
    return Contract.objects.filter(state=Contract.State.SIGNED, during__startswith__lte=today).order_by("pk")


def ended(today: date) -> QuerySet[Contract]:
    return Contract.objects.filter(state=Contract.State.ACTIVE, during__endswith__lte=today).order_by("pk")


def renewing_themselves(today: date) -> QuerySet[Contract]:
    return Contract.objects.filter(undecided(), auto_renew=True, notice_by__lt=today).order_by("pk")


def past_their_term(today: date) -> QuerySet[ContractFile]:
    """Blocked files that nothing asks us to keep any more."""
    long_ago = months_later(today, -12 * LEGAL_TERM_YEARS)
    blocked = ContractFile.objects.filter(blocked_at__isnull=False, contract__during__endswith__lt=long_ago)
    return blocked.select_related("contract").order_by("pk")


def followed(rows: Any) -> list[ContractRenewal]:
    """The links of one contract, the earliest first. `rows`: its successors or predecessors."""
    return list(rows.select_related("old", "new").order_by("new__during", "old__during", "pk"))


def with_last_day(rows: Any) -> Any:
    """Each with `last_on`, the last day it holds by its terms."""
    last = Func(F("during"), template="(upper(%(expressions)s) - 1)", output_field=DateField())
    return rows.annotate(last_on=last)


def running_first(rows: Any) -> Any:
    """Running ones before the rest, the latest first."""
    order = Case(When(state__in=RUNNING, then=Value(0)), default=Value(1))
    return rows.select_related("owner").order_by(order, "-during", "pk")
