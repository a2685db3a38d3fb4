"""Finds the names of bystanders in a text: whole, in parts, and with a genitive."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from kpcommittee.documents.bystanders import Bystanders, Hit, SecretKind
from kpcommittee.documents.everyday_words import EVERYDAY, PARTICLES, ROLES
from kpcommittee.documents.name_words import WORD, all_folded_words, fold, folded_words, stems, words_of
from kpcommittee.domain.case import Case

Words = tuple[str, ...]
"""The words of a name, folded."""

_NEAR = 4
"""Characters that may be between two words of one name."""
_SURELY_A_NAME = 3
"""Letters; a shorter word is often something else."""
_EVERYDAY, _ROLES = frozenset(map(fold, EVERYDAY)), frozenset(map(fold, ROLES))


class SecretNames:
    """The names of bystanders, indexed by their words: one pass over a text finds all of them."""

    def __init__(self, bystanders: Bystanders) -> None:
        """Index the names in the cases outside, but for those that are also inside or public."""
        own_names = [name for case in bystanders.inside for name, _kind in _names_in_case(case)]
        self._own_words = all_folded_words(own_names)
        self._public_words = all_folded_words(bystanders.public)
        self._harmless: dict[str, list[Words]] = {}
        """First word → the public names of several words that begin with it."""
        for words in {folded_words(name) for name in (*bystanders.public, *bystanders.acting)}:
            if len(words) > 1:
                self._harmless.setdefault(words[0], []).append(words)
        self._whole: dict[str, list[tuple[Words, SecretKind]]] = {}
        """First word → the secret names of several words that begin with it."""
        self._parts: dict[str, SecretKind] = {}
        """Word of a secret name → its kind."""
        shared_names = {folded_words(name) for name in (*bystanders.public, *own_names)}
        for case in bystanders.outside:
            for name, kind in _names_in_case(case):
                if folded_words(name) not in shared_names:
                    self._add(name, kind)

    def _add(self, name: str, kind: SecretKind) -> None:
        words = folded_words(name)
        parts = _parts_of_child(name) if kind == "name" else _parts_of_adult(name)
        if len(words) > 1 and parts:
            self._whole.setdefault(words[0], []).append((words, kind))
        for part in parts:
            if len(part) > 1 and not part.isdecimal() and part not in self._own_words:
                self._parts.setdefault(part, "name_part" if kind == "name" else kind)

    def find(self, text: str, outside_texts: Iterable[str] | None) -> Iterator[Hit]:
        """Yield each name, whole and in parts.

        Args:
            text: as a reader sees it.
            outside_texts: what may contain a single word of a name; None if every text may.
        """
        matches = [*WORD.finditer(text)]
        parts = self._parts.keys() if outside_texts is None else self._parts_in(outside_texts)
        after_public = 0
        """The word after the last public name."""
        for place, match in enumerate(matches):
            yield from self._whole_names(text, matches, place)
            after_public = max(after_public, self._end_of_public_name(text, matches, place))
            if place >= after_public:
                yield from self._single_word(match, parts)

    def _parts_in(self, texts: Iterable[str]) -> Collection[str]:
        """Return the parts of secret names that the texts contain, or a public name: either may mean a child."""
        words = {word for text in texts for word in words_of(text)}
        return self._parts.keys() & (self._public_words | {stem for word in words for stem in stems(word)})

    def _whole_names(self, text: str, matches: Sequence[re.Match[str]], place: int) -> Iterator[Hit]:
        """Yield the secret names of several words that begin at a word."""
        for words, kind in self._whole.get(fold(matches[place][0]), ()):
            name = matches[place : place + len(words)]
            if _is_name(text, name, words):
                yield Hit(name[0].start(), name[-1].end(), kind, blocks=True)

    def _end_of_public_name(self, text: str, matches: Sequence[re.Match[str]], place: int) -> int:
        """Return the place after the public name that begins at a word; 0 if none does."""
        for words in self._harmless.get(fold(matches[place][0]), ()):
            if _is_name(text, matches[place : place + len(words)], words):
                return place + len(words)
        return 0

    def _single_word(self, match: re.Match[str], parts: Collection[str]) -> Iterator[Hit]:
        """Yield the word if it is a part of a name; a word that may be another needs a capital."""
        part = next((stem for stem in stems(match[0]) if stem in parts), None)
        if part is None:
            return
        blocks = self._is_surely_a_name(part)
        if blocks or match[0][0].isupper():
            yield Hit(match.start(), match.end(), self._parts[part], blocks)

    def _is_surely_a_name(self, part: str) -> bool:
        return len(part) >= _SURELY_A_NAME and part not in _EVERYDAY and part not in self._public_words


def _names_in_case(case: Case) -> Iterator[tuple[str, SecretKind]]:
    """Yield the names in a case: the child's, its family's, and those of adults it knows."""
    yield case.child.name, "name"
    yield from ((person.name, "relation") for person in case.child.inform)
    yield from ((relation.person, "relation") for relation in case.relations)


def _parts_of_child(name: str) -> Words:
    """Return the words that are names by themselves; `van der` in the middle is none."""
    return tuple(fold(word) for place, word in enumerate(words_of(name)) if place == 0 or word not in PARTICLES)


def _parts_of_adult(name: str) -> Words:
    """Return the words that name an adult: none of `Farmor` or `En nabo`, one of `Farmor Gurli`, both of `Van Le`."""
    return tuple(word for word in _parts_of_child(name) if word not in _ROLES)


def _is_name(text: str, matches: Sequence[re.Match[str]], words: Words) -> bool:
    """Whether the matches are that name, the last word perhaps in the genitive, and nothing separates them."""
    if len(matches) != len(words):
        return False
    *first_matches, last_match = matches
    return (
        all(fold(match[0]) == word for match, word in zip(first_matches, words[:-1], strict=True))
        and words[-1] in stems(last_match[0])
        and all(_joins(text[match.end() : following.start()]) for match, following in pairwise(matches))
    )


def _joins(gap: str) -> bool:
    """Whether words with that gap can be one name: it is short, and without a mark such as a colon."""
    return len(gap) <= _NEAR and not any(mark in gap for mark in ":;!?")
