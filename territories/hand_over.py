"""What this app registers for hires, moves, leavers: the quota that follows from where somebody sits and how long."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import FiscalPeriod, SeatOccupancy, User
from accounts.people_changes import Fact, Facts, facts
from accounts.queries.organisation import organisation
from salesops.kernel.money import minor_units
from salesops.web.templatetags.formats import money
from territories.models import QuotaMeasure
from territories.queries.quotas import seat_quotas, served_by_person

AHEAD = timedelta(days=366)


def quota_facts(person: User, day: date) -> list[Fact]:
    """The quota of each quarter from that of `day` on, for the days they sit: of 120,000 for half the days 60,000."""
    of, now = organisation(), timezone.now()
    sits = SeatOccupancy.objects.filter(person=person).values_list("seat_id", "during")
    sittings = [(seat, person.pk, during.lower, during.upper) for seat, during in sits]
    periods = FiscalPeriod.objects.filter(
        level=FiscalPeriod.Level.QUARTER, end_date__gte=day, start_date__lte=day + AHEAD
    ).order_by("start_date")
    found = []
    for period in periods:
        rows = [row for row in seat_quotas(period, QuotaMeasure.BOOKINGS, of.currency, now) if row.seat in dict(sits)]
        served = served_by_person(rows, sittings, minor_units(of.currency)).get(person.pk)
        if served:
            found.append(Fact(_("Quota"), period.label, str(money(served, of.currency))))
    return found


def register() -> None:
    facts.register("quotas", Facts("quotas", 40, quota_facts))
