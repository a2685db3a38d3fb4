"""Looks through a finished document for what it tells of other children and their families.

It reads what a reader reads: the lines of the finished file, whatever its format. Names are found whole, in parts and
with a genitive; numbers however they are spelled.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, time
from itertools import accumulate, pairwise
from numbers import Number
from typing import Literal

from kpcommittee.documents.everyday_words import EVERYDAY, PARTICLES, ROLES
from kpcommittee.domain.case import Case
from kpcommittee.domain.cpr import NUMBERS
from kpcommittee.domain.immutable import immutable

SecretKind = Literal[
    "name", "name_part", "initials", "number", "case_number", "address", "school_class", "relation"
]  # fmt: skip

_WORD = re.compile(r"(?<![^\W_])(?:[^\W\d_]++(?:['’][^\W\d_]++)*+|\d++)(?![^\W_])")
"""A word of letters, or a number beside it; letters between digits belong to a number or a seal."""
_SPELLED = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe"})
"""How letters are written where a keyboard has none of them."""
_GENITIVES = ("'s", "’s", "es", "s")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""What a file may contain between letters without showing it, such as a place to break a word."""
_KIND = re.compile(r"(?i:vej|gade|allé|alle|plads|stræde|vænget?|parken|torv|boulevard|stien|bakken|toften)")
"""How the name of a street ends; alone, such as in `Plads 2`, it is none."""
_ADDRESS = re.compile(rf"[A-ZÆØÅÉ][\w.’' -]{{0,40}}?{_KIND.pattern}\s+\d+\w?")

_NEAR = 4
"""Characters that may be between two words of one name."""
_SURELY_A_NAME = 3
"""Letters; fewer are often something else."""
_SHORTEST = 4
"""Characters of a case number that is found without the word for case before it."""
_DASHES = "[\u002d\u2010-\u2015\u2212]"
"""How a word processor may write the hyphen of a number."""
_AFTER_ITS_WORD = r"(?:sag|sagen|sagsnr\.?|case)\s+"


@immutable
class Leak:
    """One place of a document that tells something it must not, or may do so."""

    kind: SecretKind
    line: int
    """From 1."""
    heading: str
    """The heading above it, itself without what is told; empty before the first."""
    masked: str
    """What is told, as its first letter."""
    blocks: bool
    """Whether nothing may be written; else it is a word that is also a name, and is shown."""


@immutable
class Bystanders:
    """Whom a document is not about, and who may be named in it all the same."""

    outside: tuple[Case, ...]
    """The cases of the meeting that are not in the document."""
    inside: tuple[Case, ...] = ()
    """Those that are: what they have in common with others is theirs."""
    public: frozenset[str] = frozenset()
    """Names that everybody may read: leaders, substitutes, staff, providers, schools, districts.

    One word of such a name by itself may still be meant for a child: it is shown.
    """
    acting: frozenset[str] = frozenset()
    """Whole names of others who said or did something in the cases inside; a single word is none of them."""


def find_leaks(
    lines: Sequence[str],
    bystanders: Bystanders,
    headings: Collection[str] = (),
    outside_texts: Collection[str] | None = None,
) -> tuple[Leak, ...]:
    """Return what the lines tell of the cases outside, in the order of the lines, one leak for each place.

    Args:
        lines: of the finished file, as they are read back from it.
        bystanders: whom it is not about.
        headings: the texts that are headings in it.
        outside_texts: every text that the program put into its own words; None if anything may be from outside. One
            word of a name that is in none of them is a word of the program's own, such as `Meeting`.
    """
    text = _Text([_readable_text(line) for line in lines], frozenset(map(_readable_text, headings)))
    secrets = _Secrets(bystanders)
    hits = [*secrets.in_words(text.joined, outside_texts), *secrets.in_shapes(text.joined)]
    widest = [*_widest_hits(hits)]
    told = {text.joined[hit.start : hit.end] for hit in widest}
    return tuple(text.leak(hit, told) for hit in widest)


