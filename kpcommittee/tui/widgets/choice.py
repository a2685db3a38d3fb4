"""Choosing one of a few visible values, with a mark at the cursor: `▸ ● agrees ○ disagrees`; and a box: `[x]`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget
from textual.widgets import Checkbox

from kpcommittee.locale import N_
from kpcommittee.tui.widgets.key_list import up_and_down
from kpcommittee.tui.widgets.text import KEY

GAP = 2
HERE, ELSEWHERE = "▸ ", "  "
"""The sign before the values that shows the cursor; not only a shade does."""


class Choice(Widget, can_focus=True):
    """A few values in a row, wrapped if they need more than one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen"}
    DEFAULT_CSS = """
    Choice {
        height: auto;
        width: 1fr;
        & > .choice--chosen { text-style: bold; }
        &:focus > .choice--chosen {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
        &:focus { background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", N_("next"), id="choice.next", tooltip=N_("Choose the next one."), show=False),
        Binding(
            "left", "step(-1)", N_("previous"), id="choice.back", tooltip=N_("Choose the previous one."), show=False
        ),
        *up_and_down("choice"),
        *(
            Binding(
                str(n), f"nth({n})", N_("choose by number"), id=f"choice.{n}", show=False,
                tooltip=N_("Choose by its place: 1 is the first."),
            )
            for n in range(1, 10)
        ),
    ]  # fmt: skip

    value: var[str | None] = var[str | None](None, init=False)

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        choice: "Choice"
        value: str | None

        @property
        def control(self) -> "Choice":
            """The choice itself, for selectors."""
            return self.choice

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        value: str | None = None,
        *,
        by_number: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Offer pairs of a value and its label; none is chosen unless a value is given.

        Without `by_number` a digit keeps its meaning in the dialog.
        """
        super().__init__(id=id)
        self._by_number = by_number
        self.options = tuple(options)
        self.set_reactive(Choice.value, value)

    def allow_focus(self) -> bool:
        """Whether there is anything to choose: an empty field is skipped."""
        return bool(self.options) and super().allow_focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the digits to the dialog if they mean something else there."""
        return self._by_number if action == "nth" else super().check_action(action, parameters)

    @on(events.Focus)
    @on(events.Blur)
    def _mark(self) -> None:
        self.refresh()

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other values; the choice stays, if it is still offered."""
        self.options = tuple(options)
        if self.value not in {value for value, _label in self.options}:
            self.value = None
        self.refresh(layout=True)

    def watch_value(self, value: str | None) -> None:
        """Show the new choice, and announce it."""
        self.refresh()
        self.post_message(self.Changed(self, value))

    def action_step(self, by: int) -> None:
        """Choose the next value or the previous one; the first one if none is chosen."""
        values = [value for value, _label in self.options]
        if values:
            place = values.index(self.value) + by if self.value in values else 0
            self.value = values[place % len(values)]

    def action_nth(self, place: int) -> None:
        """Choose by place, from 1."""
        if place <= len(self.options):
            self.value = self.options[place - 1][0]

    @on(events.Click)
    def _choose(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        rows = self._rows(self.content_size.width)
        x = len(HERE)
        for place in rows[offset.y] if offset.y < len(rows) else ():
            x += self._width(place) + GAP
            if offset.x < x:
                self.value = self.options[place][0]
                return

    def render(self) -> Content:
        """Return all values, the chosen one marked by a symbol too."""
        chosen_style = self.get_visual_style("choice--chosen")
        rows: list[Content] = []
        for place, row in enumerate(self._rows(self.content_size.width)):
            mark = HERE if self.has_focus and not place else ELSEWHERE
            parts = [self._label(place) for place in row]
            styled = [
                Content.styled(part, chosen_style) if self.options[option][0] == self.value else Content(part)
                for option, part in zip(row, parts, strict=True)
            ]
            rows.append(Content.styled(mark, f"bold {KEY}") + Content(" " * GAP).join(styled))
        return Content("\n").join(rows)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 (the framework's signature)
        """Return the width of one row, if there is room."""
        return min(container.width, len(HERE) + sum(self._width(place) + GAP for place in range(len(self.options))))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return as many rows as the values need."""
        return max(1, len(self._rows(width)))

    def _label(self, place: int) -> str:
        value, label = self.options[place]
        return f"{'●' if value == self.value else '○'} {label}"

    def _width(self, place: int) -> int:
        return cell_len(self._label(place))

    def _rows(self, width: int) -> list[list[int]]:
        rows: list[list[int]] = [[]]
        width -= len(HERE)
        used = 0
        for place in range(len(self.options)):
            if rows[-1] and used + self._width(place) > width:
                rows.append([])
                used = 0
            rows[-1].append(place)
            used += self._width(place) + GAP
        return rows


ON, OFF = "[x] ", "[ ] "
"""The signs of a box, which show more than a shade whether it is on."""


class Tick(Checkbox, inherit_bindings=False):
    """A box that is on or off; enter belongs to the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_button", N_("on or off"), id="tick.toggle", tooltip=N_("Set it, or take it back.")),
        *up_and_down("tick"),
    ]

    def render(self) -> Content:
        """Return the box and its label."""
        return Content.assemble(ON if self.value else OFF, (self.label.plain, self.get_visual_style("toggle--label")))

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 (the framework's signature)
        """Return the width of box and label."""
        return len(ON) + self.label.cell_length
