"""What minutes keep to themselves: full names of child and family, and where a protected child goes (U3, F2)."""

from dataclasses import replace
from datetime import date

import pytest

from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.discretion import discreet_minutes
from kpcommittee.documents.markdown import render_minutes
from kpcommittee.domain.case import Earlier, Informed
from kpcommittee.domain.meeting import intentions as want
from kpcommittee.locale import use
from kpcommittee.wording import relations
from tests.builders import Table, case, knows, place

MOTHER = Informed(who="mother", name="Mona Karlsen")
PROTECTED = {"protected_address": True, "school": "north-second", "club": "north-club"}


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use("en")


def text_of(table: Table) -> str:
    return render_minutes(minutes_of(table.meeting))


def noted(text: str, **keys: object) -> str:
    """The minutes of one case in which that was noted and said as a dissent."""
    table = Table(case("A-1", inform=(MOTHER, Informed(who="Vicar", name="Otto Dal")), **keys))
    table.does(
        want.Open(), want.Note(case="A-1", text=text, said_by=text), want.Withdraw(case="A-1", by=text, reason=text)
    )
    return text_of(table)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Amina Karlsen is glad", "A.K. is glad"),
        ("MONA KARLSEN called", "mother called"),
        ("mona  karlsens sister", "mothers sister"),
        ("Otto Dal knows", "O.D. knows"),
        ("Mona Karlsenberg and Mona", "Mona Karlsenberg and Mona"),
    ],
)
def test_family_is_named_nowhere_by_its_full_name(typed: str, printed: str) -> None:
    minutes = noted(typed)
    assert minutes.count(printed) == 4
    assert "A.K., 14 years" in minutes


def test_a_text_in_another_case_names_neither_child_nor_family_in_full() -> None:
    """Only the case's own child was named by initials; a note in the next case printed the whole name."""
    leader = Informed(who="father", name="North Club Leader")
    table = Table(case("A-1", inform=(MOTHER, leader)), case("A-2", name="Bo Storm Dahl"))
    text = "Like AMINA karlsens sister; Mona Karlsen and North Club Leader agree"
    table.does(
        want.Open(), want.Note(case="A-2", text=text), want.Withdraw(case="A-2", reason="As Bo Storm Dahl asked")
    )
    minutes = text_of(table)
    assert "Like A.K.s sister; M.K. and North Club Leader agree" in minutes
    assert "As B.D. asked" in minutes


def test_a_leader_keeps_the_name_that_a_parent_has_too() -> None:
    table = Table(case("A-1", inform=(Informed(who="father", name="North Club Leader"),)))
    table.does(want.Open(), place("A-1", "north-club"))
    assert "club leader North Club Leader (North Club)" in text_of(table)


@pytest.mark.parametrize(
    ("who", "of_age", "sentence"),
    [
        ("mother", False, "holder of custody (mother)"),
        ("guardian", False, "holder of custody (guardian)"),
        ("mother", True, "mother"),
        ("foster_mother", False, "foster mother"),
        ("caseworker", False, "caseworker: Rikke Juul"),
        ("Vicar", False, "Vicar: R.J."),
    ],
)
def test_whom_to_inform_is_said_by_name_only_of_those_who_act_by_office(who: str, of_age: bool, sentence: str) -> None:
    assert relations.informed_name(Informed(who=who, name="Rikke Juul"), of_age=of_age) == sentence


def test_a_protected_child_has_no_school_and_club_anywhere() -> None:
    known = (knows("Mia Holm", "north-club", "mia"), knows("Kai Ravn", "south-club"))
    protected = case("A-1", **PROTECTED, relations=known, earlier=(Earlier(provider="north-club"),))
    table = Table(protected, case("A-2", district="south"))
    table.does(
        want.Open(),
        want.Note(case="A-1", text="Goes to second school and North Club", said_by="Merete"),
        place("A-1", "house", reason="Not North Club"),
        place("A-2", "south-club"),
    )
    minutes = text_of(table)
    of_child = minutes.partition("### Item 1")[2].partition("### Item 2")[0]
    assert "Goes to the school and the club" in of_child
    assert "Agreed: Not the club" in of_child
    assert "Mia Holm · pedagogue – close relation" in of_child
    assert "Kai Ravn · pedagogue · South Club" in of_child
    assert "All agree: school leader Merete; club leader" in of_child
    head = minutes.partition("### Item 1")[0]
    assert "- Merete, school leader · item 1" in head
    assert "- Peter, school leader, South School · item 2" in head
    assert "Second School" not in minutes
    assert "North Club" not in of_child.replace("North Club Leader", "")


def test_the_club_that_is_chosen_is_named_also_where_the_child_goes_there() -> None:
    table = Table(case("A-1", **PROTECTED)).does(want.Open(), place("A-1", "north-club", reason="North Club has room"))
    assert "Agreed: North Club has room" in text_of(table)


def test_nothing_is_left_out_for_a_child_that_is_not_protected() -> None:
    kept = {**PROTECTED, "protected_address": False}
    table = Table(case("A-1", **kept, relations=(knows("Mia Holm", "north-club"),))).does(want.Open())
    minutes = minutes_of(table.does(place("A-1", "north-club")).meeting)
    assert discreet_minutes(minutes) == minutes


def test_a_document_of_a_meeting_with_names_in_other_places_is_the_same() -> None:
    table = Table(case("A-1", inform=(MOTHER,), birth_date=date(2007, 1, 1))).does(want.Open())
    minutes = minutes_of(table.does(place("A-1", "north-club", reason="Near")).meeting)
    assert discreet_minutes(minutes) == minutes
    assert discreet_minutes(replace(minutes, cases=())) == replace(minutes, cases=())
