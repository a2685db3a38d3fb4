"""New workspaces: an empty one to fill, and a sample to explore."""

import lzma
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from kpcommittee.errors import BrokenError, KpError
from kpcommittee.locale import _
from kpcommittee.workspace.files import make_folder, write
from kpcommittee.workspace.workspace import CONFIG, Workspace

DEMO_MARK = "DEMO.md"
"""The file that marks a folder as a demo; without it, no folder is opened or filled as one."""

_PACKAGE = Path(__file__).parent.parent
HISTORY = _PACKAGE / "data" / "sample-history.xz"
"""The packed database of the demo: what the sample committee has decided before; tools/history makes it."""
_DATABASE = Path("kpcommittee.db")
"""The path of the database in the sample's config."""
_TEMPLATES = Path(__file__).parent / "templates"
_GRANTED_BEFORE = timedelta(days=14)


def init_workspace(folder: Path, meeting: date, *, encrypts: bool = False) -> tuple[Path, ...]:
    """Make a workspace with a config to adapt and an example of an agenda.

    Args:
        folder: the workspace's folder; it is made if it is missing.
        meeting: the day of the example meeting.
        encrypts: whether its database will be encrypted.

    Returns:
        The files that were written.

    Raises:
        KpError: there is a workspace already, or the disk refuses; then nothing that was written stays.
    """
    agenda = Path("agenda") / f"{meeting.isoformat()}.toml"
    example = (_TEMPLATES / "agenda.toml").read_text("utf-8")
    decided_on = (meeting - _GRANTED_BEFORE).isoformat()
    example = example.replace("{date}", meeting.isoformat()).replace("{decided_on}", decided_on)
    config = (_TEMPLATES / CONFIG).read_text("utf-8")
    config = config.replace("{encryption}", "passphrase" if encrypts else "none")
    return _write_all(folder, {Path(CONFIG): config.encode(), agenda: example.encode()})


def copy_sample(folder: Path) -> Workspace:
    """Copy the sample workspace into a folder, as shipped.

    Raises:
        KpError: there is a workspace already, the sample is not installed, or the disk refuses.
    """
    _write_all(folder, _sample())
    return Workspace(folder.absolute())


def copy_demo(folder: Path) -> Workspace:
    """Copy the sample and its history into a folder marked as a demo, or return the demo there.

    Raises:
        KpError: the folder contains something that is not a demo, or the disk refuses.
    """
    if not is_demo(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise _not_a_demo_error(folder)
        _write_all(folder, {**_sample(), _DATABASE: lzma.decompress(HISTORY.read_bytes())})
        write(folder / DEMO_MARK, (_TEMPLATES / DEMO_MARK).read_bytes())
    elif not (folder / CONFIG).is_file():
        raise _not_a_demo_error(folder)
    return Workspace(folder.absolute())


def is_demo(folder: Path) -> bool:
    """Whether the folder is marked as a demo."""
    return (folder / DEMO_MARK).is_file()


def sample_folder() -> Path:
    """Return the sample's folder: in the installed package, else at the top of the source.

    Raises:
        BrokenError: neither place contains it.
    """
    for folder in (_PACKAGE / "data" / "sample", _PACKAGE.parent):
        if (folder / CONFIG).is_file():
            return folder
    raise BrokenError(_("the sample workspace is not installed"), _("Install kpcommittee again."))


def _sample() -> dict[Path, bytes]:
    """Return the sample's files by their names in a workspace."""
    source = sample_folder()
    return {file.relative_to(source): file.read_bytes() for file in _sample_files(source)}


def _sample_files(source: Path) -> list[Path]:
    agendas = sorted(file for file in (source / "agenda").iterdir() if file.suffix in (".toml", ".jsonl"))
    return [file for file in (source / CONFIG, *agendas, source / "placements.csv") if file.is_file()]


def _not_a_demo_error(folder: Path) -> KpError:
    return KpError(
        _("{folder} is not a demo, and was neither opened nor changed").format(folder=folder),
        _("Name a new folder: kpcommittee demo --dir FOLDER. A workspace opens with: kpcommittee --workspace FOLDER"),
    )


def _write_all(folder: Path, contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Write the files of a new workspace and its folder of minutes: all of them, or none.

    The config comes last: without it, a folder is no workspace, and leftovers of a power cut can be completed.

    Raises:
        KpError: one of them exists, or the disk refuses; then everything that was made is removed again.
    """
    in_order = sorted(contents.items(), key=lambda file: file[0] == Path(CONFIG))
    files = {folder / name: content for name, content in in_order}
    _refuse_overwriting(files, folder / CONFIG)
    folders = [folder, *(path.parent for path in files), folder / "minutes"]
    missing = [path for folder_made in folders for path in (folder_made, *folder_made.parents) if not path.exists()]
    try:
        for path, content in files.items():
            write(path, content)
        make_folder(folder / "minutes")
    except KpError as error:
        remaining = _remove(files, missing)
        if remaining:
            raise _leftovers_text(error, remaining) from error
        raise
    return tuple(folder / name for name in contents)


def _refuse_overwriting(files: Mapping[Path, bytes], config: Path) -> None:
    remaining = {file for file, content in files.items() if not config.exists() and _contains(file, content)}
    existing = next((file for file in files if file.exists() and file not in remaining), None)
    if existing is not None:
        raise KpError(
            _("{file} exists already and is not overwritten").format(file=existing),
            _("Choose another folder, or move the file away."),
        )


def _contains(file: Path, content: bytes) -> bool:
    return file.is_file() and file.stat().st_size == len(content) and file.read_bytes() == content


def _remove(files: Mapping[Path, bytes], folders: list[Path]) -> list[Path]:
    """Remove the files and the folders that were made; return the files that cannot be removed."""
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    for folder in sorted(set(folders), key=lambda path: len(path.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()
    return [file for file in files if file.exists()]


def _leftovers_text(error: KpError, files: list[Path]) -> BrokenError:
    """Return the error that names what was written before the disk refused."""
    return BrokenError(
        error.message,
        _("These files were written and are still there: {files}. Remove them before you try again.").format(
            files=", ".join(map(str, files))
        ),
    )
