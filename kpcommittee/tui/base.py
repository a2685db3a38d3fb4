"""What all screens but the meeting share: keys in the user's language, leaving, and reading a text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import ScrollableContainer
from textual.getters import query_one
from textual.widgets import Button

from kpcommittee.locale import N_, _
from kpcommittee.tui.painting import PaintedOnce

SCREEN = Binding.Group(N_("The screen"))
"""The group of keys that change what is visible; it comes last in the help."""


class LocalizedScreen(PaintedOnce):
    """A screen whose footer, palette and help speak the user's language, and on which names can be hidden."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "f2", "app.hide", N_("hide names"), id="screen.hide", key_display="F2",
            tooltip=N_("Hide names and numbers, for the room's projector."),
        ),
    ]  # fmt: skip

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.action_leave()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def keep_typed(self) -> None:
        """Save what is typed, because the program is about to end; a screen with fields overrides it."""

    def show_again(self) -> None:
        """Redraw what the room may read; a screen that renders its own texts renders them again."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings that work now, translated."""
        return {key: _translated(active) for key, active in super().active_bindings.items()}


class ReadingScreen(LocalizedScreen):
    """A screen with one text, read from the top."""

    text = query_one(ScrollableContainer)

    def on_mount(self) -> None:
        """Make the arrows scroll."""
        self.text.focus()

    def action_move(self, by: int) -> None:
        """Scroll down, or up."""
        self.text.scroll_relative(y=by, animate=False)

    def action_top(self) -> None:
        """Go to the beginning."""
        self.text.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """Go to the end."""
        self.text.scroll_end(animate=False, immediate=True)


def reading_keys(owner: str) -> tuple[Binding, ...]:
    """Return `j k g G` for a `ReadingScreen`."""
    return (
        Binding("j,down", "move(1)", N_("down"), id=f"{owner}.down", tooltip=N_("Read on."), show=False),
        Binding("k,up", "move(-1)", N_("up"), id=f"{owner}.up", tooltip=N_("Read back."), show=False),
        Binding("g", "top", N_("first"), id=f"{owner}.top", tooltip=N_("Go to the beginning."), show=False),
        Binding("G", "bottom", N_("last"), id=f"{owner}.bottom", tooltip=N_("Go to the end."), show=False),
    )


def renamed(active: Mapping[str, ActiveBinding], action: str, name: str) -> dict[str, ActiveBinding]:
    """Return the bindings, with that of one action renamed."""
    return {
        key: active_binding._replace(binding=replace(active_binding.binding, description=name))
        if active_binding.binding.action == action
        else active_binding
        for key, active_binding in active.items()
    }


def _translated(active: ActiveBinding) -> ActiveBinding:
    binding = active.binding
    translated = replace(binding, description=_(binding.description), tooltip=_(binding.tooltip))
    return active._replace(binding=translated, tooltip=_(active.tooltip))
