"""What else a number may be whose ink leaves it open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.near import near


@pytest.mark.parametrize(
    ("read", "reason", "printed"),
    [
        ("820", "points of ink and points read differ", "8.20"),
        ("82000", "points of ink and points read differ", "820.00"),
        ("12.5", "a gap in the pitch of the digits", "132.5"),
        ("1250", "a gap in the pitch of the digits", "12.50"),
        ("12.5", "ink before or after the characters", "12.57"),
        ("12.5", "ink before or after the characters", "312.5"),
        ("55", "ink before or after the characters", "55.3"),
        ("12.5", "ink without a character", "12.65"),
        ("38.5", "low probability", "33.5"),
        ("-4.49", "low probability", "-4.19"),
        ("4.49", "a bar of ink that was not read", "-4.49"),
        ("-4.49", "no bar of ink for the minus sign", "4.49"),
        ("18", "ink that runs into the ruling", "8"),
        ("18", "ink that runs into the ruling", "118"),
        ("18", "a reason that nobody knows", "13"),
    ],
)
def test_what_the_ink_allows(read: str, reason: str, printed: str):
    assert Decimal(printed) in near(Decimal(read), reason)


@pytest.mark.parametrize(
    ("read", "reason", "other"),
    [
        ("820.00", "points of ink and points read differ", "830.00"),
        ("820.00", "points of ink and points read differ", "820.001"),
        ("12.5", "a gap in the pitch of the digits", "12.57"),
        ("12.5", "ink before or after the characters", "12.65"),
        ("38.5", "low probability", "8.5"),
        ("18", "low probability", "118"),
    ],
)
def test_what_it_does_not(read: str, reason: str, other: str):
    assert Decimal(other) not in near(Decimal(read), reason)


@pytest.mark.parametrize("reason", ["low probability", "points", "bar", "pitch", "?"])
@pytest.mark.parametrize("value", ["0", "10", "820.00", "-5.66", "0.5"])
def test_it_is_never_the_number_itself_nor_a_number_that_nobody_prints(value: str, reason: str):
    found = near(Decimal(value), reason)
    assert Decimal(value) not in found
    assert len(set(found)) == len(found)
