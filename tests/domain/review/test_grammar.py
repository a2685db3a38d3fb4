"""The grammar of queries: every term, and what is said of one that cannot be read."""

from datetime import date
from typing import Any

import pytest

from kpcommittee.domain.review.grammar import TERMS, fold_name, matching_values, parse, term_named, tokens
from kpcommittee.domain.review.query import Among, Between, Query, Vocabulary

KNOWN = Vocabulary(
    providers={"klub-oest": ("Klub Øst",), "klub-vest": ("Klub Vest",), "familiehuset": ("Familiehuset",)},
    districts={"oest": ("Østbyen",)},
    problems={"school": ("Skole", "School"), "school_refusal": ("Skolevægring", "School refusal")},
)


def query(text: str) -> Query:
    """The query of a text without a flaw."""
    parsed = parse(text, KNOWN)
    assert parsed.flaws == ()
    return parsed.query


@pytest.mark.parametrize(
    ("text", "facet", "values"),
    [
        ("klub:klub-oest", "provider", {"klub-oest"}),
        ("klub:oest", "provider", {"klub-oest"}),
        ("klub:øst", "provider", {"klub-oest"}),
        ("KLUB:ØST", "provider", {"klub-oest"}),
        ('klub:"Klub Øst"', "provider", {"klub-oest"}),
        ("klub:klub", "provider", {"klub-oest", "klub-vest"}),
        ("provider:familie", "provider", {"familiehuset"}),
        ("problem:school", "problem", {"school"}),
        ("problem:skole", "problem", {"school"}),
        ("problem:skolevaegring", "problem", {"school_refusal"}),
        ("distrikt:østbyen", "district", {"oest"}),
        ("udfald:placed", "outcome", {"placed"}),
        ("udfald:udsat", "outcome", {"postponed"}),
        ("outcome:in_principle", "outcome", {"in_principle"}),
        ("udsat:ja", "postponed", {"yes"}),
        ("postponed:NO", "postponed", {"no"}),
        ("afveg:nej", "departed", {"no"}),
        ("enig:nej", "agreed", {"no"}),
    ],
)
def test_a_name_or_a_code_is_one_of_what_is_known(text: str, facet: Any, values: set[str]) -> None:
    assert query(text) == Query(among=(Among(facet, frozenset(values)),))


@pytest.mark.parametrize(
    ("text", "least", "greatest"),
    [
        ("alder:12", 12, 12),
        ("alder:12-15", 12, 15),
        ("age:>12", 13, None),
        ("alder:>=12", 12, None),
        ("alder:<12", -100_000, 11),
        ("alder:<=12", -100_000, 12),
    ],
)
def test_a_number_is_compared(text: str, least: int, greatest: int | None) -> None:
    assert query(text).between == (Between("age", least, greatest),)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("fra:2026", date(2026, 1, 1), None),
        ("fra:2026-03", date(2026, 3, 1), None),
        ("til:2024-02", None, date(2024, 2, 29)),
        ("til:2026", None, date(2026, 12, 31)),
        ("fra:2026-3-9 til:2026-03-09", date(2026, 3, 9), date(2026, 3, 9)),
        ("aar:2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("år:2026 fra:2026-06", date(2026, 6, 1), date(2026, 12, 31)),
        ("year:2026-05", date(2026, 5, 1), date(2026, 5, 31)),
        ("fra:2025 fra:2026", date(2026, 1, 1), None),
    ],
)
def test_a_day_is_a_period(text: str, since: date | None, until: date | None) -> None:
    assert query(text) == Query(since=since, until=until)


def test_texts_are_taken_as_they_are() -> None:
    assert query('sag:2026-04 barn:A.K. person:mette ro "tillid til Mette" kl.10:30 :x -') == Query(
        numbers=("2026-04",),
        children=("A.K.",),
        people=("mette",),
        words=("ro", "tillid til Mette", "kl.10:30", ":x", "-"),
    )


