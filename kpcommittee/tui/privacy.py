"""Hides what the room must not read: personal numbers always, and all but public words while names are hidden.

It works on the drawn lines, and thus on every screen, dialog and message.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style as ContentStyle

from kpcommittee.domain.cpr import NUMBERS
from kpcommittee.domain.texts import HIDDEN
from kpcommittee.tui.vocabulary import Span, Vocabulary, vocabulary_of

if TYPE_CHECKING:
    from textual.app import App

    from kpcommittee.tui.state import ScreenState

FREE = "free"
"""The mark in a style of free text, which the room never reads."""

OWN = "own"
"""The mark in a style of the program's own fixed text, which names nobody even where somebody has its words."""

Cell = tuple[str, Style | None]
"""A character with its combining marks."""


def secret_style() -> ContentStyle:
    """Return a style for free text, which is hidden as a whole while names are."""
    return ContentStyle.from_meta({FREE: True})


def free_text(text: str, style: str) -> Content:
    """Return free text in a style that is resolved when it is drawn, so that its colours follow the theme."""
    return Content.styled(text, style).stylize(secret_style())


def own_text(content: Content) -> Content:
    """Mark a fixed text of the program, such as a key and what it does, so that it stays readable."""
    return content.stylize(ContentStyle.from_meta({OWN: True}))


def hides(app: "App[Any]") -> bool:
    """Whether names are hidden on the screens of a program."""
    return bool(getattr(app, "hides", False))


