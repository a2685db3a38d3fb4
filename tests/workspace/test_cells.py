"""What a cell of a caseload or an agenda may hold, as each spreadsheet writes it, and errors in it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.convert.issues import InvalidValue
from kpcommittee.workspace import cells

DAY = date(2027, 1, 4)
Read = Callable[[Any], Any]


def colour(cell: Any) -> str:
    return cells.read_one_of(cell, ("red", "green"))


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.read_day, "4-1-2027", DAY),
        (cells.read_day, "04.01.2027", DAY),
        (cells.read_day, "4/1/2027", DAY),
        (cells.read_day, "2027-01-04", DAY),
        (cells.read_day, DAY, DAY),
        (cells.read_decimal, "2,5", Decimal("2.5")),
        (cells.read_decimal, "2.5", Decimal("2.5")),
        (cells.read_decimal, Decimal("2.5"), Decimal("2.5")),
        (cells.read_whole_number, "12", 12),
        (cells.read_whole_number, "12,0", 12),
        (cells.read_whole_number, Decimal("12.0"), 12),
        (cells.read_truth, "Ja", True),
        (cells.read_truth, "yes", True),
        (cells.read_truth, "TRUE", True),
        (cells.read_truth, Decimal("1.0"), True),
        (cells.read_truth, "Nej", False),
        (cells.read_truth, "no", False),
        (cells.read_truth, "False", False),
        (cells.read_truth, Decimal(0), False),
        (cells.read_text, Decimal("20260412.0"), "20260412"),
        (cells.read_text, DAY, "2027-01-04"),
        (cells.read_prose, "Mor ringede\nog sagde ja", "Mor ringede\nog sagde ja"),
        (cells.read_prose, Decimal("5.0"), "5"),
        (cells.read_words, "school, leisure;autism|peers /home", ("school", "leisure", "autism", "peers", "home")),
        (cells.read_words, " ", ()),
        (
            cells.read_sentences,
            "Mor ringede; far kommer |\nklubben venter;",
            ("Mor ringede", "far kommer", "klubben venter"),
        ),
        (colour, "red", "red"),
    ],
)
def test_a_cell_is_read_as_the_person_meant_it(read: Read, cell: Any, value: Any) -> None:
    result = read(cell)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("read", "cell", "code", "told"),
    [
        (cells.read_day, "31-02-2027", "bad_date", "31-02-2027"),
        (cells.read_day, "4-1-27", "bad_date", "4-1-27"),
        (cells.read_day, "i morgen", "bad_date", "i morgen"),
        (cells.read_day, Decimal(46026), "bad_date", "46026"),
        (cells.read_day, "4-1-1027", "date_too_far", "4-1-1027"),
        (cells.read_decimal, DAY, "bad_number", "2027-01-04"),
        (cells.read_decimal, "fem", "bad_number", "fem"),
        (cells.read_decimal, "1.000,5", "bad_number", "1.000,5"),
        (cells.read_whole_number, "2,5", "wrong_type", "2,5"),
        (cells.read_whole_number, DAY, "wrong_type", "2027-01-04"),
        (cells.read_truth, "måske", "not_one_of", "måske"),
        (cells.read_truth, Decimal(2), "not_one_of", "2"),
        (colour, "blue", "not_one_of", "blue"),
    ],
)
def test_a_wrong_cell_is_told_as_it_is_written(read: Read, cell: Any, code: str, told: str) -> None:
    """Above all with the advice for its column: a number among days asks for a day, not a text."""
    with pytest.raises(InvalidValue) as raised:
        read(cell)
    assert (raised.value.code, raised.value.value) == (code, told)


def test_what_the_cell_may_contain_is_named() -> None:
    """A whole number with decimals was told to be written such as 12.5."""
    with pytest.raises(InvalidValue) as raised:
        cells.read_whole_number("2,5")
    assert raised.value.values == {"expected": "whole"}
    with pytest.raises(InvalidValue) as raised:
        cells.read_truth("måske")
    assert raised.value.values == {"allowed": ("ja", "nej")}
    with pytest.raises(InvalidValue) as raised:
        cells.read_one_of("gren", (word for word in ("red", "green")))
    assert raised.value.values == {"allowed": ("red", "green"), "nearest": "green"}


def test_a_day_too_far_away_keeps_what_its_sentence_names() -> None:
    with pytest.raises(InvalidValue) as raised:
        cells.read_day(date(3027, 1, 4))
    assert raised.value.code == "date_too_far"


@pytest.mark.parametrize("read", [cells.read_day, cells.read_decimal, cells.read_whole_number])
def test_an_empty_cell_is_no_value(read: Read) -> None:
    with pytest.raises(InvalidValue):
        read(None)
