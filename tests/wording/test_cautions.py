"""Sentences of cautions that vary with what they are about."""

import pytest

from kpcommittee import locale
from kpcommittee.domain.meeting.cautions import Caution
from kpcommittee.wording.cautions import caution_sentence


def worded(code: str, language: str, **values: str) -> str:
    with locale.speaking(language):
        return caution_sentence(Caution(code=code, source="", values=values))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("da", "Skolefraværet er bekymrende: 15,1 %. Skolelederen handler på det."),
        ("en", "The absence from school is worrying: 15.1 %. Skolelederen acts on it."),
    ],
)
def test_the_absence_has_the_decimal_sign_of_the_language(language: str, sentence: str) -> None:
    assert worded("absence_worrying", language, percent="15.1", who="Skolelederen") == sentence


def test_an_age_at_the_start_is_said_to_be_so() -> None:
    code = "aftercare_conditions"
    assert worded(code, "en", age="23", start="2027-01-04").startswith("The young person is 23 at the start")
    assert worded(code, "da", age="23", start="2027-01-04").startswith("Den unge er 23 år ved start")
    assert worded(code, "da", age="23").startswith("Den unge er 23 år")
