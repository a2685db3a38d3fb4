"""Collects garbage while nobody waits: finding what one dialog leaves takes as long as a key may take."""

import gc
from time import monotonic

from textual._styles_cache import StylesCache
from textual.app import App

PAUSE = 0.5
"""Seconds without a key before all garbage is collected; what one dialog leaves takes 10 ms."""
YOUNG = 5_000
"""Objects left by one key before the dead ones are collected once it is drawn, which takes about 5 ms."""
RARELY = (200_000, 100, 1_000)
"""Thresholds of Python's own collector: no key creates that many objects."""


class Collecting(App[None]):
    """The part of the program that collects garbage."""

    _uncollected: float | None = None
    """When the last key was pressed; None once its garbage was collected."""

    def begin_collecting(self) -> None:
        """Collect between keys from now on, and leave out what was imported: searching it takes 150 ms each time."""
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
            # Its cache keeps the pictures of 1,024 widgets that are gone, and every collection would search them.
            StylesCache.get_inner_outer.cache_clear()
            gc.collect()
