"""Blocks are compared unit by unit, and units that became another text word by word."""

from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.documents.blocks import parse
from kpcommittee.documents.difference import Change, differences, units_of

OLD = """# Referat

- **Version:** 1

## Sager

### Punkt 1

Klub Øst leverer 5 timer.

| Udfører | Uge |
|---|---|
| Klub Øst | 3 |
| Klub Vest | 4 |
"""


def changes(new: str) -> list[tuple[tuple[str, ...], str, str, str]]:
    return [
        (change.under, change.kind, words_of(change, "gone"), words_of(change, "new"))
        for change in differences(parse(OLD), parse(new))
    ]


def words_of(change: Change, kind: str) -> str:
    return " ".join(piece.text for piece in change.pieces if piece.kind == kind)


def test_a_changed_sentence_is_told_word_by_word_under_its_headings() -> None:
    assert changes(OLD.replace("Øst leverer 5", "Havn leverer 5")) == [(("Sager", "Punkt 1"), "changed", "Øst", "Havn")]


def test_a_row_is_told_with_the_headings_of_its_columns() -> None:
    assert changes(OLD.replace("| Klub Vest | 4 |\n", "")) == [
        (("Sager", "Punkt 1"), "gone", "Udfører: Klub Vest · Uge: 4", "")
    ]


def test_what_has_little_in_common_went_and_came() -> None:
    new = OLD.replace("Klub Øst leverer 5 timer.", "Sagen er udsat, fordi samtykket mangler.")
    assert [(kind, gone, came) for _under, kind, gone, came in changes(new)] == [
        ("new", "", "Sagen er udsat, fordi samtykket mangler."),
        ("gone", "Klub Øst leverer 5 timer.", ""),
    ]


def test_texts_that_are_passed_over_are_not_told() -> None:
    assert differences(parse(OLD), parse(OLD + "\nKvittering\n"), ["Kvittering"]) == ()


def test_what_only_moved_under_its_headings_is_not_told() -> None:
    """A meeting's law is listed in the order of the items that need it: a correction may change that."""
    law = "## Lov\n\n- frist: § 95\n- handleplan: § 94\n- part: § 3\n"
    other = "## Lov\n\n- part: § 3\n- ungeplan: § 108\n- frist: § 95\n"
    told = differences(parse(law), parse(other))
    assert {(change.kind, words_of(change, change.kind)) for change in told} == {
        ("gone", "handleplan: § 94"),
        ("new", "ungeplan: § 108"),
    }
    assert differences(parse("## A\n\nx\n\n## B\n\ny"), parse("## A\n\ny\n\n## B\n\nx")) != ()


LINES = st.lists(st.sampled_from(["En linje", "En anden linje", "## Overskrift", "- Punkt", "To ord"]), max_size=8)


@given(LINES, LINES)
def test_the_later_text_follows_from_the_earlier_and_the_changes(old: list[str], new: list[str]) -> None:
    """What is told accounts for every unit: those that stay, went and came add up."""
    before, after = (parse("\n\n".join(lines)) for lines in (old, new))
    told = differences(before, after)
    lost = sorted(" ".join(p.text for p in change.before) for change in told if change.kind != "new")
    gained = sorted(" ".join(p.text for p in change.after) for change in told if change.kind != "gone")
    old_units, new_units = ([unit.text for unit in units_of(blocks)] for blocks in (before, after))
    for text in lost:
        old_units.remove(text)
    for text in gained:
        new_units.remove(text)
    assert sorted(old_units) == sorted(new_units)
