"""Opens the filled sample committee in a folder of its own."""

from pathlib import Path

from kpcommittee.locale import speaking
from kpcommittee.services.placements import import_placements
from kpcommittee.services.session import Session
from kpcommittee.workspace.starting import copy_sample
from kpcommittee.workspace.workspace import Workspace

FOLDER = "kpcommittee-demo"


def demo_session(folder: Path | None = None, *, language: str | None = None) -> Session:
    """Open a session on the sample; an existing folder is opened unchanged.

    Raises:
        KpError: the folder cannot be created, or contains something else.
    """
    where = folder or Path.home() / FOLDER
    if not (where / "config.toml").exists():
        copy_sample(where)
    session = Session(Workspace(where.absolute()), language=language)
    with speaking(session.language):
        import_placements(session, where / "placements.csv")
    return session