def test_terms_may_be_repeated_and_all_must_hold() -> None:
    assert query("problem:school problem:school_refusal").among == (
        Among("problem", frozenset({"school"})),
        Among("problem", frozenset({"school_refusal"})),
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("klbu:oest", "unknown_term"),
        ("klub:", "no_value"),
        ("klub:nord", "unknown_value"),
        ("problem:skool", "unknown_value"),
        ("problem:sch", "unknown_value"),
        ("udfald:ukendt", "unknown_value"),
        ("udsat:måske", "unknown_value"),
        ("alder:mange", "bad_number"),
        ("alder:20-10", "numbers_reversed"),
        ("ventet:>", "bad_number"),
        ("ventet:-3", "bad_number"),
        ("fra:maj", "bad_day"),
        ("fra:2026-13", "no_such_day"),
        ("fra:0000", "no_such_day"),
        ("til:2026-02-30", "no_such_day"),
        ("fra:2027 til:2026", "days_reversed"),
    ],
)
def test_a_flaw_leaves_its_term_out(text: str, code: str) -> None:
    parsed = parse(f"ro {text} klub:vest", KNOWN)
    assert [(flaw.code, flaw.word) for flaw in parsed.flaws] == [(code, text.rsplit(maxsplit=1)[-1])]
    assert parsed.query.words == ("ro",)
    assert Among("provider", frozenset({"klub-vest"})) in parsed.query.among


@pytest.mark.parametrize("text", [":", "-", " … ", '""', "barn:-", "- :"])
def test_signs_alone_search_for_nothing(text: str) -> None:
    """They found every decision."""
    assert [(flaw.code, flaw.word) for flaw in parse(text, KNOWN).flaws] == [("nothing_searched", text.strip())]


@pytest.mark.parametrize("text", ["", "  ", "ro - mad", "- klub:vest"])
def test_signs_beside_words_are_passed_over(text: str) -> None:
    assert parse(text, KNOWN).flaws == ()


def test_a_flaw_knows_what_could_be_meant() -> None:
    (term,) = parse("klbu:oest", KNOWN).flaws
    (value,) = parse("problem:skool", KNOWN).flaws
    (part,) = parse("klub:nrd", KNOWN).flaws
    assert ({"klub", "aar"} <= {*term.known}, {"provider", "år"} <= {*term.similar}) == (True, True)
    assert value.known == ("school", "school_refusal")
    assert value.similar == ("school", "school_refusal", "Skole", "Skolevægring", "School refusal")
    assert {"vest", "øst", "oest", "Klub Øst"} <= {*map(str.casefold, part.similar), "Klub Øst"}


def test_what_is_in_quotation_marks_is_one_word_even_while_it_is_typed() -> None:
    assert [(token.key, token.value, token.start) for token in tokens('a  klub:"Klub Ø')] == [
        (None, "a", 0),
        ("klub", "Klub Ø", 3),
    ]


def test_names_are_compared_without_case_and_accents() -> None:
    assert fold_name("Ærø ÅÄÖÜ É") == "aeroe aaaou e"


def test_every_name_of_a_term_is_its_own() -> None:
    names = [name for term in TERMS for name in (term.name, *term.also)]
    assert len(names) == len({*names})
    assert all(term_named(name.upper()) for name in names)


def test_every_example_can_be_read() -> None:
    for term in TERMS:
        assert parse(f"{term.name}:{term.example}", KNOWN).flaws == (), term


def test_a_value_is_meant_by_any_of_its_names_or_a_part_of_one() -> None:
    names = {"school": ("Skole", "School"), "leisure": ("Fritid",), "school_and_leisure": ("Skolefritid",)}
    assert matching_values("SKOLE", names, part=True) == {"school"}, "a whole name goes before parts"
    assert matching_values("skol", names, part=True) == {"school", "school_and_leisure"}
    assert matching_values("skol", names, part=False) == frozenset()
    assert matching_values("fritid", names, part=False) == {"leisure"}
