"""Taking an import back: everything is as before it, except what somebody has said since."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting.caseload_events import Imported, ImportUndone, PlacementChanged
from kpcommittee.domain.meeting.events import CASELOAD, CaseloadEvent, Recorded
from kpcommittee.domain.meeting.standing import placements_after, take_back_import
from tests.builders import NOW

MARCH = date(2027, 3, 31)


def runs(number: str, **keys: Any) -> Placement:
    """A placement at the club that always ran and runs on."""
    return Placement(case_number=number, provider="north-club", **keys)


def journal(*events: CaseloadEvent) -> list[Recorded]:
    """The events, one after the other."""
    return [
        Recorded(stream=CASELOAD, number=number, at=NOW, by="Inger", event=event)
        for number, event in enumerate(events, 1)
    ]


def standing(*events: CaseloadEvent) -> set[Placement]:
    """What the events leave."""
    return {placement for placements in placements_after(journal(*events)).values() for placement in placements}


FIRST = Imported(source="may.csv", read=2, new=(runs("R-1", hours_per_week=Decimal(4)), runs("R-2")))
SECOND = Imported(
    source="june.csv",
    read=3,
    new=(runs("R-3"),),
    changed=(runs("R-1", hours_per_week=Decimal(5)), runs("R-2", staff="mia")),
)


def undone(*events: CaseloadEvent) -> ImportUndone:
    """The event that takes the newest import back."""
    taken_back = take_back_import(journal(*events))
    assert taken_back is not None
    return taken_back.event


def test_an_import_that_is_taken_back_leaves_what_was_there_before() -> None:
    event = undone(FIRST, SECOND)
    assert (event.number, event.source) == (2, "june.csv")
    assert standing(FIRST, SECOND, event) == standing(FIRST)


def test_the_imports_are_taken_back_one_after_the_other() -> None:
    newest = undone(FIRST, SECOND)
    first = undone(FIRST, SECOND, newest)
    assert first.source == "may.csv"
    assert standing(FIRST, SECOND, newest, first) == set()
    assert take_back_import(journal(FIRST, SECOND, newest, first)) is None
    again = undone(FIRST, SECOND, newest, SECOND)
    assert again.number == 4


def test_what_was_ended_since_stays_ended() -> None:
    before = runs("R-1", hours_per_week=Decimal(5))
    ended = PlacementChanged(before=before, after=replace(before, end=MARCH), why="Flyttet")
    taken_back = take_back_import(journal(FIRST, SECOND, ended))
    assert taken_back is not None
    assert [placement.case_number for placement in taken_back.kept] == ["R-1"]
    left = standing(FIRST, SECOND, ended, taken_back.event)
    assert left == {replace(before, end=MARCH, ended_because="Flyttet"), runs("R-2")}


def test_without_an_import_there_is_nothing_to_take_back() -> None:
    assert take_back_import([]) is None
    assert (
        take_back_import(journal(PlacementChanged(before=runs("R-1"), after=runs("R-1", end=MARCH), why="x"))) is None
    )
