"""What is packed in a Word file, a workbook or a PDF: one part of it drawn, and put back changed."""

import io
import re
import zlib
from dataclasses import dataclass
from random import Random
from zipfile import ZipFile

from tests.hostile.readers import with_part

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MOST = 4 * 1024 * 1024
"""Bytes that a part unpacks to at most; what is larger is changed as it lies."""
_AS_IT_LIES = 0.2
"""How often the packed bytes themselves are changed."""
BREAKS = (Exception,)
"""A package that was changed before may break its own reader in any way: then it is changed as it lies."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part, unpacked."""

    name: str
    """In a package; empty in a PDF."""
    content: bytes
    place: tuple[int, int] = (0, 0)
    """Of a stream, in the bytes of a PDF."""


def inside(content: bytes, random: Random) -> Part | None:
    """Draw a part of what is packed in a file; None for what is packed in no way that is known here."""
    if random.random() < _AS_IT_LIES:
        return None
    try:
        return _stream(content, random) if content.startswith(b"%PDF") else _member(content, random)
    except BREAKS:
        return None


def _member(content: bytes, random: Random) -> Part | None:
    with ZipFile(io.BytesIO(content)) as package:
        chosen = random.choice(package.infolist())
        if sum(info.file_size for info in package.infolist()) > _MOST:
            return None
        return Part(chosen.filename, package.read(chosen))


def _stream(content: bytes, random: Random) -> Part | None:
    place = random.choice([match.span(1) for match in _STREAM.finditer(content)])
    unpacked = zlib.decompressobj().decompress(content[slice(*place)], _MOST)
    return Part("", unpacked, place)


def packed_again(content: bytes, part: Part, changed: bytes) -> bytes:
    """Return a file with other content in one of its parts; in a PDF all keeps its place, or it is cut."""
    if not part.name:
        begin, end = part.place
        stream = zlib.compress(changed, 9)[: end - begin]
        return content[:begin] + stream.ljust(end - begin, b"\0") + content[end:]
    try:
        return with_part(content, part.name, changed)
    except BREAKS:
        return content
