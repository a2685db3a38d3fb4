"""Who must be told of a decision, when it can be recorded, and what counts as told."""

from datetime import date, timedelta

import pytest

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.case import Informed
from kpcommittee.domain.meeting.events import Decided
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Approve,
    Attend,
    Close,
    Confirm,
    Correct,
    Journalise,
    Open,
    Postpone,
    ReasonGiven,
    Return,
    Tell,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.meeting import fold
from kpcommittee.domain.meeting.redo import intention_of
from kpcommittee.domain.meeting.telling import people_to_tell
from kpcommittee.wording.telling import named_recipient
from tests.builders import MEETS, NOW, Table, case, place

MOTHER = (Informed(who="mother", name="Mona Karlsen"),)
BETTER = ReasonGiven(code="agreed", text="Asked for")
TELL = Tell(case="A-1", whom="provider", how="Telefon", on=date(2026, 12, 3), by="Inger")


def placed(**keys: object) -> Table:
    """The case, decided; the time is a week after the meeting."""
    return Table(case("A-1", **keys), now=NOW + timedelta(weeks=1)).does(Open(), place("A-1", "north-club"))


def whom(table: Table, *, told: bool = False) -> list[str]:
    assert table.meeting.law is not None
    return [row.whom for row in people_to_tell(table.meeting, table.meeting.law) if (row.told is not None) is told]


def approved(table: Table) -> Table:
    return table.does(Close(), Approve())


def test_the_age_of_the_child_is_that_of_the_day_of_the_meeting() -> None:
    table = placed(birth_date=date(MEETS.year - 15, MEETS.month, MEETS.day))
    assert table.meeting.law is not None
    assert {row.age for row in people_to_tell(table.meeting, table.meeting.law)} == {15}


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, ["child", "custody", "authority", "provider"]),
        ({"birth_date": date(2016, 12, 2)}, ["child", "custody", "authority", "provider"]),
        ({"birth_date": date(2016, 12, 3)}, ["custody", "authority", "provider"]),
        ({"do_not_contact_family": True, "inform": MOTHER}, ["child", "authority", "provider"]),
        ({"protected_address": True, "inform": MOTHER}, ["child", "authority", "provider"]),
        ({"birth_date": date(2008, 12, 2)}, ["child", "authority", "provider"]),
    ],
    ids=["a child of 14", "ten on the day", "ten tomorrow", "honour conflict", "protected address", "of age"],
)
def test_who_must_be_told(keys: dict[str, object], expected: list[str]) -> None:
    table = Table(case("A-1", **keys)).does(Open())
    table.does(place("A-1", "north-club"))
    assert whom(table) == expected


def test_nobody_is_told_of_a_decision_in_principle_before_it_is_confirmed() -> None:
    away = Attend(person="Lone", status="excused")
    table = Table(case("A-1")).does(Open(), away, place("A-1", "north-club", in_principle=True))
    assert whom(table) == []
    table.refused("invalid", TELL)
    table.does(Attend(person="Lone", status="present"), Confirm(case="A-1", role="school"))
    assert whom(table) == ["child", "custody", "authority", "provider"]


def test_the_provider_that_loses_the_placement_is_told_and_can_be_recorded_as_told() -> None:
    runs = Placement(case_number="A-1", provider="south-club", staff="eva", start=date(2026, 2, 1))
    table = Table(case()).knows(caseload=Caseload.of([runs], ())).does(Open())
    table.does(place("A-1", "north-club", reason="Agreed"))
    assert whom(table) == ["child", "custody", "authority", "provider", "former_provider"]
    table.does(Tell(case="A-1", whom="former_provider", on=date(2026, 12, 2)))
    assert whom(table, told=True) == ["former_provider"]


@pytest.mark.parametrize(
    "outcome",
    [Postpone(case="A-1", reason="x"), Return(case="A-1", missing="x"), Withdraw(case="A-1", reason="x")],
    ids=["postponed", "returned", "withdrawn"],
)
def test_nobody_is_told_of_what_is_no_decision(outcome: Postpone | Return | Withdraw) -> None:
    table = Table(case("A-1")).does(Open(), outcome)
    assert whom(table) == []
    table.refused("invalid", TELL)


def test_it_is_recorded_in_every_state_after_the_decision() -> None:
    table = placed().does(TELL)
    assert whom(table, told=True) == ["provider"]
    table.does(Close(), Tell(case="A-1", whom="authority"), Approve(), Tell(case="A-1", whom="child", how="Brev"))
    assert whom(table) == ["custody"]
    assert fold(table.meeting.id, table.journal) == table.meeting


def test_it_is_taken_back_before_the_approval_and_stands_after_it() -> None:
    table = placed().does(TELL, Undo())
    assert whom(table, told=True) == []
    told = table.journal[-2].event
    assert intention_of(told) == TELL
    approved(table).does(TELL).refused("already_approved", Undo())


