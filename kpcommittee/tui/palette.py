"""The command palette: every key of the screen by its name, the themes, and the meeting's cases and people."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from kpcommittee.locale import _
from kpcommittee.tui.base import SCREEN
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.tui.privacy import own_text
from kpcommittee.tui.state import ScreenState
from kpcommittee.tui.themes import THEMES, apply_theme
from kpcommittee.tui.widgets.key_bar import shown_key
from kpcommittee.wording import states

LEAST = 3
"""The fewest letters for which the palette offers to search past decisions."""
LAST = 0.001
"""The score of what comes after everything found by name."""


class Target(NamedTuple):
    """A command that the palette finds."""

    title: str
    help: str
    run: Callable[[], Any]
    is_own: bool = False
    """Whether the title is a fixed text of the program."""


class Palette(Provider):
    """Commands derived from the bindings and the meeting: there is no second list."""

    async def discover(self) -> Hits:
        """Yield every command, before anything is typed."""
        for title, help_text, run, _is_own in self._commands():
            yield DiscoveryHit(own_text(Content(title)), run, text=title, help=help_text)

    async def search(self, query: str) -> Hits:
        """Yield the commands that match the typed words."""
        matcher = self.matcher(query)
        hit = False
        for title, help_text, run, is_own in (*self._commands(), *self._in_meeting()):
            if (score := matcher.match(title)) > 0:
                hit = True
                shown = _highlighted(matcher, title)
                yield Hit(score, own_text(shown) if is_own else shown, run, text=title, help=help_text)
        words = query.strip()
        if len(words) >= LEAST and (look := self._history) is not None:
            title = _("past decisions with “{words}”").format(words=words)
            yield Hit(LAST, Content(title), partial(look, words), text=title, help=_("Search past decisions."))
        elif not hit:
            nothing = _("Nothing has that name.")
            yield Hit(1, Content(nothing), lambda: None, text=nothing, help=_("Write another word of it."))

    def _commands(self) -> Iterator[Target]:
        """Yield the keys of the screen and the themes; keys of the meeting that work now come first."""
        ours = [active for active in self.screen.active_bindings.values() if active.node is self.screen]
        keys = {active.binding.action: active for active in ours if active.binding.tooltip}
        in_order = sorted(keys.values(), key=lambda active: (not active.enabled, active.binding.group is SCREEN))
        for binding in (active.binding for active in in_order):
            title = f"{_(binding.description)}  ({shown_key(binding)})"
            yield Target(title, _(binding.tooltip), partial(self._run, binding), is_own=True)
        for name, (label, _theme) in THEMES.items():
            title = _("theme: {name}").format(name=_(label))
            yield Target(title, _("Change the colours."), partial(apply_theme, self.app, name), is_own=True)

    async def _run(self, binding: Binding) -> None:
        screen = self.screen
        if isinstance(screen, MeetingScreen):
            await screen.perform(binding.action)
        else:
            await self.app.run_action(binding.action, screen)

    @property
    def _history(self) -> Callable[[str], None] | None:
        """The function that shows past decisions; None while no meeting is on the screen."""
        screen = self.screen
        shows = isinstance(screen, MeetingScreen) and screen.meeting_session is not None
        return screen.actions.history if isinstance(screen, MeetingScreen) and shows else None

    def _in_meeting(self) -> Iterator[Target]:
        """Yield the cases of the meeting, and everybody who can deliver."""
        screen, look = self.screen, self._history
        if isinstance(screen, MeetingScreen) and look is not None:
            yield from _cases(screen.state, screen.choose)
            if not screen.state.hidden:
                yield from _deliverers(screen.state, look)


def _highlighted(matcher: Matcher, title: str) -> Content:
    """Return the title with the letters that match in another style.

    The framework's own `highlight` takes the brackets in a name, such as `Søren [Bo]`, for markup.
    """
    content = Content(title)
    _score, offsets = matcher.fuzzy_search.match(matcher.query, title)
    for offset in offsets:
        if not title[offset].isspace():
            content = content.stylize(matcher.match_style, offset, offset + 1)
    return content


def _cases(state: ScreenState, choose: Callable[[str], None]) -> Iterator[Target]:
    for row in state.rows:
        name = row.case.child.initials if state.hidden else row.case.child.name
        title = _("case {place}: {name}, {number}").format(place=row.place, name=name, number=row.number)
        yield Target(title, states.case_state(row.state), partial(choose, row.number))


def _deliverers(state: ScreenState, look: Callable[[str], None]) -> Iterator[Target]:
    """Yield every provider and member of staff, with the past decisions they are in."""
    help_text = _("Search past decisions.")
    for provider in state.config.providers:
        yield Target(provider.name, help_text, partial(look, f"klub:{provider.id}"))
        for member in provider.staff:
            yield Target(f"{member.name} · {provider.name}", help_text, partial(look, f"person:{member.id}"))
