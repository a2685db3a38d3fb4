"""Personal numbers: what they say, and what they only hint at. All are replacement numbers or impossible ones."""

from datetime import date

import pytest

from kpcommittee.domain.case import Child
from kpcommittee.domain.cpr import (
    birth_date_of,
    checksum_fails,
    is_implausible,
    is_replacement,
    masked,
    without_numbers,
)
from kpcommittee.domain.meeting.intentions import Note, Place, ReasonGiven
from kpcommittee.domain.number_mask import holds_number, number_mask


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


SPELLINGS = (
    "660512-4001", "66.05.12-4001", "66 05 12 4001", "660512/4001", "6605124001", "660512 - 4001", "660512 4001",
    "66-05-12-4001", "66/05/12 4001", "66.05.2012-4001", "66052012-4001", "660512\u20134001",
    "66\u00a005\u00a012\u00a04001",
)  # fmt: skip
"""S17: one number, a replacement number, as people write it."""


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_a_number_is_masked_however_it_is_spelled(spelled: str) -> None:
    assert without_numbers(f"ring {spelled}, og spørg") == "ring ••••••-••••, og spørg"
    assert without_numbers(f"({spelled})") == "(••••••-••••)"
    assert holds_number(Note(case="A-1", text=f"cpr: {spelled}."))


@pytest.mark.parametrize(
    "text",
    [
        "02.12.2026", "20 12 30 40", "1234-5678", "17206134008", "72061340081", "2026-12-02", "02.12.2026 0905",
        "10.12.2026\u201314.12.2026", "01.02.2024 \u2013 30.09.2024", "12.000.000", "320512-4001", "661312-4001",
        "2026-0412", "66051240",
    ],
)  # fmt: skip
def test_what_is_no_number_stays(text: str) -> None:
    assert without_numbers(f"se {text}, tak") == f"se {text}, tak"


def test_texts_are_masked_in_a_record_and_what_names_the_case_is_not() -> None:
    place = Place(
        case="6605124001", provider="house", start=date(2027, 1, 4), positions="all_agree",
        reason=ReasonGiven(code="other", text="see 660512-4001"),
    )  # fmt: skip
    assert holds_number(place)
    shown = number_mask().rewrite(place)
    assert (shown.case, shown.reason) == ("6605124001", ReasonGiven(code="other", text="see ••••••-••••"))
    assert not holds_number(shown)
    child = Child(name="A", birth_date=date(2012, 5, 6), district="north", cpr="660512-4001")
    assert number_mask().rewrite(child) is child
