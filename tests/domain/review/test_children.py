"""Which cases are about the same child: by case number, personal number, or name and birth date."""

from datetime import date

from kpcommittee.domain.identity import Identity
from kpcommittee.domain.review.children import group_by_child

BORN = date(2013, 4, 12)
FIRST_NUMBER, SECOND_NUMBER = "720413-1001", "720413-1002"


def amina(cpr: str | None = None, name: str | None = "Amina Karlsen", born: date | None = BORN) -> Identity:
    return Identity(name, born, cpr)


def test_each_child_is_a_group_by_the_places_of_its_cases() -> None:
    records = [("A-1", amina()), ("A-2", amina(name="Bo Prøve")), ("A-3", amina()), ("A-4", amina(name="Bo Prøve"))]
    assert group_by_child(records) == ((0, 2), (1, 3))
    assert group_by_child([]) == ()


def test_one_case_number_is_one_child_whatever_else_is_known() -> None:
    records = [("A-1", amina(name=None, born=None)), ("A-1", amina(FIRST_NUMBER)), ("A-2", amina(name=None, born=None))]
    assert group_by_child(records) == ((0, 1), (2,))


def test_a_personal_number_is_one_child_under_two_names() -> None:
    records = [("A-1", amina(FIRST_NUMBER)), ("A-2", amina(FIRST_NUMBER, "Amina Holm"))]
    assert group_by_child(records) == ((0, 1),)


def test_two_personal_numbers_tell_two_children_of_one_name_and_day_apart() -> None:
    records = [("A-1", amina(FIRST_NUMBER)), ("A-2", amina(SECOND_NUMBER)), ("A-3", amina(FIRST_NUMBER))]
    assert group_by_child(records) == ((0, 2), (1,))


def test_who_bears_an_ambiguous_name_without_a_number_is_nobody_of_them() -> None:
    records = [("A-1", amina(FIRST_NUMBER)), ("A-2", amina(SECOND_NUMBER)), ("A-3", amina())]
    assert group_by_child(records) == ((0,), (1,), (2,))


def test_a_name_of_one_number_is_one_child_with_and_without_it() -> None:
    assert group_by_child([("A-1", amina(FIRST_NUMBER)), ("A-2", amina())]) == ((0, 1),)


def test_a_name_alone_or_a_day_alone_is_no_child() -> None:
    records = [
        ("A-1", amina(born=None)),
        ("A-2", amina(born=None)),
        ("A-3", amina(name=None)),
        ("A-4", amina(name=None)),
    ]
    assert group_by_child(records) == ((0,), (1,), (2,), (3,))


def test_cases_are_joined_over_several_links_in_any_order() -> None:
    """The first and the last share nothing: the ones between them lead from one to the other."""
    chain = [
        ("A-1", amina(name="Amina Holm")),
        ("A-2", amina(FIRST_NUMBER)),
        ("A-1", amina(name=None, born=None)),
        ("A-3", amina(FIRST_NUMBER, "Amina Holm")),
        ("A-4", amina()),
    ]
    assert group_by_child(chain) == ((0, 1, 2, 3, 4),)
    assert group_by_child(chain[::-1]) == ((0, 1, 2, 3, 4),)
