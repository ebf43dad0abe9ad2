"""Writes about forecast types."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from forecasting.models import ForecastType, ForecastTypeVersion
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Refused

# key, name, kinds, quota measure
SHIPPED_TYPES = (
    ("new_and_expansion", "New and expansion", ["new", "expansion"], "bookings"),
    ("renewals", "Renewals", ["renewal"], "renewal_arr"),
)
THURSDAY = 3
FIELDS = (
    "kinds",
    "policy",
    "judgement_visible",
    "stale_share",
    "stale_amount",
    "headline",
    "deadline_weekday",
    "deadline_time",
    "quota_measure",
)


def make_forecast_types(*, by: User | None) -> list[ForecastType]:
    """The two shipped types, which hold every deal once between them; existing ones stay as they are."""
    with operation(by=by) as op:
        for position, (key, name, kinds, measure) in enumerate(SHIPPED_TYPES, start=1):
            type_, made = ForecastType.objects.get_or_create(key=key, defaults={"name": name, "position": position})
            if made:
                ForecastTypeVersion.objects.create(
                    type=type_,
                    number=1,
                    kinds=kinds,
                    quota_measure=measure,
                    deadline_weekday=THURSDAY,
                    made_at=op.at,
                    made_by=by,
                )
        return list(ForecastType.objects.filter(retired_at__isnull=True))


def change_forecast_type(type_: ForecastType, *, changes: dict[str, Any], by: User, reason: str) -> ForecastTypeVersion:
    """The type's rules from now on, as a new version: calls and submissions made before keep theirs.

    Raises Refused `unknown_field` for what a version does not have, `reason_required`.
    """
    unknown = sorted(changes.keys() - set(FIELDS))
    if unknown:
        raise Refused(
            "unknown_field",
            _("A forecast type has no %(field)s.") % {"field": unknown[0]},
            fields={unknown[0]: _("Leave it out.")},
        )
    require_reason(reason)
    with operation(by=by, reason=reason) as op:
        ForecastType.objects.select_for_update().get(pk=type_.pk)
        last = type_.versions.order_by("-number")[0]
        before = {name: getattr(last, name) for name in FIELDS}
        version = ForecastTypeVersion.objects.create(
            type=type_, number=last.number + 1, made_at=op.at, made_by=by, **(before | changes)
        )
        after = {name: str(value) for name, value in changes.items()}
        was = {name: str(before[name]) for name in changes}
        record("change_forecast_type", by=by, of=type_, before=was, after=after, reason=reason)
        return version


def require_reason(reason: str) -> None:
    """Raises Refused `reason_required`: what is kept for ever says why."""
    if not reason.strip():
        raise Refused(
            "reason_required", _("Say why, in a few words."), fields={"reason": _("Say why, in a few words.")}
        )
