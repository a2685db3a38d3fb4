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
    return cells.one_of(cell, ("red", "green"))


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.day, "4-1-2027", DAY),
        (cells.day, "04.01.2027", DAY),
        (cells.day, "4/1/2027", DAY),
        (cells.day, "2027-01-04", DAY),
        (cells.day, DAY, DAY),
        (cells.decimal, "2,5", Decimal("2.5")),
        (cells.decimal, "2.5", Decimal("2.5")),
        (cells.decimal, Decimal("2.5"), Decimal("2.5")),
        (cells.whole, "12", 12),
        (cells.whole, "12,0", 12),
        (cells.whole, Decimal("12.0"), 12),
        (cells.truth, "Ja", True),
        (cells.truth, "yes", True),
        (cells.truth, "TRUE", True),
        (cells.truth, Decimal("1.0"), True),
        (cells.truth, "Nej", False),
        (cells.truth, "no", False),
        (cells.truth, "False", False),
        (cells.truth, Decimal(0), False),
        (cells.text, Decimal("20260412.0"), "20260412"),
        (cells.text, DAY, "2027-01-04"),
        (cells.prose, "Mor ringede\nog sagde ja", "Mor ringede\nog sagde ja"),
        (cells.prose, Decimal("5.0"), "5"),
        (cells.words, "school, leisure;autism|peers /home", ("school", "leisure", "autism", "peers", "home")),
        (cells.words, " ", ()),
        (
            cells.sentences,
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
        (cells.day, "31-02-2027", "bad_date", "31-02-2027"),
        (cells.day, "4-1-27", "bad_date", "4-1-27"),
        (cells.day, "i morgen", "bad_date", "i morgen"),
        (cells.day, Decimal(46026), "bad_date", "46026"),
        (cells.day, "4-1-1027", "date_too_far", "4-1-1027"),
        (cells.decimal, DAY, "bad_number", "2027-01-04"),
        (cells.decimal, "fem", "bad_number", "fem"),
        (cells.whole, "2,5", "bad_number", "2,5"),
        (cells.whole, DAY, "bad_number", "2027-01-04"),
        (cells.truth, "måske", "not_one_of", "måske"),
        (cells.truth, Decimal(2), "not_one_of", "2"),
        (colour, "blue", "not_one_of", "blue"),
    ],
)
def test_a_wrong_cell_is_told_as_it_is_written(read: Read, cell: Any, code: str, told: str) -> None:
    """Above all with the advice for its column: a number among days asks for a day, not a text."""
    with pytest.raises(InvalidValue) as raised:
        read(cell)
    assert (raised.value.code, raised.value.value) == (code, told)


def test_what_may_stand_there_is_said() -> None:
    with pytest.raises(InvalidValue) as raised:
        cells.truth("måske")
    assert raised.value.values == {"allowed": ("ja", "nej")}
    with pytest.raises(InvalidValue) as raised:
        cells.one_of("gren", (word for word in ("red", "green")))
    assert raised.value.values == {"allowed": ("red", "green"), "nearest": "green"}


def test_a_day_too_far_away_keeps_what_its_sentence_names() -> None:
    with pytest.raises(InvalidValue) as raised:
        cells.day(date(3027, 1, 4))
    assert raised.value.code == "date_too_far"


@pytest.mark.parametrize("read", [cells.day, cells.decimal, cells.whole])
def test_an_empty_cell_is_no_value(read: Read) -> None:
    with pytest.raises(InvalidValue):
        read(None)
