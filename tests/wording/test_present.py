"""What becomes of the contact person whom the child has already, in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpcommittee import locale
from kpcommittee.domain.capacity.caseload import Caseload
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.meeting.decision import Decision
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.meeting.telling import replaces_contact_person
from kpcommittee.wording.present import present_line
from tests.builders import START, Table, case, place

RUNS = Placement(case_number="A-1", provider="south-club", staff="eva", start=date(2026, 2, 1))


def decided(placement: Placement | None, provider: str = "north-club", staff: str | None = None) -> Decision:
    """The decision for a child with that placement."""
    known = Caseload.of([placement] if placement else [], ())
    table = Table(case()).knows(caseload=known).does(Open())
    table.does(place("A-1", provider, staff=staff, reason="Agreed"))
    decision = table.item("A-1").decision
    assert decision is not None
    return decision


@pytest.mark.parametrize(
    ("placement", "staff", "danish", "english", "told"),
    [
        (RUNS, "mia", "afslutter South Club 03.01.2027: Eva Lund", "ends South Club 03/01/2027: Eva Lund", True),
        (replace(RUNS, staff=None), None, "afslutter South Club 03.01.2027", "ends South Club 03/01/2027", True),
        (
            replace(RUNS, end=date(2026, 12, 13)),
            None,
            "følger efter South Club, der slutter 13.12.2026: Eva Lund",
            "follows South Club, which ends on 13/12/2026: Eva Lund",
            True,
        ),
        (
            replace(RUNS, provider="north-club", staff="mia"),
            "mia",
            "fortsætter hos North Club: Mia Holm",
            "continues at North Club: Mia Holm",
            False,
        ),
        (
            replace(RUNS, provider="north-club", staff="mia"),
            "ali",
            "afslutter North Club 03.01.2027: Mia Holm",
            "ends North Club 03/01/2027: Mia Holm",
            True,
        ),
        (
            replace(RUNS, case_number="B-7", child="Amina Karlsen", birth_date=date(2012, 6, 15)),
            None,
            "South Club fortsætter under sag B-7: Eva Lund",
            "South Club continues under case B-7: Eva Lund",
            False,
        ),
        (None, None, "", "", False),
    ],
)
def test_a_decision_says_what_becomes_of_the_present_contact_person(
    placement: Placement | None, staff: str | None, danish: str, english: str, told: bool
) -> None:
    """P6: it was ended without a word."""
    decision = decided(placement, staff=staff)
    for language, expected in (("da", danish), ("en", english)):
        locale.use(language)
        assert present_line(decision, "A-1") == expected
    assert replaces_contact_person(decision, "A-1") is told


def test_where_the_child_is_protected_nobody_is_named() -> None:
    locale.use("en")
    assert present_line(decided(RUNS), "A-1", named=False) == "ends the present placement on 03/01/2027"
    assert "Eva" not in present_line(decided(replace(RUNS, case_number="B-7")), "A-1", named=False)


def test_a_correction_of_the_start_moves_the_last_day() -> None:
    locale.use("en")
    later = replace(decided(RUNS), start=START + timedelta(7))
    assert present_line(later, "A-1") == "ends South Club 10/01/2027: Eva Lund"
