"""Every reader of outside data, as a function of bytes: it answers, or refuses in the program's own words.

The corpora and the fuzzer run through the same functions. Anything else than a refusal is a fault.
"""

import atexit
import io
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from functools import cache, partial
from itertools import islice
from pathlib import Path

from openpyxl import Workbook

from kpcommittee.convert.intentions import InvalidLine, parse_intention
from kpcommittee.convert.issues import Issue
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.document import document_of
from kpcommittee.documents.docx import blank
from kpcommittee.documents.formats import FORMATS, write
from kpcommittee.documents.merging import merge
from kpcommittee.documents.reading import Unreadable, lines_of
from kpcommittee.documents.seals import body_of
from kpcommittee.domain.meeting.intentions import Open
from kpcommittee.domain.receipt import receipts_in
from kpcommittee.domain.recovery import is_recovery_key, normalize_passphrase, wrong_lines
from kpcommittee.domain.review.grammar import parse
from kpcommittee.domain.review.query import Vocabulary
from kpcommittee.domain.text import is_safe
from kpcommittee.errors import KpError
from kpcommittee.services.templates import frame_faults, word_faults
from kpcommittee.store.encrypted import DataKey
from kpcommittee.store.key_file import DamagedKeysError, KeyFile
from kpcommittee.store.memory import Memory
from kpcommittee.store.sealing import unseal
from kpcommittee.views.templates import fault_text
from kpcommittee.wording.issues import issue_text, remedy
from kpcommittee.workspace.agenda_tables import read_cases
from kpcommittee.workspace.known_ids import KnownIds
from kpcommittee.workspace.letterheads import read_frame, read_logo
from kpcommittee.workspace.placements import read_placements
from kpcommittee.workspace.reading import AgendaRead, ConfigRead, read_agenda_against, read_config
from tests.builders import Table, case
from tests.hostile.packed import part_of, streams_of, with_part, with_stream
from tests.sample import CHECKOUT, DAY, WHOLE_MEETING, sample_config, sample_law, sample_table

Reader = Callable[[bytes], object]

MEETING = date.fromisoformat(DAY)
SHEET, BOOK, BODY = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "word/document.xml"
CASES_TABLE = (
    b"case_number;name;birth_date;district;problems;decided_on;basis;purpose;hours_per_week;expected_months\n"
    b"2026-1;A. B.;2012-02-29;oest;school;2026-11-20;bl-32-1-3;Trivsel;4,5;12\n"
)
TOLD = 50
"""Errors of one file that are worded here."""
LONGEST = 5_000
"""Characters of an error at most."""


