"""Passes keys on one by one: each waits until the one before has done its work.

The framework gives a key to the focused field, from which it bubbles up, one task after another. A key that follows at
once may overtake it. It is then typed into the field that was about to lose the focus, or its dialog is gone.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key

LONGEST = 2.0
"""Seconds after which a key no longer waits for the one before."""

ROUNDS = 2
"""How often to follow the way from focus to app: for the key, and for what it triggers."""


class KeyQueue:
    """A queue of keys that wait for their turn."""

    def __init__(self) -> None:
        """Begin with no key on its way."""
        self._waiting: deque[Key] = deque()
        self._since: float | None = None

    @property
    def busy(self) -> bool:
        """Whether a key is still on its way."""
        return self._since is not None and monotonic() - self._since < LONGEST

    def keep(self, key: Key) -> bool:
        """Keep a key if it must wait."""
        waits = self.busy or bool(self._waiting)
        if waits:
            self._waiting.append(key)
        return waits

    def add(self, key: Key) -> None:
        """Queue a key that was pressed earlier."""
        self._waiting.append(key)

    def begin(self) -> None:
        """Note that a key is on its way."""
        self._since = monotonic()

    def take(self) -> Key | None:
        """Return the key whose turn it is; None if no key waits."""
        self._since = None
        return self._waiting.popleft() if self._waiting else None


def is_typed(app: App[None], key: Key) -> bool:
    """Return whether the key is a letter for the text in focus: such letters come in order by themselves."""
    focused = app.focused
    return focused is not None and focused.check_consume_key(key.key, key.character)


def when_done(app: App[None], call: Callable[[], object]) -> None:
    """Call a function once the key just passed on has done its work, and the result is drawn."""
    _climb(app, (), ROUNDS, call)


def _climb(app: App[None], nodes: tuple[DOMNode, ...], rounds: int, call: Callable[[], object]) -> None:
    """Follow the way that keys take; each step waits for the messages of the one before."""
    for place, node in enumerate(nodes, 1):
        if node.call_later(_climb, app, nodes[place:], rounds, call):
            return
    if rounds:
        start = app.focused or app.screen
        _climb(app, tuple(start.ancestors_with_self), rounds - 1, call)
    else:
        app.call_after_refresh(call)


AT_ONCE = frozenset(
    {"up", "down", "j", "k", "G", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "q", "ctrl+q", "ctrl+c"}
)
"""The keys for moving and leaving, which need only the agenda file."""


class KeptKeys:
    """Keys that wait for the journal, in the order they were pressed."""

    def __init__(self) -> None:
        """Begin with no key kept."""
        self._keys: list[Key] = []
        self.open = True
        """Whether keys are still kept."""

    def keep(self, event: Key) -> bool:
        """Keep a key unless it can act at once; after the first kept key keep all, in their order."""
        if not self.open or (not self._keys and event.key in AT_ONCE):
            return False
        self._keys.append(event)
        return True

    def take(self) -> Key | None:
        """Return the next key to press again; keeping ends with the last one."""
        if self._keys:
            return self._keys.pop(0)
        self.open = False
        return None
