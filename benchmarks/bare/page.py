"""The floor of a document: a text, each line a paragraph, as an accessible PDF for an archive."""

import json
import sys
from pathlib import Path

import typst

_PAGE = b"""#set document(title: "plain", date: datetime(year: 2026, month: 12, day: 2))
#for line in json(bytes(sys.inputs.lines)) { par(line) }
"""


def main() -> None:
    """Lay out the words of the first file in the second one."""
    words, page = map(Path, sys.argv[1:])
    lines = [line for line in words.read_text(encoding="utf-8").splitlines() if line]
    content = typst.compile(
        _PAGE, sys_inputs={"lines": json.dumps(lines)}, pdf_standards=["ua-1", "a-2a"], ignore_system_fonts=True
    )
    assert isinstance(content, bytes)
    page.write_bytes(content)
