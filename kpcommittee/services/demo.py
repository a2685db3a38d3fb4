"""Opens the filled sample committee in a folder of its own."""

from pathlib import Path

from kpcommittee.locale import speaking
from kpcommittee.services.imports import import_placements
from kpcommittee.services.session import Session
from kpcommittee.workspace.starting import copy_demo

FOLDER = "kpcommittee-demo"


def demo_session(folder: Path | None = None, *, language: str | None = None) -> Session:
    """Open a session on the sample; a demo that exists is opened unchanged.

    Raises:
        KpError: the folder cannot be created, or contains something that is no demo.
    """
    workspace = copy_demo(folder or Path.home() / FOLDER)
    session = Session(workspace, language=language)
    with speaking(session.language):
        if not session.store_to_read.placements():
            import_placements(session, workspace.folder / "placements.csv")
    return session