class PrivacyFilter(LineFilter):
    """Masks what must not be read. While names are hidden, all masks have one length; lines keep their width."""

    def __init__(self, vocabulary: Vocabulary | None = None, *, revealed: str | None = None) -> None:
        """Hide only personal numbers, unless a vocabulary is given.

        Args:
            vocabulary: what may be read while names are hidden; None while they are not.
            revealed: the one personal number that is revealed.
        """
        super().__init__()
        self._vocabulary, self._revealed = vocabulary, revealed

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the line with masks over what must not be read."""
        line = "".join(segment.text for segment in segments)
        if not line.strip():
            return segments  # most lines are the empty background of a screen or a box
        spans = [*self._spans(line), *self._secrets(segments)]
        if spans and (own := [*_own_spans(segments)]):
            spans = [span for span in spans if not any(first <= span[0] and span[1] <= last for first, last in own)]
        if not spans:
            return segments
        cells = [(char, segment.style) for segment in segments for char in segment.text]
        return [*_segments(_mask_runs(cells, _runs(spans, line)) if self._vocabulary else _draw_dots(cells, spans))]

    def mask_text(self, text: str) -> str:
        """Return a text with several lines as the room may read it."""
        return "\n".join(self._plain_line(line) for line in text.split("\n"))

    def _plain_line(self, line: str) -> str:
        for first, last in reversed(_runs(self._spans(line), line)):
            line = line[:first] + HIDDEN + line[last:]
        return line

    def _spans(self, line: str) -> Iterator[Span]:
        """Yield what must not be read in a line."""
        for match in NUMBERS.finditer(line):
            if self._vocabulary or match[0] != self._revealed:
                yield match.span()
        if self._vocabulary:
            yield from self._vocabulary.hidden_spans(line)

    def _secrets(self, segments: list[Segment]) -> Iterator[Span]:
        """Yield the free texts, which the screens mark."""
        start = 0
        for segment in segments:
            end = start + len(segment.text)
            if self._vocabulary and segment.style and segment.style.meta.get(FREE) and segment.text.strip():
                first = start + len(segment.text) - len(segment.text.lstrip())
                yield first, first + len(segment.text.strip())
            start = end


def privacy_filter_of(state: "ScreenState") -> PrivacyFilter:
    """Return the privacy filter for what the screen shows."""
    if state.hidden:
        return PrivacyFilter(vocabulary_of(state))
    return PrivacyFilter(
        revealed=next((row.case.child.cpr for row in state.rows if row.number == state.revealed), None)
    )


def _own_spans(segments: Iterable[Segment]) -> Iterator[Span]:
    """Yield the fixed texts of the program, which the screens mark."""
    start = 0
    for is_own, run in groupby(segments, key=lambda segment: bool(segment.style and segment.style.meta.get(OWN))):
        end = start + sum(len(segment.text) for segment in run)
        if is_own:
            yield start, end
        start = end


def _runs(spans: Iterable[Span], line: str) -> list[Span]:
    """Return the spans in order; those with only a space or a full stop between them become one."""
    runs: list[Span] = []
    for first, last in sorted(set(spans)):
        between = line[runs[-1][1] : first] if runs else "x"
        if runs and (first <= runs[-1][1] or (len(between) <= 2 and not between.strip(" .,-/'’"))):
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return [(first, last + (line[last : last + 1] == "…")) for first, last in runs]


def _draw_dots(cells: Sequence[Cell], spans: Sequence[Span]) -> list[Cell]:
    """Return the line with a dot for each character, so that a number being typed stays at the cursor."""
    hidden_places = {place for first, last in spans for place in range(first, last)}
    return [
        (HIDDEN[0] * cell_len(char) if place in hidden_places else char, style)
        for place, (char, style) in enumerate(cells)
    ]


FRAMES = range(0x2500, 0x25A0)
"""Lines and blocks, which stay in place."""
EDGES = "─━═"
"""The edges of a frame around its title. They fill the place of a hidden title, whose length no gap shows."""


def _mask_runs(cells: Sequence[Cell], runs: Sequence[Span]) -> list[Cell]:
    """Return the line with a mask for each run; the next gap makes up for the difference in width."""
    line = _Line()
    ends = dict(runs)
    place = 0
    while place < len(cells):
        if place in ends:
            line.mask(cells[place : ends[place]])
            place = ends[place]
            continue
        place += line.settle(cells[place:]) if line.debt and _is_gap(cells, place) else 0
        if place < len(cells):
            line.cells.append(cells[place])
            place += 1
    line.settle(())
    return line.cells


def _is_gap(cells: Sequence[Cell], place: int) -> bool:
    char = cells[place][0]
    after = cells[place + 1][0] if place + 1 < len(cells) else " "
    return ord(char) in FRAMES or (char == " " and after not in EDGES and (after == " " or ord(after) in FRAMES))


class _Line:
    """A line that is being masked."""

    def __init__(self) -> None:
        self.cells: list[Cell] = []
        self.debt = 0
        """Cells by which the line is too short; negative if it is too long."""
        self._dots: list[int] = []
        """The places of dots that can be removed from the masks since the last gap."""

    def mask(self, hidden: Sequence[Cell]) -> None:
        """Draw a mask over hidden text."""
        style = hidden[0][1]
        self._dots += range(len(self.cells) + 1, len(self.cells) + len(HIDDEN))
        self.cells += [(dot, style) for dot in HIDDEN]
        self.debt += sum(cell_len(char) for char, _style in hidden) - len(HIDDEN)

    def settle(self, following: Sequence[Cell]) -> int:
        """Restore the width of the line at a gap; return how much of the gap is used up."""
        used = 0
        if self.debt > 0:
            char, style = following[0] if following else self.cells[-1]
            self.cells += [(char if char in EDGES else " ", style)] * self.debt
        elif self.debt < 0:
            gap = following[0][0] if following and following[0][0] in EDGES else " "
            room = next((n for n, (char, _style) in enumerate(following) if char != gap), len(following))
            used = min(-self.debt, room if room == len(following) else max(0, room - 1))
            for place in sorted(self._dots, reverse=True)[: -self.debt - used]:
                del self.cells[place]
        self.debt, self._dots = 0, []
        return used


def _segments(cells: Iterable[Cell]) -> Iterator[Segment]:
    """Yield the characters in segments of one style."""
    for style, run in groupby(cells, key=lambda cell: cell[1]):
        yield Segment("".join(char for char, _style in run), style)
