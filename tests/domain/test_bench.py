"""Who decides in a case: seats, attendance that follows the person, and who is out."""

from dataclasses import replace
from datetime import date

import pytest

from kpcommittee.domain.committee import Config, Role
from kpcommittee.domain.law import Terms
from kpcommittee.domain.meeting.bench import Bench, Seat, leaders_present
from kpcommittee.domain.meeting.intentions import Attend, Disqualify, Open, Undo
from kpcommittee.domain.meeting.meeting import fold
from tests.builders import Table, case, club, config, law


def seats(bench: Bench) -> dict[str, tuple[str | None, str]]:
    return {seat.role: (seat.person, seat.status) for seat in bench.seats}


def school_seat(table: Table, number: str = "A-1") -> Seat:
    return table.sees(number).bench.seat("school")


def recused(number: str, role: Role, *others: Role, **keys: str) -> Disqualify:
    decided_by = others or tuple(r for r in ("school", "club", "authority", "internal") if r != role)
    return Disqualify(case=number, role=role, ground="Cousin", decided_by=decided_by, **keys)  # type: ignore[arg-type]


def test_the_leaders_of_the_child_s_district_sit() -> None:
    table = Table(case("A-1"), case("A-2", district="south")).does(Open())
    assert seats(table.sees("A-1").bench) == {
        "school": ("Lone", "present"),
        "club": ("North Club Leader", "present"),
        "authority": ("Inger", "present"),
        "internal": ("Karim", "present"),
    }
    assert seats(table.sees("A-2").bench)["school"] == ("Peter", "present")
    assert seats(table.sees("A-2").bench)["club"] == ("South Club Leader", "present")


@pytest.mark.parametrize(
    ("school", "leader"), [(None, "Lone"), ("north-second", "Merete"), ("south-school", "Lone"), ("gone", "Lone")]
)
def test_the_child_s_own_school_sits_when_it_is_of_the_district(school: str | None, leader: str) -> None:
    assert school_seat(Table(case(school=school))).person == leader


def test_the_child_s_own_club_sits_when_it_is_of_the_district() -> None:
    second = club("north-second", "10")
    settings = config(club(), second, club("south-club"))
    assert Table(case(club="north-second"), settings=settings).sees().bench.seat("club").person == second.leader
    assert Table(case(club="south-club"), settings=settings).sees().bench.seat("club").person == "North Club Leader"


def test_excusing_one_school_leader_excuses_no_other_of_the_district() -> None:
    table = Table(case("A-1"), case("A-2", school="north-second")).does(Open(), Attend(person="Lone", status="excused"))
    assert school_seat(table, "A-1") == Seat(role="school", person=None, status="excused", leader="Lone")
    assert school_seat(table, "A-2").person == "Merete"


def test_attendance_holds_from_its_item_on_in_the_order_of_the_agenda() -> None:
    table = Table(case("A-1"), case("A-2"), case("A-3")).does(
        Open(), Attend(person="Lone", status="left", case="A-2"), Attend(person="Lone", status="present", case="A-3")
    )
    assert [school_seat(table, number).status for number in ("A-1", "A-2", "A-3")] == ["present", "left", "present"]


def test_a_substitute_who_leaves_has_a_substitute_in_turn() -> None:
    table = Table(case("A-1"), case("A-2"), case("A-3")).does(
        Open(),
        Attend(person="Lone", status="excused", substitute="Jan"),
        Attend(person="Jan", status="left", substitute="Ida", case="A-2"),
        Attend(person="Ida", status="absent", case="A-3"),
    )
    seats = [(s.person, s.status, s.substitute_for) for s in (school_seat(table, n) for n in ("A-1", "A-2", "A-3"))]
    assert seats == [("Jan", "substitute", "Lone"), ("Ida", "substitute", "Lone"), (None, "excused", None)]


def test_a_leader_named_as_a_substitute_is_back() -> None:
    table = Table(case()).does(
        Open(),
        Attend(person="Lone", status="absent", substitute="Jan"),
        Attend(person="Jan", status="left", substitute="Lone"),
    )
    assert school_seat(table) == Seat(role="school", person="Lone", status="present", leader="Lone")


def test_a_seat_nobody_leads_is_empty() -> None:
    settings: Config = replace(config(), leaders=())
    seat = Table(case(), settings=settings).sees().bench.seat("authority")
    assert (seat.person, seat.status, seat.is_filled) == (None, "empty", False)


