"""Pictures of screens in this process, painted only once a key is done: half of all painting is never seen."""

from functools import cache
from typing import Any
from weakref import WeakSet

from textual.app import App
from textual.screen import Screen

_painting: WeakSet[App[Any]] = WeakSet()


def paint_each(app: App[Any]) -> None:
    """Let this app paint all its pictures, as in a terminal."""
    _painting.add(app)


def paint(app: App[Any]) -> None:
    """Paint what has changed on the screen since the last picture."""
    if app not in _painting and app.is_running and app.screen._compositor._dirty_regions:
        _painting.add(app)
        try:
            app.screen._compositor_refresh()
        finally:
            _painting.discard(app)


@cache
def leave_pictures_out() -> None:
    """Leave out the pictures of all apps of this process; what changed waits for `paint`, and whoever looks sees it."""
    paints = Screen._compositor_refresh

    def waits(screen: Screen[Any]) -> None:
        app = screen.app
        if app in _painting or screen is not app.screen:
            paints(screen)
            return
        # The compositor knows already where these are.
        screen._dirty_widgets.clear()
        app._update_mouse_over(screen)

    Screen._compositor_refresh = waits  # type: ignore[method-assign, assignment]
