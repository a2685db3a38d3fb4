"""What the first dialog needs, made ready while nobody waits for it: opened cold, it would parse all styles anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

HERE = Path(__file__).parent
FIRST = (HERE / "dialogs" / "dialog.tcss", HERE / "dialogs" / "decide.tcss")
"""The second one overrides the first, so their order counts."""


def imports() -> None:
    """Import what most keys open; in a thread, since it takes long."""
    from kpcommittee.tui.dialogs import decide, note, postpone  # noqa: F401, PLC0415
    from kpcommittee.tui.screens import help, minutes  # noqa: A004, F401, PLC0415


def steps(app: "App[None]") -> Iterator[None]:
    """Parse styles bit by bit: a key that is pressed meanwhile waits for one bit only."""
    for sheet in (*FIRST, *sorted((HERE / "screens").glob("*.tcss"))):
        if not app.stylesheet.has_source(str(sheet)):
            app.stylesheet.read(sheet)
            app.stylesheet.parse()
            yield
    for widget in _parts():
        # What the framework does when the first one is mounted.
        widget._post_register(app)  # noqa: SLF001
        app.stylesheet.parse()
        yield


def _parts() -> "Iterator[Widget]":
    """One of each kind of widget that the dialogs are made of."""
    from textual.containers import Horizontal, Vertical, VerticalScroll  # noqa: PLC0415 (not needed to paint)
    from textual.widgets import Button, Checkbox, Label  # noqa: PLC0415

    from kpcommittee.tui.dialogs.choice import Choice  # noqa: PLC0415
    from kpcommittee.tui.dialogs.editors import Line, Prose  # noqa: PLC0415
    from kpcommittee.tui.dialogs.lists import Options  # noqa: PLC0415
    from kpcommittee.tui.dialogs.pick import Pick  # noqa: PLC0415
    from kpcommittee.tui.widgets.keys import ScreenKeys  # noqa: PLC0415

    for kind in (Button, Options, Checkbox, Label, Horizontal, Vertical, VerticalScroll, ScreenKeys):
        yield kind()
    yield Line("")
    yield Prose("")
    yield Choice(())
    yield Pick("", ())
