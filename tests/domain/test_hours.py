"""The committee sets the hours a week within the grant, where its config says so (document 004, line 33)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpcommittee.domain.committee import Config
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import Amendment, Approve, Attend, Close, Correct, Open, ReasonGiven, Undo
from kpcommittee.domain.meeting.redo import intention_of
from kpcommittee.domain.provider import Rate
from tests.builders import MEETS, START, Table, case, config, place


def sets_hours(**keys: object) -> Config:
    """The usual committee, which sets the hours."""
    settings = config(**keys)  # type: ignore[arg-type]
    return replace(settings, committee=replace(settings.committee, sets_hours=True))


def table(**keys: object) -> Table:
    """A case of three granted hours at that committee."""
    return Table(case(), settings=sets_hours(**keys)).does(Open())


def test_the_hours_that_are_set_are_those_of_the_decision() -> None:
    rate = Rate(provider="north-club", unit="hour", amount=Decimal(240), valid_from=date(2026, 1, 1))
    run = table(rates=[rate]).does(place("A-1", "north-club", hours=Decimal("2.25")))
    decision = run.item().decision
    assert decision is not None
    assert (decision.hours, decision.granted_hours) == (Decimal("2.25"), Decimal(3))
    # Room, price and claim follow the hours that were set.
    assert (decision.option.after.used, decision.option.cost_per_month) == (Decimal("2.25"), Decimal("2340.00"))
    assert [ruling.hours for ruling in run.meeting.rulings] == [Decimal("2.25")]
    assert run.sees("A-1").proposal.hours == Decimal("2.25")
    assert run.item().case.grant.hours_per_week == 3, "the grant is not the committee's to change (001:61)"


@pytest.mark.parametrize("hours", [None, Decimal(3), Decimal("3.00")])
def test_the_granted_hours_hold_where_no_others_are_set(hours: Decimal | None) -> None:
    decision = table().does(place("A-1", "north-club", hours=hours)).item().decision
    assert decision is not None
    assert (decision.hours, decision.granted_hours) == (Decimal(3), None)


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ("3.25", "hours_over_grant"),
        ("0", "hours_not_quarters"),
        ("-1", "hours_not_quarters"),
        ("2.1", "hours_not_quarters"),
    ],
)
def test_hours_beyond_the_grant_or_no_quarters_are_refused(hours: str, why: str) -> None:
    refused = table().refused("invalid", place("A-1", "north-club", hours=Decimal(hours)))
    assert (refused.values["key"], refused.values["why"]) == ("hours", why)


def test_a_committee_that_sets_no_hours_refuses_any() -> None:
    usual = Table(case()).does(Open())
    for hours in (Decimal(2), Decimal(3)):
        refused = usual.refused("invalid", place("A-1", "north-club", hours=hours))
        assert (refused.values["key"], refused.values["why"]) == ("hours", "hours_not_set_here")


def test_options_are_weighed_for_the_hours_that_are_thought_of() -> None:
    view = table().sees("A-1", START, None, Decimal(1))
    (club,) = (option for option in view.options if option.provider == "north-club")
    assert (club.after.used, view.proposal.hours) == (Decimal(1), Decimal(1))


def test_what_was_taken_back_is_done_again_with_its_hours() -> None:
    run = table().does(place("A-1", "north-club", hours=Decimal(1)))
    decided = run.journal[-1].event
    again = intention_of(decided)
    assert again is not None
    run.does(Undo(), again)
    decision = run.item().decision
    assert decision is not None
    assert (decision.hours, decision.granted_hours) == (Decimal(1), Decimal(3))


def test_hours_are_corrected_and_weighed_anew() -> None:
    run = table().does(place("A-1", "north-club", hours=Decimal(1)), Close(), Approve())

    def corrected(hours: Decimal | None) -> Correct:
        return Correct(case="A-1", place=Amendment(given=frozenset({"hours"}), hours=hours), why="Skrivefejl")

    assert run.refused("invalid", corrected(Decimal(4))).values["why"] == "hours_over_grant"
    assert run.refused("invalid", corrected(Decimal(1))).values["why"] == "nothing_changed"
    run.does(corrected(Decimal(2)))
    decision = run.item().decision
    assert decision is not None
    assert (decision.hours, decision.granted_hours, decision.option.after.used) == (Decimal(2), Decimal(3), Decimal(2))
    (line,) = (line for line in run.meeting.balance if line.provider == "north-club")
    assert line.after.used == 2
    run.does(corrected(None))
    decision = run.item().decision
    assert decision is not None
    assert (decision.hours, decision.granted_hours) == (Decimal(3), None)


def test_another_correction_keeps_the_hours() -> None:
    run = table().does(place("A-1", "north-club", hours=Decimal(1)), Close(), Approve())
    other = Amendment(given=frozenset({"provider"}), provider="south-club", reason=ReasonGiven(code="agreed", text="x"))
    other = replace(other, given=frozenset({"provider", "reason"}))
    run.does(Correct(case="A-1", place=other, why="Skrivefejl"))
    decision = run.item().decision
    assert decision is not None
    assert (decision.provider, decision.hours, decision.granted_hours) == ("south-club", Decimal(1), Decimal(3))


@pytest.mark.parametrize(("granted", "proposed"), [(Decimal(3), Decimal(2)), (Decimal(1), Decimal(1))])
def test_hours_of_a_decision_in_principle_are_proposed_again_within_the_grant_of_today(
    granted: Decimal, proposed: Decimal
) -> None:
    first = table().does(Attend(person="Karim", status="excused"))
    first.does(place("A-1", "north-club", hours=Decimal(2), in_principle=True))
    decision = first.item().decision
    assert decision is not None
    waits = Waiting(
        case_number="A-1", meeting="m0", date=MEETS, state="in_principle", postponed_times=0, decision=decision
    )
    later = Table(case(hours_per_week=granted), settings=sets_hours(), waiting=(waits,)).does(Open())
    assert later.sees("A-1").proposal.hours == proposed
