"""Files: read completely or not at all, written to a temporary file and renamed, private to the user."""

import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kpcommittee.convert.issues import Issue
from kpcommittee.errors import BrokenError, KpError, UsageError
from kpcommittee.locale import _
from kpcommittee.open_files import is_open
from kpcommittee.wording.disk import why_refused
from kpcommittee.workspace.swapping import swap_names

LARGEST = 5 * 1024 * 1024
"""The greatest size of a file in bytes; a meeting's agenda has some tens of thousands."""

LARGEST_DOCUMENT = 4 * LARGEST
"""The greatest size of a document that the program wrote; a PDF of 300 cases has six million."""

SEAL = b"kpcommittee sealed 1\n"
"""The first bytes of a sealed file."""


class Seal(Protocol):
    """Opens and seals the files of a workspace."""

    def unseal(self, content: bytes) -> bytes | None:
        """Return the unsealed content; None if the key does not open it."""

    def seal(self, content: bytes) -> bytes | None:
        """Return the content, sealed; None if the workspace has no key."""


_seals: dict[Path, Seal] = {}
"""Folder of a workspace → the seal of its files."""
_PREFIX = ".kpcommittee-"
_SUFFIX = ".tmp"
_STILL_WRITING = 60
"""Seconds for which another program may still be writing a temporary file."""


_IN_USE = (32, 33)
"""Windows' error numbers for a file that another program has open (sharing violation, lock violation)."""


class Unread(ValueError):
    """A file that cannot be read, with its issue."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.code)
        self.issue = issue


def use_seal(folder: Path, seal: Seal) -> None:
    """Use this seal for the sealed files of a workspace from now on."""
    _seals[folder] = seal


def is_sealed(content: bytes) -> bool:
    """Whether a file's content is sealed."""
    return content.startswith(SEAL)


def _seal_of(path: Path) -> Seal | None:
    return next((seal for folder, seal in _seals.items() if path.is_relative_to(folder)), None)


def read_bytes(path: Path, shown_as: str = "") -> bytes:
    """Return the file's content, unsealed if it is sealed.

    Args:
        path: the file.
        shown_as: its name in errors; by default the path.

    Raises:
        Unread: the file is missing, no ordinary file, too big, not readable, or sealed with another key.
        KpError: it is sealed, and nobody gave the key.
    """
    content = read_raw(path, shown_as)
    if not is_sealed(content):
        return content
    seal = _seal_of(path)
    plain = seal.unseal(content[len(SEAL) :]) if seal else None
    if plain is None:
        raise Unread(Issue(code="sealed", file=shown_as or str(path)))
    return plain


