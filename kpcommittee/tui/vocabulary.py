"""The words that a projector may show: the program's own, and the public names of the config."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kpcommittee import locale
from kpcommittee.domain.cpr import NUMBERS
from kpcommittee.domain.immutable import immutable
from kpcommittee.domain.number_mask import UNSHOWN
from kpcommittee.tui.veil import is_shown
from kpcommittee.wording import figures

if TYPE_CHECKING:
    from kpcommittee.domain.committee import Config
    from kpcommittee.domain.law import Law
    from kpcommittee.tui.state import ScreenState

Span = tuple[int, int]
"""The first character, and the one after the last."""
Pair = tuple[str, str]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")

PEOPLE = frozenset(
    {
        ("Child", "name"), ("Disqualification", "person"), ("Disqualification", "substitute"), ("Grant", "caseworker"),
        ("Informed", "name"), ("Leader", "name"), ("Leader", "substitutes"),
        ("LeftOutCase", "child"), ("PositionTaken", "person"),
        ("Presence", "person"), ("Presence", "substitute"), ("Provider", "leader"), ("Provider", "substitutes"),
        ("PresentContact", "staff_name"), ("Relation", "person"), ("School", "leader"), ("School", "name"),
        ("School", "substitutes"), ("Seat", "leader"), ("Seat", "person"), ("Staff", "name"),
    }
)  # fmt: skip
"""Class and field of people's names, whose words are hidden even if the program has the same words."""

SHORTEST = 5
"""The fewest characters of a case number that is recognised by its shape."""


@cache
def shapes() -> re.Pattern[str]:
    """Return the pattern of personal numbers, mail, telephones, ages, classes such as `7.b`, and initials."""
    return re.compile(
        NUMBERS.pattern
        + r"|\S+@\S+"
        + r"|(?<![\w.])(?:\+\d{2} ?)?\d{2} ?\d{2} ?\d{2} ?\d{2}(?![\w.])"
        + r"|\b\d{1,2}(?=[ -]?(?:år|years?)\b|-?årig)"
        + r"|\b\d{1,2}(?:\. ?)?[a-hj-zæø]\b(?!/)"
        + r"|\b[^\W\d_a-zæøå]\.(?: ?[^\W\d_a-zæøå]\b\.?)?"
        + r"|\b[^\W\d_a-zæøå] [^\W\d_a-zæøå]\b"
    )


@immutable(kw_only=False)
class Vocabulary:
    """What may be read in a line; words are in lower case."""

    words: frozenset[str]
    public: re.Pattern[str]
    """Public names of several words, which may be read whatever their words are."""
    names: frozenset[str]
    """Words of people's names."""
    typed: frozenset[Pair]
    """Pairs of adjacent words in what somebody wrote or said, and in no text of the program."""
    cases: re.Pattern[str]
    """Case numbers by their shape, including those of other meetings."""
    calendar: frozenset[str]
    """Names of months and days; next to each other, as in `jan feb`, they are no names of people."""

    def hidden_spans(self, line: str) -> Iterator[Span]:
        """Yield what must not be read in a line."""
        yield from (match.span() for match in shapes().finditer(line))
        yield from (match.span() for match in self.cases.finditer(line))
        public = [match.span() for match in self.public.finditer(line)]
        words = [match[0].casefold() for match in _WORD.finditer(line)]
        before, word_end = "", -1
        for place, match in enumerate(_WORD.finditer(line)):
            word = words[place]
            is_adjacent = line[word_end : match.start()].strip(" .,-") == "" and word_end >= 0
            if is_adjacent and (before, word) in self.typed:
                yield word_end - len(before), match.end()
            is_public = any(first <= match.start() and match.end() <= last for first, last in public)
            is_public = is_public or (
                word in self.calendar and self._has_calendar_word([before, *words[place + 1 : place + 2]])
            )
            if not is_public and not self._may_be_read(match[0], cut=line[match.end() : match.end() + 1] == "…"):
                yield match.span()
            before, word_end = word, match.end()

    def _has_calendar_word(self, neighbours: Iterable[str]) -> bool:
        return any(word in self.calendar for word in neighbours)

    def _may_be_read(self, written: str, *, cut: bool) -> bool:
        word = written.casefold()
        if len(written) == 1 and written.islower():  # a key or a unit: an initial, as in Mette T. Holm, is a capital
            return True
        if word.isdecimal() or (len(word) == 1 and word not in self.names):
            return True
        if not cut:
            return word in self.words and word not in self.names
        names = any(name.startswith(word) for name in self.names)
        return not names and any(word_known.startswith(word) for word_known in self.words)


_last: "list[tuple[tuple[object, ...], Vocabulary]]" = []
"""The last vocabulary, and what it was made from."""


