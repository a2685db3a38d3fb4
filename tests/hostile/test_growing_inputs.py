"""Inputs that were made so that a reader takes ever longer, or ever more memory, the longer they are.

Each took a minute or a gigabyte before its reader was bounded; tables and `record` are in `test_bombs.py`.
"""

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.packed import with_part
from tests.hostile.readers import READERS, inputs_folder, some_cases, workbook

SECONDS = 20
"""Of the processor, on a machine that others use too; most take less than one."""
MEMORY = 900 * 1024 * 1024
"""Bytes that a reader may have beside what the tests themselves have by then."""
SIZE = Path("/proc/self/statm")
"""The pages that a process has mapped come first; not on every system."""
HEAD = b"case_number;child;birth_date;provider;staff;problems;start\n"
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
)


def points(*insides: bytes) -> bytes:
    """Return an agenda as another system exports it."""
    point = b"<Dagsordenpunkt><Overskrift>Sag: %d</Overskrift><Indhold>%s</Indhold></Dagsordenpunkt>"
    inside = b"".join(point % (number, inside) for number, inside in enumerate(insides))
    return b"<Dagsorden><Dagsordenpunkter>%s</Dagsordenpunkter></Dagsorden>" % inside


INPUTS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a field of signs that begin tags": ("exchange-xml", lambda: points(b"<a>" + b"&lt;" * 1_000_000 + b"</a>")),
    "a field of its own in every case": (
        "exchange-xml",
        lambda: points(*(b"<a%d>1</a%d>" % (number, number) for number in range(40_000))),
    ),
    "elements half a million deep": ("exchange-xml", lambda: points(b"<a>" * 500_000 + b"</a>" * 500_000)),
    "a page of tags that never close": ("back-html", lambda: b"<p" * 2_000_000),
    "a page of attributes that never close": ("back-html", lambda: b'<a b="' * 800_000),
    "a page of comments that never close": ("back-html", lambda: b"<!-->" * 800_000),
    "an XML whose text is such a page": ("back-xml", lambda: b"<a>" + b"&lt;p" * 800_000 + b"</a>"),
    "lists two million deep": ("back-json", lambda: b"[" * 2_000_000),
    "a cell at the far end of a sheet": (
        "back-xlsx",
        lambda: with_part(workbook(), "xl/worksheets/sheet1.xml", SHEET % b'<row><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a Word file that unpacks to 120 MB": ("docx-body", lambda: WORD % (b"a" * 120_000_000)),
    "a logo of empty comments": ("logo", lambda: b"<!-- -->" * 60_000),
    "a template of conditions in conditions": ("text-template", lambda: b"{{ body }}" + b"{% if place %}" * 3_000),
    "a template of nots": ("text-template", lambda: b"{{ " + b"not " * 10_000 + b"body }}"),
    "a template of brackets": ("text-template", lambda: b"{{ body }}{{ " + b"(" * 40_000),
    "a template with a number of 5,000 digits": ("text-template", lambda: b"{{ body }}{{ " + b"9" * 5_000 + b" }}"),
    "a template of a million fields": ("text-template", lambda: b"{{ body }}" * 400_000),
    "a template of filters": ("text-template", lambda: b"{{ body" + b"|upper" * 8_000 + b" }}"),
    "a Word template of braces": ("word-template-body", lambda: WORD % (b"{{" * 300_000)),
    "a Word template of unknown fields": ("word-template-body", lambda: WORD % (b"{{ unknown }}" * 30_000)),
    "a query of half a million words": ("history-query", lambda: b"a " * 500_000),
    "a query of unknown terms": ("history-query", lambda: b"x:y " * 100_000),
    "a key of fifty thousand parts": ("agenda", lambda: b".".join([b"a"] * 50_000) + b" = 1\n"),
    "a config with a header of quoted parts": ("config", lambda: b"[" + b" . ".join([b'"a"'] * 300_000) + b"]\n"),
    "keys of some parts, to the end": ("agenda", lambda: (b" .".join([b"a"] * 20) + b" = 1\n") * 60_000),
    "a header of spaces": ("agenda", lambda: b"[a" + b" " * 4_000_000 + b"x"),
    "a line of quotation marks": ("agenda", lambda: b"a = " + b'\\"' * 2_000_000),
    "a line of numbers": ("agenda", lambda: b"a = 1 " + b"111 " * 100_000),
    "lines of slips, each tried again": ("agenda", lambda: (b"a = " + b"1 ja " * 1_000 + b"\n") * 900),
    "a problem a million times": (
        "agenda",
        lambda: some_cases().replace(b"problems = [", b"problems = [" + b'"x",' * 900_000),
    ),
    "a hundred thousand bad rows": (
        "placements-csv",
        lambda: HEAD + b"a;b;c;Klub Noord;Mettte;skole,skole;f\n" * 99_000,
    ),
    "a list of three million numbers in a line": (
        "record",
        lambda: b'{"do":"order","cases":[' + b"1," * 3_000_000 + b"1]}",
    ),
    "a line of receipts that never end": ("receipts", lambda: b"Kvittering: " * 400_000),
    "a memory two million deep": ("heads", lambda: b"[" * 2_000_000),
}

LONG_FILES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "unknown keys": ("config", lambda times: b"".join(b"k%d=1\n" % number for number in range(55_000 * times))),
    "a list of numbers": ("config", lambda times: b"districts = [" + b"1," * (150_000 * times) + b"]"),
    "cases": ("agenda", lambda times: b"[meeting]\ndate=2026-12-02\n" + b"[[cases]]\n" * (60_000 * times)),
    "providers": ("config", lambda times: b'[[providers]]\nid="x"\nname="x"\n' * (10_000 * times)),
}
"""Files that take seconds where they are as long as may be. Each run reads an eighth of that."""


def _mapped() -> int:
    """Return the bytes that this process has mapped; 0 where the system does not tell."""
    return int(SIZE.read_text().split()[0]) * resource.getpagesize() if SIZE.exists() else 0


def _reads_in_bounds(name: str, content: bytes, memory: int = MEMORY, seconds: int = SECONDS) -> bool:
    """Read in a child with little memory and time, and say whether it came to an end."""
    inputs_folder()  # a child that ends like this one leaves its own behind
    child = os.fork()
    if child == 0:
        most = _mapped() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        try:
            READERS[name][0](content)
        except BaseException:  # noqa: BLE001 (the child must not go on with the tests, whatever happens)
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("name", INPUTS)
def test_what_was_made_to_take_long_is_read_or_refused_in_bounds(name: str) -> None:
    reader, make = INPUTS[name]
    assert _reads_in_bounds(reader, make())


@pytest.mark.parametrize("times", [1, pytest.param(8, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", LONG_FILES)
def test_a_long_file_is_read_or_refused_in_bounds(name: str, times: int) -> None:
    reader, make = LONG_FILES[name]
    assert _reads_in_bounds(
        reader, make(times), memory=MEMORY * max(times, 2) // 8, seconds=SECONDS * max(times, 4) // 8
    )
