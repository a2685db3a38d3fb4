"""What the room must not read: personal numbers always, names and case numbers while the chair hides them.

It is taken from the drawn lines, so that it holds for every screen, dialog and message, whoever draws them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

if TYPE_CHECKING:
    from kpcommittee.domain.case import Case
    from kpcommittee.domain.committee import Config
    from kpcommittee.tui.state import ScreenState

_NUMBER = re.compile(r"(?<!\w)[0-36-9]\d[01]\d{3}[ –-]?\d{4}(?!\w)")
"""Day, month and year, the day + 60 in a replacement number, then four digits."""

_WORD = re.compile(r"\w[\w.\-]*…?")
# Compiled when they are first used, which the first picture seldom does.
_INITIALS = r"[^\W\d_a-zæøå]\.(?:[^\W\d_a-zæøå]\.?)?"
_CAPITAL = r"[A-ZÆØÅ][a-zæøåéüöä]+\.?"
_INSIDE = r"(?<=[\w,;:] )[A-ZÆØÅ][a-zæøåéüöä]\w*"
"""A capital letter inside a sentence: a name, in Danish."""

_AGE = r"\b\d{1,2}(?= (?:år|years?)\b)"

SHORTEST = 5
"""Characters of a case number that is recognised by its shape."""


class PrivacyFilter(LineFilter):
    """Masks what must not be read, letter by letter, so that every line keeps its width."""

    def __init__(
        self,
        *,
        hides: bool = False,
        names: Iterable[str] = (),
        numbers: Iterable[str] = (),
        known: Iterable[str] = (),
        shown: str | None = None,
    ) -> None:
        """Hide nothing but personal numbers, unless told to.

        Args:
            hides: whether names and case numbers are hidden.
            names: words that are names, or part of one.
            numbers: case numbers; all that have their shape are hidden, those of other meetings too.
            known: words of the committee's own, such as a club's name, that are no names of people.
            shown: the one personal number that is revealed.
        """
        super().__init__()
        self._hides, self._names, self._known, self._shown = hides, frozenset(names), frozenset(known), shown
        shapes = {re.sub(r"\d", r"\\d", re.escape(one)) for one in numbers if len(one) >= SHORTEST}
        self._case = re.compile("|".join(sorted(shapes)) or r"(?!)")

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the line with masks where something must not be read."""
        line = "".join(segment.text for segment in segments)
        places = sorted(self._places(line))
        return [*_masked(segments, places)] if places else segments

    def _places(self, line: str) -> Iterator[tuple[int, int]]:
        for match in _NUMBER.finditer(line):
            if self._hides or match[0] != self._shown:
                yield match.span()
        if self._hides:
            yield from self._hidden(line)

    def _hidden(self, line: str) -> Iterator[tuple[int, int]]:
        yield from (match.span() for match in re.finditer(_AGE, line))
        run: list[tuple[int, int]] = []
        end = -1
        for match in _WORD.finditer(line):
            if self._is_secret(match[0]):
                yield match.span()
            if re.fullmatch(_CAPITAL, match[0]) and match[0] not in self._known:
                run = [*run, match.span()] if match.start() == end + 1 else [match.span()]
                # Two capitals side by side are a name that nobody has told us, such as in what was just typed.
                yield from run if len(run) > 1 else ()
                end = match.end()

    def _is_secret(self, word: str) -> bool:
        if word.endswith("…"):
            return len(word) > 1 and any(name.startswith(word[:-1]) for name in self._names)
        stem = word.rstrip(".-")
        return (
            stem in self._names
            or stem.removesuffix("s") in self._names
            or bool(re.fullmatch(_INITIALS, word))
            or bool(self._case.fullmatch(stem))
        )


def privacy_filter_of(state: "ScreenState") -> PrivacyFilter:
    """Return the privacy filter for what the screen shows."""
    revealed = next((row.case.child.cpr for row in state.rows if row.number == state.revealed), None)
    if not state.hidden:
        return PrivacyFilter(shown=revealed)
    cases = [row.case for row in state.rows]
    named = {word for name in (*_people(state.config), *_named(cases)) for word in _parts(name)}
    known = {word for house in _houses(state.config) for word in _parts(house)}
    spoken = {word for case in cases for text in _texts(case) for word in re.findall(_INSIDE, text)}
    return PrivacyFilter(
        hides=True, names=named | (spoken - known), numbers=(row.number for row in state.rows), known=known
    )


def _people(config: "Config") -> Iterator[str]:
    yield from config.people
    for provider in config.providers:
        yield from (member.name for member in provider.staff)


def _named(cases: "Iterable[Case]") -> Iterator[str]:
    for case in cases:
        yield case.child.name
        yield from (one.name for one in case.child.inform)
        yield from (relation.person for relation in case.relations)


def _houses(config: "Config") -> Iterator[str]:
    yield from (config.committee.name, config.committee.municipality)
    for houses in (config.districts, config.schools, config.providers):
        yield from (one.name for one in houses)


def _parts(name: str) -> Iterator[str]:
    return (word for word in re.findall(r"\w[\w\-]*", name) if len(word) > 1)


def _texts(value: object) -> Iterator[str]:
    """Every text in a record and in the records in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))


def _masked(segments: list[Segment], places: list[tuple[int, int]]) -> Iterator[Segment]:
    start = 0
    for text, style, control in segments:
        letters = list(text)
        for first, last in places:
            for place in range(max(first, start), min(last, start + len(text))):
                letters[place - start] = "•" * max(0, cell_len(text[place - start]))
        start += len(text)
        yield Segment("".join(letters), style, control)
