"""Which case tips a provider, in the order in which cases came, and what moving it would cost."""

from datetime import date
from decimal import Decimal

import pytest

from kpcommittee.domain.balance import Figures
from kpcommittee.domain.intentions import Open, Undo
from kpcommittee.domain.ledger import Ledger
from kpcommittee.domain.offer import accompanied, spreads
from kpcommittee.domain.placement import Claim
from kpcommittee.domain.provider import Period, Provider
from kpcommittee.domain.tipping import Tipping, order_of_decision, tipping_of, with_relation
from tests.builders import MEETS, START, Table, case, claim, club, config, knows, place


def tips(*claims: Claim, decided: dict[str, int] | None = None, provider: Provider | None = None) -> Tipping | None:
    provider = provider or club("north-club", "10")
    return tipping_of(provider, Ledger.of_claims(config(provider), claims, MEETS), decided or {})


def number(found: Tipping | None) -> str | None:
    return found.claim.case_number if found else None


def test_what_runs_came_before_what_is_held() -> None:
    held = claim("north-club", "5", "A-1", start=MEETS, held=True)
    running = claim("north-club", "6", "R-1", start=date(2027, 1, 4))
    found = tips(held, running)
    assert found is not None
    assert (number(found), found.day) == ("A-1", date(2027, 1, 4))


def test_what_runs_counts_by_its_start() -> None:
    later, sooner = date(2026, 10, 1), date(2026, 9, 1)
    always = claim("north-club", "4", "R-3")
    claims = (claim("north-club", "4", "R-1", start=later), claim("north-club", "4", "R-2", start=sooner), always)
    assert number(tips(*claims)) == "R-1"


def test_what_is_held_counts_in_the_order_of_decision() -> None:
    claims = [claim("north-club", "6", one, start=START, held=True) for one in ("A-1", "A-2")]
    assert number(tips(*claims, decided={"A-1": 7, "A-2": 3})) == "A-1"
    assert number(tips(*claims, decided={"A-1": 3, "A-2": 7})) == "A-2"
    assert number(tips(*claims, decided={"A-2": 7})) == "A-1"


def test_nothing_tips_what_is_not_over() -> None:
    assert tips(claim("north-club", "10")) is None
    assert tips(claim("north-club", "99"), provider=club("north-club", None)) is None
    assert tips(claim("south-club", "99")) is None


def test_only_what_runs_on_the_fullest_open_day_counts() -> None:
    closed = club("north-club", "10", closed=(Period(start=date(2027, 2, 1), end=date(2027, 2, 3)),))
    found = tips(
        claim("north-club", "11", "R-1", start=date(2027, 2, 1), end=date(2027, 2, 3)),
        claim("north-club", "6", "R-2", start=date(2027, 2, 4)),
        claim("north-club", "5", "R-3", start=date(2027, 2, 5)),
        provider=closed,
    )
    assert found is not None
    assert (number(found), found.day) == ("R-3", date(2027, 2, 5))


def test_hours_are_staff_hours() -> None:
    provider = club("north-club", "10", hours_factor=Decimal("1.5"))
    claims = (claim("north-club", "4", "R-1"), claim("north-club", "3", "R-2"))
    assert number(tips(*claims, provider=provider)) == "R-2"


def test_moving_costs_the_strongest_relation_there() -> None:
    found = tips(claim("north-club", "11", "A-1"))
    assert found is not None
    assert found.strength is None
    known = case("A-1", relations=(knows("Mia", "north-club", "mia", 2), knows("Ali", "north-club", "ali", 3)))
    moved = with_relation(found, known)
    assert moved.strength == 3
    assert moved.relation is not None
    assert moved.relation.person == "Ali"
    assert with_relation(found, case("A-1")).strength == 0
    assert with_relation(found, case("A-1", relations=(knows("Eva", "south-club", "eva"),))).strength == 0


def test_the_order_is_that_of_the_journal_without_what_was_taken_back() -> None:
    table = Table(case("A-1"), case("A-2"), case("A-3"))
    table.does(Open(), place("A-3", "house", reason="Agreed"), place("A-1", "house", reason="Agreed"))
    order = order_of_decision([table.meeting])
    assert sorted(order, key=lambda one: order[one]) == ["A-3", "A-1"]
    table.does(Undo())
    assert list(order_of_decision([table.meeting])) == ["A-3"]


@pytest.mark.parametrize(("enrolled", "share"), [(40, Decimal("0.05")), (1, Decimal(2)), (0, None), (None, None)])
def test_how_many_enrolled_children_are_accompanied(enrolled: int | None, share: Decimal | None) -> None:
    assert accompanied(club(enrolled=enrolled), Figures(children=2)) == share


def test_how_far_the_clubs_of_a_district_lie_apart() -> None:
    def used(hours: str, room: str | None = "10") -> Figures:
        return Figures(room=None if room is None else Decimal(room), load=Decimal(hours))

    north = [club(f"north-{one}") for one in ("a", "b", "c", "d")]
    found = spreads(
        [
            (north[0], used("9")),
            (north[1], used("2")),
            (north[2], used("5")),
            (north[3], used("99", None)),
            (club("south-club"), used("1")),
            (Provider(id="house", kind="internal", name="House", district="south"), used("8")),
        ]
    )
    assert found == {"north": Decimal("0.7")}
