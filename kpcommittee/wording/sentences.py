"""Joins words into sentences, and sets the first letter of a text."""

from collections.abc import Iterable

from kpcommittee.locale import _


def capitalise_first(text: str) -> str:
    """Capitalise the first letter of a text."""
    return text[:1].upper() + text[1:]


def mid_sentence(text: str) -> str:
    """Write a label in the middle of a sentence: in lower case, but for a word such as `ADHD`."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def join_words(words: Iterable[str]) -> str:
    """Join words: `a`, `a and b`, `a, b and c`."""
    *most, last = [*words] or [""]
    return _("{words} and {last}").format(words=", ".join(most), last=last) if most else last


def join_alternatives(words: Iterable[str]) -> str:
    """Join alternatives: `a`, `a or b`, `a, b or c`."""
    *most, last = [*words] or [""]
    return _("{words} or {last}").format(words=", ".join(most), last=last) if most else last
