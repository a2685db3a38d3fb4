"""Three texts are merged: what one side changed is taken, what both changed is shown, and nothing is lost."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.documents.merging import Conflict, merge, with_part_of

TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "", "x y"]), max_size=12).map("\n".join)


def text_of(base: str, edited: str, new: str) -> str:
    """The merged text; it must have no conflict."""
    pieces = merge(base, edited, new)
    agreed = [piece for piece in pieces if not isinstance(piece, Conflict)]
    assert len(agreed) == len(pieces), pieces
    return "\n".join(chain.from_iterable(agreed))


@given(TEXTS, TEXTS)
def test_what_only_one_side_changed_is_taken_whole(base: str, other: str) -> None:
    assert text_of(base, other, base) == other
    assert text_of(base, base, other) == other
    assert text_of(base, other, other) == other


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_that_either_side_wrote_is_lost(base: str, edited: str, new: str) -> None:
    kept: list[str] = []
    for piece in merge(base, edited, new):
        kept += [*piece.edited, *piece.new] if isinstance(piece, Conflict) else piece
    written = {line for unit in kept for line in unit.split("\n")}
    added = ({*edited.split("\n")} | {*new.split("\n")}) - {*base.split("\n")}
    assert added <= written


@pytest.mark.parametrize(
    ("edited", "new", "merged"),
    [
        ("1\n2 by hand\n3\n4\n5", "1\n2\n3\n4\n5 anew", "1\n2 by hand\n3\n4\n5 anew"),
        ("1\n3\n4\n5", "1\n2\n3\n4\n5\n6", "1\n3\n4\n5\n6"),
        ("0\n1\n2\n3\n4\n5", "1\n2\n3\n5", "0\n1\n2\n3\n5"),
    ],
)
def test_changes_in_different_places_are_both_there(edited: str, new: str, merged: str) -> None:
    assert text_of("1\n2\n3\n4\n5", edited, new) == merged


def test_the_same_place_changed_twice_is_a_conflict_with_both_texts_and_no_more() -> None:
    pieces = merge("1\n2\n3\n4", "1\n2 by hand\nsame\n4", "1\n2 anew\nsame\n4")
    assert [piece for piece in pieces if piece] == [("1",), Conflict(("2 by hand",), ("2 anew",)), ("same",), ("4",)]


@pytest.mark.parametrize(
    ("present", "taken"),
    [
        ("edited\n1\n2\nold\nolder\n3\n4", "1\n2\nold\nolder\n3\n4"),
        ("1\n2\n3\n4", "1\n2\n3\n4"),
        ("3\n1\n2\nold\n3\n4", "1\n2\nold\n3\n4"),
        ("1\n2 by hand\nold\n3\n4", None),
        ("1\n2\nold\n3 by hand\n4", None),
        ("3\n1\n2\nold\n4", None),
    ],
)
def test_a_part_of_a_text_is_taken_from_between_the_same_lines(present: str, taken: str | None) -> None:
    assert with_part_of("1\n2\nnew\n3\n4", "1\n2\n3\n4", present) == taken


def test_a_part_at_an_end_of_a_text_has_no_lines_around_it() -> None:
    assert with_part_of("new\n3\n4", "3\n4", "4\nold\n3\n4") is None
    assert with_part_of("1\n2\nnew", "1\n2", "1\n2\nold") is None


def test_a_long_text_is_merged_at_once() -> None:
    """The minutes of 300 cases, whose lines are alike."""
    item = ["### Punkt {n}", "", "**Beslutning**", "", "|---|---|", "- Noget om {n}", ""]
    base = "\n".join(line.format(n=n) for n in range(600) for line in item)
    new = base.replace("Noget om 77", "Noget andet om 77")
    assert text_of(base, base.replace("Punkt 500", "Punkt 500 b"), new).count("andet") == 1
