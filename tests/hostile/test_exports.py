"""Hostile strings in every text of a meeting, through every export: each file has the shape of a harmless one."""

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from unicodedata import combining
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import openpyxl
import pytest
from icalendar import Calendar
from pypdf import PdfReader

from kpcommittee.documents.blocks import Document, parse, words_of
from kpcommittee.documents.builder import minutes_of
from kpcommittee.documents.calendar import calendar_of
from kpcommittee.documents.document import document_of
from kpcommittee.documents.exchange import EXCHANGES
from kpcommittee.documents.formats import FORMATS, write
from kpcommittee.documents.reading import lines_of
from kpcommittee.domain.capacity.placement import Placement
from kpcommittee.domain.review.follow_ups import FollowUp
from kpcommittee.domain.text import clean, is_safe
from kpcommittee.views.escaping import escape
from kpcommittee.workspace.placements import write_placements
from tests.documents.test_formats import shape, signs, tags
from tests.documents.test_hostile import hostile_table
from tests.hostile.strings import ALL, FORMULAS, MARKUP, OURS
from tests.seeds import seeds

FEW, MANY = 10, 60
"""Strings for a run, and for each seed of the soak."""
FORMULA = re.compile(r"[=+\-@\t\r]")
DAY = date(2026, 12, 2)


def drawn(seed: int) -> list[str]:
    """Strings as they are stored: everything from outside is cleaned where it enters."""
    chosen = random.Random(seed).sample(OURS if seed == 0 else ALL, MANY if seed else FEW)
    return [text for text in map(clean, chosen) if text]


def paper_of(text: str) -> Document:
    return document_of(minutes_of(hostile_table(text).meeting))


HARMLESS = paper_of("harmless")


def page_tags(paper: Document) -> set[str]:
    """The elements of a page below its head."""
    return {*tags(write(paper, FORMATS["html"]).decode().partition("</head>")[2])}


def word_parts(paper: Document) -> dict[str, set[str]]:
    """The elements in each part of a Word file."""
    with ZipFile(io.BytesIO(write(paper, FORMATS["docx"]))) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return {name: {element.tag for element in fromstring(parts.read(name)).iter()} for name in names}


def elements(paper: Document, exchange: str) -> set[str]:
    return {element.tag for element in fromstring(write(paper, FORMATS["xml"], exchange)).iter()}  # type: ignore[arg-type]


def skeleton(value: object) -> object:
    """The keys and kinds of what JSON holds, without what it says."""
    if isinstance(value, dict):
        return {key: skeleton(content) for key, content in value.items()}
    return [skeleton(element) for element in value] if isinstance(value, list) else type(value).__name__


def texts_in(value: object) -> Iterator[str]:
    """The texts that JSON holds, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for element in value.values() if isinstance(value, dict) else value:
            yield from texts_in(element)


@pytest.mark.parametrize("seed", seeds(1, 14))
def test_a_document_has_the_shape_of_a_harmless_one_in_every_format(seed: int) -> None:
    for text in drawn(seed):
        paper = paper_of(text)
        assert [*map(shape, paper.blocks)] == [*map(shape, HARMLESS.blocks)], text
        assert is_safe(write(paper, FORMATS["md"]).decode()), text
        assert page_tags(paper) <= page_tags(HARMLESS), text
        parts, harmless = word_parts(paper), word_parts(HARMLESS)
        assert parts.keys() == harmless.keys(), text
        assert [name for name in parts if not parts[name] <= harmless[name]] == [], text
        for exchange in EXCHANGES:
            assert elements(paper, exchange) <= elements(HARMLESS, exchange), text
        book = openpyxl.load_workbook(io.BytesIO(write(paper, FORMATS["xlsx"])))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, text
        assert not any(cell.hyperlink for cell in cells), text
        exported = write(paper, FORMATS["json"]).decode()
        assert is_safe(exported), text
        assert skeleton(json.loads(exported)) == skeleton(json.loads(write(HARMLESS, FORMATS["json"]))), text
        words_told = " ".join(words_of(paper.blocks)).split()
        assert " ".join(texts_in(json.loads(exported)["blocks"])).split() == words_told, text
        for code in ("html", "docx"):
            assert " ".join(lines_of(write(paper, FORMATS[code]), code)).split()[: len(words_told)] == words_told, (
                code,
                text,
            )


@pytest.mark.parametrize("seed", seeds(1, 14))
def test_a_pdf_holds_text_alone(seed: int) -> None:
    # Marks of one line are read back among the letters of the next: they reach that far.
    plain = [text for text in drawn(seed) if not any(map(combining, text))]
    strings = [*plain, *(clean(text) for text in (MARKUP if seed == 0 else ()))]
    markdown = "# T\n\n" + "".join(f"- {escape(text[:500])}\n" for text in strings)
    paper = Document(title="#read =x", language="da", date=DAY, source=markdown, blocks=parse(markdown))
    content = write(paper, FORMATS["pdf"])
    reader = PdfReader(io.BytesIO(content))
    catalogue = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/JavaScript"} & set(catalogue)  # type: ignore[call-overload]
    assert not any("/Annots" in page for page in reader.pages)
    read = signs(lines_of(content, "pdf"))
    assert [
        text for text in strings if text.isascii() and len(text) < 60 and signs([" ".join(text.split())]) not in read
    ] == []


@pytest.mark.parametrize("seed", seeds(1, 14))
def test_a_table_holds_no_formula(seed: int, tmp_path: Path) -> None:
    strings = [*drawn(seed), *map(clean, FORMULAS)]
    rows = [Placement(case_number=text, provider=text, child=text) for text in strings if text]
    write_placements(tmp_path / "t.csv", rows)
    write_placements(tmp_path / "t.xlsx", rows)
    table = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"), newline=""), delimiter=";"))
    assert len(table) == len(rows) + 1
    assert [cell for row in table for cell in row if FORMULA.match(cell)] == []
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "n", "d"}


@pytest.mark.parametrize("seed", seeds(1, 14))
def test_a_calendar_has_an_event_for_each_row_and_nothing_else(seed: int) -> None:
    rows = [FollowUp(case_number=text, provider=text, kind="ending", due=DAY) for text in drawn(seed)]
    calendar = Calendar.from_ical(calendar_of(rows, str, datetime(2026, 12, 2, tzinfo=UTC)))
    assert [component.name for component in calendar.subcomponents] == ["VEVENT"] * len(rows)
    wanted = {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "TRANSP", "CLASS"}
    assert [set(event) for event in calendar.subcomponents] == [wanted] * len(rows)
    assert [str(event["SUMMARY"]) for event in calendar.subcomponents] == [f"{row.case_number}: ending" for row in rows]
