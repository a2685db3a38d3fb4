"""The recovery key: lines on paper that open the database when nobody knows a passphrase any more.

It has 160 random bits, written as four lines of eight letters with a check letter each. No two letters of its alphabet
look alike: it is Crockford's Base32 (https://www.crockford.com/base32.html).
"""

import re

BYTES = 20
LINES = 4
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
_LINE_LENGTH = 8
_FIELD = 0b100101
"""x⁵ + x² + 1, which makes a field of 32 numbers: one for each letter."""


def lines_of(secret: bytes) -> tuple[str, ...]:
    """Return the lines to print, such as `K7QM-2XHP-C`."""
    number = int.from_bytes(secret, "big")
    letters = "".join(_LETTERS[number >> shift & 31] for shift in range(BYTES * 8 - 5, -1, -5))
    parts = (letters[first : first + _LINE_LENGTH] for first in range(0, len(letters), _LINE_LENGTH))
    return tuple(f"{part[:4]}-{part[4:]}-{_check_letter(part, line)}" for line, part in enumerate(parts))


def is_recovery_key(text: str) -> bool:
    """Whether a text has the form of a recovery key, copied correctly or not."""
    return len(_strip_separators(text)) == LINES * (_LINE_LENGTH + 1) and all(
        letter in _LETTERS for letter in _strip_separators(text)
    )


def wrong_lines(text: str) -> tuple[int, ...]:
    """Return the numbers of the lines whose check letter does not fit, from 1; empty if all do."""
    return tuple(
        line + 1
        for line, part in enumerate(_parts(text))
        if _check_letter(part[:_LINE_LENGTH], line) != part[_LINE_LENGTH:]
    )


def normalize_passphrase(text: str) -> str:
    """Return a passphrase as it is used: a recovery key without its check letters and separators."""
    return "".join(part[:_LINE_LENGTH] for part in _parts(text)) if is_recovery_key(text) else text


def is_same_line(text: str, line: str) -> bool:
    """Whether a line of a recovery key was copied correctly."""
    return _strip_separators(text) == _strip_separators(line)


def _strip_separators(text: str) -> str:
    return re.sub(r"[\s-]", "", text.upper()).translate(_LOOKALIKES)


def _parts(text: str) -> list[str]:
    letters = _strip_separators(text)
    return [letters[first : first + _LINE_LENGTH + 1] for first in range(0, len(letters), _LINE_LENGTH + 1)]


def _check_letter(part: str, line: int) -> str:
    """Return the check letter of a line.

    Each place has its own weight in the field. Any single wrong letter is detected, and so is any swap of two letters
    or lines.
    """
    total, weight = line, 2
    for letter in part:
        total ^= _multiply(weight, _LETTERS.index(letter))
        weight = _multiply(weight, 2)
    return _LETTERS[total]


def _multiply(number: int, other: int) -> int:
    """Multiply two numbers of the field."""
    result = 0
    while other:
        if other & 1:
            result ^= number
        number <<= 1
        if number & 32:
            number ^= _FIELD
        other >>= 1
    return result
