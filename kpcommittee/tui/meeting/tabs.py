"""The names of the panels, where there is room for one of them only."""

from dataclasses import dataclass

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from kpcommittee.locale import N_, _
from kpcommittee.tui.meeting.seats import recommended
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.widgets.text import MUTED, text

PANELS = {"cases": N_("Cases"), "card": N_("Case"), "options": N_("Options"), "balance": N_("Balance")}
"""Panel → its name."""


SHORTEST = 12
"""Cells that the beginning of a recommendation takes at least."""


class PanelTabs(Widget):
    """One line; the open panel's name stands out."""

    panel: var[str] = var("card", init=False)
    state: var[ScreenState | None] = var(None, init=False)

    @dataclass
    class Chosen(Message):
        """The chair wants to see a panel."""

        panel: str

    def watch_panel(self, _before: str, _after: str) -> None:
        """Draw the line anew."""
        self.refresh()

    def watch_state(self, _before: ScreenState | None, _after: ScreenState | None) -> None:
        """Draw the line anew."""
        self.refresh()

    def render(self) -> Content:
        """The names, one after the other; the recommendation where there is room for it."""
        names = self._names()
        said = recommended(self.state) if self.state else Content("")
        room = self.content_size.width - names.cell_length - 2
        if room < SHORTEST:
            return names
        said = said.truncate(room, ellipsis=True)
        return text(names, " " * (room + 2 - said.cell_length), said)

    def _names(self) -> Content:
        return text(
            *((f" {_(name)} ", "reverse bold" if panel == self.panel else MUTED) for panel, name in self._shown())
        )

    def _shown(self) -> list[tuple[str, str]]:
        """The list of cases is a panel of its own only where it has no place beside the others."""
        return [(panel, name) for panel, name in PANELS.items() if panel != "cases" or self.screen.has_class("-tiny")]

    def on_click(self, event: Click) -> None:
        """A click opens the panel."""
        right = 0
        for panel, name in self._shown():
            right += len(_(name)) + 2
            if event.x < right:
                self.post_message(self.Chosen(panel))
                return
