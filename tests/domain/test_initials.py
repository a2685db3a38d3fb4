"""The initials of a child: what minutes and lists have in place of the name."""

import pytest

from kpcommittee.domain.case import initials_of
from kpcommittee.domain.texts import HIDDEN


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Amina Karlsen", "A.K."),
        ("anna von der berg", "A.B."),
        ("Ø", "Ø."),
        ("Anna (Lise)", "A."),
        ("(Anna)", "A."),
        ('"Anna"', "A."),
        ("=SUM(A1)", "S."),
        ("-", "?"),
        ("", "?"),
        (HIDDEN, HIDDEN),
    ],
)
def test_initials_are_never_a_whole_name(name: str, initials: str) -> None:
    """A name in brackets or quotation marks was printed in full in the minutes."""
    assert initials_of(name) == initials