def vocabulary_of(state: "ScreenState") -> Vocabulary:
    """Return what may be read on the screens of a meeting; made once for each meeting."""
    place = state.agenda.meeting.place if state.agenda else None
    made_of = (state.config, state.law, state.meeting, state.rows, place)
    if not _last or _last[0][0] != made_of:
        _last[:] = [(made_of, _vocabulary(state, place or ""))]
    return _last[0][1]


def _vocabulary(state: "ScreenState", place: str) -> Vocabulary:
    words, pairs = own_words()
    public = (*_public(state.config, state.law), place)
    known_words = words | {word for text in public for word in _words(text)}
    pairs |= {pair for text in public for pair in _pairs(text)}
    texts = {*texts_of((state.config, state.rows, state.meeting))}
    names = {word for owner, name, text in texts if (owner, name) in PEOPLE for word in _words(text)}
    free_texts = (text for owner, name, text in texts if (owner, name) not in PEOPLE)
    typed_pairs = {pair for text in free_texts for pair in _pairs(text)} - pairs
    return Vocabulary(
        words=known_words,
        public=_shape_of(public),
        names=frozenset(names),
        typed=frozenset(typed_pairs),
        calendar=frozenset(word for text in _calendar() for word in _words(text) if word.isalpha()),
        cases=re.compile("|".join(_case_shapes(row.number for row in state.rows)) or r"(?!)"),
    )


def _shape_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for names of several words, with or without an `s` at the end."""
    several = sorted({name for name in names if " " in name.strip()}, key=len, reverse=True)
    anyone = "|".join(map(re.escape, several)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{anyone})s?(?!\w)", re.IGNORECASE)


def _case_shapes(numbers: Iterable[str]) -> list[str]:
    shapes = {
        re.sub(r"\d", r"\\d", re.escape(number)) if len(number) >= SHORTEST else re.escape(number) for number in numbers
    }
    return [rf"(?<!\w){shape}(?!\w)" for shape in sorted(shapes, key=len, reverse=True)]


@cache
def own_words() -> tuple[frozenset[str], frozenset[Pair]]:
    """Return the words of the program's texts in every language, and the pairs that are adjacent in one."""
    texts = [*locale.every_text(), *KEYS, *_calendar()]
    plain = [_PLACEHOLDER.sub(" · ", text) for text in texts]
    words = {word for text in plain for word in _words(text)}
    return frozenset(words), frozenset(pair for text in plain for pair in _pairs(text))


KEYS = ("enter esc tab ctrl shift alt space backspace home end pgup pgdn f1 f2 f3", "kpcommittee")


def _calendar() -> Iterator[str]:
    """Yield the names of months and days, long and short."""
    for language in locale.LANGUAGES:
        with locale.speaking(language):
            months = (date(2026, month, 1) for month in range(1, 13))
            for day in (*months, *(date(2026, 1, day) for day in range(1, 8))):
                yield from (figures.date_weekday(day), figures.date_weekday_long(day))


def _public(config: "Config", law: "Law") -> Iterator[str]:
    """Yield the names in the config and the law table that are not people's; without schools."""
    yield from (config.committee.name, config.committee.municipality, law.source, *law.references.values())
    yield from (share.name for budget in config.budgets for share in budget.split)
    yield from (district.municipality for district in config.districts if district.municipality)
    yield from (provider.name for provider in config.providers)
    yield from (text for problem in config.problems for text in (problem.da, problem.en))
    yield from (text for reason in config.reasons for text in (reason.da, reason.en))
    yield from (text for basis in law.bases for text in (basis.da, basis.en, basis.law, basis.paragraph) if text)


def texts_of(value: object) -> "Iterator[tuple[str, str, str]]":
    """Yield class, field and text of everything in a value that the room must not read."""
    yield from _texts_of(value, set())


def _texts_of(value: object, visited: set[int]) -> "Iterator[tuple[str, str, str]]":
    """Yield the texts of a value, without parts already visited: a case is in many events."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        for element in value:
            yield from _texts_of(element, visited)
    elif is_dataclass(value) and not isinstance(value, type) and id(value) not in visited:
        visited.add(id(value))
        owner = type(value)
        for name in _unseen(owner):
            part = getattr(value, name)
            for element in part if isinstance(part, tuple) else (part,):
                if not isinstance(element, str):
                    yield from _texts_of(element, visited)
                elif not is_shown(owner, name, element):
                    yield owner.__name__, name, element


@cache
def _unseen(owner: type) -> tuple[str, ...]:
    """Return the fields of a class that may contain what the room must not read."""
    return tuple(field.name for field in fields(owner) if (owner.__name__, field.name) not in UNSHOWN)


def _words(text: str) -> Iterator[str]:
    return (match[0].casefold() for match in _WORD.finditer(text))


def _pairs(text: str) -> Iterator[Pair]:
    return (pair for pair in pairwise(_words(text)) if not any(word.isdecimal() for word in pair))