def test_from_18_on_other_seats_are_required() -> None:
    table = Table(case("A-1", birth_date=date(2008, 12, 3)), case("A-2", birth_date=date(2008, 12, 2))).does(
        Open(), Attend(person="Lone", status="excused")
    )
    assert [seat.role for seat in table.sees("A-1").bench.missing_seats()] == ["school"]
    assert table.sees("A-2").bench.missing_seats() == ()
    assert not school_seat(table, "A-2").required


def test_the_law_table_says_from_which_age_and_an_opened_meeting_keeps_the_one_it_froze() -> None:
    older = replace(law(), terms=Terms(adult_age=19))
    table = Table(case(birth_date=date(2008, 12, 2)), law=older).does(Open(), Attend(person="Lone", status="excused"))
    assert [seat.role for seat in table.sees().bench.missing_seats()] == ["school"]
    table.knows(law=law())
    assert table.sees().bench.missing_seats() == ()
    folded = fold(table.meeting.id, table.journal)
    assert folded.config is not None
    assert folded.law is not None
    assert [seat.role for seat in folded.bench(folded.items[0], folded.config, folded.law).missing_seats()] == [
        "school"
    ]


def test_who_is_out_is_out_in_that_case_only() -> None:
    table = Table(case("A-1"), case("A-2")).does(Open(), recused("A-1", "school"))
    assert (school_seat(table, "A-1").person, school_seat(table, "A-1").status) == (None, "disqualified")
    assert school_seat(table, "A-2").person == "Lone"


def test_who_stays_stays() -> None:
    table = Table(case()).does(Open(), recused("A-1", "school", outcome="stays"))
    assert school_seat(table).person == "Lone"


def test_a_recusal_and_a_leader_who_leaves_one_item_later() -> None:
    table = Table(case("A-1"), case("A-2")).does(
        Open(),
        recused("A-1", "authority", substitute="Bo"),
        Attend(person="Inger", status="left", case="A-2", substitute="Tove"),
    )
    assert table.sees("A-1").bench.seat("authority").person == "Bo"
    assert table.sees("A-2").bench.seat("authority").person == "Tove"


def test_the_substitute_stays_when_the_leader_who_is_out_goes_home() -> None:
    table = Table(case()).does(
        Open(), recused("A-1", "school", substitute="Jan"), Attend(person="Lone", status="left", case="A-1")
    )
    assert school_seat(table).person == "Jan"


def test_a_second_recusal_brings_nobody_back_who_is_out() -> None:
    table = Table(case()).does(Open(), recused("A-1", "school", substitute="Jan"), recused("A-1", "school"))
    assert (school_seat(table).person, school_seat(table).status) == (None, "disqualified")


def test_who_is_out_does_not_come_back_as_a_substitute() -> None:
    table = Table(case()).does(
        Open(),
        recused("A-1", "school"),
        Attend(person="Inger", status="left", substitute="Lone"),
    )
    assert (table.sees().bench.seat("authority").person) is None
    circle = Table(case()).does(
        Open(),
        recused("A-1", "school", substitute="Jan"),
        Attend(person="Jan", status="left", substitute="Lone"),
    )
    assert school_seat(circle).person is None


def test_who_is_named_as_a_substitute_is_thereby_present_until_somebody_says_otherwise() -> None:
    table = Table(case("A-1"), case("A-2")).does(Open(), Attend(person="Jan", status="present"))
    table.does(Attend(person="Lone", status="excused", substitute="Jan"), Attend(person="Jan", status="excused"))
    assert table.sees("A-1").bench.seat("school").person is None
    table.does(Attend(person="Lone", status="excused", substitute="Jan"))
    assert [table.sees(number).bench.seat("school").person for number in ("A-1", "A-2")] == ["Jan", "Jan"]
    table.does(Attend(person="Jan", status="left", case="A-2"))
    assert [table.sees(number).bench.seat("school").person for number in ("A-1", "A-2")] == ["Jan", None]


def test_a_substitute_for_one_case_is_thereby_present() -> None:
    table = Table(case("A-1")).does(Open(), Attend(person="Jan", status="excused"))
    out = Disqualify(case="A-1", role="school", ground="An aunt", decided_by=("club",), substitute="Jan")
    seat = table.does(out).sees().bench.seat("school")
    assert (seat.person, seat.status) == ("Jan", "substitute")
    table.does(Undo())
    assert table.meeting.attendance("A-1").is_away("Jan")


def test_the_leaders_in_the_room_are_named_once_in_the_order_of_the_config() -> None:
    table = Table(case("A-1"), settings=config(club("north-club", leader="Lone"), club("south-club", leader=None)))
    table.does(Open(), Attend(person="Merete", status="excused"))
    present = leaders_present(table.context.config, table.meeting.attendance("A-1"))
    assert present == ("Lone", "Peter", "Inger", "Karim")
