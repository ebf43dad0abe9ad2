"""What `as_of` in an address means, and what it cannot be."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from salesops.kernel.errors import Refused
from salesops.kernel.moments import AsOf, parse_as_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


def read(text: str) -> AsOf:
    return parse_as_of(text, now=NOW, zone=ZONE)


def test_a_day_is_its_last_instant_in_the_zone_and_a_moment_is_itself() -> None:
    assert read("2026-11-12").instant == datetime(2026, 11, 13, 4, 59, 59, 999999, tzinfo=UTC)
    assert read("2026-11-12T09:00:00+01:00").instant == datetime(2026, 11, 12, 8, tzinfo=UTC)
    assert (read("").is_now, read("2026-11-22T09:00:01Z").future, read("9998-11-01").future) == (True, True, True)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2026-11-12T09:00:00",
        "9999-12-31",
        "9999-12-31T10:00:00Z",
        "9999-12-31T23:59:59-05:00",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_has_no_local_day_beside_it_is_no_moment(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.code == "bad_as_of"
