"""A meeting over time: undo, decisions in principle, cases that are carried over, corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from unittest.mock import Mock

import pytest

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.case import Relation
from kpcommittee.domain.meeting import meeting as module
from kpcommittee.domain.meeting.context import MeetingLedger
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import (
    Amendment,
    Approve,
    Attend,
    Close,
    Confirm,
    Correct,
    Note,
    Open,
    Order,
    Position,
    Postpone,
    ReasonGiven,
    Reopen,
    Return,
    Undo,
    Withdraw,
)
from kpcommittee.domain.meeting.item import awaited_roles
from kpcommittee.domain.meeting.meeting import apply, fold
from kpcommittee.locale import speaking
from kpcommittee.store.projections import waiting_of
from kpcommittee.views.outcome_facts import OutcomeFacts
from tests.builders import MEETS, START, Table, case, claim, config, place

LONE_AWAY = Attend(person="Lone", status="excused")
IN_PRINCIPLE = place("A-1", "north-club", in_principle=True)


# Undo


def test_undo_takes_back_one_by_one_and_never_an_undo() -> None:
    table = Table(case()).does(Open())
    opened = table.meeting
    table.does(Note(case="A-1", text="First"))
    first = table.meeting
    table.does(Note(case="A-1", text="Second"), Undo())
    assert table.meeting == first
    table.does(Undo())
    assert table.meeting == opened
    assert table.meeting.last == 5
    assert [recorded.kind for recorded in table.meeting.log] == ["opened"]
    table.does(Undo())
    table.refused("nothing_to_undo", Undo())


def test_undo_of_a_number_is_refused_once_something_newer_is_in_force() -> None:
    table = Table(case()).does(Open(), Note(case="A-1", text="First"))
    assert table.refused("conflict", Undo(n=1)).values == {"n": "1", "newest": "2"}
    table.does(Undo(n=2))
    assert table.refused("conflict", Undo(n=2)).values == {"n": "2", "newest": "1"}
    table.does(Note(case="A-1", text="Again"), Undo(n=4))


def test_a_meeting_with_many_undos_is_folded_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """(S15)."""
    table = Table(case()).does(Open())
    for place_ in range(20):
        table.does(Note(case="A-1", text=f"{place_}"), Note(case="A-1", text="Wrong"), Undo())
    applied = Mock(wraps=apply)
    monkeypatch.setattr(module, "apply", applied)
    folded = fold("2026-12-02", table.journal)
    assert (folded, folded.log, folded.last) == (table.meeting, table.meeting.log, 61)
    assert applied.call_count == 21


def test_undo_says_what_it_took_back() -> None:
    table = Table(case()).does(Open(), Note(case="A-1", text="First"), Undo())
    undone: Any = table.journal[-1].event
    assert (undone.number, undone.what, undone.case) == (2, "noted", "A-1")


def test_closing_is_undone_until_a_case_of_it_is_on_a_later_agenda() -> None:
    table = Table(case()).does(Open(), Postpone(case="A-1", reason="No papers"), Close())
    table.knows(carried_over={"A-1": "m2"})
    assert table.refused("carried_over", Undo()).values == {"meeting": "m2"}
    table.knows(carried_over={"A-7": "m2"}).does(Undo())
    assert table.meeting.state == "open"
    assert table.meeting.balance == ()


def test_there_is_no_undo_after_approval() -> None:
    table = Table(case()).does(Open(), Withdraw(case="A-1", reason="Moved"), Close(), Approve())
    table.refused("already_approved", Undo())
    assert (table.meeting.state, table.item().state) == ("approved", "withdrawn")


# Outcomes


def test_what_is_postponed_may_be_decided_in_the_same_meeting() -> None:
    table = Table(case()).does(Open(), Postpone(case="A-1", reason="No papers", missing="Plan", from_role="school"))
    assert table.item().state == "postponed"
    table.does(place("A-1", "north-club"))
    assert (table.item().state, table.item().outcome) == ("placed", None)


def test_a_case_is_postponed_for_the_second_time() -> None:
    waits = Waiting(case_number="A-1", meeting="m0", date=MEETS, state="postponed", postponed_times=1)
    table = Table(case(), waiting=(waits,)).does(Open(), Postpone(case="A-1", reason="No papers"))
    event: Any = table.journal[-1].event
    assert event.times == 2


def test_a_case_is_postponed_to_the_meeting_of_a_later_day() -> None:
    """The list of words: the minutes said neither when nor to which meeting."""
    later = MEETS + timedelta(14)
    table = Table(case()).does(Open())
    for day in (MEETS, MEETS - timedelta(1)):
        refused = table.refused("invalid", Postpone(case="A-1", reason="No papers", to=day))
        assert (refused.values["key"], refused.values["why"]) == ("to", "not_after_meeting")
    table.does(Postpone(case="A-1", reason="No papers", to=later))
    waits = waiting_of(table.meeting, table.item())
    assert waits is not None
    assert waits.to == later
    with speaking("en"):
        printed = render_minutes(minutes_of(table.meeting))
    assert "The committee postpones the case to the meeting on 16/12/2026." in printed
    assert "No papers · to the meeting on 16/12/2026" in printed
    again = Table(case(), waiting=(waits,)).does(Open())
    with speaking("en"):
        assert "to the meeting on 16/12/2026" in str(OutcomeFacts(again.item()).came)


def test_the_order_of_cases_moves_who_is_here_from_when() -> None:
    table = Table(case("A-1"), case("A-2")).does(Open(), Attend(person="Lone", status="left", case="A-2"))
    table.does(Order(cases=("A-2", "A-1")))
    assert table.meeting.places == {"A-2": 1, "A-1": 2}
    assert [table.sees(n).bench.seat("school").status for n in ("A-2", "A-1")] == ["left", "left"]


def test_what_is_dealt_with_keeps_its_number() -> None:
    """U10: reordering renumbered decided items, which everybody has in their papers by then."""
    table = Table(case("A-1"), case("A-2"), case("A-3")).does(Open(), Withdraw(case="A-2", reason="Moved"))
    table.does(Order(cases=("A-2", "A-3", "A-1")))
    assert table.meeting.places == {"A-3": 1, "A-2": 2, "A-1": 3}
    table.does(Reopen(case="A-2", reason="Here after all"), Order(cases=("A-2", "A-3", "A-1")))
    assert table.meeting.places["A-2"] == 1


def test_an_event_without_by_is_of_who_records() -> None:
    table = Table(case()).does(Open(), Withdraw(case="A-1", reason="Moved"))
    event: Any = table.journal[-1].event
    assert event.by == "Chair"


def test_positions_of_who_has_left_no_longer_count() -> None:
    table = Table(case()).does(Open(), Position(case="A-1", role="school", stance="agree"), LONE_AWAY)
    assert table.sees().positions == ()
    assert len(table.item().positions) == 1


# In principle


def test_in_principle_needs_an_empty_required_seat() -> None:
    assert Table(case()).does(Open()).refused("invalid", IN_PRINCIPLE).values["key"] == "in_principle"
    grown = Table(case(birth_date=date(2008, 1, 1), had_contact_person_before_18=True)).does(Open(), LONE_AWAY)
    grown.refused("invalid", IN_PRINCIPLE)


def test_a_missing_leader_confirms() -> None:
    table = Table(case()).does(Open(), LONE_AWAY, IN_PRINCIPLE)
    assert [(seat.role, seat.person) for seat in table.decision().awaits] == [("school", "Lone")]
    assert table.refused("invalid", Confirm(case="A-1", role="club")).values["key"] == "role"
    table.does(Confirm(case="A-1", role="school", by="Lone"))
    assert (table.item().state, awaited_roles(table.item())) == ("placed", ())
    table.refused("not_in_principle", Confirm(case="A-1", role="school"))


def test_every_missing_leader_confirms() -> None:
    table = Table(case()).does(Open(), LONE_AWAY, Attend(person="Karim", status="absent"), IN_PRINCIPLE)
    table.does(Confirm(case="A-1", role="school"))
    assert (table.item().state, awaited_roles(table.item())) == ("in_principle", ("internal",))
    table.does(Confirm(case="A-1", role="internal"))
    assert table.item().state == "placed"


def test_a_refusal_takes_it_off_and_the_next_decision_waits_anew() -> None:
    table = Table(case()).does(Open(), LONE_AWAY, Attend(person="Karim", status="absent"), IN_PRINCIPLE)
    table.does(Confirm(case="A-1", role="school"), Confirm(case="A-1", role="internal", refuse=True))
    assert (table.item().state, table.item().decision, table.item().positions) == ("open", None, ())
    table.does(IN_PRINCIPLE)
    assert awaited_roles(table.item()) == ("school", "internal")


def carried(*settled: Any, placements: tuple[Placement, ...] = ()) -> Table:
    """The next meeting, which finds the case decided in principle by the last one."""
    settings = config()
    earlier = Table(case(), settings=settings, ledger=Ledger.of(settings, placements, (), MEETS))
    earlier.does(Open(), LONE_AWAY, Attend(person="Karim", status="absent"), IN_PRINCIPLE, *settled, Close())
    waits = Waiting(
        case_number="A-1",
        meeting="m0",
        date=MEETS,
        state="in_principle",
        postponed_times=0,
        decision=earlier.decision(),
        confirmed=tuple(confirmation.role for confirmation in earlier.item().confirmed),
    )
    rulings = [replace(ruling, meeting="m0", opened_at="2026-11-01") for ruling in earlier.meeting.rulings]
    ledger = Ledger.of(settings, placements, rulings, MEETS)
    return Table(case(), settings=settings, ledger=ledger, waiting=(waits,)).does(Open())


def held(table: Table, provider: str = "north-club") -> Any:
    """Staff hours in use on the day placements start."""
    ledger = table.context.ledger_in(table.meeting)
    house = table.context.config.provider(provider)
    assert house is not None
    return ledger.provider_profile(house).figures_on(START).used


def test_a_carried_case_keeps_its_one_hold() -> None:
    table = carried()
    assert (held(table), table.item().carried_decision is not None) == (3, True)
    assert table.sees().recommendation.provider == "north-club"
    table.does(Postpone(case="A-1", reason="Still away"))
    assert held(table) == 3
    table.does(Confirm(case="A-1", role="school"))
    assert (held(table), table.item().state) == (3, "in_principle")
    table.does(Confirm(case="A-1", role="internal"))
    assert (held(table), table.item().state, table.item().outcome) == (3, "placed", None)


def test_what_was_confirmed_before_stays_confirmed() -> None:
    table = carried(Confirm(case="A-1", role="school"))
    assert awaited_roles(table.item()) == ("internal",)
    table.does(Confirm(case="A-1", role="internal"))
    assert table.item().state == "placed"


@pytest.mark.parametrize(
    "ends",
    [
        (Return(case="A-1", missing="The plan"),),
        (Withdraw(case="A-1", reason="Moved"),),
        (Confirm(case="A-1", role="school", refuse=True),),
        (Confirm(case="A-1", role="school"), Confirm(case="A-1", role="internal", refuse=True)),
        (place("A-1", "south-club", reason="Swims there"),),
        (LONE_AWAY, IN_PRINCIPLE, Confirm(case="A-1", role="school", refuse=True)),
    ],
)
def test_a_carried_decision_is_let_go_and_what_ran_before_runs_on(ends: Any) -> None:
    running = Placement(case_number="A-1", provider="firm", hours_per_week=Decimal(5))
    table = carried(placements=(running,))
    assert (held(table), held(table, "firm")) == (3, 0)
    table.does(*ends)
    replaced = table.item().state == "placed"
    assert (held(table), held(table, "firm")) == (0, 0 if replaced else 5)
    assert held(table, "south-club") == (3 if replaced else 0)


# Corrections


def amended(why: str = "A slip of the pen", **keys: Any) -> Correct:
    return Correct(case="A-1", place=Amendment(given=frozenset(keys), **keys), why=why)


def approved(*cases: Any, relations: tuple[Relation, ...] = ()) -> Table:
    table = Table(case(relations=relations), case("A-2", district="south"))
    return table.does(
        Open(),
        place("A-1", "north-club", staff="mia", end=date(2027, 5, 1), second_choice="firm"),
        Return(case="A-2", missing="Plan"),
        Close(),
        Approve(),
    )


def test_a_correction_keeps_what_it_leaves_out() -> None:
    table = approved()
    before = table.decision()
    table.does(amended(start=date(2027, 1, 11)))
    after = table.decision()
    # The person's leave and the other options stay; the chosen provider is weighed for the new start.
    kept = replace(before, start=date(2027, 1, 11), first_follow_up_due=date(2027, 4, 11), options=after.options)
    assert after == kept
    assert (before.option.worst_week, after.option.worst_week) == ("2027-W01", "2027-W02")
    others = [
        [option for option in decision.options if option.provider != "north-club"] for decision in (before, after)
    ]
    assert others[0] == others[1]
    assert table.meeting.version == 2
    assert [(c.before, c.after, c.version) for c in table.item().corrections] == [(before, after, 2)]


def test_a_correction_moves_the_hours_to_another_provider() -> None:
    table = approved()
    why = ReasonGiven(code="agreed", text="Swims there")
    table.does(amended(provider="south-club", staff="eva", second_choice=None, reason=why))
    after = table.decision()
    assert (after.provider_name, after.staff_name, after.second_choice) == ("South Club", "Eva Lund", None)
    assert (after.departures, after.receiving_leader) == (("from_recommendation",), "South Club Leader")
    assert after.option.name == "South Club"
    assert (held(table), held(table, "south-club")) == (0, 3)


def test_a_correction_has_its_own_balance_and_the_version_before_keeps_its() -> None:
    """T3: version 2 kept the balance of version 1, against its own item and against `balance`."""
    table = approved()
    before, first = table.decision(), table.meeting.balance
    full = table.context.ledger.of_claims(table.context.config, [claim("south-club", "9")], table.meeting.date)
    table.knows(ledger=full).does(amended(provider="south-club", reason=ReasonGiven(code="agreed", text="x")))
    after, now = table.decision(), {line.provider: line for line in table.meeting.balance}
    assert [side.used for side in (after.option.before, after.option.after)] == [9, 12]
    assert next(option for option in after.options if option.provider == "north-club") == before.option
    assert [caution.code for caution in after.cautions if caution.provider] == ["over_capacity"]
    assert [now[club].after.used for club in ("north-club", "south-club")] == [0, 12]
    reweighed = table.meeting.reweighed
    assert reweighed is not None
    assert (reweighed.version, reweighed.before) == (2, first)
    balance = table.meeting.balance
    table.does(amended(staff="eva"))
    assert (table.meeting.balance, table.meeting.reweighed) == (balance, reweighed), "a person moves no hours"


def test_a_correction_to_a_later_start_is_weighed_without_what_it_corrects() -> None:
    table = approved()
    table.does(amended(start=date(2027, 1, 6), end=date(2027, 6, 1)))
    option = table.decision().option
    assert option.worst_week == "2027-W01"
    assert [option.before.used, option.after.used] == [0, 3]


def test_what_was_answered_stays_answered_where_it_is_asked_again() -> None:
    table = Table(case(child_view=None)).does(Open())
    table.does(place("A-1", "north-club", answers={"child_view_missing": "Tomorrow"}), Close(), Approve())
    answered = table.decision().cautions[0].answer
    assert answered is not None
    table.does(amended(start=date(2027, 1, 11)))
    assert [(caution.code, caution.answer) for caution in table.decision().cautions] == [
        ("child_view_missing", answered)
    ]


def test_another_provider_takes_nobody_along() -> None:
    why = ReasonGiven(code="agreed", text="x")
    assert approved().does(amended(provider="house", reason=why)).decision().staff is None


@pytest.mark.parametrize(
    ("correction", "code", "key"),
    [
        (amended(why="", start=START), "invalid", "why"),
        (amended(), "invalid", "place"),
        (amended(start=START), "invalid", "place"),
        (amended(provider="gone"), "unknown_provider", None),
        (amended(staff="eva"), "unknown_staff", None),
        (amended(second_choice="gone"), "unknown_provider", None),
        (amended(second_choice="north-club"), "invalid", "second_choice"),
        (amended(provider="firm"), "invalid", "second_choice"),
        (amended(start=date(2026, 1, 1)), "start_before_grant", None),
        (amended(end=date(2027, 1, 1)), "invalid", "end"),
        (amended(provider="house"), "reason_required", None),
        (amended(reason=ReasonGiven(code="gone", text="x")), "invalid", "reason.code"),
        (replace(amended(start=START), case="A-2"), "invalid", "case"),
        (replace(amended(start=START), case="A-7"), "unknown_case", None),
    ],
)
def test_what_cannot_be_corrected(correction: Correct, code: str, key: str | None) -> None:
    assert approved().refused(code, correction).values.get("key") == key


def test_an_end_that_is_emptied_is_the_grant_s() -> None:
    assert approved().does(amended(end=None)).decision().end == date(2027, 7, 3)


def test_folding_again_gives_the_same_meeting() -> None:
    table = approved().does(amended(start=date(2027, 1, 11)))
    folded = fold(table.meeting.id, table.journal)
    assert folded == table.meeting
    assert folded.log == table.meeting.log


def test_when_meetings_were_opened_compares_as_moments_do_wherever_the_clock_hung() -> None:
    meeting = carried().meeting
    earlier = replace(meeting, opened_at=datetime(2026, 12, 2, 10, tzinfo=timezone(timedelta(hours=1))))
    later = replace(meeting, opened_at=datetime(2026, 12, 2, 9, 30, tzinfo=UTC))
    assert earlier.opened_iso < later.opened_iso
    assert replace(meeting, opened_at=None).opened_iso == ""


def test_a_context_gives_no_meeting_the_ledger_of_another() -> None:
    table = Table(case("A-1")).does(Open())
    before = table.meeting
    table.does(place("A-1", "north-club"))
    table.knows(meeting_ledger=MeetingLedger.of(before, table.context.ledger))
    club_claims = [claim.case_number for claim in table.context.ledger_in(table.meeting).claims("north-club")]
    assert club_claims == ["A-1"]
    assert table.context.ledger_in(before).claims("north-club") == ()
    table.knows(ledger=Ledger.of_claims(table.context.config, [claim("north-club")], table.meeting.date))
    assert [claim.case_number for claim in table.context.ledger_in(before).claims("north-club")] == ["R-1"]
