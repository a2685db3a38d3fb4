"""The pages hold together: links lead somewhere, pictures are there, tables are as the code makes them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.reading import DOCS, ROOT, pages, relative, slug
from tools.pictures import SCENES
from tools.tables import KEYS, TABLES, renewed
from tools.tables import pages as pages_with_tables

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
JOBS = ("agenda", "balance", "commands", "journal", "meeting", "minutes", "operations", "record", "rules", "setup")
"""One page for each job of the chair and of those around the table."""


@pytest.mark.parametrize("path", pages(), ids=relative)
def test_every_link_leads_somewhere(path: Path) -> None:
    lost = []
    for target in _LINK.findall(path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        linked = path.parent / file if file else path
        headings = re.findall(r"^#+ (.+)$", linked.read_text("utf-8"), re.MULTILINE) if anchor else []
        if not linked.exists() or (anchor and anchor not in map(slug, headings)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("path", pages(), ids=relative)
def test_no_page_names_a_host_or_a_machine_path(path: Path) -> None:
    assert re.findall(r"https?://\S+|/home/\S+|/tmp/\S+", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", pages_with_tables(), ids=relative)
def test_tables_are_as_the_code_makes_them(path: Path) -> None:
    text = path.read_text("utf-8")
    assert renewed(text) == text, "run make tables"


def test_every_table_that_the_code_makes_is_on_a_page() -> None:
    texts = "".join(path.read_text("utf-8") for path in pages_with_tables())
    named = set(re.findall(r"<!-- (?:keys|table): (\w+) -->", texts))
    assert named == {*KEYS, *TABLES, "shown", "names", "danish"}


@pytest.mark.parametrize("name", JOBS)
def test_each_job_has_a_page_with_a_picture(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text("utf-8")
    assert re.search(r"^!\[.+\]\(pictures/.+\.svg\)$", text, re.MULTILINE)
    assert f"docs/{name}.md" in (ROOT / "README.md").read_text("utf-8"), "the README lists it"


def test_every_picture_is_made_by_the_tool_and_shown() -> None:
    shown = {Path(target).name for path in pages() for target in _LINK.findall(path.read_text("utf-8"))}
    assert {f"{scene.name}.svg" for scene in SCENES} <= shown
    assert {path.name for path in (DOCS / "pictures").iterdir()} == {f"{scene.name}.svg" for scene in SCENES}


@pytest.mark.parametrize("path", sorted((DOCS / "pictures").glob("*.svg")), ids=lambda path: path.name)
def test_pictures_need_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "Fordelingsudvalg" in text or "2026" in text or "esc" in text, "something of the program is drawn"
    assert re.findall(r"url\((?!#)|https?://(?!www\.w3\.org/2000/svg)", text) == []


@pytest.mark.slow
def test_the_same_program_draws_the_same_bytes(tmp_path: Path) -> None:
    drawn, tool = [], str(ROOT / "tools" / "pictures.py")
    for turn in ("first", "second"):
        command = [sys.executable, tool, "--out", str(tmp_path / turn), "hidden"]
        subprocess.run(command, check=True, timeout=60, stdout=subprocess.DEVNULL)
        drawn.append((tmp_path / turn / "hidden.svg").read_bytes())
    assert drawn[0] == drawn[1]
