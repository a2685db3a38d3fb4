"""The page of the yearly evaluation in a real browser, without a network: what a reader sees of it."""

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from kpcommittee.documents.readers import pdf
from kpcommittee.workspace.starting import copy_demo
from tests.drivers.office import Office

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ALONE = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this computer")]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of the page as the browser prints them."""
    folder = tmp_path_factory.mktemp("page")
    demo = Office(copy_demo(folder / "demo").folder)
    assert demo.run("--lang", "en", "report", "2025", "--format", "html", "-o", "year.html").code == 0
    _browse(folder, demo.folder / "year.html", f"--print-to-pdf={folder / 'year.pdf'}")
    text = (unicodedata.normalize("NFKC", line) for line in pdf.read((folder / "year.pdf").read_bytes()))
    return [" ".join(line.split()) for line in text]


def test_every_table_of_the_report_is_seen(seen: list[str], tmp_path: Path) -> None:
    demo = Office(copy_demo(tmp_path / "demo").folder)
    told = demo.run("--lang", "en", "report", "2025").out
    page = " ".join(seen)
    for heading in re.findall(r"^#+ (.+)$", told, re.MULTILINE):
        assert heading in page
    rows = [
        [cell.strip().replace("\\", "") for cell in row.strip("|").split("|")]
        for row in told.splitlines()
        if row[:2] == "| "
    ]
    assert len(rows) > 60
    for name, *numbers in rows:
        # A long name goes on in a second line, behind the numbers.
        assert all(word in page for word in re.findall(r"\w+", name))
        assert " ".join(filter(None, numbers)) in page


def test_the_plots_have_their_names_and_numbers_as_text(seen: list[str]) -> None:
    """They are read without colour: a bar is named at its side and has its number in it."""
    page = " ".join(seen)
    first = page[page.index("What was decided") : page.index("Number")]
    assert all(word in first for word in ("placed", "postponed", "71"))


def test_nothing_runs_in_the_page(tmp_path: Path) -> None:
    """A page that a name tries to write into changes nothing when the browser runs it."""
    demo = Office(copy_demo(tmp_path / "demo").folder)
    hostile = '<img src=x onerror="document.title=1">'
    demo.change("config.toml", ('name = "Fordelingsudvalget"', f"name = '{hostile}'"))
    assert demo.run("report", "2025", "--format", "html", "-o", "year.html").code == 0
    shown = _browse(tmp_path, demo.folder / "year.html", "--dump-dom")
    assert "<img" not in shown
    assert "onerror" in shown
    assert "<title>1</title>" not in shown


def _browse(folder: Path, page: Path, *options: str) -> str:
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(BROWSER), *ALONE, profile, *options, page.as_uri()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True, env=dict(os.environ))
    return ran.stdout
