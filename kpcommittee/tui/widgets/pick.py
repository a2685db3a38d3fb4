"""Picking one of many: a row that shows the picked value and opens a numbered list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kpcommittee.locale import N_
from kpcommittee.tui.base import LocalizedScreen
from kpcommittee.tui.widgets.key_bar import ScreenKeys
from kpcommittee.tui.widgets.key_list import KeyList, up_and_down

DIGITS = "1234567890"
NOBODY = ""
"""The value of the row for nobody; a value of None means that no row was picked yet."""


class Pick(Widget, can_focus=True):
    """A row with the picked value, whose list opens over it."""

    DEFAULT_CSS = """
    Pick {
        height: 1;
        width: 1fr;
        background: $surface;
        padding: 0 1;
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:hover { background: $boost; }
        &:focus:hover { background: $block-cursor-background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,space,right", "open", N_("choose"), id="pick.open",
            tooltip=N_("Open the list; there a digit picks at once."),
        ),
        *up_and_down("pick"),
    ]  # fmt: skip

    value: var[str | None] = var[str | None](None, init=False)

    @dataclass
    class Changed(Message):
        """Another value was picked."""

        pick: "Pick"
        value: str | None

        @property
        def control(self) -> "Pick":
            """The row itself, for selectors."""
            return self.pick

    def __init__(
        self,
        prompt: str,
        options: Sequence[tuple[str, str]],
        value: str | None = None,
        *,
        id: str | None = None,  # noqa: A002
        taken: Callable[[], str | None] = lambda: None,
    ) -> None:
        """Offer pairs of a value and its label; `prompt` is shown until one is picked, and heads the list.

        `title` can be set to another heading of the list. The list leaves out the value that is `taken` when it opens.
        """
        super().__init__(id=id)
        self.prompt = self.title = prompt
        self.options = tuple(options)
        self._taken = taken
        self.set_reactive(Pick.value, value)

    def offer(self, options: Sequence[tuple[str, str]], value: str | None) -> None:
        """Offer other values, with one of them picked."""
        self.options = tuple(options)
        self.value = value
        self.refresh()

    def watch_value(self, value: str | None) -> None:
        """Show what was picked, and announce it."""
        self.refresh()
        self.post_message(self.Changed(self, value))

    def render(self) -> Content:
        """Return the label of what was picked, or the prompt."""
        label = dict(self.options).get(self.value or "", None) or self.prompt
        width = max(1, self.content_size.width - 2)
        label_shown = Content(label).truncate(width, ellipsis=True)
        return label_shown.pad_right(width - label_shown.cell_length) + Content(" ▾")

    @on(events.Click)
    def action_open(self) -> None:
        """Open the list."""
        taken = self._taken()
        options = [(value, label) for value, label in self.options if value != taken]
        self.app.push_screen(PickList(self.title, options, self.value, begins=False), self._picked)

    def _picked(self, value: str | None) -> None:
        if value is not None:
            self.value = value


class PickList(LocalizedScreen, ModalScreen[str | None]):
    """The list a `Pick` opens: digits pick at once."""

    CSS_PATH = "../dialogs/dialog.tcss"
    DEFAULT_CLASSES = "framed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", N_("choose"), id="picklist.pick", tooltip=N_("Choose the highlighted row.")),
        Binding("escape", "leave", N_("cancel"), id="picklist.leave", tooltip=N_("Close the list and change nothing.")),
        *(
            Binding(
                digit, f"nth({place})", N_("choose by number"), id=f"picklist.{digit}", show=False,
                tooltip=N_("Choose the row with that number."),
            )
            for place, digit in enumerate(DIGITS)
        ),
    ]  # fmt: skip

    def __init__(
        self, title: str, options: Sequence[tuple[str, str]], value: str | None = None, *, begins: bool = True
    ) -> None:
        """Show pairs of a value and its label, with one highlighted.

        Args:
            title: the heading.
            options: the pairs.
            value: what was picked before.
            begins: whether to highlight the first one if nothing was picked.
        """
        super().__init__()
        self._begins = begins
        self._title, self._offered, self._value = title, tuple(options), value

    def compose(self) -> ComposeResult:
        """Yield the rows, each after the digit that picks it; those after the tenth have none."""
        digits = chain(DIGITS, repeat(" "))
        rows = [
            Option(Content(f"{digit:>2}  {label}"))
            for digit, (_value, label) in zip(digits, self._offered, strict=False)
        ]
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            yield KeyList(*rows)
        yield ScreenKeys()

    def on_mount(self) -> None:
        """Highlight what was picked before."""
        values, first = [value for value, _label in self._offered], 0 if self._begins else None
        self.query_one(KeyList).highlighted = values.index(self._value) if self._value in values else first

    @on(OptionList.OptionSelected)
    def action_pick(self) -> None:
        """Pick the highlighted row, if there is one."""
        place = self.query_one(KeyList).highlighted
        if place is not None:
            self.dismiss(self._offered[place][0])

    def action_nth(self, place: int) -> None:
        """Pick the row at that place, from 0."""
        if place < len(self._offered):
            self.dismiss(self._offered[place][0])
