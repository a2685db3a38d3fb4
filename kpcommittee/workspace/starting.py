"""New workspaces: an empty one to fill, and a sample to explore."""

from datetime import date, timedelta
from pathlib import Path

from kpcommittee.errors import BrokenError, KpError
from kpcommittee.locale import _
from kpcommittee.workspace.files import make_folder, write
from kpcommittee.workspace.workspace import CONFIG, Workspace

_PACKAGE = Path(__file__).parent.parent
_TEMPLATES = Path(__file__).parent / "templates"
_GRANTED_BEFORE = timedelta(days=14)


def init_workspace(folder: Path, meeting: date) -> tuple[Path, ...]:
    """Make a workspace with a config to adapt and an example of an agenda.

    Args:
        folder: the workspace's folder; it is made if it is missing.
        meeting: the day of the example meeting.

    Returns:
        The files that were written.

    Raises:
        KpError: there is a workspace already, or the disk refuses.
    """
    agenda = Path("agenda") / f"{meeting.isoformat()}.toml"
    _refuse_overwriting(folder, (Path(CONFIG), agenda))
    example = (_TEMPLATES / "agenda.toml").read_text("utf-8")
    decided_on = (meeting - _GRANTED_BEFORE).isoformat()
    example = example.replace("{date}", meeting.isoformat()).replace("{decided_on}", decided_on)
    write(folder / CONFIG, (_TEMPLATES / CONFIG).read_text("utf-8"))
    write(folder / agenda, example)
    make_folder(folder / "minutes")
    return folder / CONFIG, folder / agenda


def copy_sample(folder: Path) -> Workspace:
    """Copy the sample workspace into a folder, as it is shipped.

    Raises:
        KpError: there is a workspace already, the sample is not installed, or the disk refuses.
    """
    source = sample_folder()
    names = tuple(file.relative_to(source) for file in _sample_files(source))
    _refuse_overwriting(folder, names)
    for name in names:
        write(folder / name, (source / name).read_bytes())
    make_folder(folder / "minutes")
    return Workspace(folder.absolute())


def sample_folder() -> Path:
    """Return the sample's folder: in the installed package, else at the top of the source.

    Raises:
        BrokenError: neither place contains it.
    """
    for folder in (_PACKAGE / "data" / "sample", _PACKAGE.parent):
        if (folder / CONFIG).is_file():
            return folder
    raise BrokenError(_("the sample workspace is not installed"), _("Install kpcommittee again."))


def _sample_files(source: Path) -> list[Path]:
    agendas = sorted((source / "agenda").glob("*.toml"))
    return [file for file in (source / CONFIG, *agendas, source / "placements.csv") if file.is_file()]


def _refuse_overwriting(folder: Path, names: tuple[Path, ...]) -> None:
    there = next((folder / name for name in names if (folder / name).exists()), None)
    if there is not None:
        raise KpError(
            _("{file} is already there and is not overwritten").format(file=there),
            _("Choose another folder, or move the file away."),
        )
