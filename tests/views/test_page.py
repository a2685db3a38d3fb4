"""What a command prints is broken between words, and not between a figure and what it belongs to."""

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