def read_raw(path: Path, shown_as: str = "", largest: int = LARGEST) -> bytes:
    """Return the file's content as on the disk.

    Args:
        path: the file.
        shown_as: its name in errors; by default the path.
        largest: its greatest size in bytes.

    Raises:
        Unread: the file is missing, no ordinary file, too big or not readable.
    """
    name = shown_as or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unread(Issue(code="file_is_folder" if stat.S_ISDIR(status.st_mode) else "file_special", file=name))
        if is_open(path):
            raise Unread(Issue(code="file_unreadable", file=name))
        if status.st_size > largest:
            raise Unread(Issue(code="file_too_big", file=name, values={"limit": largest // 1024 // 1024}))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise Unread(Issue(code="file_missing", file=name)) from None
    except OSError as error:
        code = "file_special" if error.errno == errno.ELOOP else "file_unreadable"
        raise Unread(Issue(code=code, file=name)) from None


def read_text(path: Path, shown_as: str = "") -> str:
    """Return the text of a UTF-8 file, with or without a byte order mark.

    Raises:
        Unread: it cannot be read, is empty, or is not UTF-8.
    """
    content = read_bytes(path, shown_as)
    name = shown_as or str(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unread(Issue(code="not_utf8", file=name, line=line)) from None
    if not text.strip():
        raise Unread(Issue(code="file_empty", file=name))
    return text


def write(path: Path, content: str | bytes, *, plain: bool = False) -> None:
    """Replace the file's content at once: readers see the old or the new content, never a part.

    A sealed file is sealed again, unless `plain`.

    Raises:
        BrokenError: the disk refuses; the previous content is unchanged.
    """
    data = content.encode() if isinstance(content, str) else content
    if not plain and not is_sealed(data) and _is_sealed_on_disk(path):
        data = seal_again(path, data)
    temporary: Path | None = None
    try:
        make_folder(path.parent)
        if _is_special(path):
            raise _special_file_error(path, BrokenError)
        with suppress(OSError):  # a leftover that cannot be removed must not prevent writing
            sweep(path.parent, time.time())
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise disk_error(error, path) from error


def _is_sealed_on_disk(path: Path) -> bool:
    try:
        if not path.is_file():  # opening a pipe would wait for its writer
            return False
        with path.open("rb") as file:
            return is_sealed(file.read(len(SEAL)))
    except OSError:
        return False


def seal_again(path: Path, data: bytes) -> bytes:
    """Return the content of a file, sealed by its workspace.

    Raises:
        BrokenError: the workspace has no key.
    """
    seal = _seal_of(path)
    content = seal.seal(data) if seal else None
    if content is None:
        raise BrokenError(
            _("{file} was not written: it is sealed, and there is no key").format(file=path),
            _("Write it in the clear first: kpcommittee agenda unseal"),
        )
    return SEAL + content


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Replace a folder and its content at once: it is written beside it under another name, then renamed.

    Raises:
        BrokenError: the disk refuses; the old folder is unchanged.
    """
    temporary: Path | None = None
    try:
        make_folder(path.parent)
        temporary = Path(tempfile.mkdtemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent))
        for name, content in files.items():
            write(temporary / name, content)
        _take_its_place(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise disk_error(error, path) from error
    finally:
        if temporary is not None and temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)


def _take_its_place(temporary: Path, path: Path) -> None:
    """Rename a folder to a name that another may have; if that fails, the other keeps it.

    If the system can swap two names, there is no moment without a folder of that name. Else there is one between two
    renames. A program killed then leaves the old folder under a name that ends with `.old`.
    """
    if not path.exists():
        temporary.rename(path)
        return
    if swap_names(temporary, path):
        return
    old = temporary.with_name(f"{temporary.name}.old")
    path.rename(old)
    try:
        temporary.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old)


def write_named(path: Path, content: str | bytes) -> None:
    """Write a file to a path from the user: an impossible one is a usage error, not a broken disk.

    Raises:
        UsageError: no ordinary file can have this path.
        BrokenError: the disk refuses; the previous content is unchanged.
    """
    try:
        write(path, content)
    except BrokenError as error:
        if getattr(error.__cause__, "errno", None) == errno.ENOENT:
            raise UsageError(error.message, error.remedy) from error
        raise


def refuse_target(path: Path, *, makes_folder: bool = False) -> None:
    """Refuse a name that no ordinary file can have; nothing is read or changed.

    Args:
        path: the file to be written.
        makes_folder: whether a missing folder will be made.

    Raises:
        UsageError: the name is that of a folder, a device or a link to itself, or its folder is missing.
    """
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.stat()  # is_dir() does not detect a link to itself
        if path.is_dir():
            raise UsageError(
                _("{file} is a folder, not a file").format(file=path), _("Name a file in it; nothing was changed.")
            )
        if _is_special(path):
            raise _special_file_error(path, UsageError)
        folder = path.parent
        if makes_folder:
            folder = next(parent for parent in path.parents if parent.exists())
        if not folder.is_dir():
            raise UsageError(
                _("{file} was not written: there is no folder {folder}").format(file=path, folder=path.parent),
                _("Make the folder first, or choose another one."),
            )
    except OSError as error:
        raise UsageError(
            _("{file} was not written: no file can have this name").format(file=path),
            _("Choose another name; nothing was changed."),
        ) from error


def _is_special(path: Path) -> bool:
    """Whether the path is a device, a pipe or a stream, which must not be read or replaced."""
    if path.is_symlink() and str(path.readlink()).startswith("/proc/"):
        return True
    return path.exists() and not path.is_file() and not path.is_dir()


def _special_file_error(path: Path, kind: type[KpError]) -> KpError:
    return kind(
        _("{file} was not written: what is there is not an ordinary file").format(file=path),
        _("Choose another name; nothing was changed."),
    )


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, private to the user; existing folders stay as they are.

    Raises:
        BrokenError: it cannot be made.
    """
    try:
        for part in (*reversed(folder.parents), folder):
            if not part.exists():
                # Another program may make it in the meantime.
                part.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(part.parent)
    except OSError as error:
        raise disk_error(error, folder) from error


def sweep(folder: Path, now: float) -> int:
    """Remove temporary files of programs that were killed while writing; return how many.

    Args:
        folder: where to look.
        now: the time in seconds since 1970; a file younger than a minute may still be in use.
    """
    leftovers = [file for file in folder.glob(f"{_PREFIX}*{_SUFFIX}") if now - file.stat().st_mtime > _STILL_WRITING]
    for file in leftovers:
        file.unlink(missing_ok=True)
    return len(leftovers)


def disk_error(error: OSError, path: Path) -> BrokenError:
    """Return the error to show for an error of the disk, with a remedy."""
    name = str(path)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BrokenError(
            _("{file} was not written: the disk is full").format(file=name),
            _("Make room on the disk and try again; nothing was changed."),
        )
    if getattr(error, "winerror", None) in _IN_USE or error.errno in (errno.EBUSY, errno.ETXTBSY):
        return BrokenError(
            _("{file} was not written: another program has it open").format(file=name),
            _("Close it there, in Word or Excel for instance, and try again; nothing was changed."),
        )
    if error.errno in (errno.EACCES, errno.EPERM) and _is_file_in_open_folder(path):
        return BrokenError(
            _("{file} was not written: the file that is there may not be read or replaced").format(file=name),
            _("Ask whoever owns it, or choose another name; nothing was changed."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return BrokenError(
            _("{file} was not written: the folder may not be written in").format(file=name),
            _("Ask for the right to write there, or choose another folder; nothing was changed."),
        )
    if error.errno in (errno.ENOTDIR, errno.EISDIR, errno.EEXIST):
        return BrokenError(
            _("{file} was not written: a file is where a folder should be, or the other way round").format(file=name),
            _("Move it away or choose another name; nothing was changed."),
        )
    if error.errno == errno.ENOENT:
        return BrokenError(
            _("{file} was not written: its folder takes no files").format(file=name),
            _("Choose another folder; nothing was changed."),
        )
    return BrokenError(
        _("{file} was not written: {problem}").format(file=name, problem=why_refused(error)),
        _("Look at the disk and try again; nothing was changed."),
    )


def _is_file_in_open_folder(path: Path) -> bool:
    """Whether a file has that name already, and its folder may be written in: what is refused is the file."""
    with suppress(OSError):  # nobody may look into the folder
        return path.is_file() and os.access(path.parent, os.W_OK | os.X_OK)
    return False


def _sync_folder(folder: Path) -> None:
    """Make a renaming durable if the system can, so that it survives a power cut.

    Windows cannot open folders, and some file systems cannot sync them; the file itself is written all the same.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