def test_the_newest_word_counts() -> None:
    table = approved(placed()).does(TELL, Tell(case="A-1", whom="provider", on=date(2026, 12, 9), by="Bo"))
    (row,) = [row for row in people_to_tell(table.meeting, table.context.law) if row.told]
    assert row.told is not None
    assert (row.told.on, row.told.by) == (date(2026, 12, 9), "Bo")


def test_who_was_told_of_another_start_must_be_told_again() -> None:
    table = approved(placed()).does(TELL)
    later = Amendment(given=frozenset({"start"}), start=date(2027, 1, 11))
    table.does(Correct(case="A-1", place=later, why="A slip of the pen"))
    assert "provider" in whom(table)
    table.does(TELL)
    assert "provider" not in whom(table)


def test_a_provider_that_a_correction_took_the_child_from_is_told_so() -> None:
    table = approved(placed()).does(TELL)
    house = Amendment(given=frozenset({"provider", "staff", "reason"}), provider="house", reason=BETTER)
    table.does(Correct(case="A-1", place=house, why="The wrong row"))
    assert whom(table) == ["child", "custody", "authority", "provider", "former_provider"]
    (row,) = [row for row in people_to_tell(table.meeting, table.context.law) if row.whom == "former_provider"]
    assert named_recipient(row) == "hidtidig udfører: North Club"
    table.does(Tell(case="A-1", whom="former_provider"))
    assert whom(table, told=True) == ["former_provider"]
    later = Amendment(given=frozenset({"start"}), start=date(2027, 1, 11))
    table.does(Correct(case="A-1", place=later, why="A slip of the pen"))
    assert whom(table, told=True) == ["former_provider"], "it is told once, whatever becomes of the other's dates"
    back = Amendment(given=frozenset({"provider"}), provider="north-club")
    table.does(TELL, Correct(case="A-1", place=back, why="It was right"))
    assert "former_provider" in whom(table), "the house was told of the child since"
    assert fold(table.meeting.id, table.journal) == table.meeting


def test_a_provider_that_was_not_told_of_the_child_needs_no_word_of_its_loss() -> None:
    table = approved(placed())
    house = Amendment(given=frozenset({"provider", "staff", "reason"}), provider="house", reason=BETTER)
    table.does(Correct(case="A-1", place=house, why="The wrong row"))
    assert "former_provider" not in whom(table)


def test_a_decision_that_was_taken_anew_is_told_anew() -> None:
    table = placed().does(TELL, Undo(), Undo(), place("A-1", "house", reason="Asked for"))
    assert isinstance(table.journal[-1].event, Decided)
    assert whom(table, told=True) == []


@pytest.mark.parametrize(
    ("keys", "intention", "key", "why"),
    [
        ({"do_not_contact_family": True}, Tell(case="A-1", whom="custody"), "whom", "family_kept_out"),
        ({"protected_address": True}, Tell(case="A-1", whom="custody"), "whom", "family_kept_out"),
        ({"birth_date": date(2017, 1, 1)}, Tell(case="A-1", whom="child"), "whom", "child_too_young"),
        ({"birth_date": date(2008, 1, 1)}, Tell(case="A-1", whom="custody"), "whom", "of_age"),
        ({}, Tell(case="A-1", whom="former_provider"), "whom", "nobody_goes"),
        ({}, Tell(case="A-1", whom="child", on=date(2026, 12, 1)), "on", "before_meeting"),
        ({}, Tell(case="A-1", whom="child", on=date(2026, 12, 10)), "on", "still_to_come"),
        ({}, Journalise(case="A-1", number="27-1", on=date(2026, 12, 10)), "on", "still_to_come"),
        ({}, Journalise(case="A-1", number=""), "number", "empty"),
    ],
)
def test_what_cannot_have_been_is_refused(
    keys: dict[str, object], intention: Tell | Journalise, key: str, why: str
) -> None:
    table = placed(**keys)
    before = len(table.journal)
    values = table.refused("invalid", intention).values
    assert (values["key"], values["why"]) == (key, why)
    assert len(table.journal) == before


def test_nothing_is_told_or_filed_before_the_opening_nor_of_an_unknown_case() -> None:
    table = Table(case("A-1"))
    table.refused("not_open", TELL)
    table.refused("not_open", Journalise(case="A-1", number="2027-1"))
    table.does(Open()).refused("unknown_case", Tell(case="B-1", whom="child"))
    refused = table.refused("invalid", Journalise(case="A-1", number="2027-1"))
    assert refused.values == {"key": "case", "why": "not_dealt_with"}
    assert (table.meeting.told, table.meeting.newest_filing("A-1")) == ((), None)


def test_a_case_is_filed_whatever_was_done_with_it_and_the_newest_number_counts() -> None:
    table = Table(case("A-1")).does(Open(), Return(case="A-1", missing="x"), Close(), Approve())
    table.does(Journalise(case="A-1", number="27-1"), Journalise(case="A-1", number="27-2", on=MEETS, by="Bo"))
    filed = table.meeting.newest_filing("A-1")
    assert filed is not None
    assert (filed.number, filed.on, filed.by) == ("27-2", MEETS, "Bo")
