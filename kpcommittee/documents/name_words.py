"""Compares words of names: in lower case, without accents, genitives and invisible characters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_]++(?:['’][^\W\d_]++)*+|\d++)(?![^\W_])")
"""A word of letters, or a number; letters between digits belong to a number or a seal."""

_SPELLED = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe"})
"""How letters are written where a keyboard has none of them."""
_GENITIVES = ("'s", "’s", "es", "s")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Invisible characters between letters, such as soft hyphens."""


def readable(text: str) -> str:
    """Return the text as a reader sees it."""
    if text.isascii():
        return text  # Most lines are: nothing in them is written in two ways, or unseen.
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def fold(word: str) -> str:
    """Return the word in small letters, `Åse` as `aase`, and without accents."""
    spelled = word.casefold().translate(_SPELLED)
    if spelled.isascii():
        return spelled  # Most words are, and every word of a document is compared.
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(letter))


def stems(word: str) -> Iterator[str]:
    """Yield the word folded: as it is, and without what may be a genitive."""
    folded = fold(word)
    yield folded
    for ending in _GENITIVES:
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            yield folded.removesuffix(ending)


def words_of(name: str) -> list[str]:
    """Return the words of a name as they are written."""
    return [match[0] for match in WORD.finditer(readable(name))]


def folded_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded."""
    return tuple(map(fold, words_of(name)))


def all_folded_words(names: Iterable[str]) -> frozenset[str]:
    """Return every word of the names, folded."""
    return frozenset(word for name in names for word in folded_words(name))