@cache
def inputs_folder() -> Path:
    """Make the folder of the files that are read; it is removed when the process that made it ends."""
    folder = tempfile.mkdtemp(prefix="kpcommittee-hostile-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _file(content: bytes, name: str) -> Path:
    path = inputs_folder() / name
    path.write_bytes(content)
    return path


def _tell(issues: Iterable[Issue]) -> None:
    """Word errors as the program does: visible text of bounded length, whatever they repeat."""
    worded = [f"{issue_text(issue)}. {remedy(issue)}" for issue in islice(issues, TOLD)]
    assert [text for text in worded if not is_safe(text) or len(text) > LONGEST] == []


def agenda_of(content: bytes) -> AgendaRead:
    """Return what an agenda file says, its warnings included."""
    return read_agenda_against(_file(content, f"{DAY}.toml"), KnownIds(sample_config(), sample_law()), doubting=True)


def config_of(content: bytes) -> ConfigRead:
    """Return what a config says."""
    return read_config(_file(content, "config.toml"), today=MEETING)


def read_agenda(content: bytes) -> None:
    """Read an agenda."""
    read = agenda_of(content)
    _tell((*read.issues, *read.warnings))


def read_settings(content: bytes) -> None:
    """Read a config."""
    read = config_of(content)
    _tell((*read.issues, *read.warnings))


def read_placements_of(ending: str, content: bytes) -> None:
    """Read a table of running placements."""
    _tell(read_placements(_file(content, f"placements.{ending}"), sample_config()).issues)


def read_cases_of(ending: str, content: bytes) -> None:
    """Read a table of cases, or what an agenda system exported."""
    _tell(read_cases(_file(content, f"cases.{ending}"), sample_config(), sample_law(), MEETING).issues)


def read_sheet(content: bytes) -> None:
    """Read a sound workbook of which only the sheet is something else."""
    read_placements_of("xlsx", with_part(workbook(), SHEET, content))


def read_book(content: bytes) -> None:
    """Read a sound workbook of which only the list of sheets is something else."""
    read_placements_of("xlsx", with_part(workbook(), BOOK, content))


def record(content: bytes) -> None:
    """Read a line of `record`, and let the rules judge it in an open meeting."""
    read = parse_intention(content)
    if isinstance(read, InvalidLine):
        _tell(read.issues)
    else:
        table = _open_table()
        meeting = table.meeting
        table.tries(read.intention)
        table.meeting = meeting


def search_history(content: bytes) -> None:
    """Read a query of past decisions."""
    parse(content.decode("utf-8", "replace"), Vocabulary(providers={"klub-oest": ("Klub Øst",)}))


def read_keys(content: bytes) -> None:
    """Read a key file."""
    with suppress(DamagedKeysError):
        KeyFile.read(_file(content, "kpcommittee.db.keys"))


def open_sealed(content: bytes) -> None:
    """Open a sealed file with a key that did not seal it."""
    assert unseal(content, [DataKey(bytes(32))]) is None


def copy_recovery_key(content: bytes) -> None:
    """Read a recovery key that somebody copied from paper."""
    text = content.decode("utf-8", "replace")
    if is_recovery_key(text):
        assert normalize_passphrase(text)
        wrong_lines(text)


def find_receipts(content: bytes) -> None:
    """Look for receipts in a file that may be anything."""
    assert all(receipt.number > 0 for receipt in receipts_in(content.decode("utf-8", "replace")))


def read_back(code: str, content: bytes) -> None:
    """Read a document in which there may be a receipt."""
    with suppress(Unreadable):
        lines_of(content, code)


def read_page(content: bytes) -> None:
    """Read a sound PDF of which only what is drawn on a page is something else."""
    read_back("pdf", with_stream(_document("pdf"), _stream_with(b"BT"), content))


def read_letters(content: bytes) -> None:
    """Read a sound PDF of which only the table of a font's letters is something else."""
    read_back("pdf", with_stream(_document("pdf"), _stream_with(b"begincmap"), content))


def read_back_sheet(content: bytes) -> None:
    """Read a sound workbook of the program's own, of which only the sheet is something else."""
    read_back("xlsx", with_part(_document("xlsx"), SHEET, content))


def read_cases_sheet(content: bytes) -> None:
    """Read a sound workbook of cases of which only the sheet is something else."""
    read_cases_of("xlsx", with_part(cases_workbook(), SHEET, content))


def read_body(content: bytes) -> None:
    """Read a sound Word file of which only the text is something else."""
    read_back("docx", with_part(_document("docx"), BODY, content))


def merge_edited(content: bytes) -> None:
    """Merge minutes that somebody edited with those of today."""
    base = _merged()
    merge(base, body_of(content.decode("utf-8", "replace").replace("\r\n", "\n")), base.replace("Klub", "Fritidsklub"))


def _merged() -> str:
    """Return the beginning of the sample's minutes: all of them take a second for each try."""
    return body_of(_exported("md").decode())[:2_000]


def edited_minutes() -> list[bytes]:
    """Return those minutes as people edit them: unchanged, changed where the new text changed too, cut and moved."""
    base = _merged()
    units = base.split("\n")
    changed = (
        base,
        base.replace("Klub", "Klubben"),
        base.replace("Klub", "Fritidsklub"),
        "\n".join(units[: len(units) // 2]),
        "\n".join([*units[3:], *units[:3]]),
        "\n".join(line for unit in units for line in (unit, "Tilføjet i hånden.")),
        base.replace("\n\n", "\n\n\n\n"),
        "",
    )
    return [text.encode() for text in changed]


def fill_frame(content: bytes) -> None:
    """Check a text template."""
    with suppress(KpError):
        for fault in frame_faults(read_frame(_file(content, "minutes.md"))):
            fault_text(fault)


def fill_word(content: bytes) -> None:
    """Check a Word template."""
    for fault in word_faults(content):
        fault_text(fault)


def fill_word_body(content: bytes) -> None:
    """Check a sound Word template of which only the text is something else."""
    fill_word(with_part(blank(), BODY, content))


def show_logo(content: bytes) -> None:
    """Read a logo."""
    with suppress(KpError):
        read_logo(_file(content, "logo"))


def remember(content: bytes) -> None:
    """Read what this computer remembers of a journal."""
    Memory(_file(content, "heads.json"), "x").read()


@cache
def _open_table() -> Table:
    return sample_table().does(Open())


@cache
def workbook() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in _sample("placements.csv").decode().splitlines()[:3]:
        sheet.append(row.split(";"))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@cache
def cases_workbook() -> bytes:
    book = Workbook()
    for row in CASES_TABLE.decode().splitlines():
        book.worksheets[0].append(row.split(";"))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@cache
def _exported(code: str) -> bytes:
    """Return the minutes of the sample's whole meeting: every kind of item that a document has."""
    table = sample_table()
    for line in WHOLE_MEETING.splitlines():
        read = parse_intention(line.encode())
        assert not isinstance(read, InvalidLine)
        table.tries(read.intention)
    return write(document_of(minutes_of(table.meeting)), FORMATS[code])


@cache
def _document(code: str) -> bytes:
    return write(document_of(minutes_of(Table(case("A-1")).does(Open()).meeting)), FORMATS[code])


@cache
def _stream_with(mark: bytes) -> int:
    """Return the number of the first stream of a PDF in which that is said."""
    return next(number for number, content in streams_of(_document("pdf")).items() if mark in content)


def _sample(name: str) -> bytes:
    return (CHECKOUT / name).read_bytes()


def some_cases() -> bytes:
    """Return the first two cases of the sample's agenda: a whole one takes long to try again and again."""
    return b"[[cases]]".join(_sample(f"agenda/{DAY}.toml").split(b"[[cases]]")[:3])


READERS: dict[str, tuple[Reader, Callable[[], list[bytes]]]] = {
    "agenda": (read_agenda, lambda: [some_cases()]),
    "config": (read_settings, lambda: [_sample("config.toml")]),
    "placements-csv": (partial(read_placements_of, "csv"), lambda: [_sample("placements.csv")[:600]]),
    "placements-xlsx": (partial(read_placements_of, "xlsx"), lambda: [workbook()]),
    "xlsx-sheet": (read_sheet, lambda: [part_of(workbook(), SHEET)]),
    "xlsx-book": (read_book, lambda: [part_of(workbook(), BOOK)]),
    "cases-csv": (partial(read_cases_of, "csv"), lambda: [CASES_TABLE]),
    "exchange-xml": (partial(read_cases_of, "xml"), lambda: [_document("xml")]),
    "record": (record, lambda: [line.encode() for line in WHOLE_MEETING.splitlines()]),
    "history-query": (search_history, lambda: [b'klub:oest alder:12-15 fra:2026-01 "to ord" uden:1,2']),
    "key-file": (read_keys, lambda: [KeyFile.new().to_text().encode()]),
    "sealed-file": (open_sealed, lambda: [bytes(64)]),
    "recovery-key": (copy_recovery_key, lambda: [b"K7QM-2XHP-C " * 4]),
    "receipts": (find_receipts, lambda: ["Kvittering: 2026-12-02 · 17 · ABCDEFGHIJKL".encode()]),
    **{
        f"back-{code}": (partial(read_back, code), partial(lambda code: [_document(code)], code))
        for code in ("docx", "xlsx", "pdf", "html", "json", "xml", "md")
    },
    "docx-body": (read_body, lambda: [part_of(_document("docx"), BODY)]),
    "pdf-page": (read_page, lambda: [streams_of(_document("pdf"))[_stream_with(b"BT")]]),
    "pdf-letters": (read_letters, lambda: [streams_of(_document("pdf"))[_stream_with(b"begincmap")]]),
    "back-xlsx-sheet": (read_back_sheet, lambda: [part_of(_document("xlsx"), SHEET)]),
    "cases-xlsx": (partial(read_cases_of, "xlsx"), lambda: [cases_workbook()]),
    "cases-xlsx-sheet": (read_cases_sheet, lambda: [part_of(cases_workbook(), SHEET)]),
    "merged-minutes": (merge_edited, edited_minutes),
    "text-template": (fill_frame, lambda: [b"{% if place %}{{ place|upper }}{% endif %}\n{{ body }}\n"]),
    "word-template": (fill_word, lambda: [blank()]),
    "word-template-body": (fill_word_body, lambda: [part_of(blank(), BODY)]),
    "logo": (show_logo, lambda: [b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>']),
    "heads": (remember, lambda: [b'{"heads":{"a":[1,"00ff"]}}']),
}
"""Each reader, and what a sound input of it looks like."""

WHOLE: dict[str, Callable[[], bytes]] = {
    f"back-{code}": partial(_exported, code) for code in ("docx", "xlsx", "html", "json", "xml", "md")
}
"""What only the fuzzer begins with too: whole documents take long to try again and again, PDF too long."""
