"""The chair's own notes: which types can hold them, when they are taken, and what never contains them."""

import re
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from kpcommittee.documents.decision import VersionRow
from kpcommittee.documents.model import Minutes
from kpcommittee.domain.meeting.case_view import CaseView
from kpcommittee.domain.meeting.intentions import Note, Open, Undo
from kpcommittee.domain.meeting.item import PrivateNote
from kpcommittee.domain.meeting.meeting import Meeting, fold
from kpcommittee.domain.meeting.redo import intention_of
from kpcommittee.domain.review.past import PastDecision
from kpcommittee.domain.review.timeline import Story
from kpcommittee.store.projections import Words
from tests.builders import Table, case

PACKAGE = Path(sys.modules["kpcommittee"].__path__[0])
OWN = Note(case="A-1", text="Spørg Bente igen", private=True)
MAY_READ = {
    "domain/meeting/meeting.py", "services/meeting_session.py", "tui/meeting/outcome.py",
    "documents/run_sheet.py",
}  # fmt: skip
"""Where private notes are kept, carried on and shown to the chair."""


def test_a_private_note_is_taken_and_taken_back_before_the_meeting_is_opened() -> None:
    table = Table(case("A-1")).does(OWN, Undo())
    assert [recorded.kind for recorded in table.journal] == ["noted", "undone"]
    Table(case("A-1")).refused("not_open", replace(OWN, private=False))


@cache
def _holds(kind: Any) -> frozenset[type]:
    """Every class that a value of that type can hold, however deep."""
    seen: set[Any] = set()
    waiting = [kind]
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        waiting += get_args(each)
        waiting += [*_hints(each)] if is_dataclass(each) else []
    return frozenset(reached for reached in seen if isinstance(reached, type))


def _hints(cls: Any) -> Iterator[Any]:
    names = vars(sys.modules["kpcommittee.domain.meeting.meeting"]) | vars(sys.modules["kpcommittee.documents.model"])
    hints = get_type_hints(cls, localns=names)
    yield from (hints[field.name] for field in fields(cls))


@pytest.mark.parametrize("record", [Minutes, VersionRow, CaseView, PastDecision, Story, Words])
def test_no_model_that_is_shown_or_searched_has_a_place_for_them(record: type) -> None:
    assert PrivateNote not in _holds(record)
    assert Meeting not in _holds(record)


def test_the_walk_through_the_types_finds_them_where_they_are() -> None:
    assert PrivateNote in _holds(Meeting)


def test_nothing_else_asks_for_them() -> None:
    using = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"private_notes", path.read_text(encoding="utf-8"))
    }
    assert using == MAY_READ


def test_they_are_taken_before_the_opening_and_stay_after_it() -> None:
    table = Table(case("A-1")).does(OWN, Open(), OWN)
    assert [note.text for note in table.meeting.private_notes_on("A-1")] == [OWN.text, OWN.text]
    assert table.item().notes == ()
    assert fold(table.meeting.id, table.journal) == table.meeting


def test_an_item_is_the_same_with_and_without_them() -> None:
    assert Table(case("A-1")).does(Open(), OWN).item() == Table(case("A-1")).does(Open()).item()


def test_one_is_taken_back_before_the_opening_and_done_again() -> None:
    table = Table(case("A-1")).does(OWN, Undo())
    assert table.meeting.private_notes == ()
    again = intention_of(table.journal[0].event)
    assert again == OWN


def test_a_note_for_everybody_needs_an_opened_meeting() -> None:
    table = Table(case("A-1"))
    table.refused("not_open", Note(case="A-1", text="Mor ringer"))
    assert table.journal == []
    assert [note.text for note in table.does(Open(), Note(case="A-1", text="Mor ringer")).item().notes] == [
        "Mor ringer"
    ]


def test_nobody_may_take_one_on_a_case_that_is_not_there_nor_an_empty_one() -> None:
    table = Table(case("A-1"))
    table.refused("unknown_case", Note(case="B-9", text="x", private=True))
    empty = table.refused("invalid", Note(case="A-1", text="", private=True))
    assert empty.values == {"key": "text", "why": "empty"}
    assert table.meeting.private_notes == ()