def _readable_text(line: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFC", line))


@immutable(kw_only=False)
class _Hit:
    start: int
    end: int
    kind: SecretKind
    blocks: bool


def _widest_hits(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Yield the hits that no wider hit contains, from the beginning to the end of the text."""
    reached = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, not hit.blocks)):
        if hit.end > reached:
            yield hit
            reached = hit.end


class _Text:
    """The lines as one text, in which a name may go on in the next line."""

    def __init__(self, lines: Sequence[str], headings: frozenset[str]) -> None:
        self.joined = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)][:-1] or [0]
        self._lines, self._headings = lines, headings

    def leak(self, hit: _Hit, secrets: Collection[str]) -> Leak:
        """Say where a hit is, without repeating any of the secrets."""
        place = bisect_right(self._starts, hit.start) - 1
        above = (line for line in reversed(self._lines[: place + 1]) if self._is_heading(line))
        heading = next(above, "").lstrip("# ").strip()
        for secret in sorted(secrets, key=len, reverse=True):
            heading = heading.replace(secret, f"{secret[0]}•••")
        masked = f"{self.joined[hit.start]}•••" if hit.kind in ("name", "name_part", "relation") else "•••"
        return Leak(kind=hit.kind, line=place + 1, heading=heading, masked=masked, blocks=hit.blocks)

    def _is_heading(self, line: str) -> bool:
        return line.startswith("#") or line in self._headings


class _Secrets:
    """The secrets of a document, indexed so that one pass finds them all."""

    def __init__(self, bystanders: Bystanders) -> None:
        own = [name for case in bystanders.inside for name, _kind in _names_of(case)]
        self._own_words, self._public_words = _words_of(own), _words_of(bystanders.public)
        self._whole_known = {_tokens(name) for name in (*bystanders.public, *own)}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        """First word → the names that begin with it, in which no word is anybody else's."""
        for tokens in {_tokens(name) for name in (*bystanders.public, *bystanders.acting)}:
            if len(tokens) > 1:
                self._phrases.setdefault(tokens[0], []).append(tokens)
        self._whole: dict[str, list[tuple[tuple[str, ...], SecretKind]]] = {}
        self._parts: dict[str, SecretKind] = {}
        for case in bystanders.outside:
            for name, kind in _names_of(case):
                self._add(name, kind)
        self._shapes = tuple(_shapes(bystanders))
        self._numbers = _numbers(bystanders.outside) - _numbers(bystanders.inside)

    def _add(self, name: str, kind: SecretKind) -> None:
        tokens, names = _tokens(name), _names_in(name) if kind == "name" else _names_of_adult(name)
        if tokens in self._whole_known or not names:
            return
        if len(tokens) > 1:
            self._whole.setdefault(tokens[0], []).append((tokens, kind))
        for token in names:
            if len(token) > 1 and not token.isdecimal() and token not in self._own_words:
                self._parts.setdefault(token, "name_part" if kind == "name" else kind)

    def in_words(self, text: str, outside_texts: Collection[str] | None) -> Iterator[_Hit]:
        """Yield names, whole and in parts; parts only of texts from outside, where these are known."""
        words = [*_WORD.finditer(text)]
        told = self._parts if outside_texts is None else self._public_words | self._parts_in(outside_texts)
        reached = 0
        """The word behind the last public name."""
        for at, match in enumerate(words):
            yield from self._whole_names_at(text, words, at)
            reached = max(reached, self._behind_phrase(text, words, at))
            word = next((stem for stem in _stems(match[0]) if stem in told and stem in self._parts), None)
            if word is None or at < reached:
                continue
            blocks = not (word in _EVERYDAY or word in self._public_words or len(word) < _SURELY_A_NAME)
            if blocks or match[0][0].isupper():
                yield _Hit(match.start(), match.end(), self._parts[word], blocks)

    def _behind_phrase(self, text: str, words: Sequence[re.Match[str]], at: int) -> int:
        """Return the place behind the public name that begins there; 0 if none does."""
        for tokens in self._phrases.get(_fold(words[at][0]), ()):
            if _match_name(text, words[at : at + len(tokens)], tokens):
                return at + len(tokens)
        return 0

    def _whole_names_at(self, text: str, words: Sequence[re.Match[str]], at: int) -> Iterator[_Hit]:
        for tokens, kind in self._whole.get(_fold(words[at][0]), ()):
            matches = words[at : at + len(tokens)]
            if _match_name(text, matches, tokens):
                yield _Hit(matches[0].start(), matches[-1].end(), kind, blocks=True)

    def _parts_in(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the parts of names that are in the texts, whoever is meant."""
        words = {match[0] for text in texts for match in _WORD.finditer(_readable_text(text))}
        return frozenset(stem for word in words for stem in _stems(word) if stem in self._parts)

    def in_shapes(self, text: str) -> Iterator[_Hit]:
        """Yield numbers, initials, classes and addresses."""
        for kind, pattern in self._shapes:
            for match in pattern.finditer(text):
                yield _Hit(match.start(), match.end(), kind, blocks=True)
        for match in NUMBERS.finditer(text) if self._numbers else ():
            digits = _digits(match[0])
            # A year may be written with its century, which no number has.
            if digits[:4] + digits[-6:] in self._numbers:
                yield _Hit(match.start(), match.end(), "number", blocks=True)


def _match_name(text: str, matches: Sequence[re.Match[str]], tokens: Sequence[str]) -> bool:
    """Whether the words are that name, the last one perhaps in the genitive, and nothing separates them."""
    if len(matches) != len(tokens):
        return False
    *before, last = matches
    same = all(_fold(match[0]) == token for match, token in zip(before, tokens[:-1], strict=True))
    return same and tokens[-1] in _stems(last[0]) and _is_one_name(text, matches)


def _is_one_name(text: str, matches: Sequence[re.Match[str]]) -> bool:
    """Whether the words are near each other, and no mark such as a colon separates them."""
    between = (text[match.end() : following.start()] for match, following in pairwise(matches))
    return all(len(gap) <= _NEAR and not any(character in gap for character in ":;!?") for gap in between)


def _stems(word: str) -> Iterator[str]:
    """Yield the word as it is compared, and without a genitive."""
    folded = _fold(word)
    yield folded
    for ending in _GENITIVES:
        if folded.endswith(ending) and len(folded) > len(ending) + 1:
            yield folded.removesuffix(ending)


def _fold(word: str) -> str:
    """Return the word as it is compared: in small letters, `Åse` as `Aase`, and without accents."""
    spelled = word.casefold().translate(_SPELLED)
    if spelled.isascii():
        return spelled  # as most are, and every word of a document is compared
    return "".join(letter for letter in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(letter))


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(_fold(match[0]) for match in _WORD.finditer(_readable_text(name)))


def _names_in(name: str) -> tuple[str, ...]:
    """Return the words of a name that are names by themselves; `van der` in the middle is none."""
    words = [match[0] for match in _WORD.finditer(_readable_text(name))]
    return tuple(_fold(word) for place, word in enumerate(words) if place == 0 or word not in PARTICLES)


def _names_of_adult(name: str) -> tuple[str, ...]:
    """Return the words that name an adult: none of `Farmor` or `En nabo`, one of `Farmor Gurli`, both of `Van Le`."""
    return tuple(token for token in _names_in(name) if token not in _ROLES)


def _words_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(token for name in names for token in _tokens(name))


def _names_of(case: Case) -> Iterator[tuple[str, SecretKind]]:
    """Yield the names in a case: the child's, its family's, and those of adults it knows."""
    yield case.child.name, "name"
    yield from ((person.name, "relation") for person in case.child.inform)
    yield from ((relation.person, "relation") for relation in case.relations)


def _numbers(cases: Iterable[Case]) -> set[str]:
    return {_digits(case.child.cpr) for case in cases if case.child.cpr}


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _shapes(bystanders: Bystanders) -> Iterator[tuple[SecretKind, re.Pattern[str]]]:
    """Yield what finds the numbers of cases, initials, classes and addresses that belong to the outside alone."""
    for kind, shape_of in _SHAPES.items():
        inside = {shape for case in bystanders.inside for shape in shape_of(case)}
        shapes = {shape for case in bystanders.outside for shape in shape_of(case)} - inside
        if shapes:
            yield kind, re.compile("|".join(sorted(shapes, key=len, reverse=True)))


def _initials(case: Case) -> Iterator[str]:
    letters = [re.escape(letter) for letter in case.child.initials.split(".") if letter]
    if len(letters) > 1:
        yield r"(?<![\w.])" + r"\.\s?".join(letters) + r"(?:\.(?!\s?\w\.)|(?![\w.]))"


def _case_number(case: Case) -> Iterator[str]:
    number = re.escape(case.case_number).replace(r"\-", _DASHES)
    before = r"(?<!\w)(?<!\w[./-])" if len(case.case_number) >= _SHORTEST else rf"(?i:{_AFTER_ITS_WORD})"
    yield rf"{before}{number}(?!\w)(?![./-]\d)"


def _school_class(case: Case) -> Iterator[str]:
    parts = re.findall(r"\d+|[^\W\d_]+", case.child.grade or "")
    if len(parts) > 1:
        yield r"(?i:(?<!\w)" + r"[. ]{0,2}".join(map(re.escape, parts)) + r"(?!\w))"


def _addresses(case: Case) -> Iterator[str]:
    for text in texts_in(case):
        for match in _ADDRESS.finditer(text):
            for words in _streets(match[0].split()):
                yield r"(?i:(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w))"


def _streets(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield where the street may begin: at each word with a capital, such as `Birkevej 12` in `Bor på Birkevej 12`."""
    yield words
    for place in range(1, len(words) - 1):
        kind_alone = place == len(words) - 2 and _KIND.fullmatch(words[place])
        if words[place][0].isupper() and not kind_alone:
            yield words[place:]


def texts_in(record: object, besides: tuple[type, ...] = ()) -> Iterator[str]:
    """Yield every text in a record, however deep, besides those in records of some kinds.

    Raises:
        TypeError: something in it is of a kind that may hold texts, and is not known here.
    """
    if isinstance(record, str):
        yield record
    elif isinstance(record, Mapping):
        yield from texts_in((*record, *record.values()), besides)
    elif isinstance(record, (tuple, list, frozenset)):
        for part in record:
            yield from texts_in(part, besides)
    elif isinstance(record, besides):
        return
    elif is_dataclass(record):
        for field in fields(record):
            yield from texts_in(getattr(record, field.name), besides)
    elif record is not None and not isinstance(record, (Number, date, time)):
        raise TypeError(type(record).__name__)


_EVERYDAY, _ROLES = frozenset(map(_fold, EVERYDAY)), frozenset(map(_fold, ROLES))

_SHAPES: Mapping[SecretKind, Callable[[Case], Iterator[str]]] = {
    "initials": _initials,
    "case_number": _case_number,
    "school_class": _school_class,
    "address": _addresses,
}
