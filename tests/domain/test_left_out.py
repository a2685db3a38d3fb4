"""Cases of the agenda file that cannot be read: none of them falls off the table."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.agenda import LeftOutCase
from kpcommittee.domain.meeting.differences import differences_of
from kpcommittee.domain.meeting.intentions import Approve, Close, Open, SetAside, Take, Undo, Withdraw
from kpcommittee.domain.meeting.left_out import list_left_out, list_set_aside
from kpcommittee.domain.meeting.meeting import Meeting, fold
from tests.builders import MEETS, Table, agenda, case, place


def unread(index: int = 1, number: str | None = "A-2", **keys: Any) -> LeftOutCase:
    """A case that cannot be read."""
    return LeftOutCase(index=index, case_number=number, message="the birth date is missing", **keys)


def opened(*left_out: LeftOutCase, **keys: Any) -> Table:
    """A meeting whose one readable case is placed, opened without these."""
    return Table(case("A-1"), left_out=left_out, **keys).does(Open(), place("A-1", "north-club"))


def waits(table: Table) -> list[str]:
    """What intentions call the cases that nobody has dealt with."""
    context = table.context
    left_out = list_left_out(table.meeting, context.agenda, context.left_out, context.set_aside)
    return [entry.key for entry in left_out]


def aside(key: str) -> SetAside:
    return SetAside(case=key, reason="The school puts it right")


def test_before_the_opening_they_are_those_of_the_file() -> None:
    table = Table(case("A-1"), left_out=(unread(), unread(2, None)))
    assert waits(table) == ["A-2", "cases[2]"]


def test_the_opening_freezes_them_and_closing_is_refused_until_each_is_set_aside() -> None:
    table = opened(unread(), unread(2, None))
    assert table.meeting.left_out == (unread(), unread(2, None))
    refused = table.refused("cases_left_out", Close())
    assert (refused.case, dict(refused.values)) == ("A-2", {"cases": "A-2, cases[2]", "count": "2"})
    table.does(aside("A-2"))
    assert table.refused("cases_left_out", Close()).values["cases"] == "cases[2]"
    table.does(aside("cases[2]"), Close())
    assert [(event.case, event.reason) for event in table.meeting.set_aside] == [
        ("A-2", "The school puts it right"),
        ("cases[2]", "The school puts it right"),
    ]
    assert waits(table) == []
    assert not table.meeting.left_out


def test_open_cases_are_named_first() -> None:
    table = Table(case("A-1"), left_out=(unread(),)).does(Open())
    assert table.refused("cases_open", Close()).values == {"cases": "A-1", "count": "1"}
    table.does(place("A-1", "north-club"))
    assert table.refused("cases_left_out", Close()).values == {"cases": "A-2", "count": "1"}


def test_what_is_put_right_is_taken_over_as_a_late_case() -> None:
    table = opened(unread())
    table.knows(agenda=agenda(case("A-1"), case("A-2")), left_out=()).does(Take(case="A-2"))
    assert (waits(table), table.item("A-2").late) == ([], True)
    table.does(place("A-2", "south-club", reason="Room"), Close())


def test_without_being_taken_over_it_is_still_missing_from_the_table() -> None:
    table = opened(unread()).knows(agenda=agenda(case("A-1"), case("A-2")), left_out=())
    assert table.refused("cases_left_out", Close()).values["cases"] == "A-2"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (unread(1, None), "at its place"),
        (unread(1, None, child="Amina Karlsen"), "with its child"),
        (unread(1, "A-1", child="Amina Karlsen"), "renumbered, as the number was there twice"),
    ],
)
def test_a_case_that_gets_a_number_is_known_by_its_place_or_its_child(was: LeftOutCase, now: str) -> None:
    table = opened(was).knows(agenda=agenda(case("A-1"), case("A-7")), left_out=())
    assert waits(table) == [was.key], now
    table.does(Take(case="A-7"))
    assert waits(table) == []


def test_a_case_that_moves_into_the_place_of_another_does_not_stand_for_it() -> None:
    table = opened(unread(1, None, child="Noah Beck"))
    table.knows(agenda=agenda(case("A-1"), case("A-7")), left_out=(unread(2, None, child="Noah Beck"),))
    table.does(Take(case="A-7"))
    assert waits(table) == ["cases[2]"]
    table.does(Withdraw(case="A-7", reason="Moved")).refused("cases_left_out", Close())


def test_a_case_that_goes_from_the_file_stays_until_it_is_set_aside() -> None:
    table = opened(unread()).knows(left_out=())
    assert waits(table) == ["A-2"]
    table.does(aside("A-2"), Close())


def test_the_newest_message_counts() -> None:
    table = opened(unread())
    table.knows(left_out=(replace(unread(), message="there is no district “nord”"),)).does(aside("A-2"))
    assert table.meeting.set_aside[0].left_out.message == "there is no district “nord”"


def test_a_late_case_that_cannot_be_read_is_one_of_them() -> None:
    table = opened().knows(left_out=(unread(),))
    assert table.refused("cases_left_out", Close()).values["cases"] == "A-2"
    table.does(aside("A-2"), Close())


def test_a_case_of_the_meeting_that_is_spoilt_in_the_file_stays_as_it_was_opened() -> None:
    table = opened().knows(agenda=agenda(), left_out=(unread(0, "A-1"),))
    assert waits(table) == []
    differences = differences_of(table.meeting, table.context.agenda, (), table.context.left_out)
    assert [(change.case_number, change.kind) for change in differences] == [("A-1", "unreadable")]
    table.does(Close())


def test_the_second_case_of_one_number_is_not_the_first() -> None:
    table = opened(unread(1, "A-1"))
    assert waits(table) == ["A-1"]
    assert table.item("A-1").state == "placed"
    assert table.refused("cases_left_out", Close()).values == {"cases": "A-1", "count": "1"}
    table.does(aside("A-1"), Close())
    assert waits(table) == []
    assert table.item("A-1").state == "placed"


def test_setting_aside_can_be_taken_back() -> None:
    table = opened(unread()).does(aside("A-2"), Undo())
    assert (waits(table), table.meeting.set_aside) == (["A-2"], ())
    table.does(aside("A-2"))
    assert fold(table.meeting.id, table.journal) == table.meeting


@pytest.mark.parametrize(
    ("wanted", "code", "why"),
    [
        (aside("A-1"), "invalid", "can_be_read"),
        (aside("A-9"), "unknown_case", None),
        (SetAside(case="A-2", reason=""), "invalid", "empty"),
    ],
)
def test_what_cannot_be_set_aside(wanted: SetAside, code: str, why: str | None) -> None:
    assert opened(unread()).refused(code, wanted).values.get("why") == why


def test_what_was_set_aside_earlier_is_carried_by_the_next_opening() -> None:
    before = (unread(4, "B-1", since=date(2026, 11, 18)), unread(0, None, child="Noah Beck", since=date(2026, 11, 18)))
    table = opened(set_aside=before)
    assert [(entry.key, entry.since) for entry in table.meeting.left_out] == [
        ("B-1", date(2026, 11, 18)),
        ("cases[2]", date(2026, 11, 18)),
    ]
    table.does(aside("B-1"), aside("cases[2]"), Close())


def test_what_was_set_aside_earlier_and_is_in_the_file_is_not_carried_beside_it() -> None:
    before = (unread(4, "B-1"), unread(0, None, child="Amina Karlsen"), unread(5, "A-2"))
    table = Table(case("A-1"), case("B-1", name="Noah Beck"), left_out=(unread(2, "A-2"),), set_aside=before)
    assert waits(table) == ["A-2"]


def meeting_with(*aside_entries: LeftOutCase, closed: bool = True, **keys: Any) -> Meeting:
    """A meeting that set these aside."""
    table = opened(*aside_entries, **keys).does(*(aside(entry.key) for entry in aside_entries))
    return table.does(Close()).meeting if closed else table.meeting


def waiting_after(*meetings: Meeting) -> list[tuple[str, date | None]]:
    return [(entry.key, entry.since) for entry in list_set_aside(meetings)]


def test_what_was_set_aside_waits_for_the_next_meeting_from_the_day_of_its_own() -> None:
    assert waiting_after(meeting_with(unread())) == [("A-2", MEETS)]
    assert waiting_after(meeting_with(unread(), closed=False)) == []
    approved = opened(unread()).does(aside("A-2"), Close(), Approve())
    assert waiting_after(approved.meeting) == [("A-2", MEETS)]


def test_it_waits_no_longer_once_any_later_meeting_has_it() -> None:
    first, other = meeting_with(unread(), unread(2, "A-3")), meeting_with()
    unreadable_again = meeting_with(unread())
    assert waiting_after(first, other) == [("A-2", MEETS), ("A-3", MEETS)]
    assert waiting_after(first, other, unreadable_again) == [("A-3", MEETS), ("A-2", MEETS)]
    readable = Table(case("A-2")).does(Open(), place("A-2", "north-club")).meeting
    assert waiting_after(first, other, readable) == [("A-3", MEETS)]


def test_without_number_and_child_it_waits_until_any_meeting_is_held() -> None:
    nameless = meeting_with(unread(3, None))
    assert waiting_after(nameless) == [("cases[3]", MEETS)]
    assert waiting_after(nameless, meeting_with()) == []
