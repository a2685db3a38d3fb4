"""Who a child's contact person is and was: from tables and other meetings, under whatever case number."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import DatedChange, Placement, Ruling
from kpcommittee.domain.case import Earlier
from kpcommittee.domain.identity import Identity
from kpcommittee.domain.meeting.child_placements import (
    EarlierContact,
    PresentContact,
    contact_person_on,
    earlier_contact_persons,
    is_same_placement,
)
from tests.builders import MEETS, START, Table, case, config

BORN = date(2012, 6, 15)
SETTINGS = config()


def row(number: str = "A-1", provider: str = "south-club", **keys: Any) -> Placement:
    """A placement that began before the meeting and runs on."""
    usual: dict[str, Any] = {"start": date(2026, 2, 1), "staff": "eva", "hours_per_week": Decimal(3)}
    return Placement(case_number=number, provider=provider, **usual | keys)


def decided(provider: str, start: date, end: date, number: str = "A-1", **keys: Any) -> Ruling:
    """What an earlier meeting placed."""
    usual: dict[str, Any] = {
        "meeting": "m0", "opened_at": "2026-01-07T09:00", "approved": True, "state": "placed", "staff": None,
        "hours": Decimal(2), "child": Identity("Amina Karlsen", BORN, None),
    }  # fmt: skip
    return Ruling(case_number=number, provider=provider, start=start, end=end, **usual | keys)


def present(*placements: Placement, rulings: tuple[Ruling, ...] = (), **keys: Any) -> PresentContact | None:
    """The contact person on the day of the meeting."""
    return contact_person_on(case(**keys), Caseload.of(placements, rulings), SETTINGS, MEETS)


def earlier(*placements: Placement, rulings: tuple[Ruling, ...] = (), **keys: Any) -> tuple[EarlierContact, ...]:
    """Those before."""
    return earlier_contact_persons(case(**keys), Caseload.of(placements, rulings), MEETS)


# Now


def test_the_contact_person_who_is_there_now() -> None:
    """P6: nobody at the table could see it."""
    known = present(row(end=date(2027, 1, 31)))
    assert known == PresentContact(
        case_number="A-1",
        provider="south-club",
        provider_name="South Club",
        staff="eva",
        staff_name="Eva Lund",
        since=date(2026, 2, 1),
        ends_on=date(2027, 1, 31),
    )


def test_a_decision_in_principle_is_nobody_s_contact_person_until_it_is_confirmed() -> None:
    """The next card said "now Klub Nord · nobody named" of hours that were only held."""
    running = (MEETS - timedelta(9), MEETS + timedelta(90))
    over = (MEETS - timedelta(90), MEETS - timedelta(9))
    for period in (running, over):
        awaited = decided("north-club", *period, state="in_principle")
        assert present(rulings=(awaited,)) is None
        assert earlier(rulings=(awaited,)) == ()
    confirmed = present(rulings=(decided("north-club", *running),))
    assert confirmed is not None
    assert confirmed.provider == "north-club"


@pytest.mark.parametrize(
    ("placement", "runs"),
    [
        (row(), True),
        (row(end=MEETS), True),
        (row(end=MEETS - timedelta(1)), False),
        (row(start=MEETS), True),
        (row(start=MEETS + timedelta(1)), False),
        (row("B-7"), False),
        (row("B-7", child="amina karlsen", birth_date=BORN), True),
        (row("B-7", child="Amina Karlsen", birth_date=BORN + timedelta(1)), False),
    ],
)
def test_it_runs_that_day_for_that_child(placement: Placement, runs: bool) -> None:
    assert (present(placement) is not None) is runs


def test_the_personal_number_tells_the_child_under_another_case_number() -> None:
    other = row("B-7", child="A. K.", cpr="7506124321")
    assert present(other, cpr="750612-4321") is not None
    assert present(other, cpr="750612-4322") is None
    ruled = decided("house", date(2026, 11, 2), date(2027, 5, 1), number="B-7")
    assert present(rulings=(ruled,)) is not None


def test_the_case_s_own_placement_comes_first_then_the_newest() -> None:
    same: dict[str, Any] = {"child": "Amina Karlsen", "birth_date": BORN}
    newer = row("B-7", "house", start=date(2026, 10, 1), **same)
    assert present(newer, row()) == present(row())
    assert present(row("C-8", **same), newer) == present(newer)


def test_the_person_is_the_one_of_the_day() -> None:
    known = present(row(changes=(DatedChange(since=date(2026, 9, 1), staff=""),)))
    assert known is not None
    assert (known.staff, known.staff_name) == (None, None)
    stranger = present(row(provider="gone", staff="somebody"))
    assert stranger is not None
    assert (stranger.provider_name, stranger.staff_name) == ("gone", "somebody")


def test_placing_the_case_ends_it_the_day_before_unless_it_ends_earlier_by_itself() -> None:
    known = present(row())
    assert known is not None
    assert known.last_day("A-1", START) == START - timedelta(1)
    assert known.last_day("B-7", START) is None
    early = replace(known, ends_on=date(2026, 12, 13))
    assert early.last_day("A-1", START) == date(2026, 12, 13)


# Before


def test_what_has_ended_is_told_with_why_the_newest_first() -> None:
    """P6: what the program itself had recorded was not on the next card."""
    first = row(start=date(2024, 1, 1), end=date(2024, 6, 30))
    moved = row(provider="house", start=date(2025, 1, 1), end=date(2025, 3, 31), ended_because="Flyttet", staff=None)
    assert earlier(first, moved, row()) == (
        EarlierContact(provider="house", start=date(2025, 1, 1), end=date(2025, 3, 31), why="Flyttet", ended="early"),
        EarlierContact(
            provider="south-club", staff="eva", start=date(2024, 1, 1), end=date(2024, 6, 30), ended="planned"
        ),
    )
    assert earlier(row(), row(start=START)) == ()


def test_what_a_decision_took_over_has_moved_or_was_renewed() -> None:
    took = decided("house", date(2026, 3, 2), date(2026, 9, 1))
    assert [(before.provider, before.end, before.ended) for before in earlier(row(), rulings=(took,))] == [
        ("house", date(2026, 9, 1), "planned"),
        ("south-club", date(2026, 3, 1), "moved"),
    ]
    renewed = decided("south-club", date(2026, 3, 2), date(2026, 9, 1))
    assert [before.ended for before in earlier(row(), rulings=(renewed,))] == ["planned", "renewed"]


def test_what_agenda_and_journal_both_know_is_told_once() -> None:
    stated = (
        Earlier(provider="south-club", start=date(2024, 2, 1), end=date(2024, 5, 1), ended_because="Målet er nået"),
        Earlier(provider="firm", end=date(2020, 1, 1)),
    )
    both = earlier(row(start=date(2024, 1, 1), end=date(2024, 6, 30)), earlier=stated)
    assert [(before.provider, before.why, before.ended) for before in both] == [
        ("south-club", "Målet er nået", "planned"),
        ("firm", None, None),
    ]


@pytest.mark.parametrize(
    ("provider", "start", "end", "same"),
    [
        ("south-club", date(2024, 2, 1), date(2024, 5, 1), True),
        ("south-club", date(2024, 5, 1), date(2024, 6, 30), True),
        ("south-club", date(2024, 5, 2), date(2024, 6, 30), False),
        ("south-club", None, date(2024, 2, 1), True),
        ("south-club", None, date(2024, 1, 31), False),
        ("south-club", None, None, True),
        ("north-club", date(2024, 2, 1), date(2024, 5, 1), False),
    ],
)
def test_the_same_placement_has_the_same_provider_and_a_day_in_common(
    provider: str, start: date | None, end: date | None, same: bool
) -> None:
    stated = Earlier(provider="south-club", start=date(2024, 2, 1), end=date(2024, 5, 1))
    assert is_same_placement(stated, provider, start, end) is same


# At two providers


def cautions(*placements: Placement, rulings: tuple[Ruling, ...] = ()) -> list[dict[str, str]]:
    """The values of the notice, on the card of the case."""
    table = Table(case()).knows(caseload=Caseload.of(placements, rulings))
    return [dict(each.values) for each in table.sees("A-1", START).cautions if each.code == "two_providers"]


def test_a_child_at_two_providers_is_noticed() -> None:
    """P4: counted twice, and nobody was told."""
    assert cautions(row()) == []
    assert cautions(row(), row(provider="house", start=date(2026, 11, 1))) == [
        {"where": "South Club, House", "since": "2026-12-02"}
    ]
    assert cautions(row(end=date(2026, 10, 31)), row(provider="house", start=date(2026, 11, 1))) == []
    assert cautions(row(), rulings=(decided("house", date(2026, 3, 2), date(2026, 9, 1)),)) == []


def test_a_placement_under_another_number_that_this_case_would_not_end_is_noticed() -> None:
    same: dict[str, Any] = {"child": "Amina Karlsen", "birth_date": BORN}
    assert cautions(row("B-7", **same)) == [{"where": "South Club (B-7)"}]
    assert cautions(row("B-7", end=START - timedelta(1), **same)) == []
    assert cautions(row("B-7", end=START, **same)) == [{"where": "South Club (B-7)"}]
