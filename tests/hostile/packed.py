"""What is packed in a Word file, a workbook or a PDF: one part is drawn, and put back changed."""

import io
import re
import zlib
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OBJECT = re.compile(rb"(\d+) 0 obj\s*<<[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ENDING = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref", re.DOTALL)
_MOST = 4 * 1024 * 1024
"""Bytes that a part unpacks to at most; what is larger is changed as it lies."""
_AS_IT_LIES = 0.2
"""How often the packed bytes themselves are changed."""
BREAKS = (Exception,)
"""A package that was changed before may break its reader in any way: then its bytes are changed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part, unpacked."""

    name: str
    """In a package; empty in a PDF."""
    content: bytes
    place: tuple[int, int] = (0, 0)
    """Of a stream, in the bytes of a PDF."""


def inside(content: bytes, random: Random) -> Part | None:
    """Draw a part of what is packed in a file; None if the packing is unknown here."""
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


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return a package with another content of a part."""
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(changed, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return changed.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    """Return what a part of a package holds."""
    with ZipFile(io.BytesIO(package)) as parts:
        return parts.read(name)


def streams_of(content: bytes) -> dict[int, bytes]:
    """The number of each object of a PDF that is a stream which unpacks → its unpacked bytes."""
    streams = {}
    for match in _OBJECT.finditer(content):
        with suppress(zlib.error):
            streams[int(match[1])] = zlib.decompress(match[2])
    return streams


def with_stream(content: bytes, number: int, changed: bytes) -> bytes:
    """Return a PDF with other bytes in a stream; as other programs do it, the new object comes last."""
    begins, trailer = _ENDING.findall(content)[-1], _TRAILER.findall(content)[-1]
    place = len(content) + 1
    written = b"\n%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(changed), changed)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<<%s/Prev %s>>\n" % (number, place, trailer, begins)
    return b"%s%s%sstartxref\n%d\n%%%%EOF" % (content, written, table, len(content) + len(written))


def packed_again(content: bytes, part: Part, changed: bytes) -> bytes:
    """Return a file with other content in one part; in a PDF everything keeps its place or is cut."""
    if not part.name:
        begin, end = part.place
        stream = zlib.compress(changed, 9)[: end - begin]
        return content[:begin] + stream.ljust(end - begin, b"\0") + content[end:]
    try:
        return with_part(content, part.name, changed)
    except BREAKS:
        return content
