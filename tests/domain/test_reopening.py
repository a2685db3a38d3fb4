"""U5: one case is taken up again before the approval, and what was recorded since stays."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from kpcommittee.domain.meeting.events import Postponed
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import (
    Approve,
    Attend,
    Close,
    Confirm,
    Intention,
    Note,
    Open,
    Postpone,
    Reopen,
    Return,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.item import awaited_roles
from kpcommittee.domain.meeting.meeting import fold
from tests.builders import MEETS, Table, agenda, case, place

AWAY = Attend(person="Lone", status="excused")
BACK = replace(AWAY, status="present")


def sitting(*intentions: Intention) -> Table:
    """Two cases at an open meeting."""
    return Table(case("A-1"), case("A-2")).does(Open(), *intentions)


def hours_at(table: Table, provider: str) -> list[str]:
    """The cases that take up hours at a provider, at this point of the meeting."""
    return [claim.case_number for claim in table.context.ledger_in(table.meeting).claims(provider)]


@pytest.mark.parametrize(
    ("dealt", "was"),
    [
        ((place("A-1", "north-club"),), "placed"),
        ((AWAY, place("A-1", "north-club", in_principle=True), BACK), "in_principle"),
        ((Postpone(case="A-1", reason="No papers"),), "postponed"),
        ((Return(case="A-1", missing="The plan"),), "returned"),
        ((Withdraw(case="A-1", reason="Moved"),), "withdrawn"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whatever_was_done_with_it_the_case_is_open_again(dealt: Iterable[Intention], was: str) -> None:
    table = sitting(*dealt, Reopen(case="A-1", reason="The mother called"))
    item = table.item()
    assert (item.state, item.decision, item.outcome) == ("open", None, None)
    (again,) = item.reopened
    assert (again.was, again.reason, again.at) == (was, "The mother called", table.journal[-1].at)
    assert (again.decision is not None) == (was in ("placed", "in_principle"))
    assert (again.outcome is not None) == (again.decision is None)
    table.does(place("A-1", "south-club", reason="Swims there"))
    assert table.item().state == "placed"


def test_what_came_since_stays_and_only_the_hours_of_the_case_are_released() -> None:
    table = sitting(place("A-1", "north-club"), place("A-2", "north-club"), Note(case="A-1", text="Swims"), AWAY)
    before = table.item("A-2")
    table.does(Reopen(case="A-1"))
    assert table.item("A-2") == before
    assert [note.text for note in table.item().notes] == ["Swims"]
    assert table.meeting.attendance("A-1").is_away("Lone")
    assert hours_at(table, "north-club") == ["A-2"]
    table.does(BACK, place("A-1", "south-club", reason="Swims there"))
    assert (hours_at(table, "north-club"), hours_at(table, "south-club")) == (["A-2"], ["A-1"])


def test_positions_stand_as_they_were_taken() -> None:
    table = sitting(place("A-1", "north-club"), Reopen(case="A-1"))
    assert [taken.role for taken in table.item().positions] == ["school", "club", "authority", "internal"]
    table.does(place("A-1", "north-club", positions=None))


def test_the_meeting_closes_only_when_it_is_dealt_with_again() -> None:
    table = sitting(place("A-1", "north-club"), Postpone(case="A-2", reason="Time"), Reopen(case="A-2"))
    assert table.refused("cases_open", Close()).values["cases"] == "A-2"
    table.does(Return(case="A-2", missing="The plan"), Close())
    assert table.item("A-2").state == "returned"


def test_it_is_taken_back_like_every_event() -> None:
    table = sitting(place("A-1", "north-club"))
    before = table.item()
    table.does(Reopen(case="A-1", reason="The mother called"), Undo())
    assert table.item() == before
    assert fold(table.meeting.id, table.journal).items == table.meeting.items
    table.does(Reopen(case="A-1"))
    assert [again.reason for again in table.item().reopened] == [None]


def test_an_open_case_is_not_reopened_and_a_closed_meeting_says_to_undo_its_closing() -> None:
    table = sitting()
    assert table.refused("invalid", Reopen(case="A-1")).values == {"key": "case", "why": "still_open"}
    table.does(place("A-1", "north-club"), Postpone(case="A-2", reason="Time"), Close())
    table.refused("already_closed", Reopen(case="A-1"))
    table.does(Undo(), Reopen(case="A-1"), place("A-1", "house", reason="Better"), Close(), Approve())
    table.refused("already_approved", Reopen(case="A-1"))


def carried() -> Table:
    """A meeting with a case that an earlier one decided in principle; the school's leader is awaited."""
    earlier = sitting(AWAY, place("A-1", "north-club", in_principle=True)).item().decision
    waits = Waiting(
        case_number="A-1", meeting="m0", date=MEETS, state="in_principle", postponed_times=0, decision=earlier
    )
    return Table(case("A-1"), waiting=(waits,)).knows(agenda=agenda(case("A-1"))).does(Open())


def test_a_decision_in_principle_is_carried_again_and_awaits_who_had_confirmed_it() -> None:
    table = carried().does(Confirm(case="A-1", role="school", by="Lone"))
    assert table.item().state == "placed"
    table.does(Reopen(case="A-1", reason="Lone meant another case"))
    assert awaited_roles(table.item()) == ("school",)
    assert table.item().carried_decision is not None
    table.does(Confirm(case="A-1", role="school", refuse=True))
    assert (table.item().state, table.item().carried_decision) == ("open", None)
    table.does(place("A-1", "south-club", reason="Swims there"), Reopen(case="A-1"))
    assert table.item().taken_off is not None


def test_the_newest_event_that_dealt_with_a_case_is_found() -> None:
    table = sitting(Postpone(case="A-1", reason="First"), place("A-2", "north-club"), Note(case="A-1", text="Swims"))
    newest = table.meeting.settling_event("A-1")
    assert isinstance(newest, Postponed)
    assert newest.reason == "First"
    with pytest.raises(LookupError):
        sitting().meeting.settling_event("A-1")
