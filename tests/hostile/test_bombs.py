"""Files that were made to stop their reader: each is refused with a sentence, in bounded time and memory (S11)."""

import io
import json
import resource
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from kpcommittee.convert.intentions import LONGEST_LINE, MOST_KEYS
from kpcommittee.domain.text import MAX_LENGTH
from kpcommittee.workspace.csv_tables import MAX_LINE
from kpcommittee.workspace.files import LARGEST
from kpcommittee.workspace.sheets import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from kpcommittee.workspace.workbooks import PARTS, STRINGS, TAGS, UNPACKED
from tests.drivers.limits import memory_up_to
from tests.drivers.office import Office
from tests.drivers.program import Result
from tests.sample import CHECKOUT

SECONDS = 25
"""Of the processor, on a machine that others use too; most take less than one."""
MEMORY = 900 * 1024 * 1024
"""Bytes that a command may have, with its libraries."""
HEAD = "case_number;provider\n"


def workbook(change: Callable[[dict[str, bytes]], None], level: int = 9) -> bytes:
    """A sound workbook whose parts are then changed."""
    made = io.BytesIO()
    book = Workbook()
    assert book.active is not None
    book.active.append(["case_number", "provider"])
    book.save(made)
    with ZipFile(made) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    change(content)
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=level) as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ROWS = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def _rows(inside: bytes) -> bytes:
    return workbook(lambda parts: parts.update({SHEET: ROWS % inside}), 1)


def shared_strings() -> bytes:
    texts = b"<sst>" + b"<si><t/></si>" * 3_000_000 + b"</sst>"
    return workbook(lambda parts: parts.update({"xl/sharedStrings.xml": texts}), 1)


def to_the_last_column() -> bytes:
    row = b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>'
    return _rows(b"".join(row % (number, number) for number in range(1, 5_000)))


def growing_words() -> bytes:
    words = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    return workbook(lambda parts: parts.update({"xl/workbook.xml": words}))


def columns() -> bytes:
    return _rows(b'<row r="1">' + b"".join(b"<c><v>%d</v></c>" % column for column in range(300)) + b"</row>")


def one_cell() -> bytes:
    return _rows(b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"a" * 150_000_000 + b"</t></is></c></row>")


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "one cell of 150 MB": ("b.xlsx", one_cell, "unpacks to more than 128 MB"),
    "rows that unpack to 150 MB": (
        "b.xlsx",
        lambda: _rows(b'<row r="1"><c r="A1"><v>1</v></c></row>' * 4_200_000),
        "unpacks to more than 128 MB",
    ),
    "three million shared strings": ("b.xlsx", shared_strings, "unpacks to more than"),
    "empty elements without end": ("b.xlsx", lambda: _rows(b"<x/>" * 9_000_000), "more than 2000000 cells"),
    "rows out to column XFD": ("b.xlsx", to_the_last_column, ""),
    "300 columns": ("b.xlsx", columns, "more than 256 columns"),
    "a thousand parts": (
        "b.xlsx",
        lambda: workbook(lambda parts: parts.update({f"x/{n}": b"" for n in range(1100)})),
        "unpacks to more than",
    ),
    "words that grow": ("b.xlsx", growing_words, "xlsx"),
    "a header of 4 MB": (
        "b.csv",
        lambda: b"case_number;" + b"a" * 4_000_000 + b";provider\n",
        "more than 500000 characters",
    ),
    "a header of 190,000 columns": ("b.csv", lambda: HEAD.encode() + b";" * 190_000 + b"x\n", "more than 256 columns"),
    "a quotation mark that is not closed": (
        "b.csv",
        lambda: HEAD.encode() + b'"' + b"a\n" * 1_500_000,
        "more text than can be read",
    ),
    "two million empty lines": ("b.csv", lambda: HEAD.encode() + b"\n" * 2_000_000 + b"1;x\n", "more than 100000 rows"),
    "a file that is too big": ("b.csv", lambda: b"a;b\n" * 2_000_000, "larger than 5 MB"),
}


