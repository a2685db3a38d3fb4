"""Text that is hidden from the room while it is typed: a dot for each character, or one mask."""

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on
from textual.strip import Strip
from textual.widgets import Input

from kpcommittee.domain.texts import HIDDEN
from kpcommittee.tui.privacy import hides
from kpcommittee.tui.vocabulary import shapes

DOT = "•"


class ShieldedInput(Input):
    """One line whose text is hidden while names are."""

    @on(events.Paste)
    def _join_lines(self, event: events.Paste) -> None:
        """Join the lines of what is pasted: the framework drops all but the first."""
        event.text = " ".join(line.strip() for line in event.text.splitlines() if line.strip())

    def render_line(self, y: int) -> Strip:
        """Draw the line as the room may read it."""
        strip = super().render_line(y)
        return shield_line(strip, y, focused=self.has_focus) if hides(self.app) and is_prose(self.value) else strip


def is_prose(text: str) -> bool:
    """Whether a field contains more than a date or another figure, which the room may read."""
    return any(char.isalpha() for char in text) or shapes().search(text) is not None


def shield_line(strip: Strip, y: int, *, focused: bool) -> Strip:
    """Return a line of a field without its text; if it lacks the focus, the first line has the mask."""
    line = strip.text
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    if not focused:
        style = next(iter(strip)).style if len(strip) else None
        mask = HIDDEN if y == 0 else ""
        return Strip([Segment(mask.ljust(strip.cell_length)[: strip.cell_length], style)], strip.cell_length)
    segments, start = [], 0
    for text, style, _control in strip:
        dots = (DOT * cell_len(char) if first <= start + place < last else char for place, char in enumerate(text))
        segments.append(Segment("".join(dots), style))
        start += len(text)
    return Strip(segments, strip.cell_length)
