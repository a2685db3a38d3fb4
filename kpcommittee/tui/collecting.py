"""Collects garbage when nobody waits: what one dialog leaves takes as long to find as a key may take."""

import gc
from time import monotonic

from textual._styles_cache import StylesCache
from textual.app import App

PAUSE = 0.5
"""Seconds without a key after which all garbage is collected: 10 ms for what a dialog left."""
YOUNG = 5_000
"""After a key that left so many objects the dead ones are collected once it is drawn: about 5 ms."""
RARELY = (200_000, 100, 1_000)
"""Thresholds of the collector itself: no key makes so many objects."""


class Collecting(App[None]):
    """The part of the program that collects garbage."""

    _uncollected: float | None = None
    """When a key was pressed that nothing was collected after; None if there is none."""

    def begin_collecting(self) -> None:
        """Collect between the keys from now on; to go through all that was imported would take 150 ms each time."""
        gc.freeze()
        gc.set_threshold(*RARELY)
        gc.enable()
        self.set_interval(PAUSE, self.collect)

    def note_key(self) -> None:
        """Remember that a key was pressed."""
        self._uncollected = monotonic()

    def collect_young(self) -> None:
        """Collect what died young, now that a key is drawn."""
        if gc.isenabled() and gc.get_count()[0] > YOUNG:
            gc.collect(0)

    def collect(self) -> None:
        """Collect all garbage after the last key, unless one was pressed just now."""
        if self._uncollected is not None and monotonic() - self._uncollected >= PAUSE:
            self._uncollected = None
            # Keyed by whole pictures: it keeps those of 1,024 widgets that are gone, to be gone through each time.
            StylesCache.get_inner_outer.cache_clear()
            gc.collect()
