"""Opens the filled sample committee, with three invented years behind it, in a folder of its own."""

from pathlib import Path

from kpcommittee.locale import speaking
from kpcommittee.services.imports import import_placements
from kpcommittee.services.session import Session
from kpcommittee.workspace.starting import copy_demo, is_demo

FOLDER = "kpcommittee-demo"


def demo_session(folder: Path | None, *, language: str | None = None) -> Session:
    """Open a session on the sample; a demo that exists is opened unchanged.

    Raises:
        KpError: the folder cannot be created, or contains something that is not a demo.
    """
    folder = folder or Path.home() / FOLDER
    is_new = not is_demo(folder)
    workspace = copy_demo(folder)
    session = Session(workspace, language=language)
    with speaking(session.language):
        if is_new:
            # What this computer remembers for that path is about an earlier demo.
            session.store.accept()
        if not session.store_to_read.placements():
            import_placements(session, workspace.folder / "placements.csv")
    return session
