"""Texts inside values are rewritten, and what does not change stays the same object."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.texts import Rewriter


class Pair(NamedTuple):
    name: str
    born: date | None = None


@immutable
class Folder:
    title: str
    pages: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    values: Mapping[str, str | int] | None = None
    tags: frozenset[str] = frozenset()


def capitals(_owner: type, _field: str, text: str) -> str:
    return text.upper()


def nothing(_owner: type, _field: str, text: str) -> str:
    return text


FOLDER = Folder(
    title="a", pages=("b", "c"), pairs=(Pair("d", date(2012, 6, 15)),), values={"e": "f", "g": 1}, tags=frozenset({"h"})
)


def test_every_text_is_changed_however_deep_and_nothing_else_is() -> None:
    assert Rewriter(capitals).rewrite(FOLDER) == Folder(
        title="A",
        pages=("B", "C"),
        pairs=(Pair("D", date(2012, 6, 15)),),
        values={"e": "F", "g": 1},
        tags=frozenset({"H"}),
    )
    assert Rewriter(capitals).rewrite((FOLDER.pairs[0], FOLDER.pairs[0])) == (Pair("D", date(2012, 6, 15)),) * 2
    assert Rewriter(capitals).rewrite(3) == 3


def test_what_does_not_change_is_the_same_object() -> None:
    assert Rewriter(nothing).rewrite(FOLDER) is FOLDER
    without_texts = Folder(title="", values={"g": 1})
    assert Rewriter(capitals).rewrite(without_texts) is without_texts


def test_a_kept_field_stays_and_the_field_of_a_mapping_is_named_by_its_key() -> None:
    kept = Rewriter(capitals, frozenset({("Folder", "pages")})).rewrite(FOLDER)
    assert (kept.pages, kept.title) == (("b", "c"), "A")
    named: list[tuple[type, str]] = []

    def note(owner: type, field: str, text: str) -> str:
        named.append((owner, field))
        return text

    Rewriter(note).rewrite(FOLDER)
    assert named == [
        (Folder, "title"), (Folder, "pages"), (Folder, "pages"), (Pair, "name"), (Folder, "values.e"), (Folder, "tags"),
    ]  # fmt: skip


def test_records_are_rewritten_once_and_so_are_tuples_of_records() -> None:
    asked: list[str] = []

    def count(_owner: type, _field: str, text: str) -> str:
        asked.append(text)
        return text.upper()

    rewriter, pairs = Rewriter(count), (Pair("a"), Pair("b"))
    first, second = Folder(title="x", pairs=pairs), Folder(title="y", pairs=pairs)
    assert rewriter.rewrite(first).pairs is rewriter.rewrite(second).pairs
    assert rewriter.rewrite(first) is rewriter.rewrite(first)
    assert asked == ["x", "a", "b", "y"]
