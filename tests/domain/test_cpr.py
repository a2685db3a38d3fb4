"""Personal numbers: what they say, and what they only hint at. All are replacement numbers or impossible ones."""

from datetime import date

import pytest

from kpcommittee.domain.cpr import birth_date_of, checksum_fails, is_implausible, is_replacement, masked


@pytest.mark.parametrize(
    ("cpr", "born"),
    [
        ("750612-4321", date(2012, 6, 15)),
        ("7506124321", date(2012, 6, 15)),
        ("750699-4321", date(1999, 6, 15)),
        ("750658-5321", date(1858, 6, 15)),
        ("920212-4321", None),
        ("751312-4321", None),
        ("hello", None),
    ],
)
def test_the_birth_date_a_number_says(cpr: str, born: date | None) -> None:
    assert birth_date_of(cpr) == born


def test_a_replacement_number_is_known_by_its_day() -> None:
    assert is_replacement("750612-4321")
    assert not is_replacement("150612-4321")
    assert not is_replacement("75")


def test_a_number_of_another_day_is_implausible() -> None:
    assert not is_implausible("750612-4321", date(2012, 6, 15))
    assert is_implausible("750612-4321", date(2012, 6, 16))


def test_a_checksum_is_asked_of_old_numbers_only() -> None:
    assert checksum_fails("010180-1234")
    assert not checksum_fails("010180-0008")
    assert not checksum_fails("010112-4321")
    assert not checksum_fails("610180-1234")


def test_a_masked_number_says_only_that_there_is_one() -> None:
    assert masked("750612-4321") == "••••••-••••"
    assert masked("") == ""
