"""The recovery key: what was copied from paper is understood, and a slip is found in its line."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpcommittee.domain.recovery import (
    BYTES,
    is_recovery_key,
    is_same_line,
    lines_of,
    normalize_passphrase,
    wrong_lines,
)

SECRET = bytes(range(1, BYTES + 1))
LINES = lines_of(SECRET)
PRINTED = "\n".join(LINES)
LETTERS = "".join(line.replace("-", "")[:8] for line in LINES)

SECRETS, PLACES_OF_LINE = st.binary(min_size=BYTES, max_size=BYTES), st.integers(0, 3)


def with_line(secret: bytes, line: int, letters: str) -> str:
    """The key of a secret with other letters in one line."""
    lines = lines_of(secret)
    return " ".join([*lines[:line], letters, *lines[line + 1 :]])


def test_a_line_has_eight_letters_and_a_check_letter() -> None:
    assert [len(line) for line in LINES] == [11] * 4
    assert [line[4] + line[9] for line in LINES] == ["--"] * 4
    assert len(LETTERS) * 5 == BYTES * 8


@pytest.mark.parametrize(
    "copied", [PRINTED, PRINTED.lower(), PRINTED.replace("-", ""), " ".join(LINES), PRINTED.replace("0", "o")]
)
def test_case_separators_and_letters_that_look_alike_make_no_difference(copied: str) -> None:
    assert is_recovery_key(copied)
    assert normalize_passphrase(copied) == LETTERS
    assert wrong_lines(copied) == ()


@given(SECRETS, PLACES_OF_LINE)
def test_every_key_is_understood_as_people_type_it(secret: bytes, line: int) -> None:
    lines = lines_of(secret)
    typed = "\n".join(lines).lower().replace("0", "o").replace("1", "l")
    assert is_recovery_key(typed)
    assert wrong_lines(typed) == ()
    assert normalize_passphrase(typed) == normalize_passphrase(" ".join(lines))
    assert is_same_line(typed.split("\n")[line], lines[line])


@pytest.mark.parametrize("text", [PRINTED[:-1], PRINTED + "7", PRINTED.replace(LETTERS[0], "U"), "correct horse"])
def test_any_other_text_is_a_passphrase_as_it_is(text: str) -> None:
    assert not is_recovery_key(text)
    assert normalize_passphrase(text) == text


@given(SECRETS, PLACES_OF_LINE, st.integers(0, 8), st.sampled_from("0123456789ABCXYZ"))
def test_a_wrong_letter_is_noticed_in_its_line(secret: bytes, line: int, place: int, letter: str) -> None:
    bare = lines_of(secret)[line].replace("-", "")
    changed = bare[:place] + letter + bare[place + 1 :]
    if changed != bare:
        assert wrong_lines(with_line(secret, line, changed)) == (line + 1,)


@given(SECRETS, PLACES_OF_LINE, st.integers(0, 6))
def test_two_letters_that_change_places_are_noticed(secret: bytes, line: int, place: int) -> None:
    bare = lines_of(secret)[line].replace("-", "")
    changed = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    if changed != bare:
        assert wrong_lines(with_line(secret, line, changed)) == (line + 1,)


def test_two_lines_that_change_places_are_noticed() -> None:
    assert wrong_lines("\n".join([LINES[1], LINES[0], *LINES[2:]])) == (1, 2)
    assert not is_same_line(LINES[1], LINES[0])


def test_keys_differ() -> None:
    assert len({lines_of(os.urandom(BYTES)) for _ in range(50)}) == 50
