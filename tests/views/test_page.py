"""What a command prints is broken between words, and not between a figure and what it belongs to."""

import pytest

from kpcommittee.views.page import Page


def test_no_line_ends_behind_a_paragraph_sign_and_what_is_printed_is_found_by_who_searches_it() -> None:
    """`§§` was the end of a line, and `113–121` the beginning of the next; a script searches with ordinary spaces."""
    for width in range(24, 60):
        page = Page(width)
        page.text("Efter 18 gælder ungestøtten i barnets lov §§ 113–121, jf. § 32 stk. 1 nr. 3.")
        page.point("!", "Uge og klokkeslæt: u. 3 kl. 9.30 med 85 % af timerne efter forvaltningsloven §§ 3–6.")
        lines = str(page).splitlines()
        assert [line for line in lines if line.endswith(("§", "stk.", "nr.", "u.", "kl.", "85"))] == [], width
        assert "\u00a0" not in str(page)


ROW = [("Trædesten Lindebæk ApS", 30), ("7", -9), ("5,9", -16), ("569.227,45 kr.", -16)]


def printed(width: int, *rows: list[tuple[str, int]]) -> list[str]:
    page = Page(width)
    for row in rows:
        page.row(row)
    return str(page).rstrip("\n").split("\n")


def test_a_row_of_figures_that_is_wider_than_a_narrow_page_has_its_label_above_them() -> None:
    """Broken by the terminal, each figure was on a line of its own, far from what it is of."""
    heading = [("", 30), ("børn", -9), ("årsværk", -16), ("forventet", -16)]
    assert printed(57, heading, ROW) == [
        "                   børn          årsværk        forventet",
        "Trædesten Lindebæk ApS",
        "                      7              5,9   569.227,45 kr.",
    ]
    for width in (57, 45, 37):
        lines = printed(width, heading, ROW)
        assert {len(line) for line in lines if "kr." in line or "børn" in line} == {width}
    assert len(printed(80, ROW)) == 1


@pytest.mark.parametrize("lacking", [1, 4])
def test_what_a_row_lacks_by_a_little_is_taken_from_its_label(lacking: int) -> None:
    """The money is shown in 77 columns of a terminal of 80: every row would be folded for one column."""
    (line,) = printed(74 - lacking, ROW)
    assert (line[:22], line[-14:], len(line)) == ("Trædesten Lindebæk ApS", "569.227,45 kr.", 74 - lacking)
    assert len(printed(74 - lacking, [("x" * 30, 30), *ROW[1:]])) == 2
    assert len(printed(69, ROW)) == 2


@pytest.mark.parametrize("width", [57, 45])
def test_a_label_with_one_figure_stays_on_its_line_where_both_have_room(width: int) -> None:
    (line,) = printed(width, [("Ramme som fastsat", 30), ("", -9), ("4.700.000 kr.", -16)])
    assert (line[:17], line[-13:], len(line)) == ("Ramme som fastsat", "4.700.000 kr.", width)


def test_words_in_a_row_follow_under_its_label() -> None:
    row = [("2025-0247", 14), ("Vindrosen Ungekontakt I/S", 26), ("3 t/uge", 12), ("8.125 kr./md.", 22)]
    assert printed(45, row) == ["2025-0247", "  Vindrosen Ungekontakt I/S · 3 t/uge ·", "  8.125 kr./md."]
