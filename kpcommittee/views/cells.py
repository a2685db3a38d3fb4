"""Measures text in the cells of a terminal: a Chinese letter takes two, a mark above a letter none."""

import unicodedata

ELLIPSIS = "…"


def cells_of(text: str) -> int:
    """Return how many cells the text takes on one line."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill the text up with spaces, or with `right` from the left; a longer one stays as it is."""
    spaces = " " * (cells - cells_of(text))
    return spaces + text if right else text + spaces


def cut(text: str, cells: int) -> str:
    """Cut a text that takes more cells; it ends with an ellipsis then."""
    if cells_of(text) <= cells:
        return text
    taken = 0
    for place, character in enumerate(text):
        taken += _cells(character)
        if taken >= cells:
            return text[:place] + ELLIPSIS
    return text


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("F", "W") else 1
