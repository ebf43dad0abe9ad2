"""The rate a deal closes at."""

from datetime import date

from accounts.models import FxRate
from salesops.kernel.moments import INFINITY


def spot_rate(currency: str, reporting: str, day: date) -> FxRate | None:
    """The spot rate of the day as now known; None for the reporting currency itself, and where none was entered."""
    if currency == reporting:
        return None
    return FxRate.objects.filter(
        from_currency=currency,
        to_currency=reporting,
        kind=FxRate.Kind.SPOT,
        superseded_at=INFINITY,
        valid__contains=day,
    ).first()
