"""Cleans text from outside: every string passes `clean` once, where it enters."""

import re
import unicodedata
from typing import Annotated

Prose = Annotated[str, "prose"]
"""Text that may keep its line breaks; every other text from outside is one line."""

MAX_LENGTH = 20_000
"""The most characters of a text; a longer one belongs in the municipality's own records system."""

_MAX_MARKS = 4
# Compiled on first use, since the first picture seldom needs them.
_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f]"
_INVISIBLE = (
    "[\x80-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
_SUSPECT = re.compile(f"{_CONTROL}|{_INVISIBLE}")
_SPACE = re.compile(r"\s+")


class TooLong(ValueError):
    """A text with more than `MAX_LENGTH` characters."""

    def __init__(self, length: int) -> None:
        super().__init__(f"{length} characters, at most {MAX_LENGTH}")
        self.length = length


def clean(text: str, *, prose: bool = False) -> str:
    """Return the text as it may be stored: visible, in one Unicode form, without terminal control codes.

    Control characters become their visible pictures (U+2400…). Characters that hide or reorder others become
    U+FFFD. At most four marks combine with one letter. One line unless `prose`; ends are stripped.

    Raises:
        TooLong: the text has more than `MAX_LENGTH` characters.
    """
    if len(text) > MAX_LENGTH:
        raise TooLong(len(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        text = _limit_marks(unicodedata.normalize("NFC", text))
    if _SUSPECT.search(text):
        text = re.sub(_INVISIBLE, "\ufffd", re.sub(_CONTROL, _picture, text))
    return text.strip() if prose else _SPACE.sub(" ", text).strip()


def is_safe(text: str) -> bool:
    """Whether the text contains no character that a terminal would obey or hide."""
    return not _SUSPECT.search(text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\u2421" if code == 0x7F else chr(0x2400 + code)


def _limit_marks(text: str) -> str:
    if not any(unicodedata.combining(char) for char in text):
        return text
    characters: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            characters.append(char)
    return "".join(characters)