def bounded(office: Office, *command: str, stdin: bytes = b"") -> tuple[Result, float]:
    """Run a command with little memory, and say how long the processor worked for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = office.program("--lang", "en", *command, stdin=stdin, limit=memory_up_to(MEMORY))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ran, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_table_that_was_made_to_stop_its_reader_is_refused(office: Office, name: str) -> None:
    file, make, sentence = BOMBS[name]
    path = office.folder / file
    path.write_bytes(make())
    assert path.stat().st_size < 10_000_000
    ran, seconds = bounded(office, "placements", "import", file)
    assert ran.code in (1, 2), ran
    assert sentence in ran.err
    assert "broke" not in ran.err
    assert seconds < SECONDS, f"{seconds:.1f} s"
    assert not (office.folder / "kpcommittee.db").exists()


LINES = {
    "sixty thousand keys": json.dumps({"do": "note", **{f"key{n}": n for n in range(60_000)}}).encode(),
    "a key sixty thousand times": b'{"do":"note"' + b',"case":"1"' * 60_000 + b"}",
    "nested ten thousand deep": b'{"do":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "a hundred thousand levels that never close": b"[" * 100_000,
    "a text of 3 MB": b'{"do":"note","case":"2026-0412","text":"' + b"a" * 3_000_000 + b'"}',
    "a number of a hundred thousand digits": b'{"do":"undo","n":' + b"9" * 100_000 + b"}",
}


def test_a_line_that_was_made_to_stop_its_reader_is_answered_and_the_next_is_read(office: Office) -> None:
    stdin = b"".join(b"%s\n" % line for line in LINES.values()) + b'{"do": "open"}\n'
    ran, seconds = bounded(office, "record", "2026-12-02", stdin=stdin)
    assert [answer.get("refused", answer.get("event")) for answer in ran.lines] == ["invalid"] * len(LINES) + ["opened"]
    assert seconds < SECONDS
    assert len(ran.out) < 20_000


AGENDAS = {
    "thirty thousand keys": "".join(f"key{n} = {n}\n" for n in range(30_000)),
    "ten thousand levels": "x = " + "[" * 10_000 + "]" * 10_000,
    "a dotted key of ten thousand parts": ".".join("a" * 10_000) + " = 1",
    "fifty thousand cases": "[[cases]]\n" * 50_000,
    "twenty thousand tables": "".join(f"[a{n}]\n" for n in range(20_000)),
    "a text without an end": 'x = """' + "a" * 1_000_000,
    "a number without an end": "x = " + "9" * 100_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", AGENDAS)
def test_an_agenda_that_was_made_to_stop_its_reader_is_refused(office: Office, name: str) -> None:
    office.agenda("2027-01-06", AGENDAS[name])
    ran, seconds = bounded(office, "check", "agenda/2027-01-06.toml")
    assert ran.code == 1, ran
    assert "broke" not in ran.err
    assert seconds < SECONDS / 4, f"{seconds:.1f} s"


def test_a_document_with_a_receipt_is_read_as_far_as_one_can_be(office: Office) -> None:
    (office.folder / "big.md").write_bytes(b"a" * 30_000_000)
    ran, seconds = bounded(office, "verify", "--against", "big.md")
    assert (ran.code, seconds < SECONDS) == (1, True)


def test_the_bounds_are_on_the_page() -> None:
    page = (CHECKOUT / "docs" / "security.md").read_text("utf-8")
    megabytes = [size // 1024 // 1024 for size in (LARGEST, UNPACKED, STRINGS)]
    counts = (MAX_ROWS, MAX_COLUMNS, MAX_CELLS, TAGS, PARTS, MAX_LINE, LONGEST_LINE, MOST_KEYS, MAX_LENGTH)
    assert [count for count in counts if f"{count:,}" not in page] == []
    assert [size for size in megabytes if f"{size} MB" not in page] == []
