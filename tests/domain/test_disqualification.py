"""The question whether a leader is too close to a case, which the chair puts before it is decided."""

import pytest

from kpcommittee.domain.case import Informed
from kpcommittee.domain.meeting.disqualification import Doubt, doubts_of
from tests.builders import case, knows

AMINA = case("A-1", name="Amina Karlsen", inform=(Informed(who="mother", name="Mona Dahl Vestergaard"),))


def test_nobody_is_asked_about_without_a_ground() -> None:
    known = case("A-1", name="Amina Karlsen", relations=(knows("Mia Holm", "north-club", "mia"),))
    assert doubts_of(known, [("school", "Lone Bech"), ("club", "Mona Karlsen-Holm"), ("internal", "Mia Bech")]) == ()


@pytest.mark.parametrize("person", ["Peter Karlsen", "peter KARLSEN", "Peter Bo Karlsen", "Karlsen"])
def test_a_leader_with_the_childs_surname_is_asked_about(person: str) -> None:
    doubt = Doubt(role="club", person=person, code="same_surname", about="Amina Karlsen")
    assert doubts_of(AMINA, [("school", "Lone Bech"), ("club", person)]) == (doubt,)


def test_a_leader_with_the_surname_of_someone_to_be_informed_is_asked_about() -> None:
    doubt = Doubt(role="school", person="Ib Vestergaard", code="same_surname", about="Mona Dahl Vestergaard")
    assert doubts_of(AMINA, [("school", "Ib Vestergaard"), ("club", "Mona Dahl")]) == (doubt,)


def test_a_shared_first_or_middle_name_is_no_ground() -> None:
    assert doubts_of(AMINA, [("school", "Amina Bech"), ("club", "Karlsen Bech"), ("internal", "Bo Dahl")]) == ()


def test_a_leader_the_child_knows_is_asked_about_by_the_name_the_case_gives() -> None:
    known = case("A-1", relations=(knows("Per Sand", None), knows("Mia Holm", "north-club", "mia")))
    doubt = Doubt(role="club", person="PER SAND", code="related_person", about="Per Sand")
    assert doubts_of(known, [("school", "Per Bech"), ("club", "PER SAND")]) == (doubt,)


def test_both_grounds_are_put_for_each_leader_in_the_order_of_the_seats() -> None:
    known = case("A-1", name="Amina Karlsen", relations=(knows("Ib Karlsen", None),))
    doubts = doubts_of(known, [("authority", "Ib Karlsen"), ("school", "Eva Karlsen")])
    assert [(doubt.role, doubt.person, doubt.code, doubt.about) for doubt in doubts] == [
        ("authority", "Ib Karlsen", "same_surname", "Amina Karlsen"),
        ("authority", "Ib Karlsen", "related_person", "Ib Karlsen"),
        ("school", "Eva Karlsen", "same_surname", "Amina Karlsen"),
    ]
