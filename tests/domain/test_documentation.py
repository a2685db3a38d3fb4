"""Which documentation a case has of what the source asks for before the meeting (document 004, lines 29–31)."""

from datetime import date
from typing import Any

import pytest

from kpcommittee import locale
from kpcommittee.domain.case import Assessment, Plan
from kpcommittee.domain.documentation import documentation_of, documented_cases
from kpcommittee.wording.documentation import document, sign
from tests.builders import MEETS, case, law

DAY = date(2027, 2, 1)
PAST = date(2026, 12, 1)


def told(**keys: Any) -> list[str]:
    """What is said of assessment, plan and goals."""
    locale.use("en")
    return [f"{sign(entry)} {document(entry)}" for entry in documentation_of(case(**keys), law(), MEETS)]


def test_a_complete_case_has_assessment_plan_and_goals() -> None:
    assert told(goals=("School", "Friends")) == ["✓ screening 01/11/2026", "✓ child's plan 10/11/2026", "✓ 2 goals"]


@pytest.mark.parametrize(
    ("keys", "place", "standing"),
    [
        ({"assessment": None}, 0, "× no assessment stated"),
        ({"assessment": Assessment(kind="examination")}, 0, "× no assessment stated"),
        ({"assessment": Assessment(kind="examination", expected_on=DAY)}, 0, "… examination expected 01/02/2027"),
        ({"plan": None}, 1, "× no plan stated"),
        ({"plan": Plan(kind="none", why="Not needed")}, 1, "– no plan"),
        ({"plan": Plan(kind="youth_plan")}, 1, "… youth plan expected"),
        ({"plan": Plan(kind="youth_plan", due_on=DAY)}, 1, "… youth plan expected 01/02/2027"),
        ({"plan": Plan(kind="youth_plan", due_on=PAST)}, 1, "… youth plan was due 01/12/2026"),
        ({"assessment": Assessment(kind="examination", expected_on=PAST)}, 0, "… examination was due 01/12/2026"),
        ({"goals": ()}, 2, "× no goals stated"),
        ({"goals": ("School",)}, 2, "✓ 1 goal"),
    ],
)
def test_what_is_on_its_way_and_what_is_missing_is_told_apart(keys: dict[str, Any], place: int, standing: str) -> None:
    assert told(**keys)[place] == standing


def test_every_case_of_an_agenda_is_listed_in_its_order() -> None:
    listed = documented_cases((case("A-1"), case("A-2", plan=None)), law(), MEETS)
    assert [(row.place, row.case.case_number, row.age) for row in listed] == [(1, "A-1", 14), (2, "A-2", 14)]
    assert [[entry.standing for entry in row.documents] for row in listed] == [
        ["there", "there", "missing"],
        ["there", "missing", "missing"],
    ]
