"""U11: a decision in principle is confirmed for another start than was decided."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpcommittee.domain.meeting.events import Confirmed
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Approve,
    Attend,
    Close,
    Confirm,
    Correct,
    Intention,
    Open,
    Reopen,
    Undo,
)
from kpcommittee.domain.meeting.item import awaited_roles
from kpcommittee.domain.meeting.redo import intention_of
from kpcommittee.locale import speaking
from kpcommittee.wording.refusals import refusal
from tests.builders import MEETS, START, Table, case, claim, place

AWAY = Attend(person="Lone", status="excused")
LATER = date(2027, 2, 1)
EARLIER_MEETING = MEETS - timedelta(14)


def confirm(start: date | None = None, **keys: object) -> Confirm:
    """The school leader's word."""
    return Confirm(case="A-1", role="school", by="Lone", start=start, **keys)  # type: ignore[arg-type]


def in_principle(**keys: object) -> Table:
    """A decision in principle of this meeting; the school's leader is awaited."""
    return Table(case("A-1")).does(Open(), AWAY, place("A-1", "north-club", staff="mia", in_principle=True, **keys))  # type: ignore[arg-type]


def test_it_starts_as_decided_where_nothing_else_is_said() -> None:
    for start in (None, START):
        table = in_principle()
        before = table.decision()
        table.does(confirm(start))
        event = table.journal[-1].event
        assert isinstance(event, Confirmed)
        assert (event.decision, table.item().moved_from) == (None, None)
        assert (table.item().state, table.decision()) == ("placed", before)


def test_a_decision_that_awaits_whoever_is_missing_needs_no_other_word_about_the_seat() -> None:
    decision = in_principle().decision()
    assert decision.awaits_every_missing
    assert not replace(decision, awaits=()).awaits_every_missing
    nobody_required = tuple(replace(seat, required=False) for seat in decision.bench)
    assert replace(decision, awaits=(), bench=nobody_required).awaits_every_missing


def test_another_start_is_weighed_anew_and_the_end_of_the_grant_moves_along() -> None:
    table = in_principle().does(confirm(LATER))
    decision = table.decision()
    assert (decision.start, decision.end) == (LATER, date(2027, 7, 31))
    assert decision.first_follow_up_due == date(2027, 5, 1)
    assert decision.option.worst_week == "2027-W05"
    assert (table.item().state, decision.in_principle) == ("placed", True)
    (hold,) = (own for own in table.context.ledger_in(table.meeting).claims("north-club"))
    assert (hold.start, hold.end) == (decision.start, decision.end)


def test_an_end_of_its_own_stays() -> None:
    assert in_principle(end=date(2027, 3, 1)).does(confirm(LATER)).decision().end == date(2027, 3, 1)
    refused = in_principle(end=date(2027, 1, 20)).refused("invalid", confirm(LATER))
    assert refused.values["key"] == "end"


def test_a_start_before_the_grant_or_of_a_refusal_is_none() -> None:
    in_principle().refused("start_before_grant", confirm(date(2026, 11, 1)))
    assert in_principle().refused("invalid", confirm(LATER, refuse=True)).values["key"] == "start"


def test_a_start_that_brings_the_provider_over_is_not_confirmed_without_an_answer() -> None:
    full = claim("north-club", "9", "R-1", start=LATER)
    table = Table(case("A-1"), claims=[full]).does(Open(), AWAY)
    table.does(place("A-1", "north-club", end=date(2027, 1, 20), in_principle=True))
    table.does(Undo(), place("A-1", "north-club", end=date(2027, 1, 31), in_principle=True))
    assert table.refused("invalid", confirm(LATER)).values["key"] == "end"
    table.does(confirm())
    table = Table(case("A-1"), claims=[claim("north-club", "9", "R-1", start=date(2027, 8, 1))]).does(Open(), AWAY)
    table.does(place("A-1", "north-club", in_principle=True))
    assert table.refused("caution_unanswered", confirm(LATER + timedelta(7))).cautions == ("over_capacity",)
    table.does(confirm(START + timedelta(7)))


def carried() -> Table:
    """A meeting with a case that an earlier one decided in principle; two leaders are awaited."""
    earlier = Table(case("A-1")).does(Open(), AWAY, Attend(person="Karim", status="absent"))
    earlier.does(place("A-1", "north-club", in_principle=True))
    waits = Waiting(
        case_number="A-1",
        meeting="m0",
        date=EARLIER_MEETING,
        state="in_principle",
        postponed_times=0,
        decision=earlier.decision(),
    )
    return Table(case("A-1"), waiting=(waits,)).does(Open())


def test_each_leader_may_say_a_start_and_the_decision_stays_the_earlier_meetings() -> None:
    table = carried().does(confirm(LATER))
    assert (table.item().state, awaited_roles(table.item())) == ("in_principle", ("internal",))
    assert table.item().was_decided_earlier
    table.does(Confirm(case="A-1", role="internal", by="Karim", start=LATER + timedelta(7)))
    item = table.item()
    assert (item.state, item.was_decided_earlier, table.decision().start) == ("placed", True, LATER + timedelta(7))
    assert item.moved_from is not None
    assert item.moved_from.start == START
    table.does(Close(), Approve())
    amended = Amendment(given=frozenset({"start"}), start=START)
    assert table.does(Correct(case="A-1", place=amended, why="Typing error")).item().was_decided_earlier


@pytest.mark.parametrize("back", [Undo(), Reopen(case="A-1")])
def test_what_was_moved_is_as_it_came_when_it_is_taken_back(back: Intention) -> None:
    table = carried()
    before = table.item()
    table.does(confirm(LATER), back)
    item = table.item()
    assert (item.state, item.carried_decision, item.decision, item.moved_from) == (
        "open",
        before.carried_decision,
        None,
        None,
    )
    assert awaited_roles(item) == ("school", "internal")


def test_a_refusal_after_another_start_takes_off_what_was_decided() -> None:
    table = carried().does(confirm(LATER), Confirm(case="A-1", role="internal", refuse=True))
    item = table.item()
    assert (item.state, item.decision, item.moved_from) == ("open", None, None)
    assert item.taken_off is not None
    assert item.taken_off.start == START


def test_it_is_done_again_with_the_same_start() -> None:
    table = carried().does(confirm(LATER))
    event = table.journal[-1].event
    again = intention_of(event)
    assert again == confirm(LATER)
    assert table.does(Undo(), again).meeting.log[-1].event == event


@pytest.mark.parametrize(
    ("prepared", "gone"), [(in_principle, "North Club"), (carried, "North Club"), (in_principle, "Mia Holm")]
)
def test_who_has_gone_is_not_weighed_anew_and_the_refusal_says_what_is_possible(
    prepared: Callable[[], Table], gone: str
) -> None:
    """It said to choose one of the config's ids, where nothing is chosen."""
    table = prepared()
    north, *others = table.context.config.providers
    providers = others if gone == north.name else [replace(north, staff=()), *others]
    table.context = replace(table.context, config=replace(table.context.config, providers=tuple(providers)))
    refused = table.refused("unknown_provider" if gone == north.name else "unknown_staff", confirm(LATER))
    with speaking("en"):
        sentence = refusal(refused)
    assert sentence.startswith(f"{gone} is no longer")
    assert sentence.endswith("Confirm the decision from 04/01/2027, or refuse it and decide again.")
    table.does(confirm())
    assert table.decision().provider == north.id
