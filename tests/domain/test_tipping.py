"""Which case tips a provider, in the order in which cases came, and what moving it would cost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpcommittee.domain.capacity.balance import Figures, accompanied_share, district_spreads
from kpcommittee.domain.capacity.ledger import Ledger
from kpcommittee.domain.capacity.options import RelationFact
from kpcommittee.domain.capacity.placement import Claim
from kpcommittee.domain.capacity.tipping import Tipping, tipping_in, tipping_of, with_relation
from kpcommittee.domain.meeting.frozen import Waiting
from kpcommittee.domain.meeting.intentions import Attend, Confirm, Open, Undo
from kpcommittee.domain.meeting.meeting import Meeting, order_of_decision
from kpcommittee.domain.provider import Period, Provider
from tests.builders import MEETS, NOW, START, Table, case, claim, club, config, knows, place


def tips(*claims: Claim, decided: dict[str, int] | None = None, provider: Provider | None = None) -> Tipping | None:
    provider = provider or club("north-club", "10")
    return tipping_of(provider, Ledger.of_claims(config(provider), claims, MEETS), decided or {})


def number(point: Tipping | None) -> str | None:
    return point.claim.case_number if point else None


def in_order(meetings: Iterable[Meeting]) -> list[str]:
    order = order_of_decision(meetings)
    return sorted(order, key=lambda case_number: order[case_number])


def test_what_runs_came_before_what_is_held() -> None:
    held = claim("north-club", "5", "A-1", start=MEETS, held=True)
    running = claim("north-club", "6", "R-1", start=date(2027, 1, 4))
    point = tips(held, running)
    assert point is not None
    assert (number(point), point.day) == ("A-1", date(2027, 1, 4))


def test_what_runs_counts_by_its_start() -> None:
    later, sooner = date(2026, 10, 1), date(2026, 9, 1)
    always = claim("north-club", "4", "R-3")
    claims = (claim("north-club", "4", "R-1", start=later), claim("north-club", "4", "R-2", start=sooner), always)
    assert number(tips(*claims)) == "R-1"


def test_what_is_held_counts_in_the_order_of_decision() -> None:
    claims = [claim("north-club", "6", number, start=START, held=True) for number in ("A-1", "A-2")]
    assert number(tips(*claims, decided={"A-1": 7, "A-2": 3})) == "A-1"
    assert number(tips(*claims, decided={"A-1": 3, "A-2": 7})) == "A-2"
    assert number(tips(*claims, decided={"A-2": 7})) == "A-1"


def test_nothing_tips_what_is_not_over() -> None:
    assert tips(claim("north-club", "10")) is None
    assert tips(claim("north-club", "99"), provider=club("north-club", None)) is None
    assert tips(claim("south-club", "99")) is None


def test_only_what_runs_on_the_fullest_open_day_counts() -> None:
    closed = club("north-club", "10", closed=(Period(start=date(2027, 2, 1), end=date(2027, 2, 3)),))
    point = tips(
        claim("north-club", "11", "R-1", start=date(2027, 2, 1), end=date(2027, 2, 3)),
        claim("north-club", "6", "R-2", start=date(2027, 2, 4)),
        claim("north-club", "5", "R-3", start=date(2027, 2, 5)),
        provider=closed,
    )
    assert point is not None
    assert (number(point), point.day) == ("R-3", date(2027, 2, 5))


def test_hours_are_staff_hours() -> None:
    provider = club("north-club", "10", hours_factor=Decimal("1.5"))
    claims = (claim("north-club", "4", "R-1"), claim("north-club", "3", "R-2"))
    assert number(tips(*claims, provider=provider)) == "R-2"


def test_moving_costs_the_strongest_relation_there() -> None:
    point = tips(claim("north-club", "11", "A-1"))
    assert point is not None
    assert point.strength is None
    known = case("A-1", relations=(knows("Mia", "north-club", "mia", 2), knows("Ali", "north-club", "ali", 3)))
    moved = with_relation(point, known)
    assert moved.strength == 3
    assert moved.relation is not None
    assert moved.relation.person == "Ali"
    assert with_relation(point, case("A-1")).strength == 0
    assert with_relation(point, case("A-1", relations=(knows("Eva", "south-club", "eva"),))).strength == 0


def test_the_order_is_that_of_the_journal_without_what_was_taken_back() -> None:
    table = Table(case("A-1"), case("A-2"), case("A-3"))
    table.does(Open(), place("A-3", "house", reason="Agreed"), place("A-1", "house", reason="Agreed"))
    order = order_of_decision([table.meeting])
    assert sorted(order, key=lambda number: order[number]) == ["A-3", "A-1"]
    table.does(Undo())
    assert list(order_of_decision([table.meeting])) == ["A-3"]


@pytest.mark.parametrize(("enrolled", "share"), [(40, Decimal("0.05")), (1, Decimal(2)), (0, None), (None, None)])
def test_how_many_enrolled_children_are_accompanied(enrolled: int | None, share: Decimal | None) -> None:
    assert accompanied_share(club(enrolled=enrolled), Figures(children=2)) == share


def test_how_far_the_clubs_of_a_district_are_apart() -> None:
    def used(hours: str, room: str | None = "10") -> Figures:
        return Figures(room=None if room is None else Decimal(room), load=Decimal(hours))

    north = [club(f"north-{letter}") for letter in ("a", "b", "c", "d")]
    distances = district_spreads(
        [
            (north[0], used("9")),
            (north[1], used("2")),
            (north[2], used("5")),
            (north[3], used("99", None)),
            (club("south-club"), used("1")),
            (club("west-a"), used("1")),
            (club("west-b"), used("5", "20")),
            (Provider(id="house", kind="internal", name="House", district="south"), used("8")),
        ]
    )
    assert distances == {"north": Decimal("0.7"), "west": Decimal("0.15")}


def test_of_two_that_start_on_one_day_the_greater_number_came_last() -> None:
    claims = [claim("north-club", "6", number, start=START) for number in ("R-2", "R-1")]
    assert number(tips(*claims)) == "R-2"
    assert number(tips(*reversed(claims))) == "R-2"


def test_what_is_held_came_after_everything_that_runs_whatever_its_start() -> None:
    running = [claim("north-club", "6", "R-2", start=START), claim("north-club", "3", "R-1", start=None)]
    held = claim("north-club", "3", "A-1", start=date(2026, 12, 7), held=True)
    assert number(tips(held, *running, decided={"A-1": 1})) == "A-1"


def test_held_hours_nobody_decided_in_a_known_meeting_come_last_by_their_start() -> None:
    sooner, later = (claim("north-club", "4", name, start=START, held=True) for name in ("A-3", "A-4"))
    known = claim("north-club", "4", "A-9", start=START, held=True)
    assert number(tips(later, sooner, known, decided={"A-9": 10**6})) == "A-4"


def test_of_a_week_that_is_not_the_worst_the_day_is_in_that_week() -> None:
    """The chair asks about one week: a day of another with the same figures would name another case."""
    provider, peak = club("north-club", "10"), date(2027, 1, 4)
    claims = [claim("north-club", "11", f"R-{week}", start=day, end=day) for week, day in enumerate(
        (peak, date(2027, 1, 18), date(2027, 1, 31))
    )]  # fmt: skip
    ledger = Ledger.of_claims(config(provider), claims, MEETS)
    for week, day in enumerate((date(2027, 1, 4), date(2027, 1, 18), date(2027, 1, 31))):
        point = tipping_in(provider, ledger, {}, ledger.provider_profile(provider).week_of(day))
        assert point is not None
        assert (number(point), point.day) == (f"R-{week}", day)


def test_of_days_alike_the_first_open_one_is_named() -> None:
    closed = club("north-club", "10", closed=(Period(start=date(2027, 2, 1), end=date(2027, 2, 3)),))
    claims = claim("north-club", "11", "R-1", start=date(2027, 2, 1), end=date(2027, 2, 5))
    point = tips(claims, provider=closed)
    assert point is not None
    assert point.day == date(2027, 2, 4)


def test_of_a_week_that_is_closed_throughout_the_day_is_in_that_week() -> None:
    closed = club("north-club", "10", closed=(Period(start=date(2027, 2, 1), end=date(2027, 2, 7)),))
    ledger = Ledger.of_claims(config(closed), [claim("north-club", "11", "R-1")], MEETS)
    point = tipping_in(closed, ledger, {}, ledger.provider_profile(closed).week_of(date(2027, 2, 3)))
    assert point is not None
    assert point.day == date(2027, 2, 1)


def test_what_moving_costs_says_whom_the_child_knows_and_since_when() -> None:
    point = tips(claim("north-club", "11", "A-1"))
    assert point is not None
    relation = knows("Ali Kaya", "north-club", "ali", 2, since=date(2024, 8, 1))
    moved = with_relation(point, case("A-1", relations=(relation,)))
    assert moved.relation == RelationFact(strength=2, person="Ali Kaya", since=date(2024, 8, 1))
    assert (moved.claim, moved.day, moved.case_known) == (point.claim, point.day, True)


def test_a_case_decided_anew_counts_from_then() -> None:
    away = Attend(person="Lone", status="excused")
    table = Table(case("A-1"), case("A-2")).does(Open(), away, place("A-1", "north-club", in_principle=True))
    table.does(place("A-2", "north-club", in_principle=True))
    assert in_order([table.meeting]) == ["A-1", "A-2"]
    table.does(Confirm(case="A-1", role="school", by="Lone", refuse=True))
    table.does(place("A-1", "north-club", in_principle=True))
    assert in_order([table.meeting]) == ["A-2", "A-1"]


def test_confirming_moves_no_decision() -> None:
    away = Attend(person="Lone", status="excused")
    table = Table(case("A-1"), case("A-2")).does(Open(), away, place("A-1", "north-club", in_principle=True))
    table.does(place("A-2", "north-club", in_principle=True), Confirm(case="A-1", role="school", by="Lone"))
    assert in_order([table.meeting]) == ["A-1", "A-2"]


def test_a_decision_that_was_confirmed_in_a_later_meeting_keeps_its_place() -> None:
    """Unless the earlier meeting is not looked at: then it counts from its confirmation."""
    before = Table(case("A-1")).does(Open(), Attend(person="Lone", status="excused"))
    before.does(place("A-1", "north-club", in_principle=True))
    waits = Waiting(
        case_number="A-1", meeting="2026-12-02", date=MEETS, state="in_principle", postponed_times=0,
        decision=before.item("A-1").decision,
    )  # fmt: skip
    after = Table(case("A-2"), case("A-1"), waiting=(waits,)).does(Open(), place("A-2", "north-club"))
    after.does(Confirm(case="A-1", role="school", by="Lone"))
    later = replace(after.meeting, id="2026-12-09", opened_at=NOW + timedelta(days=7))
    for meetings in ([before.meeting, later], [later, before.meeting]):
        assert in_order(meetings) == ["A-1", "A-2"]
    assert in_order([later]) == ["A-2", "A-1"]


def test_of_meetings_opened_at_the_same_moment_the_smaller_id_comes_first() -> None:
    tables = [Table(case(name)).does(Open(), place(name, "north-club")) for name in ("A-1", "A-2")]
    first, second = (replace(table.meeting, id=meeting) for table, meeting in zip(tables, ("m-1", "m-2"), strict=True))
    unopened = replace(first, id="m-0", opened_at=None, log=())
    for meetings in ([first, second, unopened], [unopened, second, first]):
        assert in_order(meetings) == ["A-1", "A-2"]
