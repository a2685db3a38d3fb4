"""What a case lacks before the meeting, and whom to ask."""

from datetime import date
from typing import Any, get_args

import pytest

from kpcommittee.domain.case import Informed
from kpcommittee.domain.missing import Missing, lacking_cases, lacks_of, missing_of
from tests.builders import MEETS, case, knows, law

MOTHER = Informed(who="mother", name="Mona Karlsen")
WHOLE: dict[str, Any] = {"relations": (knows("Mia Holm", None),), "inform": (MOTHER,), "caseworker": "Rikke Juul"}


def lacks(**keys: Any) -> tuple[Missing, ...]:
    return missing_of(case(**{**WHOLE, **keys}), law(), MEETS)


def test_a_whole_case_lacks_nothing() -> None:
    assert lacks() == ()


@pytest.mark.parametrize(
    ("code", "without"),
    [
        ("child_view", {"child_view": None}),
        ("consent", {"consent": "missing"}),
        ("assessment", {"assessment": None}),
        ("plan", {"plan": None}),
        ("relation_asked", {"relations": ()}),
        ("custody", {"inform": ()}),
    ],
)
def test_each_thing_is_missed_alone(code: str, without: dict[str, Any]) -> None:
    assert code in get_args(Missing)
    assert lacks(**without) == (code,)


def test_a_child_who_was_asked_and_knows_nobody_lacks_no_relation() -> None:
    assert lacks(relations=(), relations_asked=True) == ()


@pytest.mark.parametrize("who", ["mother", "father", "parent", "guardian"])
def test_a_holder_of_custody_is_named(who: str) -> None:
    """C5: an empty list of whom to inform was neither said nor missed."""
    assert lacks(inform=(Informed(who=who, name="Mona Karlsen"),)) == ()


@pytest.mark.parametrize("who", ["foster_mother", "grandfather", "caseworker", "sister"])
def test_others_have_no_custody(who: str) -> None:
    assert lacks(inform=(Informed(who=who, name="Mona Karlsen"),)) == ("custody",)


def test_an_adult_has_no_holder_of_custody_and_a_family_not_to_be_contacted_is_not_asked_for() -> None:
    assert lacks(inform=(), birth_date=date(2008, 12, 2)) == ()
    assert lacks(inform=(), birth_date=date(2008, 12, 3)) == ("custody",)
    assert lacks(inform=(), do_not_contact_family=True) == ()


def test_the_consent_is_asked_of_whoever_gives_it_and_the_rest_of_the_authority() -> None:
    asked = lacks_of(case(**{**WHOLE, "consent": None, "plan": None}), law(), MEETS)
    assert [(lack.code, lack.ask, lack.caseworker) for lack in asked] == [
        ("consent", "custody", "Rikke Juul"),
        ("plan", "authority", "Rikke Juul"),
    ]
    unknown = lacks_of(case(**{**WHOLE, "consent": None, "inform": (), "caseworker": None}), law(), MEETS)
    assert [(lack.code, lack.ask, lack.caseworker) for lack in unknown] == [
        ("consent", "authority", None),
        ("custody", "authority", None),
    ]


def test_only_cases_that_lack_something_are_listed_with_their_place() -> None:
    cases = (case("A-1", **WHOLE), case("A-2", **{**WHOLE, "plan": None}))
    (lacking,) = lacking_cases(cases, law(), MEETS)
    assert (lacking.place, lacking.case.case_number, lacking.age) == (2, "A-2", 14)
