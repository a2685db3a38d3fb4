"""The command palette: every key of the screen by its name, and the themes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from kpcommittee.locale import _
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.themes import THEMES, dress
from kpcommittee.tui.widgets.key_bar import shown_key


class Palette(Provider):
    """Derived from the bindings: there is no second list of commands."""

    def _offered(self) -> list[tuple[str, str, Callable[[], Any]]]:
        ours = [active for active in self.screen.active_bindings.values() if active.node is self.screen]
        named = {active.binding.action: active.binding for active in ours if active.binding.tooltip}
        offered: list[tuple[str, str, Callable[[], Any]]] = [
            (f"{_(b.description)}  ({shown_key(b)})", _(b.tooltip), partial(self._run, b)) for b in named.values()
        ]
        for name, (called, _theme) in THEMES.items():
            title = _("theme: {name}").format(name=_(called))
            offered.append((title, _("Change the colours."), partial(dress, self.app, name)))
        return offered

    async def _run(self, binding: Binding) -> None:
        screen = self.screen
        if isinstance(screen, MeetingScreen):
            await screen.perform(binding.action)
        else:
            await self.app.run_action(binding.action, screen)

    async def discover(self) -> Hits:
        """Yield everything there is, before anything is typed."""
        for title, help_text, run in self._offered():
            yield DiscoveryHit(Content(title), run, text=title, help=help_text)

    async def search(self, query: str) -> Hits:
        """Yield what fits the words typed."""
        matcher = self.matcher(query)
        found = False
        for title, help_text, run in self._offered():
            if (score := matcher.match(title)) > 0:
                found = True
                yield Hit(score, matcher.highlight(title), run, text=title, help=help_text)
        if not found:
            nothing = _("No command has that name.")
            yield Hit(1, Content(nothing), lambda: None, text=nothing, help=_("Write another word of it."))
