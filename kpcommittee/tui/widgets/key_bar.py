"""The keys that work now: one line, derived from the bindings, help first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from kpcommittee.locale import N_, _
from kpcommittee.tui.privacy import hides, own_text
from kpcommittee.tui.widgets.text import KEY, LOUD, MUTED, text

MOST = 7
"""The most keys shown; all others are in the help and the command palette."""

NAMES = {"enter": "enter", "space": N_("space"), "escape": "esc"}
"""Key → its name, where it differs from the framework's; the same on every line and in the help."""


class Hint(NamedTuple):
    """A key and what it does now."""

    key: str
    label: str
    press: str
    """What a click performs: the action, or the key itself."""
    works: bool = True
    on: bool = False
    """Whether it switches something that is on now; then it is always shown, whatever else has no room."""
    leaves: bool = False
    """Whether it is the way out, which is always shown."""

    @property
    def cells(self) -> int:
        """The width it is drawn in."""
        return cell_len(self.key) + 1 + cell_len(self.label)


class KeyLine(Widget):
    """One line that always fits: keys that do not fit are left out from the end."""

    def hints(self) -> Iterable[Hint]:
        """Return the keys in order."""
        raise NotImplementedError

    def press(self, hint: Hint) -> None:
        """Perform the key."""
        raise NotImplementedError

    def render(self) -> Content:
        """Return the keys and what they do."""
        parts: list[tuple[str, str]] = []
        for hint, gap in self._fitting_keys():
            key, label = (f"bold {KEY}", "") if hint.works else (MUTED, MUTED)
            if hint.on:
                key = label = LOUD
            parts += [(hint.key, key), (f" {hint.label}", label), (" " * gap, "")]
        return own_text(text(*parts))

    def _fitting_keys(self) -> list[tuple[Hint, int]]:
        """Return the keys that fit, each with the space after it; the spaces shrink before a key is left out."""
        hints = sorted(self.hints(), key=lambda hint: hint.on)
        while len(hints) > MOST:
            hints.pop(_least(hints))
        width = self.content_size.width
        gap = 3 if sum(hint.cells + 3 for hint in hints) - 3 <= width else 2
        while hints and sum(hint.cells + gap for hint in hints) - gap > width:
            hints.pop(_least(hints))
        return [(hint, gap) for hint in hints]

    def on_click(self, event: Click) -> None:
        """Press the clicked key."""
        right = 0
        for hint, gap in self._fitting_keys():
            right += hint.cells + gap
            if event.x - self.gutter.left < right:
                self.press(hint)
                return


class KeyBar(KeyLine):
    """The keys of the meeting screen."""

    keys: var[tuple[tuple[Binding, bool], ...]] = var((), init=False)
    """Each with whether it works."""

    @dataclass
    class Pressed(Message):
        """A key was clicked."""

        action: str

    def __init__(self, keys: tuple[tuple[Binding, bool], ...]) -> None:
        super().__init__()
        self.set_reactive(KeyBar.keys, keys)

    def watch_keys(self) -> None:
        """Redraw the line."""
        self.refresh()

    def hints(self) -> Iterable[Hint]:
        """Return the keys that the screen shows."""
        for binding, works in self.keys:
            label, on = _describe(binding, self.app), _is_on(binding, self.app)
            yield Hint(shown_key(binding), label, binding.action, works=works, on=on)

    def press(self, hint: Hint) -> None:
        """Tell the screen."""
        self.post_message(self.Pressed(hint.press))


class ScreenKeys(KeyLine):
    """The keys of a dialog, or of any screen but the meeting."""

    DEFAULT_CSS = """
    ScreenKeys { dock: bottom; height: 1; padding: 0 1; background: $panel; }
    """

    _drawn: tuple[Hint, ...] | None = None
    """The hints that were drawn last; None before the first picture."""

    def on_mount(self) -> None:
        """Follow the bindings: each field may have keys of its own."""
        self.screen.bindings_updated_signal.subscribe(self, self._draw)

    def _draw(self, _screen: Screen[object]) -> None:
        """Redraw the line if the keys have changed."""
        if self._drawn is not None and self._drawn != tuple(self._working()):
            self.refresh()

    def hints(self) -> Iterable[Hint]:
        """Return the keys that work at the cursor; refused ones are dimmed."""
        self._drawn = tuple(self._working())
        return self._drawn

    def _working(self) -> Iterable[Hint]:
        bindings = [active for active in self.screen.active_bindings.values() if active.binding.show]
        by_action = {active.binding.action: active for active in reversed(bindings)}
        for active in sorted((active for active in bindings if by_action[active.binding.action] is active), key=_rank):
            label, on = _describe(active.binding, self.app), _is_on(active.binding, self.app)
            key, leaves = active.binding.key, active.binding.key == "escape"
            yield Hint(shown_key(active.binding), label, key, works=active.enabled, on=on, leaves=leaves)

    def press(self, hint: Hint) -> None:
        """Press the key."""
        self.app.simulate_key(hint.press)


def _least(hints: Sequence[Hint]) -> int:
    """Return the place of the hint to leave out first: ordinary ones, the way out, what is on."""
    ranks = [(not (hint.on or hint.leaves), hint.leaves, place) for place, hint in enumerate(hints)]
    return max(ranks)[-1]


def _is_on(binding: Binding, app: App[Any]) -> bool:
    """Whether the key hides names, and they are hidden now."""
    return binding.action in ("hide", "app.hide") and hides(app)


def _describe(binding: Binding, app: App[Any]) -> str:
    """Return what the key does, or that it is switched on."""
    return _("names hidden") if _is_on(binding, app) else _(binding.description)


def _rank(active: ActiveBinding) -> int:
    """Rank help first, then enter, and hiding names last."""
    if active.binding.key == "enter":
        return 1
    return {"help": 0, "app.hide": 3}.get(active.binding.action, 2)


def shown_key(binding: Binding) -> str:
    """Return the key as printed on the keyboard."""
    return binding.key_display or (_(NAMES[binding.key]) if binding.key in NAMES else binding.key)
