"""An error as screens show it: the remedy in the same line, or on a line of its own."""

import pytest

from kpcommittee.errors import KpError


@pytest.mark.parametrize(
    ("message", "remedy", "line"),
    [
        ("it is locked", "Wait for it.", "it is locked. Wait for it."),
        ("It is locked.", "Wait for it.", "It is locked. Wait for it."),
        ("It is locked.", "", "It is locked."),
        ("it is locked", "", "it is locked"),
    ],
)
def test_a_line_has_one_full_stop_between_its_sentences(message: str, remedy: str, line: str) -> None:
    assert KpError(message, remedy).line == line


def test_lines_end_where_there_is_no_remedy() -> None:
    assert KpError("It is locked.", "Wait for it.").lines == "It is locked.\nWait for it."
    assert KpError("It is locked.").lines == "It is locked."
