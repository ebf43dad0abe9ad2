"""`as_of` and `known_at` of a GET: read once, echoed in the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from salesops.kernel.errors import Refused
from salesops.kernel.moments import AsOf, parse_as_of
from salesops.web.errors import NotUnderstood


@dataclass(frozen=True)
class Moments:
    """What is true at `as_of`, as it was known at `known_at`."""

    as_of: AsOf
    known_at: AsOf

    def echo(self) -> dict[str, Any]:
        """`future` only where the question is about a moment that has not come."""
        told: dict[str, Any] = {"as_of": utc(self.as_of.instant)}
        if self.as_of.future:
            told["future"] = True
        return told if self.known_at.is_now else told | {"known_at": utc(self.known_at.instant)}


def utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_moments(params: Mapping[str, str], *, now: datetime, zone: ZoneInfo, keeps_versions: bool) -> Moments:
    """Raises NotUnderstood `bad_as_of`, and `no_history` for `known_at` on what keeps no versions."""
    if params.get("known_at") and not keeps_versions:
        sentence = _("This keeps no versions, so nobody can say what was known.")
        raise NotUnderstood("no_history", sentence, fields={"known_at": sentence})
    return Moments(*(_read(params, name, now, zone) for name in ("as_of", "known_at")))


def _read(params: Mapping[str, str], name: str, now: datetime, zone: ZoneInfo) -> AsOf:
    try:
        return parse_as_of(params.get(name), now=now, zone=zone)
    except Refused as error:
        raise NotUnderstood(error.code, error.message, fields={name: error.message}) from error
