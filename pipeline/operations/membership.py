"""Who sees a customer because they hold a deal there: kept as `deal` membership of the customer."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone

from accounts.models import CustomerMember
from pipeline.models import Opportunity

ROLE = "deal"


def follow_deals(customer_id: int | None, people: set[int | None], day: date) -> None:
    """From `day` on each of these people is a member while a deal of the customer is theirs, and no longer."""
    if customer_id is None:
        return
    for person_id in people:
        if person_id is None:
            continue
        running = CustomerMember.objects.filter(
            customer_id=customer_id, person_id=person_id, role=ROLE, during__endswith__isnull=True
        ).first()
        if _holds_deal(customer_id, person_id):
            if running is None:
                _begin(customer_id, person_id, day)
        elif running is not None:
            _end(running, day)


def _holds_deal(customer_id: int, person_id: int) -> bool:
    theirs = Q(owner=person_id) | Q(members__person=person_id, members__during__contains=timezone.now())
    return Opportunity.objects.filter(theirs, customer=customer_id, deleted=False).exists()


def _begin(customer_id: int, person_id: int, day: date) -> None:
    earlier = CustomerMember.objects.filter(customer_id=customer_id, person_id=person_id, role=ROLE)
    start = max([day, *(row.during.upper for row in earlier)])
    CustomerMember.objects.create(
        customer_id=customer_id, person_id=person_id, role=ROLE, during=DateRange(start, None)
    )


def _end(running: CustomerMember, day: date) -> None:
    if running.during.lower is not None and running.during.lower >= day:
        running.delete()
    else:
        running.during = DateRange(running.during.lower, day)
        running.save(update_fields=["during"])
