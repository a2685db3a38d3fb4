"""What may follow while a query is typed."""

import pytest

from kpcommittee.domain.review.grammar import parse
from kpcommittee.domain.review.query import Vocabulary
from kpcommittee.domain.review.suggestions import Suggestion, complete, suggestions, toggle

KNOWN = Vocabulary(
    providers={"klub-oest": ("Klub Øst",), "familiehuset": ("Familiehuset",)},
    districts={"oest": ("Øst",)},
    problems={"school": ("Skole", "School"), "severe abuse": ("Svært misbrug",)},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ro ", []),
        ("ro", []),
        ("u", ["udfald:", "udsat:", "til:", "uden:"]),
        ("al", ["alder:"]),
        ("ye", ["aar:"]),
        ("øs", ["klub:klub-oest", "distrikt:oest"]),
        ("ro skol", ["problem:school"]),
        ("klub:", ["klub:klub-oest", "klub:familiehuset"]),
        ("klub:ø", ["klub:klub-oest"]),
        ("klub:klub-oest", []),
        ("klub:klub-oes", ["klub:klub-oest"]),
        ("provider:fam", ["klub:familiehuset"]),
        ("problem:sv", ['problem:"severe abuse"']),
        ('problem:"sev', ['problem:"severe abuse"']),
        ("udsat:", ["udsat:ja", "udsat:nej"]),
        ("enig:n", ["enig:nej"]),
        ("udfald:pl", ["udfald:placed"]),
        ("alder:1", []),
        ("klbu:x", []),
    ],
)
def test_each_word(text: str, expected: list[str]) -> None:
    assert [suggestion.text for suggestion in suggestions(text, KNOWN)] == expected


def test_every_suggestion_of_a_value_can_be_read() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzæøå"
    offered = [suggestion for letter in letters for suggestion in suggestions(letter, KNOWN) if suggestion.value]
    assert {suggestion.term for suggestion in offered} == {"distrikt", "klub", "problem"}
    assert [suggestion.text for suggestion in offered if parse(suggestion.text, KNOWN).flaws] == []


def test_a_word_becomes_a_suggestion() -> None:
    assert complete("ro øs", Suggestion(term="klub", value="klub-oest")) == "ro klub:klub-oest "
    assert complete("ro kl", Suggestion(term="klub")) == "ro klub:"
    assert complete('problem:"sev', Suggestion(term="problem", value="severe abuse")) == 'problem:"severe abuse" '


def test_after_a_space_a_new_word_begins_unless_a_quotation_is_open() -> None:
    assert complete("ro ", Suggestion(term="klub")) == "ro klub:"
    assert [suggestion.text for suggestion in suggestions('problem:"severe ', KNOWN)] == ['problem:"severe abuse"']
    assert suggestions('problem:"severe abuse" ', KNOWN) == ()


def test_a_term_is_added_and_taken_away() -> None:
    club = Suggestion(term="klub", value="klub-oest")
    assert toggle("ro  aar:2026", club) == "ro aar:2026 klub:klub-oest"
    assert toggle("ro klub:klub-oest aar:2026", club) == "ro aar:2026"
    assert toggle("", club) == "klub:klub-oest"
