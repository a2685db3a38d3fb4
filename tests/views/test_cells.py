"""Columns are measured in cells of the terminal, so that wide letters move nothing that comes after them."""

import pytest
from rich.cells import cell_len

from kpcommittee.views.cells import cells_of, cut, pad
from kpcommittee.views.page import Page, case_column

TEXTS = (
    "Mette Holm",
    "Søren Ø.",
    "王小明",
    "김.이.",
    "ﾃｽﾄ",
    "Ａｂ",
    "Zoë",
    "Zoe\u0308",
    "e\u0301\u0302\u0303",
    "–·✓★",
    "漢字 og mere",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_wide_as_the_framework_draws_it(text: str) -> None:
    assert cells_of(text) == cell_len(text)
    assert cells_of(pad(text, 20)) == cells_of(pad(text, 20, right=True)) == 20
    assert pad(text, 20).startswith(text)
    assert pad(text, 20, right=True).endswith(text)
    for cells in range(1, 14):
        short = cut(text, cells)
        assert cells_of(short) <= cells
        assert short == text or short.endswith("…")


def test_a_row_with_wide_letters_keeps_its_columns() -> None:
    page = Page()
    for name in ("Klub Øst", "漢字クラブ", "漢字" * 20):
        page.row([(name, 20), ("4,5", -8), ("ok", 10)])
    lines = str(page).splitlines()
    assert {cell_len(line[: line.index("4,5")]) for line in lines} == {26}
    assert case_column(["漢字漢字漢字"], 4) == 12


def test_a_title_with_wide_letters_fits_its_line() -> None:
    page = Page()
    page.title("漢字" * 5, "åben")
    title, line = str(page).splitlines()
    assert cell_len(title) == len(line) == 80
