"""Numbers, days and moments as people read them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from salesops.kernel.money import Money
from salesops.web.templatetags import formats


@pytest.mark.parametrize(
    ("amount", "short", "exact"),
    [
        (0, "$0", "$0"),
        (940, "$940", "$940"),
        (8400, "$8.4K", "$8,400"),
        (8000, "$8K", "$8,000"),
        (184_250, "$184K", "$184,250"),
        (999_499, "$999K", "$999,499"),
        (999_600, "$1.00M", "$999,600"),
        (Decimal("19408.25"), "$19K", "$19,408.25"),
        (19_400_000, "$19.40M", "$19,400,000"),
        (-40_000, "−$40K", "−$40,000"),
        (Decimal("-0.004"), "$0", "$0.00"),
    ],
)
def test_money(amount: Any, short: str, exact: str) -> None:
    assert formats.money_short(amount) == short
    assert formats.money(amount) == exact


def test_another_currency_stands_in_front() -> None:
    assert formats.money_short(184_000, "EUR") == "EUR\u00a0184K"
    assert formats.money(Money(Decimal("-36800.5"), "EUR")) == "EUR\u00a0−36,800.50"
    assert formats.money(Money(Decimal("36800.5"), "KWD")) == "KWD\u00a036,800.500"


def test_an_axis_has_a_bare_zero_and_one_decimal_for_millions() -> None:
    assert [formats.money_axis(v) for v in (0, 200_000, 2_400_000)] == ["0", "$200K", "$2.4M"]


@pytest.mark.parametrize(
    ("ratio", "text"), [(0, "0%"), (0.832, "83%"), (0.042, "4.2%"), (0.04, "4%"), (-0.31, "−31%"), (0.0999, "10%")]
)
def test_percent_is_whole_unless_below_ten(ratio: float, text: str) -> None:
    assert formats.percent(ratio) == text


def test_compared_percent_asks_for_its_digits() -> None:
    assert formats.percent(Decimal("0.274"), 1) == "27.4%"
    assert formats.points(Decimal("0.019")) == "+1.9 pts"


def test_changes_carry_sign_or_arrow() -> None:
    assert formats.signed(38) == "+38"
    assert formats.signed(-4) == "−4"
    assert formats.signed(0) == "0"
    assert formats.money_signed(-6000) == "−$6K"
    assert "↑" in formats.change(36_000) and "$36K" in formats.change(36_000)
    assert "down" in formats.change(-8000) and "−" not in formats.change(-8000)
    assert "No change" in formats.change(0)


def test_durations() -> None:
    assert formats.days(16) == "16 d"
    assert formats.duration(timedelta(hours=2, minutes=14)) == "2 h 14 m"
    assert formats.duration(timedelta(seconds=40)) == "40 s"
    assert formats.duration(timedelta(days=3, hours=4)) == "3 d 4 h"
    assert formats.times(Decimal("1.98")) == "2.0×"


def test_a_day_has_its_year_only_when_it_is_not_this_one() -> None:
    this_year = timezone.localdate().year
    assert formats.day(date(this_year, 11, 19)) == "Nov 19"
    assert formats.day(date(2019, 10, 30)) == "Oct 30, 2019"


def test_a_moment_is_written_in_the_persons_time() -> None:
    with timezone.override("America/New_York"):
        text = formats.moment(datetime(2019, 11, 19, 1, 30, tzinfo=UTC))
    assert text == '<time datetime="2019-11-18T20:30:00-05:00">Nov 18, 2019, 20:30</time>'


def test_nothing_is_a_dash_with_its_reason() -> None:
    assert "no rate for JPY" in formats.dash("no rate for JPY")
    for written in (formats.money, formats.money_short, formats.percent, formats.day, formats.moment, formats.days):
        assert "no value" in written(None)


def test_labels_are_escaped() -> None:
    assert "<b>" not in formats.dash("<b>x</b>")


@pytest.mark.parametrize(
    ("kept", "read"),
    [("620661.8000", "620,661.80"), ("1071374.0000", "1,071,374.00"), ("-0.5", "−0.5"), ("1.0992", "1.0992")]
    + [(as_it_is, as_it_is) for as_it_is in ("8", "C-000162", "1.2.3", "")],
)
def test_what_is_kept_as_text_reads_as_its_kind(kept: str, read: str) -> None:
    assert formats.stated(kept) == read
