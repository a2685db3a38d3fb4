"""The meeting opened once on a screen that nobody sees: forks of that process need not do it all.

Style sheets are parsed then, statements and patterns compiled, and all is imported. That is half of what a program
takes to open. Tests of how it starts are forks of a process that has done nothing.
"""

import asyncio
import os
import tempfile
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from kpcommittee import locale
from kpcommittee.services.session import Session
from kpcommittee.tui.app import KpApp
from kpcommittee.tui.meeting.screen import MeetingScreen
from kpcommittee.workspace.starting import copy_sample
from tests.drivers.stylesheets import share_what_is_parsed


def open_once() -> None:
    """Open the sample's meeting until its journal is read; what is left of it is what this process knows then."""
    share_what_is_parsed()
    import_module("kpcommittee.tui.meeting.actions")
    with tempfile.TemporaryDirectory(prefix="kpcommittee-warm-") as home, patch.dict(os.environ, XDG_STATE_HOME=home):
        folder = Path(home) / "sample"
        copy_sample(folder)
        asyncio.run(_open(folder))
    locale.use(locale.DEFAULT_LANGUAGE)


async def _open(folder: Path) -> None:
    session = Session.find(folder)
    app = KpApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen_stack[0]
        assert isinstance(screen, MeetingScreen)
        while screen.meeting_session is None:
            await pilot.pause(0.01)
        await pilot.pause()
    session.close()
