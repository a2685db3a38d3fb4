"""Makes the bytes of a workbook without temporary files, which openpyxl uses for each sheet."""

import io
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

__all__ = ["Workbook", "bytes_of"]


class _InMemory(ExcelWriter):
    """Writes each sheet into memory: no child's name is left in a temporary folder, and no disk fills up."""

    _archive: ZipFile

    def write_worksheet(self, ws: Any) -> None:
        """Write a sheet; ours have no charts or images, and are not write-only."""
        ws._drawing = None  # noqa: SLF001 (what the method in its place does, here as below)
        content = io.BytesIO()
        writer: Any = WorksheetWriter(ws, content)
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self._archive.writestr(ws.path[1:], content.getvalue())
        self.manifest.append(ws)


def bytes_of(book: Workbook) -> bytes:
    """Return the workbook as a file's content."""
    content = io.BytesIO()
    book.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    _InMemory(book, ZipFile(content, "w", ZIP_DEFLATED)).save()
    return content.getvalue()
