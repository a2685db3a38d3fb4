"""`minutes` in every format: which one is written, where to, and what is never overwritten in silence."""

import json
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kpcommittee.documents.formats import FORMATS
from kpcommittee.documents.reading import lines_of
from tests.drivers.office import Office
from tests.sample import DAY

FILES = [code for code in FORMATS if code != "xml"]
"""XML goes into a folder of its own: test_exchange.py."""
HEADING = "Beslutningsreferat · Fordelingsudvalget"


@pytest.mark.parametrize("code", FILES)
def test_a_format_by_its_name_and_by_the_ending(opened: Office, code: str) -> None:
    ran = opened.run("minutes", DAY, "--format", code)
    assert (ran.code, ran.err) == (0, "")
    path = opened.folder / "minutes" / f"{DAY}.{code}"
    assert ran.out == f"{path}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert any(HEADING in line for line in lines_of(path.read_bytes(), code))
    named = opened.folder / f"referat.{code}"
    assert opened.run("minutes", DAY, "-o", str(named)).code == 0
    assert named.read_bytes() == path.read_bytes()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_the_document_itself_is_printed(opened: Office) -> None:
    assert json.loads(opened.run("minutes", DAY, "--format", "json", "-o", "-").out)["meeting"] == DAY
    assert opened.run("minutes", DAY, "--format", "html", "-o", "-").out.startswith("<!doctype html>")


def test_an_ending_that_is_no_format_is_refused(opened: Office) -> None:
    """F7: `minutes -o x.docx` wrote Markdown that Word cannot open."""
    for name in ("referat.odt", "referat.doc", "referat.abc"):
        ran = opened.run("minutes", DAY, "-o", name)
        assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 2)
        assert not (opened.folder / name).exists()
    mixed = opened.run("minutes", DAY, "--format", "pdf", "-o", "referat.docx")
    assert mixed.code == 2
    assert "endelsen" in mixed.err
    assert opened.run("minutes", DAY, "--format", "odt").code == 2
    assert opened.run("minutes", DAY, "-o", "referat.txt").code == 0
    assert opened.run("minutes", DAY, "-o", "referat").code == 0


def add_a_line(path: Path) -> None:
    """Edit a file as a person would, in the program that opens it."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        word = parts["word/document.xml"]
        parts["word/document.xml"] = word.replace(b"<w:sectPr", b"<w:p><w:r><w:t>by hand</w:t></w:r></w:p><w:sectPr", 1)
        with zipfile.ZipFile(path, "w") as package:
            for name, part in parts.items():
                package.writestr(name, part)
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        book.worksheets[0]["A40"] = "by hand"
        book.save(path)
    elif path.suffix == ".pdf":
        path.write_bytes(path.read_bytes().replace(b"/Title", b"/Tittl", 1))
    else:
        path.write_text(path.read_text(encoding="utf-8").replace(HEADING, "by hand", 1), encoding="utf-8")


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_was_edited_is_shown_before_it_is_written_over(opened: Office, code: str) -> None:
    assert opened.run("minutes", DAY, "--format", code).code == 0
    path = opened.folder / "minutes" / f"{DAY}.{code}"
    add_a_line(path)
    edited = path.read_bytes()
    opened.does(DAY, {"do": "note", "case": "2026-0412", "text": "Kom for sent", "said_by": "Per Sand"})
    ran = opened.run("minutes", DAY, "--format", code)
    assert ran.code == 1
    assert path.read_bytes() == edited
    assert "--overwrite" in ran.err
    if code not in ("pdf", "xlsx"):
        assert "by hand" in ran.out
    assert opened.run("minutes", DAY, "--format", code, "--overwrite").code == 0
    assert path.read_bytes() != edited


@pytest.mark.parametrize("code", FILES)
def test_a_file_that_nobody_edited_is_written_anew(opened: Office, code: str) -> None:
    assert opened.run("minutes", DAY, "--format", code).code == 0
    opened.does(DAY, {"do": "withdraw", "case": "2026-0412", "by": "Mor", "reason": "Flytter"})
    assert opened.run("minutes", DAY, "--format", code).code == 0


def test_the_form_is_asked_for_or_as_the_config_says(opened: Office, tmp_path: Path) -> None:
    short = opened.run("minutes", DAY, "-o", "-").out
    assert short == opened.run("minutes", DAY, "-o", "-", "--form", "short").out
    full = opened.run("minutes", DAY, "-o", "-", "--form", "full").out
    assert "- Relationer:" in full
    assert "- Relationer:" not in short
    assert opened.run("minutes", DAY, "--form", "long").code == 2
    other = Office.sample(tmp_path / "full", placements=False)
    config = other.folder / "config.toml"
    config.write_text(f'{config.read_text(encoding="utf-8")}\n[documents]\nform = "full"\n', encoding="utf-8")
    other.does(DAY, {"do": "open"})
    assert "- Relationer:" in other.run("minutes", DAY, "-o", "-").out
