"""Fields in rows whose labels the row itself draws: with fewer widgets, a dialog opens faster."""

from typing import ClassVar

from textual import events, on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget

from kpcommittee.tui.widgets.text import MUTED

SECOND = 12 + 16 + 2
"""The column of a second label: after the first one, a date and a space."""


class Labelled(Widget):
    """A container that draws its own labels, and shows by them that the cursor is in it."""

    LABEL_STYLE: ClassVar[str] = MUTED

    def labels(self) -> Content:
        """Return the labels of the fields."""
        raise NotImplementedError

    def render(self) -> Content:
        """Return the labels; they stand out while the cursor is in one of the fields."""
        labels = self.labels()
        return labels.stylize("bold $text-primary") if self.has_focus_within else labels.stylize(self.LABEL_STYLE)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _draw(self) -> None:
        self.refresh()


class Row(Horizontal, Labelled):
    """A row of one field or more; a second label is drawn in the margin of the second field."""

    def __init__(self, label: str, *fields: Widget, second: tuple[int, str] | None = None, tall: bool = False) -> None:
        """Take `second`, the column and text of a second label; `tall` is for a field with rows of its own."""
        fields[0].add_class("-first", update=False)
        super().__init__(*fields, classes="row -tall" if tall else "row")
        self._label, self._second = label, second

    def labels(self) -> Content:
        """Return the label on the left, and the second one in its column."""
        labels = Content(self._label)
        if self._second is None:
            return labels
        column, text = self._second
        return labels.pad_right(column - labels.cell_length) + Content(text)
