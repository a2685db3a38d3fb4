"""What `clean` lets in: everything people write, nothing a terminal obeys."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.text import MAX_LENGTH, TooLong, clean, is_safe


@pytest.mark.parametrize(
    "text",
    [
        "Øst & Vest",
        "[/red]",
        "[@click=app.quit]x[/]",
        "a | b",
        "Zoë",
        "👩‍👩‍👧‍👦".replace("\u200d", ""),
        "علي",
        "日本語",
        "$(rm)",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x1b[2J", "␛[2J"),
        ("a\x00b", "a␀b"),
        ("a\x7fb", "a␡b"),
        ("a\x9bb", "a\ufffdb"),
        ("abc\u202ecba", "abc\ufffdcba"),
        ("a\u200bb", "a\ufffdb"),
        ("a\u2066b\u2069", "a\ufffdb\ufffd"),
        ("a\ud800b", "a\ufffdb"),
        ("a\U000e0041b", "a\ufffdb"),
        ("\ufeffname", "\ufffdname"),
    ],
)
def test_what_a_terminal_obeys_or_hides_becomes_visible(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert is_safe(clean(text))
    assert not is_safe(text)


def test_one_line_is_one_line_and_prose_keeps_its_breaks() -> None:
    assert clean("  first\r\nsecond\tthird \r last  ") == "first second third last"
    assert clean("  first\r\nsecond\rthird\n ", prose=True) == "first\nsecond\nthird"


def test_a_letter_carries_four_marks_at_most() -> None:
    assert clean("q" + "\u0323" * 10) == "q" + "\u0323" * 4


def test_letters_have_one_form() -> None:
    assert clean("A\u030angstro\u0308m") == "\u00c5ngstr\u00f6m"


def test_too_long_is_said_with_its_length() -> None:
    assert len(clean("x" * MAX_LENGTH)) == MAX_LENGTH
    with pytest.raises(TooLong) as caught:
        clean("x" * (MAX_LENGTH + 1))
    assert caught.value.length == MAX_LENGTH + 1


@given(st.text(max_size=60), st.booleans())
def test_clean_is_safe_and_done_in_one_go(text: str, prose: bool) -> None:
    once = clean(text, prose=prose)
    assert is_safe(once)
    assert clean(once, prose=prose) == once
    assert once == once.strip()
    assert unicodedata.is_normalized("NFC", once)
    assert prose or "\n" not in once
