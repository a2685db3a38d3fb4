"""Packages of Office, which are zip files, packed so that the same document gives the same bytes."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every part; a package needs one."""

_UNPACKED = 64 * 1024 * 1024
"""The most unpacked bytes of a package that is read back; minutes of 300 cases have a tenth."""
_PARTS = 1_000

_MODIFIED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def refuse_bombs(content: bytes) -> None:
    """Refuse a package that unpacks to more than a document can be, or whose parts define entities of their own.

    Raises:
        ValueError: it does.
        zipfile.BadZipFile: it is not a package.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos = package.infolist()
        if len(infos) > _PARTS or sum(info.file_size for info in infos) > _UNPACKED:
            raise ValueError("too big")
        if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in map(package.read, infos)):
            raise ValueError("a document type")


def pack(parts: Iterable[tuple[str, bytes]], comment: str = "") -> bytes:
    """Pack the parts in order, with a comment that readers ignore."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts:
            package.writestr(zipfile.ZipInfo(name, _STAMP), part, zipfile.ZIP_DEFLATED)
        package.comment = comment.encode()
    return buffer.getvalue()


def repack(content: bytes, comment: str, stamp: str, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """Pack a package again without what depends on the time of writing.

    Args:
        content: the package as a library wrote it.
        comment: the comment it gets.
        stamp: when it was made and changed, as ISO time.
        change: returns the new content of a part, by its name.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    return pack(((name, _change_part(name, part, stamp, change)) for name, part in parts), comment)


def _change_part(name: str, part: bytes, stamp: str, change: Callable[[str, bytes], bytes] | None) -> bytes:
    if name == "docProps/core.xml":
        part = _MODIFIED.sub(rb"\g<1>" + stamp.encode(), part)
    return change(name, part) if change else part
