"""What is still to be filed of a meeting: all that was dealt with, and again what was corrected since."""

from dataclasses import replace
from datetime import timedelta

from kpcommittee.domain.meeting.filing import ToFile, cases_to_file
from kpcommittee.domain.meeting.intentions import Amendment, Approve, Close, Correct, Journalise, Open, Postpone
from tests.builders import START, Table, case, place


def listed(table: Table) -> list[tuple[int, str, bool]]:
    """Place on the agenda, case, and whether it is filed."""
    return [
        (filing.place, filing.item.number, filing.current_filing is not None) for filing in cases_to_file(table.meeting)
    ]


def approved() -> Table:
    """An approved meeting of two cases, of which the first was filed."""
    table = Table(case("A-1"), case("A-2")).does(
        Open(), place("A-1", "north-club"), Postpone(case="A-2", reason="Late")
    )
    return table.does(Close(), Approve(), Journalise(case="A-1", number="27-1"))


def test_nothing_is_filed_before_the_opening_nor_an_open_case() -> None:
    table = Table(case("A-1"), case("A-2"))
    assert cases_to_file(table.meeting) == ()
    table.does(Open())
    assert cases_to_file(table.meeting) == ()
    table.does(Postpone(case="A-2", reason="Late"))
    assert listed(table) == [(2, "A-2", False)]


def test_what_was_filed_says_where() -> None:
    table = approved()
    assert listed(table) == [(1, "A-1", True), (2, "A-2", False)]
    first, _second = cases_to_file(table.meeting)
    assert first.current_filing is not None
    assert first.current_filing.number == "27-1"


def test_a_case_that_was_corrected_since_is_filed_again() -> None:
    later = Amendment(given=frozenset({"start"}), start=START + timedelta(days=7))
    table = approved().does(Correct(case="A-1", place=later, why="Wrong week", by="Inger"))
    assert listed(table)[0] == (1, "A-1", False)
    (earlier,) = [filing.earlier for filing in cases_to_file(table.meeting) if filing.earlier]
    assert earlier.number == "27-1", "where it was filed is still known"
    table.does(Journalise(case="A-1", number="27-2"))
    assert listed(table)[0] == (1, "A-1", True)
    newest = cases_to_file(table.meeting)[0].current_filing
    assert newest is not None
    assert newest.number == "27-2"


def test_the_order_of_filing_and_correction_counts_and_no_clock() -> None:
    later = Amendment(given=frozenset({"start"}), start=START + timedelta(days=7))
    table = approved().does(Correct(case="A-1", place=later, why="Wrong week", by="Inger"))
    first = cases_to_file(table.meeting)[0]
    assert first.earlier is not None
    corrected_at = first.item.corrections[-1].at
    by_a_fast_clock = replace(first.earlier, at=corrected_at + timedelta(days=1))
    assert ToFile(place=1, item=first.item, earlier=by_a_fast_clock).current_filing is None
    by_a_slow_clock = replace(first.earlier, at=corrected_at - timedelta(days=1), corrections=1)
    assert ToFile(place=1, item=first.item, earlier=by_a_slow_clock).current_filing == by_a_slow_clock
