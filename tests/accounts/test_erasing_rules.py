"""What stands for a person in a text, without a database."""

import re

import pytest

from accounts.rules.erasing import Values, digits_of, pattern_of, whole_of

AMARA = Values(
    names=frozenset({"Amara Osei", 'Amara "Ama" Osei', "Ama"}),
    addresses=frozenset({"a.osei@acme.example"}),
    phones=frozenset({"+47 912 34 567", "5551234"}),
    others=frozenset({"Buyer"}),
)


@pytest.mark.parametrize(
    "text",
    [
        "Call Amara Osei.",
        "call AMARA  OSEI!",
        "Osei, Amara",
        "(A.Osei@Acme.example)",
        "+4791234567",
        "0047-912-34-567",
        "tel:(47) 912/34567;",
        '{"name": "Amara \\"Ama\\" Osei"}',
    ],
)
def test_what_is_theirs_is_found(text: str) -> None:
    assert re.search(pattern_of(AMARA), text, re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "Ama called",
        "Amara Oseilu",
        "ba.osei@acme.example",
        "Buyer",
        "5551234",
        '"amount": "4791234567.0000"',
        "147912345678",
    ],
)
def test_what_may_be_somebody_elses_is_not(text: str) -> None:
    assert not re.search(pattern_of(AMARA), text, re.IGNORECASE)


@pytest.mark.parametrize("text", ["Ama", "buyer", "5551234", "Amara Osei"])
def test_a_field_that_holds_nothing_else_is_theirs_in_a_row_of_theirs(text: str) -> None:
    assert re.search(whole_of(AMARA), text, re.IGNORECASE)
    assert not re.search(whole_of(AMARA), f"{text} and more", re.IGNORECASE)


def test_nothing_to_look_for_is_an_empty_pattern() -> None:
    assert (pattern_of(Values(names=frozenset({"Ama"}))), whole_of(Values())) == ("", "")


@pytest.mark.parametrize(
    ("written", "digits"), [("0047 91 23", "4791" + "23"), ("12", ""), ("+1 (555) 010-9999", "15550109999")]
)
def test_a_number_is_its_digits(written: str, digits: str) -> None:
    assert digits_of(written) == (digits if len(digits) >= 7 else "")
