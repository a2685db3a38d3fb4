"""The recovery key: what was copied from paper is understood, and a slip is found in its line."""

import pytest

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


@pytest.mark.parametrize("text", [PRINTED[:-1], PRINTED + "7", PRINTED.replace(LETTERS[0], "U"), "correct horse"])
def test_any_other_text_is_a_passphrase_as_it_is(text: str) -> None:
    assert not is_recovery_key(text)
    assert normalize_passphrase(text) == text


def test_a_wrong_letter_is_found_in_its_line_and_so_are_two_lines_that_are_swapped() -> None:
    for number, line in enumerate(LINES):
        slip = "7" if line[0] != "7" else "8"
        assert wrong_lines("\n".join([*LINES[:number], slip + line[1:], *LINES[number + 1 :]])) == (number + 1,)
    assert wrong_lines("\n".join([LINES[1], LINES[0], *LINES[2:]])) == (1, 2)


def test_a_line_is_the_same_however_it_is_typed() -> None:
    assert is_same_line(LINES[0].lower().replace("-", " "), LINES[0])
    assert not is_same_line(LINES[1], LINES[0])
