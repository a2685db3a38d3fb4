"""What was taken back is done again by the same rules, and is then the same."""

from dataclasses import fields, replace
from typing import Any, get_args

import pytest

from kpcommittee.domain.meeting.events import Decided, MeetingEvent, Positioned
from kpcommittee.domain.meeting.intentions import (
    INTENTIONS,
    Amendment,
    Approve,
    Attend,
    Close,
    Confirm,
    Correct,
    Disqualify,
    Intention,
    Note,
    Open,
    Order,
    Position,
    Postpone,
    Reopen,
    Return,
    Take,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.redo import NEVER_TAKEN_BACK, intention_of
from tests.builders import START, Table, agenda, case, place

DISSENT = Position(case="A-1", role="school", stance="disagree", provider="house", remark="Knows Eva")
OUT = Disqualify(
    case="A-1", role="club", ground="Kin", decided_by=("school", "authority"), outcome="out", substitute="Jan"
)
AWAY = Attend(person="Lone", status="excused")


@pytest.mark.parametrize(
    "several",
    [
        (Open(),),
        (Open(), Attend(person="Lone", status="left", substitute="Jan", case="A-2")),
        (Open(), OUT),
        (Open(), DISSENT),
        (
            Open(),
            DISSENT,
            place("A-1", "south-club", positions=None, staff="eva", reason="Swims", second_choice="firm"),
        ),
        (Open(), AWAY, place("A-1", "north-club", staff="mia", in_principle=True)),
        (Open(), AWAY, place("A-1", "north-club", in_principle=True), Confirm(case="A-1", role="school", by="Lone")),
        (Open(), AWAY, place("A-1", "north-club", answers={"seat_empty": "Heard before"})),
        (Open(), Postpone(case="A-1", reason="Late", missing="A plan", from_role="authority")),
        (Open(), Return(case="A-1", missing="A plan")),
        (Open(), Withdraw(case="A-1", reason="Moved", by="Inger")),
        (Open(), Postpone(case="A-1", reason="Late"), Reopen(case="A-1", reason="It came")),
        (Open(), Note(case="A-1", text="Two\nlines", said_by="Lone")),
        (Open(), Order(cases=("A-2", "A-1"))),
        (Open(), Postpone(case="A-1", reason="r"), Postpone(case="A-2", reason="r"), Close()),
    ],
    ids=lambda several: type(several[-1]).__name__,
)
def test_it_is_the_same_again(several: tuple[Intention, ...]) -> None:
    """U4."""
    table = Table(case("A-1"), case("A-2"))
    if several[1:2] == (DISSENT,) and len(several) > 2:
        positions = tuple(Position(case="A-1", role=role, stance="agree") for role in ("club", "authority", "internal"))
        several = (*several[:2], *positions, *several[2:])
    table.does(*several)
    before, event = table.meeting, table.meeting.log[-1].event
    table.does(Undo())
    again = intention_of(event)
    assert again is not None
    table.does(again)
    assert table.meeting.log[-1].event == event
    assert [replace(item, notes=(), reopened=()) for item in table.meeting.items] == [
        replace(item, notes=(), reopened=()) for item in before.items
    ]
    assert table.meeting.presences == before.presences


def test_a_case_that_was_taken_over_is_taken_over_again() -> None:
    table = Table(case("A-1"))
    table.does(Open())
    table.knows(agenda=agenda(case("A-1"), case("A-2")))
    table.does(Take(case="A-2"))
    event = table.meeting.log[-1].event
    table.does(Undo())
    assert intention_of(event) == Take(case="A-2")


def test_what_cannot_be_taken_back_is_not_done_again() -> None:
    table = Table(case("A-1"))
    table.does(Open(), place("A-1", "north-club"), Close(), Approve(by="Inger"))
    table.does(
        Correct(case="A-1", place=Amendment(given=frozenset({"start"}), start=START.replace(day=11)), why="Slip")
    )
    assert [intention_of(recorded.event) for recorded in table.meeting.log[-2:]] == [None, None]


@pytest.mark.parametrize("event", get_args(MeetingEvent), ids=lambda event: event.kind)
def test_an_event_that_can_be_taken_back_has_the_fields_of_its_intention(event: Any) -> None:
    """Else a new event would be lost when it is taken back and recorded again."""
    if event in (Decided, Positioned) or event.do in NEVER_TAKEN_BACK:
        return
    intended = INTENTIONS[event.do]
    assert {field.name for field in fields(intended)} <= {*dir(event), "case"}
