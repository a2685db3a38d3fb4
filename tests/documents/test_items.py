"""One case in the minutes: which decision it shows, who sat there and what a correction changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpcommittee.documents.builder import NeverOpened, minutes_of
from kpcommittee.documents.items import changes_of
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.documents.model import Change, MinutesItem
from kpcommittee.domain.capacity.balance import Figures
from kpcommittee.domain.case import Informed, Plan
from kpcommittee.domain.committee import FollowUpRules
from kpcommittee.domain.documents import MinutesRules
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.frozen import BalanceLine, Waiting
from kpcommittee.domain.meeting.item import awaited_roles
from kpcommittee.domain.provider import ProviderKind, Rate
from kpcommittee.locale import use
from kpcommittee.views.facts import line_text
from kpcommittee.views.outcome_facts import OutcomeFacts
from kpcommittee.views.text import case_text
from tests.builders import MEETS, START, Table, case, config, place

AWAY = want.Attend(person="Lone", status="excused")
BEFORE = date(2026, 11, 18)


def item(table: Table, number: str = "A-1") -> MinutesItem:
    """The case in the minutes of the meeting as it is now."""
    minutes = minutes_of(table.meeting)
    return next(item for item in (*minutes.in_principle, *minutes.cases) if item.case.case_number == number)


def decision(**keys: object) -> Decision:
    """A placement at the club, with other keys."""
    placed = place("A-1", "north-club", staff="mia", second_choice="house", reason="Near")
    decided = Table(case("A-1")).does(want.Open(), placed).item().decision
    assert decided is not None
    return replace(decided, **keys)  # type: ignore[arg-type]  # what a test writes


def carried() -> Table:
    """A meeting with a case that the one before decided in principle, when the school leader was away."""
    before = Table(case("A-2")).does(want.Open(), AWAY, place("A-2", "north-club", staff="mia", in_principle=True))
    waits = Waiting(
        case_number="A-2", meeting="2026-11-18", date=BEFORE, state="in_principle", postponed_times=0,
        decision=before.item("A-2").decision,
    )  # fmt: skip
    return Table(case("A-1"), case("A-2"), waiting=(waits,)).does(want.Open())


@pytest.mark.parametrize(
    ("part", "keys", "was", "now"),
    [
        ("provider", {"provider_name": "House"}, "North Club", "House"),
        ("staff", {"staff_name": None}, "Mia Holm", None),
        ("start", {"start": date(2027, 2, 1)}, START, date(2027, 2, 1)),
        ("end", {"end": date(2027, 8, 1)}, date(2027, 7, 3), date(2027, 8, 1)),
        ("second_choice", {"second_choice_name": "Firm"}, "House", "Firm"),
        ("reason", {"reason": None}, "Agreed: Near", None),
        ("first_follow_up_due", {"first_follow_up_due": date(2027, 5, 1)}, date(2027, 4, 4), date(2027, 5, 1)),
    ],
)
def test_a_correction_names_what_it_changes_and_nothing_else(
    part: str, keys: dict[str, object], was: str | date, now: str | date | None
) -> None:
    assert changes_of(decision(), decision(**keys)) == (Change(what=part, before=was, after=now),)


def test_a_correction_that_changes_nothing_shown_names_nothing() -> None:
    assert changes_of(decision(), decision(age=17)) == ()


def test_the_changes_of_each_correction_have_its_version_reason_and_name() -> None:
    table = Table(case("A-1")).does(want.Open(), place("A-1", "north-club"), want.Close(), want.Approve())
    for day in (date(2027, 1, 11), date(2027, 1, 18)):
        amended = want.Amendment(given=frozenset({"start"}), start=day)
        table.does(want.Correct(case="A-1", place=amended, why=f"From the {day.day}th", by="Inger"))
    first, second = item(table).corrections
    assert [(correction.version, correction.why, correction.by) for correction in (first, second)] == [
        (2, "From the 11th", "Inger"),
        (3, "From the 18th", "Inger"),
    ]
    assert first.at < second.at
    assert first.changes[0] == Change(what="start", before=START, after=date(2027, 1, 11))
    assert second.changes[0] == Change(what="start", before=date(2027, 1, 11), after=date(2027, 1, 18))


def test_a_decision_of_the_meeting_is_its_own() -> None:
    table = Table(case("A-1")).does(want.Open())
    undecided = item(table)
    assert (undecided.decision, undecided.decided_here, undecided.receiving_leader) == (None, False, None)
    placed = item(table.does(place("A-1", "north-club")))
    assert placed.decision == table.item().decision
    assert (placed.decided_here, placed.receiving_leader) == (True, "North Club Leader")


def test_a_carried_decision_stays_that_of_the_earlier_meeting() -> None:
    """Else the minutes would say that this meeting decided what it only confirmed."""
    table = carried()
    waiting = item(table, "A-2")
    assert waiting.decision is not None
    assert (waiting.decided_here, awaited_roles(waiting.item)) == (False, ("school",))
    confirmed = item(table.does(want.Confirm(case="A-2", role="school", by="Lone")), "A-2")
    assert (confirmed.decision, confirmed.decided_here, awaited_roles(confirmed.item)) == (waiting.decision, False, ())


def test_what_an_earlier_meeting_decided_is_worded_alike_in_minutes_and_show() -> None:
    use("en")
    table = carried()
    facts = OutcomeFacts(table.item("A-2"))
    shown = case_text(table.sees("A-2"), table.context.config, table.context.law).replace("    ", "")
    minutes = render_minutes(minutes_of(table.meeting))
    assert facts.in_principle
    waits = f"{facts.awaits.label}: {line_text(facts.awaits.lines[0])}"
    for text in (facts.in_principle, waits):
        assert f"- {text}" in minutes
    assert facts.in_principle in shown
    assert line_text(facts.awaits.lines[0]) in shown
    refused = table.does(want.Confirm(case="A-2", role="school", by="Lone", refuse=True))
    assert not OutcomeFacts(refused.item("A-2")).in_principle


def test_a_carried_decision_that_was_corrected_is_still_the_earlier_meetings() -> None:
    table = carried().does(place("A-1", "house", reason="Agreed"), want.Confirm(case="A-2", role="school", by="Lone"))
    table.does(want.Close(), want.Approve())
    amended = want.Amendment(given=frozenset({"start"}), start=date(2027, 1, 11))
    table.does(*(want.Correct(case=number, place=amended, why="Typing error") for number in ("A-1", "A-2")))
    assert (item(table, "A-1").decided_here, item(table, "A-2").decided_here) == (True, False)


def test_what_is_decided_anew_after_a_refusal_is_this_meetings() -> None:
    table = carried().does(want.Confirm(case="A-2", role="school", by="Lone", refuse=True))
    refused = item(table, "A-2")
    assert (refused.decision, refused.decided_here) == (None, False)
    anew = item(table.does(place("A-2", "house", reason="Agreed")), "A-2")
    assert (anew.decided_here, anew.receiving_leader) == (True, None)


def test_the_empty_seat_is_no_caution_beside_who_has_confirmed_and_another_start_is_told() -> None:
    """U11: the minutes said that nobody was there for a seat whose leader stood confirmed above it."""
    table = carried()
    assert [caution.code for caution in item(table, "A-2").cautions] == ["seat_empty"]
    table.does(want.Confirm(case="A-2", role="school", by="Lone", start=date(2027, 2, 1)))
    confirmed = item(table, "A-2")
    assert "seat_empty" not in [caution.code for caution in confirmed.cautions]
    assert [word.start for word in confirmed.confirmed] == [date(2027, 2, 1)]
    text = render_minutes(minutes_of(table.meeting))
    assert "Confirmed by school leader: Lone, at 09:02; start changed from 04/01/2027 to 01/02/2027" in text
    assert "No school leader present" not in text
    assert "Decided in principle at the meeting on" in text


def test_what_was_confirmed_before_a_case_was_reopened_is_left_out_and_a_refusal_stays() -> None:
    """U5: a confirmation belongs to the decision that was left; a decision in principle that was refused is gone."""
    table = carried().does(want.Confirm(case="A-2", role="school", by="Lone"), want.Reopen(case="A-2"))
    assert item(table, "A-2").confirmations == ()
    table.does(want.Confirm(case="A-2", role="school", by="Jan"))
    assert [word.by for word in item(table, "A-2").confirmed] == ["Jan"]
    table.does(want.Reopen(case="A-2"), want.Confirm(case="A-2", role="school", by="Jan", refuse=True))
    table.does(place("A-2", "house", reason="Agreed"), want.Reopen(case="A-2"))
    assert [word.by for word in item(table, "A-2").refused] == ["Jan"]


def test_what_was_only_postponed_is_decided_here() -> None:
    waits = Waiting(case_number="A-1", meeting="m", date=BEFORE, state="postponed", postponed_times=1)
    table = Table(case("A-1"), waiting=(waits,)).does(want.Open(), place("A-1", "north-club"))
    assert item(table).decided_here
    assert [item.case.case_number for item in minutes_of(table.meeting).cases] == ["A-1"]


def test_the_bench_is_that_of_the_decision_whoever_left_since() -> None:
    table = Table(case("A-1")).does(want.Open(), place("A-1", "north-club"))
    table.does(want.Attend(person="Lone", status="absent"))
    school = next(row for row in item(table).seats if row.seat.role == "school")
    assert (school.seat.person, school.house) == ("Lone", "North School")
    assert school.position is not None
    assert (school.position.person, school.position.stance) == ("Lone", "agree")


def test_a_position_is_not_shown_on_the_seat_of_whoever_took_over() -> None:
    table = Table(case("A-1")).does(want.Open(), want.Position(case="A-1", role="school", stance="disagree"))
    table.does(want.Attend(person="Lone", status="left", substitute="Jan", case="A-1"))
    shown = {row.seat.role: (row.seat.person, row.position) for row in item(table).seats}
    assert shown["school"] == ("Jan", None)
    assert shown["authority"] == ("Inger", None)


@pytest.mark.parametrize(("born", "informed"), [(date(2016, 12, 2), True), (date(2016, 12, 3), False)])
def test_a_child_is_informed_from_its_tenth_birthday_on(born: date, informed: bool) -> None:
    printed = item(Table(case("A-1", birth_date=born)).does(want.Open()))
    assert (printed.inform_child, printed.age) == (informed, 10 if informed else 9)


def test_family_that_must_not_be_contacted_is_left_out_and_others_are_not() -> None:
    named = (Informed(who="mother", name="Mona"), Informed(who="guardian_ad_litem", name="Bo"))
    usual = item(Table(case("A-1", inform=named)).does(want.Open()))
    assert usual.inform == named
    careful = item(Table(case("A-1", inform=named, do_not_contact_family=True)).does(want.Open()))
    assert named[0] not in careful.inform


def test_the_plan_is_due_as_decided_else_as_the_case_says() -> None:
    planned = Plan(kind="child_plan", due_on=date(2027, 2, 2))
    table = Table(case("A-1", plan=planned)).does(want.Open())
    assert item(table).plan_due == date(2027, 2, 2)
    table.does(place("A-1", "north-club"))
    changed = case("A-1", plan=replace(planned, due_on=date(2027, 3, 3)))
    meeting = replace(table.meeting, items=(replace(table.item(), case=changed),))
    assert minutes_of(meeting).cases[0].plan_due == date(2027, 2, 2)


def test_what_waits_in_principle_is_apart_only_where_it_is_first_on_the_agenda() -> None:
    """T12: items that come after another case were printed before it."""
    table = carried()
    assert [item.place for item in minutes_of(table.meeting).in_principle] == []
    assert [(item.place, item.case.case_number) for item in minutes_of(table.meeting).items] == [(1, "A-1"), (2, "A-2")]
    minutes = minutes_of(table.does(want.Order(cases=("A-2", "A-1"))).meeting)
    assert [(item.place, item.case.case_number) for item in minutes.in_principle] == [(1, "A-2")]
    assert [(item.place, item.case.case_number) for item in minutes.cases] == [(2, "A-1")]


def line(provider: str, kind: ProviderKind, load: str) -> BalanceLine:
    before, after = (Figures(room=Decimal(10), load=Decimal(hours)) for hours in ("1", load))
    return BalanceLine(
        provider=provider, name=provider, kind=kind, district=None, week="2027-W01", before=before, after=after,
        today=before,
    )  # fmt: skip


def test_the_balance_comes_by_kind_and_within_a_kind_as_the_config_has_it() -> None:
    lines = (
        line("firm", "external", "1"), line("west", "club", "9.5"), line("house", "internal", "11"),
        line("east", "club", "10.5"),
    )  # fmt: skip
    rows = minutes_of(Table(case("A-1")).does(want.Open()).meeting, lines).balance
    assert [(row.line.provider, row.status_before, row.status_after) for row in rows] == [
        ("west", "ok", "tight"),
        ("east", "ok", "over"),
        ("house", "ok", "over"),
        ("firm", "ok", "ok"),
    ]


def test_a_closed_meeting_keeps_its_own_balance() -> None:
    table = Table(case("A-1")).does(want.Open(), place("A-1", "north-club"), want.Close())
    other = (line("west", "club", "1"),)
    assert [row.line for row in minutes_of(table.meeting, other).balance if row.line.provider == "west"] == []
    assert {row.line for row in minutes_of(table.meeting, other).balance} == set(table.meeting.balance)


def test_the_head_says_how_far_the_meeting_is() -> None:
    table = Table(case("A-1"), by="Inger").does(want.Open(), place("A-1", "north-club"))
    draft = minutes_of(table.meeting)
    assert (draft.state, draft.version, draft.closed_at, draft.approved_at, draft.approved_by) == (
        "open", 0, None, None, None,
    )  # fmt: skip
    table.does(want.Close(), want.Approve())
    final = minutes_of(table.meeting)
    opened, closed, approved = (table.journal[place].at for place in (0, 2, 3))
    assert (final.opened_at, final.closed_at, final.approved_at) == (opened, closed, approved)
    assert (final.id, final.state, final.version, final.approved_by) == ("2026-12-02", "approved", 1, "Inger")
    assert final.head.date == MEETS


def test_a_meeting_that_is_only_prepared_has_no_minutes() -> None:
    with pytest.raises(NeverOpened):
        minutes_of(Table(case("A-1")).meeting)


@pytest.mark.parametrize(("asked", "price"), [(True, Decimal("6500.00")), (False, None), (None, None)])
def test_the_price_is_in_the_minutes_only_where_the_config_asks(asked: bool | None, price: Decimal | None) -> None:
    rate = Rate(provider="north-club", unit="hour", amount=Decimal(300), valid_from=START)
    rules = None if asked is None else MinutesRules(price=asked)
    grant = replace(case("A-1").grant, hours_per_week=Decimal(5))
    table = Table(replace(case("A-1"), grant=grant), settings=replace(config(), rates=(rate,), minutes=rules))
    table.does(want.Open(), place("A-1", "north-club", staff="mia"))
    assert item(table).price == price
    use("en")
    text = render_minutes(minutes_of(table.meeting))
    assert ("Price: DKK 6,500 a month" in text) is (price is not None)


def test_whoever_coordinates_is_among_those_to_inform() -> None:
    """The coordinator of document 004, lines 39 and 47, hears of each placement."""
    table = Table(case("A-1")).does(want.Open(), place("A-1", "north-club"))
    assert table.meeting.config is not None
    rules = FollowUpRules(coordinator="Maja Lindgaard")
    named = replace(table.meeting, config=replace(table.meeting.config, follow_ups=rules))
    assert "Coordinator: Maja Lindgaard" in render_minutes(minutes_of(named))
    assert "Coordinator" not in render_minutes(minutes_of(table.meeting))
