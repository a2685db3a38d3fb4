"""Lays out a page of plain text: labelled lines, lists and headings."""

import textwrap
from collections.abc import Iterable, Sequence

from kpcommittee.domain.cpr import without_numbers
from kpcommittee.views.cells import ELLIPSIS, cells_of, cut, pad
from kpcommittee.views.escaping import remove_controls
from kpcommittee.views.facts import BY
from kpcommittee.wording.together import NO_BREAK, keep_together

WIDTH = 80
"""The width of a command's output."""
LABEL = 16
"""Columns of a label and the space after it."""


A_LITTLE = 4
"""Columns that a row may take from its label, if that has room."""

LONGEST_CASE = 30
"""The most columns of a case number; those of Danish records systems have about twenty."""


def case_column(numbers: Iterable[str], least: int) -> int:
    """Return the width for a list's case numbers: none is cut, since commands need them in full."""
    return min(LONGEST_CASE, max((least, *map(cells_of, numbers))))


class Page:
    """Lines that are added one by one."""

    def __init__(self, width: int = WIDTH) -> None:
        """Begin with an empty page of that width."""
        self._lines: list[str] = []
        self._width = width

    def __str__(self) -> str:
        return "\n".join(self._lines).strip("\n") + "\n"

    def title(self, left: str, right: str = "") -> None:
        """Add a line with text at both ends, underlined."""
        left, right = _one_line(left), _one_line(right)
        gap = self._width - cells_of(left) - cells_of(right)
        lines = [left + " " * gap + right] if gap > 1 else [*wrap(left, self._width), *wrap(right, self._width)]
        self._lines += [*lines, "=" * self._width]

    def heading(self, text: str) -> None:
        """Add a heading, underlined."""
        self._lines += ["", _one_line(text), "-" * min(self._width, cells_of(_one_line(text)))]

    def field(self, label: str, *texts: str, column: int = LABEL) -> None:
        """Add a label with its texts, or no line if every text is empty.

        Args:
            label: the label.
            texts: the texts.
            column: columns of the label and the space after it; wider where one of several labels is long.
        """
        for text in texts:
            for line in _paragraphs(without_numbers(text), self._width - column):
                self._lines.append(f"{pad(label, column - 1)} {line}" if label else " " * column + line)
                label = ""

    def point(self, mark: str, text: str, *more: str) -> None:
        """Add one point of a list, with further lines below it."""
        lines = [line for part in (text, *more) for line in _paragraphs(part, self._width - 4)]
        for line in lines:
            self._lines.append(f"  {mark} {line}")
            mark = " "

    def row(self, cells: Iterable[tuple[str, int]]) -> None:
        """Add a line of cells with given widths; text that does not fit is cut.

        On a page narrower than usual, and than the cells, the first one is above the others.
        """
        cells = [(_one_line(text), width) for text, width in cells]
        lacking = sum(abs(width) + 1 for _text, width in cells) - 1 - self._width
        if self._width < WIDTH and lacking > 0:
            (label, width), *others = cells
            if lacking > A_LITTLE or cells_of(label) > width - lacking:
                self._lines += _fold_row(cells, self._width)
                return
            cells = [(label, width - lacking), *others]
        line = " ".join(_fit(text, width) for text, width in cells).rstrip()
        fits = cells_of(line) <= self._width
        self._lines.append(line if fits else f"{cut(line, self._width)[:-1].rstrip()}{ELLIPSIS}")

    def text(self, text: str) -> None:
        """Add a paragraph."""
        self._lines += _paragraphs(without_numbers(text), self._width)

    def gap(self) -> None:
        """Add an empty line."""
        self._lines.append("")


def _fold_row(cells: Sequence[tuple[str, int]], width: int) -> list[str]:
    """Lay out a row that is wider than the page: numbers stay aligned on the right, texts follow."""
    (label, _width), *others = cells
    lines = wrap(label, width)
    if any(cells > 0 for text, cells in others if text):
        joined_cells = BY.join(text for text, _cells in others if text)
        return [*lines, *(f"  {line}" for line in wrap(joined_cells, width - 2))]
    alone = [text for text, _cells in others if text]
    if len(alone) == 1 and cells_of(label) + cells_of(alone[0]) < width:
        return [label + pad(alone[0], width - cells_of(label), right=True)]
    needed = sum(max(len(text), -cells) + 1 for text, cells in others) - 1
    spare = max(0, needed - width)
    each = -(-spare // max(1, len(others)))
    numbers = " ".join(f"{text:>{max(len(text), -cells - each)}}" for text, cells in others)
    return [*lines, *([numbers.rjust(width)[-width:]] if numbers.strip() else [])]


def _paragraphs(text: str, width: int) -> list[str]:
    return [line for part in remove_controls(text).splitlines() for line in _break_text(part, width)]


def _break_text(text: str, width: int) -> list[str]:
    """Break a text between its phrases; inside a phrase only if that is longer than a line."""
    lines: list[str] = []
    *most, last = text.split(BY)
    for part in (*(f"{part} {BY.strip()}" for part in most), last):
        joined = f"{lines[-1]} {part}" if lines else part
        if len(joined) <= width:
            lines[-1:] = [joined]
        elif len(part) <= width:
            lines.append(part)
        else:
            lines[-1:] = wrap(joined, width)
    return [line for line in lines if line.strip()]


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines, but not after a paragraph sign or between a figure and its unit.

    The lines have ordinary spaces, as typed in searches.
    """
    return [line.replace(NO_BREAK, " ") for line in textwrap.wrap(keep_together(text), width)]


def _one_line(text: str) -> str:
    return " ".join(remove_controls(text).split())


def _fit(text: str, width: int) -> str:
    """Fit the text into that many columns, left-aligned; a negative width means right-aligned."""
    room = abs(width)
    return pad(cut(text, room), room, right=width < 0)
