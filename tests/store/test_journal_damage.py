"""Cuts, edits and forged hashes: what notices each kind of damage, as the page on the journal says (J1, S8)."""

from pathlib import Path

import pytest

from tests.drivers.journal_damage import EACH, KINDS, Whole, noticed, row_of, share, whole_journal
from tests.sample import CHECKOUT

PAGE = CHECKOUT / "docs" / "journal.md"
BEGINS = "| what is done |"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return whole_journal(tmp_path_factory.mktemp("whole"))


def rows_on_the_page() -> dict[str, tuple[str, ...]]:
    """What is done → how often it is noticed: alone, with the memory, with a receipt."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(BEGINS))
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[first + 2 :][: len(KINDS)]]
    return {kind: tuple(columns) for kind, *columns in cells}


def test_the_page_has_a_row_for_each_kind_of_damage() -> None:
    assert [*rows_on_the_page()] == [*KINDS]
    assert EACH * len(KINDS) >= 2000


def test_a_journal_that_nobody_damaged_is_whole(whole: Whole, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, "nothing", lambda _connection, _random: None)
    assert noticed(whole, "nothing", 0, tmp_path / "copy") == (False, False, False)


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_noticed_where_the_page_says_always_and_nowhere_where_it_says_never(
    whole: Whole, kind: str, tmp_path: Path
) -> None:
    expected = rows_on_the_page()[kind]
    for seed in range(3):
        for answer, word in zip(noticed(whole, kind, seed, tmp_path / str(seed)), expected, strict=True):
            assert word in {True: ("always",), False: ("never",)}[answer] or word.endswith("%"), (kind, seed)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_how_often_damage_is_noticed(whole: Whole, kind: str, tmp_path: Path) -> None:
    assert row_of(kind, share(kind, whole, tmp_path)) == row_of(kind, rows_on_the_page()[kind])  # type: ignore[arg-type]
