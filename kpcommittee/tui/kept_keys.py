"""Keys that are pressed before the journal is read: kept, and pressed again when it is."""

from textual.events import Key

AT_ONCE = frozenset(
    {"up", "down", "j", "k", "g", "G", "home", "end", "pageup", "pagedown", "tab", "shift+tab", "q", "ctrl+q", "ctrl+c"}
)
"""Moving about and leaving need nothing but the agenda file."""


class KeptKeys:
    """The keys in the order they were pressed."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._keys: list[Key] = []
        self.open = True
        """Whether keys are still kept."""

    def keep(self, event: Key) -> bool:
        """Keep a key unless it can act at once; after the first that cannot, all are kept, so that none overtakes."""
        if not self.open or (not self._keys and event.key in AT_ONCE):
            return False
        self._keys.append(event)
        return True

    def take(self) -> Key | None:
        """The next key to press again; keeping ends with the last one."""
        if self._keys:
            return self._keys.pop(0)
        self.open = False
        return None
