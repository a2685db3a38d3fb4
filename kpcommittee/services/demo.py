"""The filled sample committee, in a folder of its own."""

from pathlib import Path

from kpcommittee.locale import speaking
from kpcommittee.services.caseload import import_placements
from kpcommittee.services.desk import Desk
from kpcommittee.workspace.starting import copy_sample
from kpcommittee.workspace.workspace import Workspace

FOLDER = "kpcommittee-demo"


def demo_desk(folder: Path | None = None, *, language: str | None = None) -> Desk:
    """The sample's desk; a folder that is already there is opened as it is.

    Raises:
        KpError: the folder cannot be made, or holds something else.
    """
    where = folder or Path.home() / FOLDER
    if not (where / "config.toml").exists():
        copy_sample(where)
    desk = Desk(Workspace(where.absolute()), language=language)
    with speaking(desk.language):
        import_placements(desk, where / "placements.csv")
    return desk
