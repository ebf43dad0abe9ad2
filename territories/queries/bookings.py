"""What people booked in a stretch of days, to start a quota from."""

from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from accounts.queries.organisation import organisation
from pipeline.queries.conversion import closed_worth
from pipeline.queries.history import state_as_of


def booked_by_person(first: date, last: date) -> dict[int, Decimal]:
    """Won amounts by credit owner, as bookings convert them; renewals and expansion count. Nobody without a deal."""
    won = state_as_of(timezone.now()).filter(status="won", close_date__range=(first, last))
    worth = closed_worth(organisation())
    rows = won.filter(credit_owner__isnull=False).values("credit_owner").annotate(booked=Sum(worth))
    return {row["credit_owner"]: row["booked"] for row in rows if row["booked"] is not None}
