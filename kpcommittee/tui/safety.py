"""Filters what reaches the terminal, and reports a crash without any data."""

import re
import sys
from pathlib import Path
from types import TracebackType

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text
from textual.color import Color
from textual.filter import LineFilter
from textual.worker import WorkerFailed

from kpcommittee.locale import _
from kpcommittee.views.bars import SYMBOLS

_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Characters that a terminal obeys, hides or reorders; the framework lets most of them through."""

_REPLACEMENT = "\ufffd"

_SIGNS = (
    ("─━┄╌–—", "-"),
    ("│┃║▏▕▎▊▌▐", "|"),
    ("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛╔╗╚╝", "+"),
    ("═▔", "-"),
    ("▁▂▃", " "),
    ("▀▄■▇▆▅▪", "#"),
    ("·…•", "."),
    ("→▶▸", ">"),
    ("↷", "&"),
    ("←◀", "<"),
    ("▲", "^"),
    ("▼▾", "v"),
    ("✓", "+"),
    ("★", "*"),
    ("●", "O"),
    ("◐", "@"),
    ("○", "o"),
    ("“”„", '"'),
    ("’", "'"),
    *((symbol.sign, symbol.plain) for symbol in SYMBOLS.values()),
)
_PLAIN = str.maketrans({sign: plain for signs, plain in _SIGNS for sign in signs})
"""For terminals that can draw letters only: each sign → one of the same width."""


class SafeFilter(LineFilter):
    """Replaces what a terminal would obey, in every drawn line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the line with visible text only; the framework's own control segments are dropped."""
        if not any(segment.control or _UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [
            Segment(_UNSAFE.sub(_visible, segment.text), segment.style) for segment in segments if not segment.control
        ]


class PlainFilter(LineFilter):
    """Draws frames, bars and signs with ASCII; letters stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the line in characters that every terminal has."""
        return [Segment(text.translate(_PLAIN), style, control) for text, style, control in segments]


def _visible(match: re.Match[str]) -> str:
    """Return replacements of the same width, so that the line keeps its own."""
    return _REPLACEMENT * max(0, cell_len(match[0]))


def code_places(trace: TracebackType | None) -> list[str]:
    """Return where in the code an error happened, outermost first: file, line and function, without any data."""
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places


SHOWN = 8
"""The number of innermost places in the code that are shown."""


def crash_report(error: BaseException | None, fault: tuple[str, str] | None = None) -> Text:
    """Return a few calm lines for the terminal; they never name a child or its number.

    Args:
        error: what ended the program.
        fault: what did not fit in the database when it was opened, and what to do; None if all fits.
    """
    error = error or sys.exc_info()[1]
    if isinstance(error, WorkerFailed):
        error = error.error
    kind = type(error).__name__ if error else "?"
    places = code_places(error.__traceback__ if error else None)[-SHOWN:]
    problem, advice = fault or (
        _("kpcommittee stopped because of an error in the program ({kind}).").format(kind=kind),
        _("Everything that was recorded is safe. Start kpcommittee again: the meeting goes on where it was."),
    )
    lines = [
        problem,
        advice,
        _("To report the error, send these lines; they hold no names or numbers:"),
        *(f"  {place}" for place in places),
    ]
    return Text("\n".join(lines))
