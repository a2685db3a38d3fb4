"""A placement that would run past the day the support ends, and one that ends before its first follow-up."""

from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import Amendment, Attend, Close, Correct, Open
from kpcommittee.domain.meeting.intentions import Approve as Approves
from kpcommittee.wording.cautions import caution_sentence
from tests.builders import START, Table, case, place

TURNS, LAST = date(2027, 3, 1), date(2027, 2, 28)
YOUNG: dict[str, Any] = {"birth_date": date(2004, 3, 1), "had_contact_person_before_18": True}


def placed(**keys: Any) -> Table:
    return Table(case(**YOUNG)).does(Open(), place("A-1", "north-club", **keys))


def decision(table: Table) -> Decision:
    decided = table.item().decision
    assert decided is not None
    return decided


def turns_23(table: Table) -> list[Caution]:
    return [caution for caution in decision(table).cautions if caution.code == "turns_23"]


def test_who_is_born_on_29_february_has_support_until_28_february() -> None:
    born = case(**(YOUNG | {"birth_date": date(2004, 2, 29)}))
    assert decision(Table(born).does(Open(), place("A-1", "north-club"))).end == LAST


def test_it_is_cut_off_on_the_day_before_the_23rd_birthday_and_says_so() -> None:
    """T13: a placement of a 22-year-old ran past the day the support ends."""
    table = placed()
    assert (decision(table).end, decision(table).is_clipped) == (LAST, True)
    (notice,) = turns_23(table)
    assert dict(notice.values) == {"on": TURNS.isoformat(), "until": LAST.isoformat()}
    assert caution_sentence(notice).startswith("Fylder 23 år 01.03.2027: forløbet ophører med støtten 28.02.2027")


@pytest.mark.parametrize(("end", "ends", "clipped"), [(LAST, LAST, False), (TURNS, LAST, True), (START, START, False)])
def test_an_end_that_is_given_counts_up_to_that_day(end: date, ends: date, clipped: bool) -> None:
    table = placed(end=end)
    assert (decision(table).end, decision(table).is_clipped, bool(turns_23(table))) == (ends, clipped, clipped)


def test_what_begins_after_the_birthday_is_not_cut_off_but_said() -> None:
    table = placed(start=TURNS)
    assert (decision(table).end, decision(table).is_clipped) == (date(2027, 8, 31), False)
    assert [caution_sentence(notice) for notice in turns_23(table)] == [
        "Fylder 23 år 01.03.2027: støtten ophører dagen før."
    ]


def test_what_begins_on_the_last_day_of_support_is_that_day_alone() -> None:
    assert (decision(placed(start=LAST)).end, decision(placed(start=LAST)).is_clipped) == (LAST, True)


def test_an_open_case_is_weighed_for_the_days_it_would_run() -> None:
    view = Table(case(**YOUNG)).does(Open()).sees("A-1", START)
    assert (view.proposal.end, view.proposal.clipped_from) == (LAST, date(2027, 7, 3))
    assert [notice.code for notice in view.cautions].count("turns_23") == 1


def test_a_decision_in_principle_that_was_cut_off_is_still_so_at_the_next_meeting() -> None:
    """Another end that somebody wishes is not: it is before the day the support ends."""
    earlier = Table(case(**YOUNG)).does(Open(), Attend(person="Karim", status="absent"))
    earlier.does(place("A-1", "north-club", in_principle=True))
    waits = Waiting(
        case_number="A-1",
        meeting="m0",
        date=date(2026, 11, 20),
        state="in_principle",
        postponed_times=0,
        decision=decision(earlier),
    )
    table = Table(case(**YOUNG), waiting=(waits,)).does(Open())
    assert (table.sees().proposal.end, table.sees().proposal.clipped_from) == (LAST, TURNS)
    sooner = table.sees(end=date(2027, 1, 31)).proposal
    assert (sooner.end, sooner.clipped_from) == (date(2027, 1, 31), None)


def test_a_correction_of_the_end_is_cut_off_and_one_of_the_person_still_says_it() -> None:
    table = placed().does(Close(), Approves())
    person = Amendment(given=frozenset({"staff"}), staff="mia")
    table.does(Correct(case="A-1", place=person, why="Slip"))
    assert (decision(table).end, decision(table).is_clipped) == (LAST, True)
    end = Amendment(given=frozenset({"end"}), end=date(2027, 6, 30))
    assert table.refused("invalid", Correct(case="A-1", place=end, why="Slip")).values["why"] == "nothing_changed"


@pytest.mark.parametrize(("end", "before"), [(date(2027, 4, 3), True), (date(2027, 4, 4), False)])
def test_a_placement_may_end_before_its_first_follow_up(end: date, before: bool) -> None:
    table = Table(case()).does(Open(), place("A-1", "north-club", end=end))
    assert decision(table).first_follow_up_due == date(2027, 4, 4)
    assert decision(table).ends_before_follow_up is before
    assert table.sees().deadlines.first_follow_up_due == (None if before else date(2027, 4, 4))
