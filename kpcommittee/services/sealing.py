"""Seals agendas with the key of the encrypted database, and opens them again."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kpcommittee.errors import KpError
from kpcommittee.locale import _
from kpcommittee.services.lock import not_encrypted_error
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.files import SEAL, Unread, is_sealed, read_bytes, read_raw, write

if TYPE_CHECKING:
    from kpcommittee.services.session import Session


def seal(session: "Session", name: str) -> Path:
    """Seal an agenda, and overwrite the file in the clear.

    Raises:
        KpError: the database is not encrypted, the file is sealed already or cannot be read, or the disk refuses.
    """
    path = _file(session, name)
    content = _content(session, path)
    if is_sealed(content):
        raise KpError(_("{file} is sealed already.").format(file=session.workspace.display_path(path)))
    sealed = session.lock.seal(content)
    if sealed is None:
        raise not_encrypted_error(session.database)
    with path.open("r+b") as old:
        write(path, SEAL + sealed)
        with suppress(OSError):  # the sealed file exists all the same
            old.write(bytes(len(content)))
            old.flush()
            os.fsync(old.fileno())
    return path


def unseal(session: "Session", name: str) -> Path:
    """Write a sealed agenda in the clear, to be edited.

    Raises:
        KpError: it is not sealed, the key does not open it, or the disk refuses.
    """
    path = _file(session, name)
    if not is_sealed(_content(session, path)):
        raise KpError(_("{file} is not sealed.").format(file=session.workspace.display_path(path)))
    try:
        content = read_bytes(path, session.workspace.display_path(path))
    except Unread as error:
        raise KpError(issue_text(error.issue), remedy(error.issue)) from error
    write(path, content, plain=True)
    return path


def sealed_files(session: "Session") -> tuple[Path, ...]:
    """Return every agenda that is sealed."""
    return tuple(path for path in _agendas(session) if is_sealed(read_raw(path)))


def files_in_the_clear(session: "Session") -> tuple[Path, ...]:
    """Return every agenda that is not sealed."""
    return tuple(path for path in _agendas(session) if not is_sealed(read_raw(path)))


def _agendas(session: "Session") -> list[Path]:
    return sorted(session.workspace.agenda_folder(session.config).glob("*.toml"))


def _file(session: "Session", name: str) -> Path:
    return session.workspace.agenda_named(name, session.config)


def _content(session: "Session", path: Path) -> bytes:
    try:
        return read_raw(path, session.workspace.display_path(path))
    except Unread as error:
        raise KpError(issue_text(error.issue), remedy(error.issue)) from error
