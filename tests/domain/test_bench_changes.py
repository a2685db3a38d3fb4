"""Which decisions were taken by others than the attendance now says: the chair takes them up again or not."""

from kpcommittee.domain.meeting.bench import Seat
from kpcommittee.domain.meeting.bench_changes import ChangedBench, affected_decisions
from kpcommittee.domain.meeting.intentions import Attend, Open, Postpone
from tests.builders import Table, case, law, place


def affected(table: Table) -> tuple[ChangedBench, ...]:
    return affected_decisions(table.meeting, table.context.config, law())


def people(seats: tuple[Seat, ...]) -> list[tuple[str, str | None]]:
    return [(seat.role, seat.person) for seat in seats]


def decided() -> Table:
    """The first and the third case placed, the second put off, with everybody at the table."""
    table = Table(case("A-1"), case("A-2"), case("A-3", district="south"))
    placed = place("A-1", "north-club"), place("A-3", "south-club")
    return table.does(Open(), *placed, Postpone(case="A-2", reason="Time was up"))


def test_decisions_stand_while_nothing_is_said_against_their_bench() -> None:
    assert affected(decided()) == ()
    assert affected(decided().does(Attend(person="Jan", status="present"))) == ()


def test_only_decisions_with_that_seat_are_named_with_what_it_was_and_is() -> None:
    table = decided().does(Attend(person="Lone", status="excused", substitute="Jan"))
    (decision,) = affected(table)
    assert decision.case_number == "A-1"
    assert people(decision.seats_then) == [("school", "Lone")]
    assert people(decision.seats_now) == [("school", "Jan")]


def test_a_seat_that_nobody_fills_now_is_named() -> None:
    (decision,) = affected(decided().does(Attend(person="Peter", status="absent")))
    assert (decision.case_number, people(decision.seats_then)) == ("A-3", [("school", "Peter")])
    assert people(decision.seats_now) == [("school", None)]


def test_every_decision_and_every_seat_that_differs_is_named_in_the_order_of_the_agenda() -> None:
    table = decided().does(
        Attend(person="Inger", status="excused", substitute="Bo"), Attend(person="Karim", status="absent")
    )
    assert [(decision.case_number, people(decision.seats_now)) for decision in affected(table)] == [
        ("A-1", [("authority", "Bo"), ("internal", None)]),
        ("A-3", [("authority", "Bo"), ("internal", None)]),
    ]
