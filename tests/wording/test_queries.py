"""The words of a query: each term has an example that the workspace can answer."""

import pytest

from kpcommittee.domain.review.grammar import TERMS, parse, vocabulary_of
from kpcommittee.domain.review.query import Vocabulary
from kpcommittee.locale import speaking
from kpcommittee.wording.queries import example, flaw_remedy, flaw_text
from tests.sample import sample_config


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_example_can_be_searched_for(language: str) -> None:
    """U20: the help and the empty line show nothing that is refused."""
    config = sample_config()
    vocabulary = Vocabulary(
        providers=vocabulary_of((provider.id, provider.name) for provider in config.providers),
        districts=vocabulary_of((district.id, district.name) for district in config.districts),
        problems=vocabulary_of(
            (problem.code, name) for problem in config.problems for name in (problem.da, problem.en)
        ),
    )
    with speaking(language):
        examples = {term.name: example(term.name, config) for term in TERMS}
    assert {term: parse(text, vocabulary).flaws for term, text in examples.items()} == dict.fromkeys(examples, ())


def test_the_examples_are_danish_words_where_there_are_some() -> None:
    """U20: `problem:school` is a code that nobody in the room says."""
    with speaking("da"):
        assert [example(term, sample_config()) for term in ("klub", "problem", "udfald", "afsluttet")] == [
            "klub:øst",
            "problem:autisme",
            "udfald:placeret",
            "afsluttet:tidligt",
        ]


def test_the_terms_are_english_words_on_an_english_screen() -> None:
    """The help named each by its Danish name alone, though English ones are understood."""
    with speaking("en"):
        shown = [example(term.name, sample_config()) for term in TERMS]
        (flaw,) = parse("qq:x", Vocabulary(providers={}, districts={}, problems={})).flaws
        assert flaw_remedy(flaw).startswith("The terms are provider:, problem:, district:, outcome:, postponed:,")
    assert [text for text in shown if text.startswith(("klub", "aar", "enig", "afsluttet"))] == []
    assert {"provider:øst", "agreed:no", "ended:early", "year:2026"} <= {*shown}


@pytest.mark.parametrize(
    ("language", "text", "remedy"),
    [
        ("da", "enig:qq", "Der kan stå: ja, nej."),
        ("da", "udfald:qq", "Der kan stå: placeret, princip, udsat, tilbage, trukket."),
        ("en", "enig:qq", "Known: yes, no."),
        ("en", "udfald:qq", "Known: placed, in_principle, postponed, returned, withdrawn."),
    ],
)
def test_the_values_that_are_known_are_words_to_type(language: str, text: str, remedy: str) -> None:
    """In Danish it listed `yes, no` and `placed, in_principle`, which nobody in the room says."""
    (flaw,) = parse(text, Vocabulary(providers={}, districts={}, problems={})).flaws
    with speaking(language):
        assert flaw_remedy(flaw) == remedy


@pytest.mark.parametrize("text", ["aar:2024 fra:2025-03", "fra:2027 til:2026", "til:2026 aar:2027"])
def test_dates_that_exclude_each_other_are_not_said_to_lack_another_term(text: str) -> None:
    """`aar:2024 fra:2025-03` was told of a `til:` that nobody wrote, and that its date cannot be read."""
    (flaw,) = parse(text, Vocabulary(providers={}, districts={}, problems={})).flaws
    with speaking("da"):
        assert flaw_text(flaw) == f"med »{text.rsplit(maxsplit=1)[-1]}« er der ingen dag tilbage"
        assert flaw_remedy(flaw) == "Udelad en af datoerne, eller ret den."
